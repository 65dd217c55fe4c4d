import type { TraceEvent } from '../../trace/trace-event.generated.js';
import type { Baseline, Derived } from '../mutant.js';

/** A trace told in another way that says the same: nothing may be found in it. */
export function* retoldTraces(baseline: Baseline): Iterable<Derived> {
  yield retold(
    baseline,
    'equivalent/order-of-an-instant',
    'what was sent before what was done at the same instant',
    sentFirst(baseline.events),
  );
  yield retold(
    baseline,
    'equivalent/gap-of-all',
    'its gaps without an installation’s name',
    baseline.events.map(withoutOwner),
  );
}

function retold(
  { events: before, name }: Baseline,
  operator: string,
  what: string,
  events: readonly TraceEvent[],
): Derived {
  const subject = `${what}, ${name}`;
  if (events.every((event, index) => event === before[index]))
    return { exclusion: { operator, subject, because: 'the trace holds nothing of the kind' } };
  return { mutant: { operator, subject, from: name, events, expected: [] } };
}

/** State events of an instant apply before its transmissions, in whatever order they were noted (DESIGN 6). */
function sentFirst(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const told: TraceEvent[] = [];
  let from = 0;
  for (const event of events) {
    if (told.at(-1)?.at !== event.at) from = told.length;
    const changed = told.findIndex(({ type }, index) => index >= from && isChange(type));
    if (event.type === 'transmission' && changed >= 0) told.splice(changed, 0, event);
    else told.push(event);
    // The next of the instant goes behind this one, in the order in which they were sent.
    if (event.type === 'transmission') from = told.indexOf(event) + 1;
  }
  return told;
}

function isChange(type: TraceEvent['type']): boolean {
  return type === 'action' || type === 'facts';
}

/** A gap that names no installation is one of all (DESIGN 4.5). */
function withoutOwner(event: TraceEvent): TraceEvent {
  if (event.type !== 'gap' || event.installation === undefined) return event;
  const { installation: _named, ...all } = event;
  return all;
}
