import type { TraceEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import type { Baseline, Derived } from '../mutant.js';
import { endBeats, placesIn } from './trace-change.js';

const RULE = 'capture/dead';

/** Heartbeats that were promised for both ends of a trace and are missing there, or come only amid it. */
export function* heartbeatMutants({ disclosure }: Composing, baseline: Baseline): Iterable<Derived> {
  const { events, name } = baseline;
  const [start] = events;
  const exclude = (operator: string, because: string): Derived => ({
    exclusion: { operator, subject: name, because },
  });
  if (start?.type !== 'start' || start.heartbeats === undefined) {
    yield exclude('capture/heartbeat', 'the trace promises no heartbeats');
    return;
  }
  const { leading, trailing } = endBeats(events);
  const make = (operator: string, what: string, changed: readonly TraceEvent[], line: number): Derived => ({
    mutant: {
      operator,
      subject: `${what} of ${name}`,
      from: name,
      events: changed,
      expected: [{ rule: RULE, line, clause: disclosure.scope }],
    },
  });
  const without = (places: readonly number[]): readonly TraceEvent[] =>
    events.filter((_, index) => !places.includes(index));
  const ended = events.at(-1)?.type === 'end';
  const unbegun = without(leading);
  yield make('capture/heartbeat-start', 'the heartbeat at the start', unbegun, 1);
  if (!ended) {
    yield exclude('capture/heartbeat-end', 'the trace was cut off, and owes no heartbeat at its end');
    return;
  }
  const unended = without(trailing);
  yield make('capture/heartbeat-end', 'the heartbeat at the end', unended, unended.length);
  const deaf = without([...leading, ...trailing]);
  yield make('capture/heartbeat-start', 'every heartbeat at either end', deaf, 1);
  const [place] = placesIn(baseline);
  if (place === undefined) return;
  const beat: TraceEvent = { type: 'heartbeat', at: place.at };
  const late = unbegun.toSpliced(place.index - leading.length, 0, beat);
  yield make('capture/heartbeat-start', 'the heartbeat at the start, too late,', late, 1);
}
