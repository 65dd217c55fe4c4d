import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import { withHeader } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { addressOf, stillThere } from './addresses.js';
import { eventOf, excluded, inCopy, withRequest } from './message-change.js';

interface Elsewhere {
  readonly operator: string;
  readonly what: string;
  readonly event: TransmissionEvent;
}

/**
 * A copy of each transmission to where it does not belong: another host, one that looks alike, by another method, to
 * another path. Methods and URLs are compared exactly (DESIGN 5, `route/undocumented`).
 */
export function* destinationMutants(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const event = eventOf(baseline, sent);
  const all = [...otherHosts(event), ...otherMethods(event), ...otherPaths(event), ...otherSchemes(event)];
  for (const { operator, what, event: copy } of all) {
    const { method, url } = copy.request;
    const address = addressOf(context.system, method, url);
    if (address.kind !== 'elsewhere') {
      yield excluded(sent, operator, what, stillThere(address));
      continue;
    }
    const rules = ['route/undocumented', ...(address.under ? ['channel/undocumented'] : [])];
    yield inCopy(context, baseline, sent, { operator, what, event: copy, rules });
  }
}

function otherHosts(event: TransmissionEvent): readonly Elsewhere[] {
  const { host, hostname, port } = new URL(event.request.url);
  const second = ['collector.example.test', '192.0.2.9', '[2001:db8::9]'];
  const portOf = port === '' ? '' : `:${port}`;
  const alike = [...lookAlikes(hostname).map((name) => `${name}${portOf}`), `${hostname}:8443`];
  const to = (operator: string, names: readonly string[]): readonly Elsewhere[] =>
    [...new Set(names)]
      .filter((name) => name !== host)
      .map((name) => ({ operator, what: `to ${name}`, event: toHost(event, name) }));
  return [...to('destination/second', second), ...to('destination/look-alike', alike)];
}

/** Hosts that a reader, or a hasty comparison, takes for another. */
function lookAlikes(hostname: string): readonly string[] {
  const labels = hostname.split('.');
  const [first = '', ...rest] = labels;
  const letter = first.at(-1) === 'x' ? 'y' : 'x';
  return [
    [...labels.slice(0, -1), 'example'].join('.'),
    `${hostname}.evil.test`,
    `${hostname}.`,
    `other.${hostname}`,
    rest.join('.'),
    [`${first.slice(0, -1)}${letter}`, ...rest].join('.'),
    [`${first}-1`, ...rest].join('.'),
    labels.join('-'),
    // Letters of another alphabet that look the same.
    hostname.replace('o', 'о').replace('a', 'а').replace('e', 'е'),
  ].filter((name) => name !== '' && name !== hostname);
}

/** What a sender that means another host says of it, in the URL, the header and the handshake. */
function toHost(event: TransmissionEvent, host: string): TransmissionEvent {
  const { request, tls } = event;
  const { protocol, pathname, search } = new URL(request.url);
  const url = `${protocol}//${host}${pathname}${search}`;
  const named = (request.headers ?? []).some(([name]) => name.toLowerCase() === 'host');
  const { headers } = named ? withHeader(request, 'host', host) : request;
  return {
    ...withRequest(event, { url, ...(headers === undefined ? {} : { headers }) }),
    tls: tls === null ? null : { ...tls, serverName: host.replace(/:\d+$/, '') },
  };
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT'];

/** Methods are compared as they are written: post is another than POST (RFC 9110, section 9.1). */
function otherMethods(event: TransmissionEvent): readonly Elsewhere[] {
  const { method } = event.request;
  return [...methods, method.toLowerCase(), `${method} `, `X-${method}`]
    .filter((other) => other !== method)
    .map((other) => ({
      operator: 'destination/other-method',
      what: `by ${JSON.stringify(other)}`,
      event: withRequest(event, { method: other }),
    }));
}

function otherPaths(event: TransmissionEvent): readonly Elsewhere[] {
  const { origin, pathname, search } = new URL(event.request.url);
  const at = pathname.search(/[a-z]/i);
  const letter = pathname[at] ?? '';
  const encoded = `%${letter.charCodeAt(0).toString(16)}`;
  const paths = [
    '/',
    '/collect',
    pathname.slice(0, pathname.lastIndexOf('/') + 1),
    pathname.slice(0, -1),
    `${pathname}x`,
    `${pathname};extra=1`,
    `/${pathname}`,
    ...(at < 0 ? [] : [pathname.toUpperCase(), pathname.replace(letter, encoded)]),
  ];
  return [...new Set(paths)]
    .filter((path) => path !== pathname)
    .map((path) => ({
      operator: 'destination/other-path',
      what: `to ${path}`,
      event: withRequest(event, { url: `${origin}${path}${search}` }),
    }));
}

function otherSchemes(event: TransmissionEvent): readonly Elsewhere[] {
  const behind = event.request.url.slice(event.request.url.indexOf('://'));
  return ['wss', 'ftp', 'https+other'].map((scheme) => ({
    operator: 'destination/other-scheme',
    what: `over ${scheme}`,
    event: withRequest(event, { url: `${scheme}${behind}` }),
  }));
}
