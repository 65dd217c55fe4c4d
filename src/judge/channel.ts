import { visible } from '../disclosure/visible.js';
import type { TraceRequest } from '../trace/trace-event.generated.js';
import { bodyPointer } from './body.js';
import type { BoundRoute } from './routes.js';
import { defineRule } from './rule.js';

export const undocumentedChannel = defineRule({
  id: 'channel/undocumented',
  kind: 'excess',
  fires:
    'A header, cookie, query parameter, fragment, user-info or path part that no route permits was sent, or a body where none belongs.',
  charged: 'the payload’s clause, or the scope clause where no route matches',
  explanation:
    'A message says more than its fields: every part of it that the sender chooses can carry data. Headers are permitted by name in the system file; the query belongs to a route only where the route says so. A Host header that names another host than the URL is such a channel too, and so is a TLS server name that no route has.',
  remedy: 'Stop sending it, or permit it in the system file, where every reader of the report can see it.',
});

/** One part of a message that no route permits. */
export interface ChannelFault {
  readonly what: string;
  readonly pointer: string;
  readonly allowed: string;
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
    ...judgeHeaders(route, request, url),
    ...judgeBody(route, request, bodyLength),
  ];
}

function judgeUrl(route: BoundRoute, raw: string, url: URL): readonly ChannelFault[] {
  const faults: ChannelFault[] = [];
  const pointer = '/request/url';
  const allowed = `${route.route.method} ${route.route.url}`;
  const [, slashes = '', authority = '', path = ''] = PARTS.exec(raw) ?? [];
  if (authority.includes('@')) faults.push({ what: 'user information in the URL', pointer, allowed });
  if (raw.includes('#')) faults.push({ what: 'a fragment in the URL', pointer, allowed });
  if (DROPPED.test(raw)) faults.push({ what: 'control characters or blanks in the URL', pointer, allowed });
  if (slashes !== '//' || path.includes('\\') || DOTS.test(path))
    faults.push({ what: 'a path part that the URL parser takes away', pointer, allowed });
  if (route.route.query !== 'fields') {
    for (const what of partsOfQuery(raw, url)) faults.push({ what, pointer, allowed: 'no query' });
  }
  return faults;
}

/** The parameters of a query; where it has none, the separators alone still say something. */
function partsOfQuery(raw: string, url: URL): readonly string[] {
  const names = [...new Set(url.searchParams.keys())];
  if (names.length > 0) return names.map((name) => `the query parameter ${JSON.stringify(visible(name))}`);
  return /^[^#]*\?/.test(raw) ? ['a query without parameters'] : [];
}

function judgeHeaders(route: BoundRoute, request: TraceRequest, url: URL): readonly ChannelFault[] {
  const faults: ChannelFault[] = [];
  for (const [index, [name = '', value = '']] of (request.headers ?? []).entries()) {
    // Letters of ASCII only: others have lower cases among them, as the Kelvin sign has k (RFC 9110 section 5.1).
    const lower = name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    const pointer = `/request/headers/${index}`;
    if (!route.headers.has(lower)) {
      const what = lower === 'cookie' ? 'a cookie' : `the header ${JSON.stringify(visible(name))}`;
      faults.push({ what, pointer, allowed: `the headers ${[...route.headers].join(', ')}` });
    } else if (lower === 'host' && !isHost(value, url)) {
      faults.push({ what: 'a Host header that names another host', pointer, allowed: url.host });
    }
  }
  return faults;
}

function isHost(value: string, url: URL): boolean {
  const host = value.trim().toLowerCase();
  return host === url.host || host === `${url.hostname}:${url.protocol === 'http:' ? 80 : 443}`;
}

function judgeBody(route: BoundRoute, request: TraceRequest, length: number): readonly ChannelFault[] {
  const carries = route.route.body === 'json' || route.route.body === 'form';
  if (carries || length === 0) return [];
  return [{ what: `a body of ${length} bytes`, pointer: bodyPointer(request), allowed: 'no body' }];
}
