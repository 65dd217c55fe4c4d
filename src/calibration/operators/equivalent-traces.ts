import type { TraceEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import { replaced } from '../edit.js';
import type { Baseline, Derived } from '../mutant.js';
import { excludedVisits } from './excluded-traffic.js';
import { interleaved } from './interleave.js';
import { richerKits } from './kit.js';
import { anotherInstallation, endBeats, placesIn } from './trace-change.js';

/** With how many others each trace is interleaved, one at a time; then with all of these at once. */
const NEIGHBOURS = 4;

/** A trace with more in it that breaks nothing: nothing may be found in it, and nothing left undecided. */
export function* equivalentTraces(
  context: Composing,
  baseline: Baseline,
  others: readonly Baseline[],
): Iterable<Derived> {
  yield* excludedVisits(context, baseline);
  for (const [operator, subject, events] of [
    ...heartbeats(baseline),
    ...strangers(baseline),
    ...kits(context, baseline),
  ]) {
    yield {
      mutant: {
        operator,
        subject: `${subject}, ${baseline.name}`,
        from: baseline.name,
        events,
        expected: [],
      },
    };
  }
  yield* interleavings(baseline, others);
}

type Same = readonly [operator: string, subject: string, events: readonly TraceEvent[]];

/** One more heartbeat behind each event, and then one behind every event at once. */
function heartbeats({ events }: Baseline): readonly Same[] {
  const operator = 'equivalent/heartbeat';
  const { leading } = endBeats(events);
  const last = events.at(-1)?.type === 'end' ? events.length - 1 : events.length;
  // Before the first that was promised there may be none, or it would stand in for it.
  const from = (leading.at(-1) ?? 0) + 1;
  const beatAt = (index: number): TraceEvent => ({ type: 'heartbeat', at: events[index]?.at ?? '' });
  const single = events.slice(from, last).map((_, offset): Same => {
    const index = from + offset;
    return [operator, `a heartbeat behind line ${index + 1}`, events.toSpliced(index + 1, 0, beatAt(index))];
  });
  const dense = events.flatMap((event, index) =>
    index >= from && index < last ? [event, beatAt(index)] : [event],
  );
  return [...single, [operator, 'a heartbeat behind every line', dense]];
}

/** Another installation, of which nothing is known but that it slept, was offline or was there. */
function strangers({ events, ...baseline }: Baseline): readonly Same[] {
  if (events.some((event) => event.type === 'transmission' && event.installation === undefined)) return [];
  const installation = anotherInstallation(events, 'i-other');
  const end = events.at(-1)?.at ?? '';
  const kinds: readonly (readonly [string, (at: string) => TraceEvent])[] = [
    ['slept', (at) => ({ type: 'gap', at, until: end, installation, cause: 'host-asleep' })],
    ['was offline', (at) => ({ type: 'gap', at, until: end, installation, cause: 'offline' })],
    ['was there', (at) => ({ type: 'facts', at, installation, facts: {} })],
  ];
  return placesIn({ events, ...baseline }).flatMap(({ where, index, at }, number): readonly Same[] =>
    kinds.slice(number, number + 1).map(([what, make]) => {
      const subject = `another installation ${what} ${where} the transmissions`;
      return ['equivalent/stranger', subject, events.toSpliced(index, 0, make(at))];
    }),
  );
}

function kits(context: Composing, { events }: Baseline): readonly Same[] {
  const [start] = events;
  if (start?.type !== 'start' || start.kit === undefined || context.disclosure.kit === undefined) return [];
  return richerKits(context, start).map((kit): Same => {
    const changed = replaced(events, 0, { ...start, kit: [...kit] });
    return ['equivalent/kit', `the kit with ${JSON.stringify(kit)}`, changed];
  });
}

/** Unrelated installations, seen at the same time: each is judged by what is its own. */
function* interleavings(baseline: Baseline, others: readonly Baseline[]): Iterable<Derived> {
  const operator = 'equivalent/interleaved';
  const near = neighbours(baseline, others);
  const sets = [...near.map((one) => [one]), ...(near.length > 1 ? [near] : [])];
  for (const set of sets) {
    const subject = `${baseline.name} with ${set.map(({ name }) => name).join(', ')}`;
    const events = interleaved(
      baseline.events,
      set.map((one) => one.events),
    );
    if ('because' in events) yield { exclusion: { operator, subject, because: events.because } };
    else
      yield { mutant: { operator, subject, from: baseline.name, events, expected: [], unexpecting: true } };
  }
}

/** A few of the others, different ones for each: spread by what its name is. */
function neighbours({ name }: Baseline, others: readonly Baseline[]): readonly Baseline[] {
  const from = others.findIndex((other) => other.name > name);
  const turned = from < 0 ? others : [...others.slice(from), ...others.slice(0, from)];
  return turned.slice(0, NEIGHBOURS);
}
