import { visible } from '../disclosure/visible.js';
import type { TraceRequest } from '../trace/trace-event.generated.js';
import { bodyPointer } from './body.js';
import type { BoundRoute } from './routes.js';
import { defineRule } from './rule.js';

export const undocumentedChannel = defineRule({
  id: 'channel/undocumented',
  kind: 'excess',
  fires:
    'A header, cookie, query parameter, fragment, user-info or path part that no route permits was sent, a body where none belongs, or more in a DNS question than the name of a documented host.',
  charged: 'the payload’s clause, or the scope clause where no route matches',
  explanation:
    'A message says more than its fields: every part of it that the sender chooses can carry data. Headers are permitted by name in the system file; the query belongs to a route only where the route says so. A Host header that names another host than the URL is such a channel too, and so is a TLS server name that no route has. In a DNS question so are labels in front of a documented host, letters in upper case (to a resolver the case is all the same, and each letter can carry a bit), a type that no connection needs, and bytes beside the question. What opens a WebSocket for the messages of a route may have the headers that it cannot do without; its subprotocols must be permitted by name.',
  remedy: 'Stop sending it, or permit it in the system file, where every reader of the report can see it.',
});

/** One part of a message that no route permits. */
export interface ChannelFault {
  readonly what: string;
  readonly pointer: string;
  readonly allowed: string;
  /** How many bytes of the message it takes, as it is written. */
  readonly bytes: number;
}

// What the WHATWG URL parser drops without a word (section 4.4): it could carry bits that the URL does not show.
// The judge is given the text, since its parts can be empty, and dot segments resolved, without a trace in the URL.
const PARTS = /^[^:/?#]*:([/\\]*)([^/\\?#]*)([^?#]*)/;
const DOTS = /[/\\](?:\.|%2e){1,2}(?:[/\\]|$)/i;
const DROPPED = /[\t\n\r]|^[\0-\x20]|[\0-\x20]$/;

/** The parts of a message beside its payload, held against its route. */
export function judgeChannels(
  route: BoundRoute,
  request: TraceRequest,
  url: URL,
  bodyLength: number,
): readonly ChannelFault[] {
  return [
    ...judgeUrl(route, request.url, url),
    ...judgeHeaders(route.headers, request, url),
    ...judgeBody(route.route.body, request, bodyLength),
  ];
}

// What a WebSocket's client cannot leave out (RFC 6455, 4.1), and the one extension that all of them offer.
const HANDSHAKE = ['upgrade', 'connection', 'sec-websocket-version', 'sec-websocket-key'];
const EXTENSIONS = 'sec-websocket-extensions';
const DEFLATE =
  /^permessage-deflate(?:\s*[;,]\s*(?:permessage-deflate|(?:client|server)_(?:no_context_takeover|max_window_bits(?:\s*=\s*"?\d{1,2}"?)?)))*$/;

/** The parts of the request that opens a WebSocket, held against the route of its messages. */
export function judgeHandshake(
  route: BoundRoute,
  request: TraceRequest,
  url: URL,
  bodyLength: number,
): readonly ChannelFault[] {
  const permitted = new Set([...route.headers, ...HANDSHAKE, EXTENSIONS]);
  return [
    ...judgeUrl(route, request.url, url),
    ...judgeHeaders(permitted, request, url),
    ...judgeExtensions(route, request),
    ...judgeBody(undefined, request, bodyLength),
  ];
}

function judgeExtensions(route: BoundRoute, request: TraceRequest): readonly ChannelFault[] {
  if (route.headers.has(EXTENSIONS)) return [];
  return (request.headers ?? []).flatMap(([name = '', value = ''], index) => {
    if (name.toLowerCase() !== EXTENSIONS || DEFLATE.test(value.trim())) return [];
    const what = `the WebSocket extension ${JSON.stringify(visible(value))}`;
    const bytes = name.length + value.length;
    return [{ what, pointer: `/request/headers/${index}`, allowed: 'permessage-deflate', bytes }];
  });
}

function judgeUrl(route: BoundRoute, raw: string, url: URL): readonly ChannelFault[] {
  const faults: ChannelFault[] = [];
  const pointer = '/request/url';
  const allowed = `${route.route.method} ${route.route.url}`;
  const [, slashes = '', authority = '', path = ''] = PARTS.exec(raw) ?? [];
  const add = (what: string, bytes: number): void => void faults.push({ what, pointer, allowed, bytes });
  if (authority.includes('@')) add('user information in the URL', authority.lastIndexOf('@') + 1);
  if (raw.includes('#')) add('a fragment in the URL', raw.length - raw.indexOf('#'));
  if (DROPPED.test(raw)) add('control characters or blanks in the URL', 1);
  if (slashes !== '//' || path.includes('\\') || DOTS.test(path))
    add('a path part that the URL parser takes away', 1);
  if (route.route.query !== 'fields') {
    for (const part of partsOfQuery(raw, url)) faults.push({ ...part, pointer, allowed: 'no query' });
  }
  return faults;
}

/** The parameters of a query; where it has none, the separators alone still say something. */
function partsOfQuery(raw: string, url: URL): readonly Pick<ChannelFault, 'what' | 'bytes'>[] {
  const [, query] = /^[^#?]*(\?[^#]*)/.exec(raw) ?? [];
  const names = [...new Set(url.searchParams.keys())];
  if (query === undefined) return [];
  if (names.length === 0) return [{ what: 'a query without parameters', bytes: query.length }];
  // All of a query that nothing claims is the first's: how its parts are written is nobody's either.
  return names.map((name, index) => ({
    what: `the query parameter ${JSON.stringify(visible(name))}`,
    bytes: index === 0 ? query.length : 0,
  }));
}

function judgeHeaders(
  permitted: ReadonlySet<string>,
  request: TraceRequest,
  url: URL,
): readonly ChannelFault[] {
  const faults: ChannelFault[] = [];
  for (const [index, [name = '', value = '']] of (request.headers ?? []).entries()) {
    // Letters of ASCII only: others have lower cases among them, as the Kelvin sign has k (RFC 9110 section 5.1).
    const lower = name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    const pointer = `/request/headers/${index}`;
    const bytes = name.length + value.length;
    if (!permitted.has(lower)) {
      const what = lower === 'cookie' ? 'a cookie' : `the header ${JSON.stringify(visible(name))}`;
      faults.push({ what, pointer, allowed: `the headers ${[...permitted].join(', ')}`, bytes });
    } else if (lower === 'host' && !isHost(value, url)) {
      const what = 'a Host header that names another host';
      faults.push({ what, pointer, allowed: url.host, bytes: value.length });
    }
  }
  return faults;
}

function isHost(value: string, url: URL): boolean {
  const host = value.trim().toLowerCase();
  return host === url.host || host === `${url.hostname}:${/^(?:http|ws):$/.test(url.protocol) ? 80 : 443}`;
}

function judgeBody(
  coding: BoundRoute['route']['body'],
  request: TraceRequest,
  length: number,
): readonly ChannelFault[] {
  const carries = coding === 'json' || coding === 'form';
  if (carries || length === 0) return [];
  const pointer = bodyPointer(request);
  return [{ what: `a body of ${length} bytes`, pointer, allowed: 'no body', bytes: length }];
}
