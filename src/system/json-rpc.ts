import { isUtf8 } from 'node:buffer';
import { visible } from '../disclosure/visible.js';

/** What one line from an adapter says, as an answer to the request of a given id. */
export type Answer =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'rubbish'; readonly fault: string };

/** One request of JSON-RPC 2.0, as a line. */
export function requestLine(id: number, method: string, parameters: object): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method, params: parameters })}\n`;
}

/** Reads a response of JSON-RPC 2.0 (section 5 of its specification). */
export function readAnswer(line: Buffer, id: number): Answer {
  if (!isUtf8(line)) return rubbish('a line that is not UTF-8 text');
  const text = line.toString('utf8');
  const message = parse(text);
  if (message === undefined) return rubbish(`a line that is no JSON: "${visible(text.trimEnd())}"`);
  if (!isResponse(message)) {
    const wanted = 'an object with "jsonrpc": "2.0", the request\'s "id", and either "result" or "error"';
    return rubbish(`a line that is no JSON-RPC 2.0 response (${wanted}): "${visible(text.trimEnd())}"`);
  }
  // A peer that could not read the request's id answers with null (section 5).
  const mine = message.id === id || (message.id === null && message.error !== undefined);
  if (!mine) return rubbish(`the id ${visible(JSON.stringify(message.id))} where the request's is ${id}`);
  if (message.error === undefined) return { kind: 'result', result: message.result };
  return { kind: 'error', error: describeError(message.error) };
}

interface Response {
  readonly id: string | number | null;
  readonly result?: unknown;
  readonly error?: unknown;
}

function rubbish(fault: string): Answer {
  return { kind: 'rubbish', fault };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isResponse(message: unknown): message is Response {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return false;
  const { jsonrpc, id } = message as Readonly<Record<string, unknown>>;
  const identified = typeof id === 'string' || typeof id === 'number' || id === null;
  const result = Object.hasOwn(message, 'result');
  return jsonrpc === '2.0' && identified && result !== Object.hasOwn(message, 'error');
}

function describeError(error: unknown): string {
  if (typeof error !== 'object' || error === null) return visible(JSON.stringify(error));
  const { code, message } = error as Readonly<Record<string, unknown>>;
  const number = typeof code === 'number' ? ` ${code}` : '';
  return `error${number}: ${typeof message === 'string' ? visible(message, 1000) : visible(JSON.stringify(error))}`;
}
