import { type Duration, formatInstant, type Instant, later } from '../disclosure/instant.js';
import type { TraceEvent, TransmissionEvent } from '../trace/trace-event.generated.js';
import { inserted, removed, transmissionAt } from './edit.js';
import type { Sent } from './mutant.js';
import { instantOf } from './timeline.js';

/** What is done to the times of a trace: transmissions go to another instant, are left out, or are sent once more. */
export interface Retiming {
  readonly moved?: ReadonlyMap<Sent, Instant>;
  readonly dropped?: readonly Sent[];
  readonly copied?: readonly { readonly of: Sent; readonly at: Instant }[];
  /** The trace goes on at least until then: what is missing is not missing before it was due. */
  readonly until?: Instant;
}

export interface Retimed {
  readonly events: readonly TraceEvent[];
  /** The line of each transmission that was moved or copied, by its instant. */
  lineAt(at: Instant): number | undefined;
}

/** How long a trace goes on behind what was put to its end, so that nothing stays open. */
const AFTERWARDS = 24 * 60 * 60 * 1000;

/** The events with other times. A trace that would end too early for them ends later. */
export function retime(
  events: readonly TraceEvent[],
  { moved = new Map(), dropped = [], copied = [], until }: Retiming,
): Retimed {
  const placed: TransmissionEvent[] = [
    ...[...moved].map(([{ index }, at]) => sentAt(transmissionAt(events, index), at)),
    ...copied.map(({ of, at }) => sentAt(transmissionAt(events, of.index), at)),
  ];
  const gone = [...moved.keys(), ...dropped].map(({ index }) => index).sort((one, other) => other - one);
  let edited = gone.reduce<readonly TraceEvent[]>(removed, events);
  const latest = Math.max(...placed.map(instantOf), until ?? Number.NEGATIVE_INFINITY) as Instant;
  const last = edited.at(-1);
  if (last !== undefined && latest > instantOf(last))
    edited = endingAt(edited, later(latest, AFTERWARDS as Duration));
  for (const event of placed.sort((one, other) => instantOf(one) - instantOf(other)))
    edited = inserted(edited, event).events;
  return {
    events: edited,
    lineAt(at) {
      const event = placed.find((one) => instantOf(one) === at);
      return event === undefined ? undefined : edited.indexOf(event) + 1;
    },
  };
}

function sentAt(event: TransmissionEvent, at: Instant): TransmissionEvent {
  return { ...event, at: formatInstant(at) };
}

/** The events with their end, and what stands at the same instant behind all else, at a later instant. */
function endingAt(events: readonly TraceEvent[], at: Instant): readonly TraceEvent[] {
  const closing = events.findLastIndex(({ type }) => type !== 'heartbeat' && type !== 'end') + 1;
  return events.map((event, index) => (index < closing ? event : { ...event, at: formatInstant(at) }));
}
