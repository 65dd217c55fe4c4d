import type { Disclosure } from '../disclosure/disclosure.js';
import type { Instant } from '../disclosure/instant.js';
import { type Comparison, createDifferential, type Triple } from '../judge/differential.js';
import type { Asked, Sent } from '../judge/transmission.js';
import type { SystemFile } from '../system/system-file.generated.js';
import { openTrace, type TracedEvent } from '../trace/read.js';
import type { StartEvent } from '../trace/trace-event.generated.js';

/**
 * Reads three traces of one scenario in step and compares what was sent: the first and the second were planted
 * alike, the third with a value changed. Where Candor moved the clock, what belongs together was sent at the same
 * instant, so that one transmission more shifts no other; elsewhere its number in the trace tells.
 *
 * @throws InputError where they were not planted so.
 */
export async function compareTraces(
  disclosure: Disclosure,
  system: SystemFile,
  paths: Triple<string>,
): Promise<Comparison> {
  const observations: Triple<Observation> = {
    first: openObservation(paths.first),
    again: openObservation(paths.again),
    changed: openObservation(paths.changed),
  };
  try {
    return await compare(disclosure, system, observations);
  } finally {
    await Promise.all(Object.values(observations).map(({ close }) => close()));
  }
}

async function compare(
  disclosure: Disclosure,
  system: SystemFile,
  observations: Triple<Observation>,
): Promise<Comparison> {
  const { first, again, changed } = observations;
  const all = [first, again, changed];
  const starts = { first: await first.start(), again: await again.start(), changed: await changed.start() };
  const differential = createDifferential(disclosure, system, starts);
  const stepped = Object.values(starts).every((start) => start?.clock?.kind === 'stepped');
  const head = (of: keyof Triple<unknown>): Promise<Sent | undefined> =>
    observations[of].head((asked) => differential.ask(of, asked));
  for (;;) {
    const heads = [await head('first'), await head('again'), await head('changed')].filter(
      (sent) => sent !== undefined,
    );
    if (all.some((observation) => observation.cutOff())) return cutShort(disclosure, differential.finish());
    if (heads.length === 0) return differential.finish();
    const at = stepped ? (Math.min(...heads.map((sent) => sent.at)) as Instant) : undefined;
    differential.push({ first: first.take(at), again: again.take(at), changed: changed.take(at) });
  }
}

/** What comes after the end of one that was cut off cannot be compared, and its absence says nothing. */
function cutShort({ scope }: Disclosure, { breaches, undecided }: Comparison): Comparison {
  const reason = 'a trace was cut off, so that the rest of the scenario could not be compared';
  // Names are compared as a whole, whenever they were asked for.
  const certain = breaches.filter(({ pointer }) => pointer !== '/question/name');
  return { breaches: certain, undecided: [...undecided, { clause: scope, reason }] };
}

interface Observation {
  start(): Promise<StartEvent | undefined>;
  /** The next transmission, which stays the next. `hear` is told of the names that were asked for before it. */
  head(hear: (asked: Asked) => void): Promise<Sent | undefined>;
  /** What `head` gave last; where an instant is given, only if it is of that. */
  take(at: Instant | undefined): Sent | undefined;
  /** Whether all was read, and there was no end. */
  cutOff(): boolean;
  close(): Promise<void>;
}

function openObservation(path: string): Observation {
  const events = openTrace(path).events[Symbol.asyncIterator]();
  let next: Sent | undefined;
  let over = false;
  let ended = false;
  const read = async (): Promise<TracedEvent | undefined> => {
    const { done, value } = await events.next();
    if (done) over = true;
    return done ? undefined : value;
  };
  return {
    async start() {
      const first = await read();
      return first?.event.type === 'start' ? first.event : undefined;
    },
    async head(hear) {
      while (next === undefined && !over) {
        const traced = await read();
        if (traced === undefined) break;
        const { event, line, instant: at } = traced;
        if (event.type === 'end') ended = true;
        if (event.type === 'dns') hear({ event, line, at });
        if (event.type === 'transmission') next = { event, line, at };
      }
      return next;
    },
    take(at) {
      const sent = next;
      if (sent === undefined || (at !== undefined && sent.at !== at)) return undefined;
      next = undefined;
      return sent;
    },
    cutOff: () => over && !ended && next === undefined,
    async close() {
      await events.return?.(undefined);
    },
  };
}
