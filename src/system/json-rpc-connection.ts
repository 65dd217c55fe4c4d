import type { Readable, Writable } from 'node:stream';
import { visible } from '../disclosure/visible.js';
import { readAnswer, requestLine } from './json-rpc.js';
import { createLineSplitter } from './line-splitter.js';

const LINE_LIMIT = 1024 * 1024;
/** What setTimeout takes; it fires at once for more. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The asking side of JSON-RPC 2.0 over two streams, one message a line, one request at a time. */
export interface Connection {
  /** Resolves with the answer's result; rejects where there is none in time, or no good one. */
  request(method: string, parameters: object): Promise<unknown>;
  /** Ends the connection: the request under way and all that follow are rejected with the first reason given. */
  fail(reason: unknown): void;
  /** The method of the request under way. */
  asking(): string | undefined;
}

export interface ConnectionOptions {
  readonly input: Writable;
  readonly output: Readable;
  /** How long one request may take, in milliseconds of real time. */
  readonly timeout: number;
  /** Makes the error of something that the other side did: "answered …", "did not answer …". */
  fault(what: string, request?: string): Error;
}

interface Pending {
  readonly id: number;
  readonly method: string;
  readonly timer: NodeJS.Timeout;
  resolve(result: unknown): void;
  reject(reason: unknown): void;
}

/** Speaks JSON-RPC to whoever reads `input` and writes `output`. */
export function connect({ input, output, timeout, fault }: ConnectionOptions): Connection {
  let pending: Pending | undefined;
  let failure: { readonly reason: unknown } | undefined;
  let lastId = 0;

  const settle = (): Pending | undefined => {
    const settled = pending;
    pending = undefined;
    clearTimeout(settled?.timer);
    return settled;
  };

  const fail = (reason: unknown): void => {
    failure ??= { reason };
    // Whoever floods is left to wait for a reader that does not come.
    output.pause();
    settle()?.reject(failure.reason);
  };

  const receive = (line: Buffer): void => {
    if (failure !== undefined || isBlank(line)) return;
    if (pending === undefined) {
      const text = line.toString('utf8', 0, 1000).trimEnd();
      fail(fault(`wrote a line that no request asked for: "${visible(text)}"`));
      return;
    }
    const { id, method } = pending;
    const answer = readAnswer(line, id);
    if (answer.kind === 'result') settle()?.resolve(answer.result);
    else if (answer.kind === 'error')
      settle()?.reject(fault(`answered "${method}" with ${answer.error}`, method));
    else fail(fault(`answered "${method}" with ${answer.fault}`, method));
  };

  const tooLong = (): void => {
    const method = pending?.method;
    const answering = method === undefined ? 'wrote' : `answered "${method}" with`;
    fail(fault(`${answering} a line longer than ${LINE_LIMIT} bytes`, method));
  };

  output.on('data', createLineSplitter(LINE_LIMIT, { line: receive, tooLong }));

  return {
    request: (method, parameters) =>
      new Promise((resolve, reject) => {
        if (pending !== undefined)
          throw new Error(`"${method}" was asked before "${pending.method}" was answered`);
        if (failure !== undefined) {
          reject(failure.reason);
          return;
        }
        lastId += 1;
        const late = (): void =>
          fail(fault(`did not answer "${method}" within the ${timeout / 1000} s that it may take`, method));
        pending = {
          id: lastId,
          method,
          resolve,
          reject,
          timer: setTimeout(late, Math.min(timeout, LONGEST_TIMER)),
        };
        input.write(requestLine(lastId, method, parameters));
      }),
    fail,
    asking: () => pending?.method,
  };
}

function isBlank(line: Buffer): boolean {
  return line.length === 0 || (line.length === 1 && line[0] === 0x0d);
}
