import type { SystemFile } from '../../system/system-file.generated.js';
import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import { withHeader } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { addressOf, isNamedHost } from './addresses.js';
import {
  eventOf,
  excluded,
  inCopy,
  inPlace,
  type MessageChange,
  withMoreHeaders,
  withRequest,
} from './message-change.js';
import { freeHeaders, permittedHeaders, strangeHeader } from './permitted-headers.js';
import { type Planted, percentEncoded } from './planted.js';

const LEAK = 'leak/canary';
const CHANNEL = 'channel/undocumented';

/** A planted value in each part of a message beside its payload. */
export function* partLeaks(
  context: Composing,
  baseline: Baseline,
  sent: Sent,
  canary: Planted,
): Iterable<Derived> {
  const { system } = context;
  const event = eventOf(baseline, sent);
  for (const change of [
    ...inHeaders(system, sent, event, canary),
    ...inUrl(sent, event, canary),
    ...inHandshake(system, event, canary),
  ])
    yield inPlace(baseline, sent, change);
  yield* inPath(system, baseline, sent, canary);
  yield asMethod(context, baseline, sent, canary);
}

/** The trace's format permits methods of no more characters. */
const METHOD_LIMIT = 100;

function asMethod(context: Composing, baseline: Baseline, sent: Sent, { name, value }: Planted): Derived {
  const operator = 'leak/method';
  const what = `${name} as the method`;
  if (value.length > METHOD_LIMIT) return excluded(sent, operator, what, 'it is longer than a method may be');
  const event = withRequest(eventOf(baseline, sent), { method: value });
  return inCopy(context, baseline, sent, { operator, what, event, rules: ['route/undocumented', LEAK] });
}

function inHeaders(
  system: SystemFile,
  { route }: Sent,
  event: TransmissionEvent,
  { name, value }: Planted,
): readonly MessageChange[] {
  const operator = 'leak/header';
  const free = freeHeaders(system, route);
  const strange = strangeHeader(system, route);
  const changes: MessageChange[] = free.map((header) => ({
    operator,
    what: `${name} in the header ${header}`,
    event: withRequest(event, withHeader(event.request, header, `Product/1.0 (${value})`)),
    rules: [LEAK],
  }));
  for (const [what, header] of [
    ['in a header that is not permitted', [strange, value]],
    ['in a header’s name', [`${strange}-${value}`, '1']],
  ] as const) {
    changes.push({
      operator,
      what: `${name} ${what}`,
      event: withMoreHeaders(event, header),
      rules: [LEAK, CHANNEL],
    });
  }
  const type = (event.request.headers ?? []).find(([header]) => header.toLowerCase() === 'content-type');
  if (type !== undefined && permittedHeaders(system, route).has('content-type')) {
    changes.push({
      operator,
      what: `${name} as a parameter of the content type`,
      event: withRequest(event, withHeader(event.request, 'content-type', `${type[1]}; device=${value}`)),
      rules: [LEAK],
    });
  }
  return changes;
}

function inUrl(
  { route }: Sent,
  event: TransmissionEvent,
  { name, value }: Planted,
): readonly MessageChange[] {
  const { url } = event.request;
  // Another parameter is a channel where the route has no query, and one more field where it has.
  const extra = route.query === 'fields' ? 'field/undocumented' : CHANNEL;
  const mark = url.includes('?') ? '&' : '?';
  const query = (pair: string): string => `${url}${mark}${pair}`;
  return [
    ['leak/query', 'in the query', query(`extra=${encodeURIComponent(value)}`), extra],
    ['leak/query', 'in the query, percent-encoded', query(`extra=${percentEncoded(value)}`), extra],
    ['leak/query', 'as the name of a parameter', query(`${encodeURIComponent(value)}=1`), extra],
    ['leak/fragment', 'in the fragment', `${url}#${encodeURIComponent(value)}`, CHANNEL],
    ['leak/user-info', 'as the user', url.replace('://', `://${encodeURIComponent(value)}@`), CHANNEL],
  ].map(([operator = '', where, changed = '', rule = '']) => ({
    operator,
    what: `${name} ${where}`,
    event: withRequest(event, { url: changed }),
    rules: [LEAK, rule],
  }));
}

function inHandshake(
  system: SystemFile,
  event: TransmissionEvent,
  { name, value }: Planted,
): readonly MessageChange[] {
  const { tls } = event;
  if (tls === null) return [];
  const serverName = tls.serverName ?? 'example.test';
  return [value, `${value}.${serverName}`].map((changed) => ({
    operator: 'leak/server-name',
    what: `${name} in the TLS server name ${changed === value ? 'alone' : 'before the host'}`,
    event: { ...event, tls: { ...tls, serverName: changed } },
    rules: isNamedHost(system, changed) ? [LEAK] : [LEAK, CHANNEL],
  }));
}

/** In a part of the path that the route leaves to the sender. */
function* inPath(
  system: SystemFile,
  baseline: Baseline,
  sent: Sent,
  { name, value }: Planted,
): Iterable<Derived> {
  const operator = 'leak/path';
  const event = eventOf(baseline, sent);
  let found = false;
  for (const [how, text] of [
    ['', encodeURIComponent(value)],
    [', percent-encoded', percentEncoded(value)],
  ] as const) {
    const urls = withPart(event.request.url, text);
    const url = urls.find((one) => addressOf(system, event.request.method, one).kind === 'route');
    if (url === undefined) continue;
    found = true;
    yield inPlace(baseline, sent, {
      operator,
      what: `${name} in the path${how}`,
      event: withRequest(event, { url }),
      rules: [LEAK],
    });
  }
  if (!found)
    yield excluded(sent, operator, `${name} in the path`, 'its route leaves no part of the path open');
}

/** A URL with another text in place of each part of its path. */
function withPart(url: string, text: string): readonly string[] {
  const { origin, pathname, search } = new URL(url);
  const parts = pathname.split('/');
  return parts.slice(1).map((_, index) => {
    const path = parts.map((part, at) => (at === index + 1 ? text : part)).join('/');
    return `${origin}${path}${search}`;
  });
}
