import { errorMonitor } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import nock from 'nock';
import type { Answer } from '../../system/answers.js';
import { limits } from '../limits.js';
import type { Activity } from './activity.js';
import { bounded } from './denied-network.js';
import type { WireRequest } from './messages.js';
import type { Records } from './records.js';
import { leastTlsVersion } from './tls-version.js';

/** What nock puts in a connection's place, as far as it is known here. */
interface MockSocket extends Socket {
  readonly baseUrl?: URL;
  readonly connectionOptions?: Readonly<Record<string, unknown>>;
}

interface WireClientRequest extends http.ClientRequest {
  onSocket(socket: MockSocket, error?: Error): void;
  readonly agent?: { readonly customAgent?: { readonly options?: object } | undefined };
}

type RequestArguments = Parameters<typeof http.request>;

const LIMIT = limits.bodyBytes + limits.headBytes;

/**
 * Puts nock between this thread's node:http and node:https and every network, and keeps what each request writes:
 * the very bytes, before anything reads them. All is answered by `answer`.
 */
export function recordWire(
  records: Records,
  activity: Activity,
  answer: (method: string, url: string) => Answer,
): void {
  answerAll(answer);
  /** Requests that were seen to write and that nock has not taken up yet. */
  let seen = 0;

  const onSocket = (http.ClientRequest.prototype as WireClientRequest).onSocket;
  const { ClientRequest } = http;
  const inner = Object.getPrototypeOf(ClientRequest.prototype) as WireClientRequest;
  inner.onSocket = function (this: WireClientRequest, socket: MockSocket, error?: Error): void {
    // It tells of its errors twice, and the second time nobody listens any more.
    socket.on('error', () => undefined);
    if (records.offline) {
      refuse(this, socket);
    } else if (socket.baseUrl !== undefined && socket.connectionOptions !== undefined) {
      const answerable = this.method !== 'CONNECT' && http.METHODS.includes(this.method);
      if (answerable) seen += 1;
      else fail(this, socket);
      keepBytes(this, socket, records, activity);
    }
    onSocket.call(this, socket, error);
  };

  keepTunnels(records);
  // Nock makes a request of its own of each that it intercepts, and says so by `proto`. What a product makes by the
  // constructor itself would reach nock without a connection, and goes the common way instead.
  http.ClientRequest = new Proxy(ClientRequest, {
    construct(target, parameters: RequestArguments, newTarget) {
      const [first] = parameters as readonly unknown[];
      const own = typeof first === 'object' && first !== null && 'proto' in first && 'host' in first;
      if (!own) return requestByConstructor(parameters);
      if (seen === 0) {
        const destination = `${first.host}:${Reflect.get(first, 'port')}`;
        records.add({ kind: 'opaque', protocol: 'http/1.1', destination, bytes: 0 });
      } else seen -= 1;
      return Reflect.construct(target, parameters, newTarget);
    },
  });
}

/** A tunnel through a proxy is refused before there is a connection, and so before its bytes. */
function keepTunnels(records: Records): void {
  for (const client of [http, https]) {
    const { request } = client;
    client.request = ((...parameters: RequestArguments) => {
      try {
        return request(...parameters);
      } catch (error) {
        const options = (parameters as readonly unknown[]).find(
          (part) => typeof part === 'object' && part !== null && Reflect.get(part, 'method') === 'CONNECT',
        ) as http.RequestOptions | undefined;
        if (options !== undefined) {
          const destination = bounded(String(options.path ?? options.host));
          records.add({ kind: 'opaque', protocol: 'tunnel', destination, bytes: 0 });
        }
        throw error;
      }
    }) as typeof client.request;
  }
}

function requestByConstructor(parameters: RequestArguments): http.ClientRequest {
  const [first, second] = parameters as readonly unknown[];
  const protocols = [first, second].map((part) =>
    typeof part === 'string' && URL.canParse(part)
      ? new URL(part).protocol
      : typeof part === 'object' && part !== null
        ? Reflect.get(part, 'protocol')
        : undefined,
  );
  return protocols.includes('https:') ? https.request(...parameters) : http.request(...parameters);
}

