import type { TraceRequest, TransmissionEvent } from '../../trace/trace-event.generated.js';
import { carry } from '../carry.js';
import type { Composing } from '../compose.js';
import { withBody, withHeader } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { addressOf } from './addresses.js';
import { coded, codings } from './leak-codings.js';
import { canHold } from './leak-members.js';
import { isPermittedAt, leavesOf, withMember } from './members.js';
import { equivalent, eventOf, excluded, withMoreHeaders, withRequest } from './message-change.js';
import { freeHeaders, permittedHeaders } from './permitted-headers.js';
import { plantedIn } from './planted.js';
import { installationsIn } from './trace-change.js';
import { permittedProtocols } from './transport.js';

interface Same {
  readonly operator: string;
  readonly what: string;
  readonly event: TransmissionEvent;
}

/** A transmission written or carried in another way that says the same: nothing may be found in it. */
export function* equivalentMessages(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const event = eventOf(baseline, sent);
  for (const same of [
    ...headers(context, sent, event),
    ...protocols(context, event),
    ...bodies(context, sent, event),
    ...installations(baseline, event),
    ...permittedPlaces(context, baseline, sent),
  ])
    yield equivalent(baseline, sent, same);
  yield* addresses(context, baseline, sent);
}

/** RFC 9110 section 5.1 and 5.3: names in any letter case, and in any order. */
function headers({ system }: Composing, { route }: Sent, event: TransmissionEvent): readonly Same[] {
  const before = event.request.headers ?? [];
  const permitted = permittedHeaders(system, route);
  const changes: [string, string, TraceRequest['headers']][] = [
    ['equivalent/header-order', 'its headers in reverse', before.toReversed()],
    ['equivalent/header-case', 'its headers in capitals', renamed(before, (name) => name.toUpperCase())],
    ['equivalent/header-case', 'its headers in small letters', renamed(before, (name) => name.toLowerCase())],
    ['equivalent/header-case', 'its headers with capitals', renamed(before, capitalised)],
    ['equivalent/header-absent', 'no headers but its coding', before.filter(isCoding)],
  ];
  const type = before.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (type !== undefined) {
    for (const charset of ['; charset=utf-8', ';charset=UTF-8', '; charset="utf-8"', '']) {
      const changed = withHeader(event.request, 'content-type', `${type.split(';')[0]}${charset}`);
      changes.push(['equivalent/content-type', `the content type with "${charset}"`, changed.headers]);
    }
    const capitals = withHeader(event.request, 'content-type', type.toUpperCase());
    changes.push(['equivalent/content-type', 'the content type in capitals', capitals.headers]);
  }
  if (permitted.has('host')) {
    const { host, hostname, port } = new URL(event.request.url);
    const names = [host, host.toUpperCase(), ...(port === '' ? [`${hostname}:443`] : [])];
    for (const name of names) {
      const changed = withHeader(event.request, 'host', name);
      changes.push(['equivalent/host-header', `a Host header of ${name}`, changed.headers]);
    }
  }
  for (const name of freeHeaders(system, route)) {
    const more = withMoreHeaders(event, [name, 'value']).request.headers;
    changes.push(['equivalent/permitted-header', `the permitted header ${name}`, more]);
  }
  return changes.map(([operator, what, list]) => ({
    operator,
    what,
    event: withRequest(event, list === undefined ? {} : { headers: list }),
  }));
}

function isCoding([name]: readonly [string, string]): boolean {
  return name.toLowerCase() === 'content-encoding';
}

type Headers = NonNullable<TraceRequest['headers']>;

function renamed(before: Headers, rename: (name: string) => string): Headers {
  return before.map(([name, value]): [string, string] => [rename(name), value]);
}

function capitalised(name: string): string {
  return name.replaceAll(/(?<![a-z])[a-z]/gi, (letter) => letter.toUpperCase());
}

