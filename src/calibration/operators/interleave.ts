import { formatInstant, type Instant, parseInstant } from '../../disclosure/instant.js';
import type { TraceEvent } from '../../trace/trace-event.generated.js';
import { anotherInstallation, endBeats, installationsIn } from './trace-change.js';

/**
 * One trace of what several observed at the same time, each installation under a name of its own. All end at the same
 * instant: so each is observed just as long as it was. The start, and what was planted, are the first's.
 *
 * @returns why they cannot be one, where they cannot.
 */
export function interleaved(
  first: readonly TraceEvent[],
  others: readonly (readonly TraceEvent[])[],
): readonly TraceEvent[] | { readonly because: string } {
  const all = [first, ...others];
  const because = all.map(obstacle).find((one) => one !== undefined);
  if (because !== undefined) return { because };
  const until = instantOf(first.at(-1));
  const merged: TraceEvent[] = [];
  const taken: TraceEvent[] = [];
  for (const events of all) {
    const own = renamed(shifted(inner(events), until - instantOf(events.at(-1))), taken);
    taken.push(...own);
    merged.push(...own);
  }
  const from = Math.min(...all.map((events) => instantOf(events[0]) + until - instantOf(events.at(-1))));
  return framed(first, inOrder(merged), formatInstant(from as Instant), formatInstant(until));
}

/** What of the first stands at either end: its start and heartbeats, at the ends of all. */
function framed(
  first: readonly TraceEvent[],
  merged: readonly TraceEvent[],
  from: string,
  until: string,
): readonly TraceEvent[] {
  const { leading, trailing } = endBeats(first);
  const beat = (at: string): readonly TraceEvent[] => [{ type: 'heartbeat', at }];
  const start = first.slice(0, 1).map((event): TraceEvent => ({ ...event, at: from }));
  return [
    ...start,
    ...(leading.length > 0 ? beat(from) : []),
    ...merged,
    ...(trailing.length > 0 ? beat(until) : []),
    { type: 'end', at: until },
  ];
}

function obstacle(events: readonly TraceEvent[]): string | undefined {
  if (events.at(-1)?.type !== 'end') return 'one of them was cut off';
  if (events.some((event) => event.type === 'gap' && event.cause === 'capture-down'))
    return 'a capture that was down saw none of them';
  const named = installationsIn(events);
  const nameless = events.some((event) => isOfOne(event) && event.installation === undefined);
  return nameless && named.size !== 1 ? 'in one of them nobody knows whose some events are' : undefined;
}

type Owned = Extract<TraceEvent, { readonly installation?: string }>;

/** Whether an event is of one installation, by its name or because there is no other. */
function isOfOne(event: TraceEvent): event is Owned {
  return event.type !== 'start' && event.type !== 'end' && event.type !== 'heartbeat';
}

function inner(events: readonly TraceEvent[]): readonly TraceEvent[] {
  return events.filter(isOfOne);
}

function shifted(events: readonly TraceEvent[], by: number): readonly TraceEvent[] {
  const moved = (at: string): string => formatInstant(((parseInstant(at) ?? 0) + by) as Instant);
  return events.map((event) => ({
    ...event,
    at: moved(event.at),
    ...(event.type === 'gap' ? { until: moved(event.until) } : {}),
  }));
}

/** Names that no event before has; the nameless belong to the only one there is. */
function renamed(events: readonly TraceEvent[], taken: readonly TraceEvent[]): readonly TraceEvent[] {
  const own = [...installationsIn(events)];
  const names = new Map(own.map((id) => [id, anotherInstallation(taken, id)]));
  return events.map((event) => {
    const id = 'installation' in event ? (event.installation ?? own[0]) : own[0];
    return id === undefined ? event : ({ ...event, installation: names.get(id) ?? id } as TraceEvent);
  });
}

function inOrder(events: readonly TraceEvent[]): readonly TraceEvent[] {
  return events.toSorted((one, other) => instantOf(one) - instantOf(other));
}

function instantOf(event: TraceEvent | undefined): Instant {
  return (event === undefined ? undefined : parseInstant(event.at)) ?? (0 as Instant);
}