function answerAll(answer: (method: string, url: string) => Answer): void {
  nock.disableNetConnect();
  for (const method of http.METHODS) {
    nock(/.*/)
      .persist()
      .intercept(/.*/, method)
      .reply(function (this: nock.ReplyFnContext) {
        const { options } = this.req as unknown as {
          options: { proto?: string; host?: string; path?: string };
        };
        const { status, contentType, body } = answer(
          method,
          `${options.proto}://${options.host}${options.path}`,
        );
        // Without a length an answer on a connection that is kept would have no end.
        const length = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        return [status, body, { 'content-type': contentType, ...length }];
      });
  }
}

/** As a connection that nobody takes. */
function refuse(request: http.ClientRequest, socket: Socket): void {
  const error = Object.assign(new Error('connect ECONNREFUSED'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  process.nextTick(() => request.destroy(error));
  socket.write = () => true;
  socket.end = () => socket;
}

/** What nock cannot read it would leave without an answer: it is kept all the same, and its connection breaks. */
function fail(request: http.ClientRequest, socket: Socket): void {
  const error = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  setImmediate(() => request.destroy(error));
  socket.write = () => true;
  socket.end = () => socket;
}

function keepBytes(
  request: WireClientRequest,
  socket: MockSocket,
  records: Records,
  activity: Activity,
): void {
  const { baseUrl, connectionOptions = {} } = socket;
  const secure = baseUrl?.protocol === 'https:';
  // As it is now: what the product changes later is another request's.
  const agent = request.agent?.customAgent ?? https.globalAgent;
  const tlsVersion = secure ? leastTlsVersion({ ...agent.options, ...connectionOptions }) : '';
  const place = records.begin();
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let dropped = 0;

  const record = (): WireRequest => ({
    kind: 'http',
    secure,
    host: (baseUrl?.hostname ?? '').replace(/^\[|\]$/g, ''),
    port: Number(baseUrl?.port) || (secure ? 443 : 80),
    tlsVersion,
    serverName: serverNameOf(connectionOptions),
    bytes: Buffer.concat(chunks),
    dropped,
  });
  const keep = (chunk: unknown, encoding: unknown): void => {
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
        : chunk instanceof Uint8Array
          ? Uint8Array.from(chunk)
          : undefined;
    if (bytes === undefined) return;
    place.draft(record);
    if (dropped > 0 || kept + bytes.length > LIMIT || !records.reserve(bytes.length)) {
      dropped += bytes.length;
      return;
    }
    kept += bytes.length;
    chunks.push(bytes);
  };

  const { write, end } = socket;
  socket.write = ((...parameters: readonly unknown[]) => {
    keep(parameters[0], parameters[1]);
    return Reflect.apply(write, socket, parameters);
  }) as typeof socket.write;
  socket.end = ((...parameters: readonly unknown[]) => {
    keep(parameters[0], parameters[1]);
    return Reflect.apply(end, socket, parameters);
  }) as typeof socket.end;

  endWith(request, activity, () => place.settle(record));
}

/** From its last byte on until it is answered, a request needs no time of the product's. */
function endWith(request: WireClientRequest, activity: Activity, over: () => void): void {
  let ended = false;
  let answered = (): void => undefined;
  const sent = (): void => {
    if (!ended) answered = activity.begin();
  };
  // Whether a product heeds its errors is its own affair.
  for (const event of ['response', errorMonitor, 'close', 'abort']) {
    request.once(event, () => {
      ended = true;
      answered();
      over();
    });
  }
  if (request.writableEnded) {
    sent();
    return;
  }
  const { end } = request;
  request.end = ((...parameters: readonly unknown[]) => {
    if (!request.writableEnded) sent();
    return Reflect.apply(end, request, parameters);
  }) as typeof request.end;
}

/** What is sent in the extension of that name (RFC 6066, 3): no addresses. */
function serverNameOf({ servername }: Readonly<Record<string, unknown>>): string | null {
  return typeof servername === 'string' && servername !== '' ? servername : null;
}
