import type { Instant } from '../disclosure/instant.js';
import type { BodyRoutes } from './body-routes.js';
import { foreignInstant } from './foreign-instant.js';
import { harBody } from './har-body.js';
import { sentOverWebSocket } from './har-websocket.js';
import { type JsonObject, listMember, member, numberMember, textMember, ValueFault } from './json-value.js';
import { messageEvent, type Recorded } from './recorded.js';

type Tls = { protocol: string; serverName: string | null } | null;

/** A version of TLS that nobody wrote down: the judge decides nothing by it. */
export const UNKNOWN_TLS = 'unknown';

/**
 * What one entry of a HAR 1.2 tells of (`log.entries[]`).
 *
 * @throws ValueFault where it has no method, URL or instant.
 */
export function recordedInEntry(entry: unknown, bodies: BodyRoutes): readonly Recorded[] {
  const request = member(entry, 'request') as JsonObject;
  const method = textMember(request, 'method');
  const url = textMember(request, 'url');
  const started = textMember(entry, 'startedDateTime');
  if (method === undefined || url === undefined)
    throw new ValueFault('has no request.method and request.url');
  const at = started === undefined ? undefined : foreignInstant(started);
  if (at === undefined) {
    throw new ValueFault('has no startedDateTime that is an instant such as 2026-01-31T12:00:00.000Z');
  }
  if (!/^(?:https?|wss?):/i.test(url))
    return [{ at, leftOut: 'entries of schemes that are not sent (data:, blob:)' }];
  const messages = sentOverWebSocket(entry, url, at, tlsOf(entry, url));
  const fate = fateOf(entry);
  if (fate === 'sent') return [...recordedRequest(entry, request, { at, method, url }, bodies), ...messages];
  return [{ at, ...fate }, ...messages];
}

/** Whether a request left: an entry may tell of one that did not, or of which nobody can say. */
function fateOf(entry: unknown): 'sent' | Pick<Recorded, 'leftOut' | 'unseen'> {
  const response = member(entry, 'response');
  const status = numberMember(response, 'status') ?? 0;
  const cache = member(entry, '_fromCache') ?? member(response, '_fromCache');
  const cached = cache === true || (typeof cache === 'string' && cache !== '');
  // Revalidated: the question was sent, and the answer was that what lies in the cache is still good.
  if (cached && status !== 304) return { leftOut: 'requests answered from the cache' };
  if (member(response, '_fetchedViaServiceWorker') === true) {
    return { unseen: 'requests that a service worker answered' };
  }
  if (status > 0) return 'sent';
  const why = textMember(response, '_error') ?? textMember(response, '_failureText') ?? '';
  if (NEVER_LEFT.test(why)) return { leftOut: 'requests that failed before anything was sent' };
  return { unseen: 'requests without an answer, which may have left' };
}

const NEVER_LEFT =
  /^(?:net::)?ERR_(?:BLOCKED_BY_[A-Z_]+|NAME_NOT_RESOLVED|CONNECTION_REFUSED|INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|DISALLOWED_URL_SCHEME|UNKNOWN_URL_SCHEME|CACHE_MISS)$/;

interface Line {
  readonly at: Instant;
  readonly method: string;
  readonly url: string;
}

function recordedRequest(
  entry: unknown,
  request: JsonObject,
  { at, method, url }: Line,
  bodies: BodyRoutes,
): readonly Recorded[] {
  const given = headersOf(request);
  const body = harBody(request, given);
  const headers = given.filter(([name]) => !body.decoded || name.toLowerCase() !== 'content-encoding');
  const unseen = body.unseen ?? lostOf(request, url, given);
  // Judged without the body that it had, it would be accused of what it may not have done.
  if (body.bytes === undefined && bodies(method, httpUrl(url))) return [{ at, unseen: body.unseen ?? '' }];
  const httpVersion = versionOf(textMember(request, 'httpVersion'));
  const event = messageEvent(
    {
      method,
      url: httpUrl(url),
      httpVersion,
      headers: [...headers],
      body: body.bytes ?? Buffer.alloc(0),
      tls: tlsOf(entry, url),
    },
    at,
  );
  return [{ at, event, ...(unseen === undefined ? {} : { unseen }) }];
}

/** The request that opens a WebSocket is one of HTTP (RFC 6455 section 4.1). */
function httpUrl(url: string): string {
  return url.replace(/^ws(s?):/i, 'http$1:');
}

function headersOf(request: JsonObject): readonly [string, string][] {
  const headers = listMember(request, 'headers').flatMap((one): [string, string][] => {
    const name = textMember(one, 'name');
    const value = textMember(one, 'value');
    // HTTP/2 sends method, scheme, host and path so: the URL has them (RFC 9113 section 8.3.1).
    if (name === undefined || name.startsWith(':')) return [];
    return [[name, value ?? '']];
  });
  const cookies = listMember(request, 'cookies').map(
    (one) => `${textMember(one, 'name') ?? ''}=${textMember(one, 'value') ?? ''}`,
  );
  const listed = headers.some(([name]) => name.toLowerCase() === 'cookie');
  return listed || cookies.length === 0 ? headers : [...headers, ['cookie', cookies.join('; ')]];
}

/** What else of a request a recording lacks: no request is without headers, and some recorders keep queries apart. */
function lostOf(
  request: JsonObject,
  url: string,
  headers: readonly (readonly [string, string])[],
): string | undefined {
  const listed = listMember(request, 'headers');
  const valueless = listed.some(
    (one) => textMember(one, 'name') === undefined || textMember(one, 'value') === undefined,
  );
  if (headers.length === 0 || valueless) return 'headers that the recording leaves out';
  const apart = listMember(request, 'queryString').length > 0 && !url.includes('?');
  return apart ? 'queries that the recording leaves out' : undefined;
}

/** `http/2.0`, `h2`, `HTTP/2` and `HTTP/1.1` are all written. Undefined for what a trace has no name for, as HTTP/3. */
function versionOf(text = ''): '1.0' | '1.1' | '2' | undefined {
  const lower = text.toLowerCase();
  if (/^(?:h2|http\/2(?:\.0)?)$/.test(lower)) return '2';
  if (lower === 'http/1.1') return '1.1';
  return lower === 'http/1.0' ? '1.0' : undefined;
}

function tlsOf(entry: unknown, url: string): Tls {
  if (/^(?:http|ws):/i.test(url)) return null;
  const details = member(entry, '_securityDetails') ?? member(member(entry, 'response'), '_securityDetails');
  const said = textMember(details, 'protocol') ?? '';
  // The server name is left open: a HAR does not tell what the handshake named.
  return { protocol: protocolOf(said) } as { protocol: string; serverName: string | null };
}

/** Chrome and Playwright write `TLS 1.3`; QUIC has no other version (RFC 9001). */
function protocolOf(said: string): string {
  if (/^QUIC$/i.test(said)) return 'TLSv1.3';
  const version = /^TLS ?v?(1(?:\.[0-3])?)$/i.exec(said)?.[1];
  if (version !== undefined) return version === '1' || version === '1.0' ? 'TLSv1' : `TLSv${version}`;
  return said === '' ? UNKNOWN_TLS : said.slice(0, 100);
}
