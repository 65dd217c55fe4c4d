import { request as askPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as askSecurely } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Provider } from './provider.js';

/** One request, as it goes to a receiving service. */
export interface OutgoingRequest {
  readonly method: string;
  /** Path and query, without the path of the provider's URL. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer;
}

/** What came back: an answer, or why there was none. */
export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: Buffer }
  | { readonly kind: 'unanswered'; readonly because: string };

/** Of an answer's body; what a report shows is shorter still. */
const BODY_LIMIT = 64 * 1024;

/**
 * Sends one request over a connection of its own, through no proxy, with certificates verified, and follows no
 * redirect. An answer counts from its head; of its body at most 64 KiB are read.
 */
export function send(provider: Provider, outgoing: OutgoingRequest): Promise<Answer> {
  return new Promise((resolve) => {
    let settled = false;
    let asking: ClientRequest | undefined;
    const settle = (answer: Answer): void => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      resolve(answer);
      asking?.destroy();
    };
    const limit = setTimeout(
      () => settle(unanswered(`no answer in ${provider.timeout / 1000} s`)),
      provider.timeout,
    );
    try {
      asking = open(provider, outgoing);
    } catch (error) {
      settle(unanswered((error as NodeJS.ErrnoException).code ?? 'it could not be sent'));
      return;
    }
    asking.on('error', (error) => settle(unanswered(causeOf(error))));
    asking.on('upgrade', () => settle(unanswered('it changed the protocol')));
    asking.on('response', (answer) => collect(answer, settle));
    asking.end(outgoing.body);
  });
}

function open({ url, headers }: Provider, outgoing: OutgoingRequest): ClientRequest {
  const ask = url.protocol === 'https:' ? askSecurely : askPlain;
  const own = new Set(headers.map(([name]) => name.toLowerCase()));
  const all = [...outgoing.headers.filter(([name]) => !own.has(name.toLowerCase())), ...headers];
  // A list, as Node wants it for names that come twice; with one it adds no header of its own.
  const raw = [
    ...(own.has('host') ? [] : ['host', url.host]),
    ...all.flat(),
    ...(outgoing.body === undefined ? [] : ['content-length', String(outgoing.body.length)]),
    ...['connection', 'close'],
  ];
  return ask({
    host: hostOf(url),
    port: url.port,
    method: outgoing.method,
    path: `${url.pathname.replace(/\/$/, '')}${outgoing.target}`,
    headers: raw,
    agent: false,
    maxHeaderSize: 32 * 1024,
  });
}

function collect(answer: IncomingMessage, settle: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const end = (): void =>
    settle({
      kind: 'answered',
      status: answer.statusCode ?? 0,
      body: Buffer.concat(chunks).subarray(0, BODY_LIMIT),
    });
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= BODY_LIMIT) end();
  });
  answer.on('end', end);
  answer.on('error', (error) => settle(unanswered(causeOf(error))));
  answer.on('close', () => settle(unanswered('the connection was dropped within the answer')));
}

/** Why the service cannot be reached, or undefined where it takes a connection. Nothing is sent over it. */
export function whyUnreachable({ url, timeout }: Provider): Promise<string | undefined> {
  return new Promise((resolve) => {
    const isSecure = url.protocol === 'https:';
    const place = { host: hostOf(url), port: Number(url.port || (isSecure ? 443 : 80)) };
    const named = /[a-z]/i.test(place.host) && !place.host.includes(':') ? { servername: place.host } : {};
    const socket = isSecure ? connectSecurely({ ...place, ...named }) : connectPlain(place);
    const settle = (reason?: string): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(reason);
    };
    const limit = setTimeout(() => settle(`no connection in ${timeout / 1000} s`), timeout);
    socket.once(isSecure ? 'secureConnect' : 'connect', () => settle());
    socket.on('error', (error) => settle(causeOf(error)));
  });
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was dropped',
  EPIPE: 'the connection was dropped',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
};

function causeOf({ code = '', message }: NodeJS.ErrnoException): string {
  if (/CERT|UNABLE_TO_/.test(code)) return `its certificate cannot be verified (${code})`;
  return causes[code] ?? (code === '' ? message : code);
}

function unanswered(because: string): Answer {
  return { kind: 'unanswered', because };
}