function protocols(context: Composing, event: TransmissionEvent): readonly Same[] {
  const { tls } = event;
  const versions = (['1.0', '1.1', '2'] as const).map((httpVersion) => ({
    operator: 'equivalent/http-version',
    what: `HTTP/${httpVersion}`,
    event: withRequest(event, { httpVersion }),
  }));
  const handshakes: readonly (readonly [string, TransmissionEvent['tls']])[] = [
    ...permittedProtocols(context).map((protocol) => [protocol, { ...tls, protocol }] as const),
    ...(tls === null
      ? []
      : ([
          ['no server name', { protocol: tls.protocol }],
          ['an empty server name', { protocol: tls.protocol, serverName: null }],
        ] as const)),
    ...(context.system.transport.tls === 'required' ? [] : [['no TLS', null] as const]),
  ];
  return [
    ...versions,
    ...handshakes.map(([what, changed]) => ({
      operator: 'equivalent/transport',
      what,
      event: { ...event, tls: changed },
    })),
  ];
}

/** The same bytes noted in another way; or coded, where the route lets a header say so. */
function bodies({ system }: Composing, { route }: Sent, event: TransmissionEvent): readonly Same[] {
  const { body, headers: _headers, ...rest } = event.request;
  if (body === undefined) {
    if (rest.bodyBase64 !== undefined) return [];
    return [
      {
        operator: 'equivalent/empty-body',
        what: 'a body of no bytes',
        event: withRequest(event, { body: '' }),
      },
    ];
  }
  const bytes = { ...event, request: withBody(event.request, Buffer.from(body)) };
  const same: Same[] = [{ operator: 'equivalent/body-bytes', what: 'its body as bytes', event: bytes }];
  if (!permittedHeaders(system, route).has('content-encoding')) return same;
  const operator = 'equivalent/compressed';
  for (const coding of Object.keys(codings))
    same.push({ operator, what: `its body under ${coding.trim()}`, event: coded(event, coding) });
  const identity = withMoreHeaders(event, ['content-encoding', 'identity']);
  return [...same, { operator, what: 'its body under identity', event: identity }];
}

/** DESIGN 4.5: without a name a transmission belongs to the only installation there is. */
function installations({ events }: Baseline, event: TransmissionEvent): readonly Same[] {
  if (installationsIn(events).size !== 1) return [];
  const { installation: _named, ...rest } = event;
  return [{ operator: 'equivalent/sole-installation', what: 'no installation’s name', event: rest }];
}

/** A planted value where the disclosure permits it. */
function permittedPlaces({ system }: Composing, baseline: Baseline, sent: Sent): readonly Same[] {
  const event = eventOf(baseline, sent);
  return plantedIn(baseline).flatMap(({ name, permitted, value }) =>
    leavesOf(sent.payload, sent.value)
      .filter((leaf) => isPermittedAt(permitted, leaf.place) && canHold(sent, leaf, value))
      .map(({ keys, place }) => ({
        operator: 'equivalent/permitted-canary',
        what: `${name} in ${place}`,
        event: carry(system, sent.route, event, withMember(sent.value, keys, value)),
      })),
  );
}

/** The same URL in other characters: scheme and host in capitals, and the port that is meant anyway. */
function* addresses({ system }: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const operator = 'equivalent/address';
  const event = eventOf(baseline, sent);
  const { host, port, protocol } = new URL(event.request.url);
  const behind = event.request.url.slice(event.request.url.indexOf('://') + 3).slice(host.length);
  const explicit = port === '' ? `:${protocol === 'http:' ? 80 : 443}` : '';
  for (const [what, url] of [
    ['the host in capitals', `${protocol}//${host.toUpperCase()}${behind}`],
    ['the scheme in capitals', `${protocol.toUpperCase()}//${host}${behind}`],
    ['its port written out', `${protocol}//${host}${explicit}${behind}`],
  ] as const) {
    if (url === event.request.url) continue;
    if (addressOf(system, event.request.method, url).kind !== 'route')
      yield excluded(sent, operator, what, 'the URL leads elsewhere with it');
    else yield equivalent(baseline, sent, { operator, what, event: withRequest(event, { url }) });
  }
}
