import type { TraceEvent } from '../../trace/trace-event.generated.js';
import type { Baseline } from '../mutant.js';

/** Where among a trace's events another may stand, and when it is there. */
export interface Gap {
  /** The place from 0 of an event that is put there. */
  readonly index: number;
  readonly at: string;
}

/** What tells of the product, and not only that the capture is alive. */
function tells({ type }: TraceEvent): boolean {
  return type !== 'start' && type !== 'heartbeat' && type !== 'end';
}

/**
 * Places behind the first event that tells of the product, behind the middle transmission and behind the last event of
 * the product: an event there stands between the heartbeats of both ends.
 */
export function placesIn({ events, sent }: Baseline): readonly (Gap & { readonly where: string })[] {
  const first = events.findIndex((event) => tells(event));
  const last = events.findLastIndex((event) => tells(event));
  if (first < 0) return [];
  const middle = sent[Math.floor(sent.length / 2)]?.index;
  const places = [
    { where: 'before', after: first },
    ...(middle === undefined ? [] : [{ where: 'among', after: middle }]),
    { where: 'after', after: last },
  ];
  return places
    .filter(({ after }, index) => places.findIndex((other) => other.after === after) === index)
    .map(({ where, after }) => ({ where, index: after + 1, at: events[after]?.at ?? '' }));
}

/** The installation that a trace names first. */
export function installationIn({ events }: Baseline): string | undefined {
  for (const event of events) {
    if ('installation' in event && event.installation !== undefined) return event.installation;
  }
  return undefined;
}

/** Every installation that a trace names. */
export function installationsIn(events: readonly TraceEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) =>
      'installation' in event && event.installation !== undefined ? [event.installation] : [],
    ),
  );
}

/** A name that no installation of a trace has. */
export function anotherInstallation(events: readonly TraceEvent[], wanted: string): string {
  const taken = installationsIn(events);
  let name = wanted;
  while (taken.has(name)) name = `${name}-b`;
  return name;
}

/** The heartbeats before anything that tells of the product, and those behind all of it, by their places. */
export function endBeats(events: readonly TraceEvent[]): {
  readonly leading: readonly number[];
  readonly trailing: readonly number[];
} {
  const first = events.findIndex((event) => tells(event));
  const last = events.findLastIndex((event) => tells(event));
  const beats = [...events.entries()].flatMap(([index, { type }]) => (type === 'heartbeat' ? [index] : []));
  return {
    leading: beats.filter((index) => first < 0 || index < first),
    trailing: beats.filter((index) => index > last),
  };
}
