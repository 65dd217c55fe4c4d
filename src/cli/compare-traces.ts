import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { type Comparison, createDifferential, type Triple } from '../judge/differential.js';
import type { Sent } from '../judge/transmission.js';
import type { SystemFile } from '../system/system-file.generated.js';
import { openTrace, type TracedEvent } from '../trace/read.js';
import type { StartEvent } from '../trace/trace-event.generated.js';

/**
 * Reads three traces of one scenario in step and compares what was sent: the first and the second were planted
 * alike, the third with a value changed.
 *
 * @throws InputError where there are not three, or they were not planted so.
 */
export async function compareTraces(
  disclosure: Disclosure,
  system: SystemFile,
  paths: readonly string[],
): Promise<Comparison> {
  const [first, again, changed, ...more] = paths.map(openObservation);
  if (first === undefined || again === undefined || changed === undefined || more.length > 0) {
    throw new InputError({
      message: '--differential wants three traces: one, the same again, and one changed',
    });
  }
  const observations: Triple<Observation> = { first, again, changed };
  const differential = createDifferential(
    disclosure,
    system,
    await together(observations, ({ start }) => start()),
  );
  for (;;) {
    const sent = await together(observations, ({ next }) => next());
    if (!sent.first && !sent.again && !sent.changed) return differential.finish();
    differential.push(sent);
  }
}

interface Observation {
  start(): Promise<StartEvent | undefined>;
  next(): Promise<Sent | undefined>;
}

function openObservation(path: string): Observation {
  const events = openTrace(path).events[Symbol.asyncIterator]();
  const take = async (): Promise<TracedEvent | undefined> => {
    const { done, value } = await events.next();
    return done ? undefined : value;
  };
  return {
    async start() {
      const first = await take();
      return first?.event.type === 'start' ? first.event : undefined;
    },
    async next() {
      for (let traced = await take(); traced !== undefined; traced = await take()) {
        const { event, instant: at, line } = traced;
        if (event.type === 'transmission') return { event, line, at };
      }
      return undefined;
    },
  };
}

async function together<Value>(
  { again, changed, first }: Triple<Observation>,
  ask: (observation: Observation) => Promise<Value>,
): Promise<Triple<Value>> {
  return { first: await ask(first), again: await ask(again), changed: await ask(changed) };
}
