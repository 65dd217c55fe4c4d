import type { ClientRequest, IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import { bounded } from './denied-network.js';
import type { Records } from './records.js';

/** What Node's fetch asks of a dispatcher (undici, Dispatcher.DispatchOptions), as far as it is used. */
interface DispatchOptions {
  readonly origin: string | URL;
  readonly path: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | readonly string[] | null;
  readonly body?: AsyncIterable<Uint8Array> | Uint8Array | string | null;
  readonly upgrade?: string | null;
}

interface DispatchHandler {
  onConnect?(abort: (reason?: Error) => void): void;
  onHeaders?(status: number, headers: readonly Buffer[], resume: () => void, text: string): boolean;
  onData?(chunk: Buffer): boolean;
  onComplete?(trailers: readonly Buffer[]): void;
  onError?(error: Error): void;
}

/** By these names Node and the undici package find the dispatcher that fetch uses. */
const names = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'];

/**
 * Makes each fetch a request of node:http or node:https, below all that fetch itself adds to it: so that it is
 * intercepted and kept where those are, with the fields that would have left.
 */
export function dispatchFetch(records: Records): void {
  const dispatcher = {
    dispatch(options: DispatchOptions, handler: DispatchHandler): boolean {
      if (options.upgrade || typeof handler.onHeaders !== 'function') {
        records.add({
          kind: 'opaque',
          protocol: options.upgrade ? 'websocket' : 'http/1.1',
          destination: bounded(String(options.origin)),
          bytes: options.path.length,
        });
        handler.onError?.(new Error('only HTTP requests are answered here'));
        return true;
      }
      send(options, handler).catch((error: Error) => handler.onError?.(error));
      return true;
    },
    close: async () => undefined,
    destroy: async () => undefined,
  };
  for (const name of names) {
    Object.defineProperty(globalThis, Symbol.for(name), {
      value: dispatcher,
      writable: true,
      enumerable: false,
      configurable: false,
    });
  }
}

async function send(options: DispatchOptions, handler: DispatchHandler): Promise<void> {
  const { path, method, body } = options;
  const origin = new URL(options.origin);
  const { request: open } = origin.protocol === 'https:' ? https : http;
  const request = open({
    protocol: origin.protocol,
    // An address of version 6 has its brackets in a URL only.
    hostname: origin.hostname.replaceAll(/^\[|\]$/g, ''),
    port: origin.port,
    path,
    method,
    setHost: false,
    headers: headersOf(options, origin) as unknown as http.OutgoingHttpHeaders,
  });
  const answered = new Promise<void>((resolve, reject) => {
    request.once('response', (response) => relay(response, handler).then(resolve, reject));
    request.once('error', reject);
  });
  // It is awaited below; until then a failure waits too.
  answered.catch(() => undefined);
  // An answer that nobody reads is given up by fetch later, in whatever words.
  request.on('error', () => undefined);
  let over = false;
  handler.onConnect?.((reason) => {
    if (!over) request.destroy(reason instanceof Error ? reason : new Error(String(reason)));
  });
  await write(request, body);
  await answered;
  over = true;
}

/** In the order in which undici writes them (its client-h1): the length last. */
function headersOf({ headers, body }: DispatchOptions, origin: URL): string[] {
  const given = Array.isArray(headers)
    ? headers.flatMap((name: string, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : []))
    : Object.entries(headers ?? {}).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, one as string]),
      );
  const isLength = ([name = '']: readonly string[]): boolean => name.toLowerCase() === 'content-length';
  const rest = given.filter((pair) => !isLength(pair));
  const lengths = given.filter(isLength);
  const length = typeof body === 'string' || body instanceof Uint8Array ? Buffer.byteLength(body) : undefined;
  if (lengths.length === 0 && length !== undefined) lengths.push(['content-length', String(length)]);
  const streamed = lengths.length === 0 && body !== null && body !== undefined;
  return [
    ...(rest.some(([name]) => name?.toLowerCase() === 'host') ? [] : ['host', origin.host]),
    'connection',
    'keep-alive',
    ...rest.flat(),
    ...lengths.flat(),
    ...(streamed ? ['transfer-encoding', 'chunked'] : []),
  ];
}

async function write(request: ClientRequest, body: DispatchOptions['body']): Promise<void> {
  if (typeof body === 'string' || body instanceof Uint8Array) request.write(body);
  else if (body) for await (const chunk of body) request.write(chunk);
  request.end();
}

function relay(response: IncomingMessage, handler: DispatchHandler): Promise<void> {
  const headers = response.rawHeaders.map((text) => Buffer.from(text, 'latin1'));
  const resume = (): void => {
    response.resume();
  };
  return new Promise((resolve, reject) => {
    response.once('error', reject);
    response.once('end', () => {
      handler.onComplete?.([]);
      resolve();
    });
    // Fetch asks for more by `resume`, once it has been told of the headers.
    response.on('data', (chunk: Buffer) => {
      if (handler.onData?.(chunk) === false) response.pause();
    });
    handler.onHeaders?.(response.statusCode ?? 0, headers, resume, response.statusMessage ?? '');
  });
}
