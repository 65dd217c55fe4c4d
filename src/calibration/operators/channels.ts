import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import { withBody } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { addressOf, isNamedHost, stillThere } from './addresses.js';
import { headerMutants } from './headers.js';
import { eventOf, excluded, inCopy, inPlace, withRequest } from './message-change.js';

const UNDOCUMENTED = ['channel/undocumented'];

/**
 * A transmission that says more than its payload: by its headers, its cookies, its URL or a body where none belongs
 * (DESIGN 5, `channel/undocumented`).
 */
export function* channelMutants(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  yield* headerMutants(context, baseline, sent);
  yield* queries(baseline, sent);
  yield* addressParts(context, baseline, sent);
  yield* furtherPath(context, baseline, sent);
  yield* bodies(baseline, sent);
  yield* serverNames(context, baseline, sent);
}

/** A name in the TLS handshake that no route has: it goes out in the clear, before the message. */
function* serverNames({ system }: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const operator = 'channel/server-name';
  const event = eventOf(baseline, sent);
  const { tls } = event;
  const { hostname } = new URL(event.request.url);
  if (tls === null) {
    yield excluded(sent, operator, 'a TLS server name', 'it is sent without TLS');
    return;
  }
  const [, ...parent] = hostname.split('.');
  for (const serverName of [
    'collector.example.test',
    `b25l.${hostname}`,
    `${hostname}.example.test`,
    parent.join('.'),
  ]) {
    const what = `the TLS server name ${serverName}`;
    if (serverName === '' || isNamedHost(system, serverName))
      yield excluded(sent, operator, what, 'a route or an exclusion names that host');
    else
      yield inPlace(baseline, sent, {
        operator,
        what,
        event: { ...event, tls: { ...tls, serverName } },
        rules: UNDOCUMENTED,
      });
  }
}

/** A query where the route has none: with names and values, with either empty, or with nothing but its marks. */
function* queries(baseline: Baseline, sent: Sent): Iterable<Derived> {
  const operator = 'channel/query-parameter';
  if (sent.route.query === 'fields') {
    yield excluded(sent, operator, 'a query', 'its fields travel in the query: another is one more field');
    return;
  }
  const event = eventOf(baseline, sent);
  const [name = 'extra'] = Object.keys(sent.value);
  const own = encodeURIComponent(name);
  for (const query of new Set(['extra=1', 'extra', `${own}=1`, '=1', '=', '', '&', '&&&'])) {
    const url = `${event.request.url.split(/[?#]/)[0]}?${query}`;
    const what = `the query "?${query}"`;
    yield inPlace(baseline, sent, {
      operator,
      what,
      event: withRequest(event, { url }),
      rules: UNDOCUMENTED,
    });
  }
}

interface AddressPart {
  readonly operator: string;
  readonly what: string;
  readonly url: string;
}

/** Parts of a URL that lead nowhere else: a fragment, user information, and what the URL parser drops. */
function* addressParts({ system }: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const event = eventOf(baseline, sent);
  const { method, url: before } = event.request;
  for (const { operator, what, url } of [...innerParts(before), ...droppedParts(before)]) {
    if (addressOf(system, method, url).kind !== 'route') {
      yield excluded(sent, operator, what, 'the URL leads elsewhere with it');
      continue;
    }
    yield inPlace(baseline, sent, {
      operator,
      what,
      event: withRequest(event, { url }),
      rules: UNDOCUMENTED,
    });
  }
}

function innerParts(url: string): readonly AddressPart[] {
  const fragments = ['#part', '#', '#?extra=1'].map((fragment) => ({
    operator: 'channel/fragment',
    what: `the fragment "${fragment}"`,
    url: `${url}${fragment}`,
  }));
  const users = ['person@', 'person:secret@', '@', ':@', ':secret@'].map((user) => ({
    operator: 'channel/user-info',
    what: `the user information "${user}"`,
    url: url.replace('://', `://${user}`),
  }));
  return [...fragments, ...users];
}

/** What the URL parser takes away (WHATWG URL, section 4.4): each can be written or not, and so tell something. */
function droppedParts(url: string): readonly AddressPart[] {
  const { origin, pathname, search } = new URL(url);
  const last = pathname.lastIndexOf('/');
  const insertedDots = ['/.', '/%2e', '/extra/..', '/extra/%2E%2e', '/.%2e'].map((dots) => [
    `the path part "${dots}"`,
    `${origin}${pathname.slice(0, last)}${dots}${pathname.slice(last)}${search}`,
  ]);
  const middle = pathname.length - 1;
  const characters = ['\t', '\n', '\r'].map((character) => [
    `the character ${JSON.stringify(character)} in the path`,
    `${origin}${pathname.slice(0, middle)}${character}${pathname.slice(middle)}${search}`,
  ]);
  const parts = [
    ...insertedDots,
    ...characters,
    ['a backslash in the path', `${origin}${pathname.slice(0, last)}\\${pathname.slice(last + 1)}${search}`],
    ['backslashes before the host', url.replace('://', ':\\\\')],
    ['one slash before the host', url.replace('://', ':/')],
    ['no slash before the host', url.replace('://', ':')],
    ['three slashes before the host', url.replace('://', ':///')],
    ['a blank before the URL', ` ${url}`],
    ['a blank behind the URL', `${url} `],
    ['a control character before the URL', `\u0001${url}`],
  ];
  return parts.map(([what = '', changed = '']) => ({ operator: 'channel/path-part', what, url: changed }));
}

/** A documented URL with more path behind it is another URL, and what was added says something. */
function* furtherPath(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const operator = 'channel/path-part';
  const event = eventOf(baseline, sent);
  const { origin, pathname, search } = new URL(event.request.url);
  for (const addition of ['/extra', '/extra/more', '/']) {
    const url = `${origin}${pathname}${addition}${search}`;
    const what = `${JSON.stringify(addition)} behind the path`;
    const address = addressOf(context.system, event.request.method, url);
    if (address.kind !== 'elsewhere') {
      yield excluded(sent, operator, what, stillThere(address));
      continue;
    }
    const rules = ['route/undocumented', ...(address.under ? UNDOCUMENTED : [])];
    yield inCopy(context, baseline, sent, { operator, what, event: withRequest(event, { url }), rules });
  }
}

function* bodies(baseline: Baseline, sent: Sent): Iterable<Derived> {
  const operator = 'channel/body';
  const { body } = sent.route;
  if (body === 'json' || body === 'form') {
    yield excluded(sent, operator, 'a body', 'its fields travel in the body');
    return;
  }
  const event = eventOf(baseline, sent);
  const added: readonly (readonly [string, string | Uint8Array])[] = [
    ['a body of text', 'extra'],
    ['a body of one blank', ' '],
    ['a body of its own fields', JSON.stringify(sent.value)],
    ['a body of bytes', new Uint8Array([0, 255, 1])],
  ];
  for (const [what, bytes] of added) {
    const changed: TransmissionEvent = { ...event, request: withBody(event.request, bytes) };
    yield inPlace(baseline, sent, { operator, what, event: changed, rules: UNDOCUMENTED });
  }
}
