import { readFile } from 'node:fs/promises';
import { parseAction } from './action.js';
import type { Deviation } from './deviation.js';
import { instantOf, invalid, objectOf, own, type Parameters, stringOf } from './parameters.js';
import { type Product, startProduct } from './product.js';
import { type Network, send } from './proxy-client.js';
import { errorCode, RequestError } from './request-error.js';

type Id = string | number | null;

/** The answer to one line, if it asked for one, and whether it was the last. */
export interface Answer {
  readonly line?: string;
  readonly last: boolean;
}

/** Answers the driver protocol's messages (DESIGN 4.6), one line at a time. */
export type Responder = (line: string) => Promise<Answer>;

/**
 * A product that deviates as `deviation` says, behind the driver protocol. The responder never rejects: what
 * goes wrong is a JSON-RPC error. `log` takes a line for each attempt to send that failed.
 */
export function openResponder(deviation: Deviation, log: (line: string) => void): Responder {
  let product: Product | undefined;

  async function respond(method: string, parameters: Parameters): Promise<object> {
    if (method === 'shutdown') return {};
    if (method === 'initialize') {
      product = await initialize(parameters, deviation, log);
      return { name: 'reference', version: '11.0.0.6499' };
    }
    if (method !== 'perform' && method !== 'advance') {
      throw new RequestError(errorCode.methodNotFound, `unknown method ${method}`);
    }
    if (product === undefined) {
      throw new RequestError(errorCode.notInitialized, 'initialize must come first');
    }
    if (method === 'advance') await product.advance(instantOf(parameters, 'to'));
    else await product.perform(parseAction(stringOf(parameters, 'action'), own(parameters, 'with')));
    return {};
  }

  return async (line) => {
    let id: Id | undefined = null;
    try {
      const request = parseRequest(line);
      id = request.id;
      const result = await respond(methodOf(request), objectOf(request.params ?? {}, 'params'));
      return { ...answer(id, { result }), last: request.method === 'shutdown' };
    } catch (error) {
      return { ...answer(id, { error: describe(error) }), last: false };
    }
  };
}

async function initialize(
  parameters: Parameters,
  deviation: Deviation,
  log: (line: string) => void,
): Promise<Product> {
  const installation = stringOf(parameters, 'installation');
  const at = instantOf(parameters, 'at');
  const given = objectOf(own(parameters, 'given') ?? {}, 'given');
  const canaries = canariesOf(own(parameters, 'canaries') ?? []);
  const network = await networkOf(parameters);
  return startProduct(
    { installation, at, given, canaries, send: (message) => send(message, network), log },
    deviation,
  );
}

async function networkOf(parameters: Parameters): Promise<Network> {
  const proxy = stringOf(parameters, 'proxy');
  if (!URL.canParse(proxy) || new URL(proxy).protocol !== 'http:') throw invalid('proxy must be an http URL');
  const path = stringOf(parameters, 'ca');
  try {
    return { proxy: new URL(proxy), authority: await readFile(path, 'utf8') };
  } catch {
    throw invalid('ca must be the path of a PEM file that can be read');
  }
}

function canariesOf(value: unknown): ReadonlyMap<string, string> {
  if (!Array.isArray(value)) throw invalid('canaries must be a list');
  return new Map(
    value.map((member: unknown) => {
      const canary = objectOf(member, 'a canary');
      return [stringOf(canary, 'name'), stringOf(canary, 'value')];
    }),
  );
}

interface Request {
  /** Absent in a notification, which is not answered. */
  readonly id: Id | undefined;
  readonly jsonrpc: unknown;
  readonly method: unknown;
  readonly params: unknown;
}

function parseRequest(line: string): Request {
  const { id, jsonrpc, method, params } = parseObject(line);
  if (id === undefined || id === null || typeof id === 'string' || typeof id === 'number') {
    return { id, jsonrpc, method, params };
  }
  throw new RequestError(errorCode.invalidRequest, 'an id is a string, a number or null');
}

function parseObject(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RequestError(errorCode.parse, 'the line is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new RequestError(errorCode.invalidRequest, 'a request must be an object');
}

function methodOf({ jsonrpc, method }: Request): string {
  if (jsonrpc === '2.0' && typeof method === 'string') return method;
  throw new RequestError(errorCode.invalidRequest, 'a request has jsonrpc "2.0" and a method');
}

function answer(id: Id | undefined, outcome: object): { line?: string } {
  return id === undefined ? {} : { line: JSON.stringify({ jsonrpc: '2.0', id, ...outcome }) };
}

function describe(error: unknown): { code: number; message: string } {
  if (error instanceof RequestError) return { code: error.code, message: error.message };
  return { code: errorCode.internal, message: error instanceof Error ? error.message : String(error) };
}
