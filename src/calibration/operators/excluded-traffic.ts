import { InputError } from '../../disclosure/input-error.js';
import { urlOf } from '../../specimen/wire.js';
import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import type { Baseline, Derived } from '../mutant.js';
import { addressOf } from './addresses.js';
import { installationIn, placesIn } from './trace-change.js';

/** An excluded URL that can be visited, or why there is none for an exclusion. */
type Visit = { readonly pattern: string } & ({ readonly url: string } | { readonly because: string });

/** A planted value in traffic to each excluded URL: an exclusion permits a destination, not a leak. */
export function* excludedLeaks(context: Composing, baseline: Baseline): Iterable<Derived> {
  const operator = 'leak/excluded';
  const { disclosure } = context;
  const [start] = baseline.events;
  const place = placesIn(baseline).at(-1);
  const canaries = start?.type === 'start' ? (start.canaries ?? []) : [];
  for (const visit of visits(context)) {
    if (!('url' in visit) || place === undefined) {
      const because = 'url' in visit ? 'nothing but heartbeats stands in the trace' : visit.because;
      yield { exclusion: { operator, subject: visit.pattern, because } };
      continue;
    }
    for (const [number, { name, value }] of canaries.entries()) {
      const everywhere = leaking(visitOf(baseline, visit.url, place.at), value);
      const at = number % everywhere.length;
      // The first is tried in every part of the message, each of the others in one.
      for (const [where, event] of number === 0 ? everywhere : everywhere.slice(at, at + 1)) {
        yield {
          mutant: {
            operator,
            subject: `${name} in ${where} to ${visit.url}`,
            from: baseline.name,
            events: baseline.events.toSpliced(place.index, 0, event),
            expected: [{ rule: 'leak/canary', line: place.index + 1, clause: disclosure.scope }],
          },
        };
      }
    }
  }
}

function leaking(event: TransmissionEvent, value: string): readonly (readonly [string, TransmissionEvent])[] {
  const { request } = event;
  return [
    [
      'the query',
      { ...event, request: { ...request, url: `${request.url}?name=${encodeURIComponent(value)}` } },
    ],
    ['a header', { ...event, request: { ...request, headers: [['x-name', value]] } }],
    [
      'the body',
      { ...event, request: { ...request, method: 'POST', body: JSON.stringify({ name: value }) } },
    ],
    ['the TLS server name', { ...event, tls: { protocol: 'TLSv1.3', serverName: value } }],
  ];
}

/** Each excluded URL visited, with and without a query, by several methods: nothing that is judged here. */
export function* excludedVisits(context: Composing, baseline: Baseline): Iterable<Derived> {
  const operator = 'equivalent/excluded';
  const place = placesIn(baseline).at(-1);
  for (const visit of visits(context)) {
    if (!('url' in visit) || place === undefined) {
      const because = 'url' in visit ? 'nothing but heartbeats stands in the trace' : visit.because;
      yield { exclusion: { operator, subject: visit.pattern, because } };
      continue;
    }
    const plain = visitOf(baseline, visit.url, place.at);
    const { request } = plain;
    const changes: readonly (readonly [string, TransmissionEvent])[] = [
      ['', plain],
      [' with a query', { ...plain, request: { ...request, url: `${visit.url}?extra=1` } }],
      [' with a body', { ...plain, request: { ...request, method: 'POST', body: 'extra' } }],
      [' with a cookie', { ...plain, request: { ...request, headers: [['cookie', 'session=1f2e3d4c']] } }],
      [' over an old protocol', { ...plain, tls: { protocol: 'TLSv1' } }],
    ];
    for (const [how, event] of changes) {
      yield {
        mutant: {
          operator,
          subject: `${visit.url}${how}`,
          from: baseline.name,
          events: baseline.events.toSpliced(place.index, 0, event),
          expected: [],
        },
      };
    }
  }
}

function visitOf(baseline: Baseline, url: string, at: string): TransmissionEvent {
  const installation = installationIn(baseline);
  return {
    type: 'transmission',
    at,
    ...(installation === undefined ? {} : { installation }),
    request: { method: 'GET', url, headers: [['host', new URL(url).host]] },
    tls: { protocol: 'TLSv1.3', serverName: new URL(url).hostname },
  };
}

function visits({ system }: Composing): readonly Visit[] {
  return (system.excluded ?? []).map(({ url: pattern }): Visit => {
    const url = urlFor(pattern);
    if (url === undefined) return { pattern, because: 'no URL could be made for it' };
    // The query is a channel that an exclusion leaves open where its pattern does (DESIGN 4.3).
    const shadowed = ['GET', 'POST'].some((method) => addressOf(system, method, url).kind === 'route');
    return shadowed ? { pattern, because: 'a route leads there as well' } : { pattern, url };
  });
}

function urlFor(pattern: string): string | undefined {
  try {
    return urlOf({ url: pattern, payload: '', method: 'GET' });
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
