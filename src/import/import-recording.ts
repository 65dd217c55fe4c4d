import { rm } from 'node:fs/promises';
import { InputError } from '../disclosure/input-error.js';
import { formatInstant, type Instant } from '../disclosure/instant.js';
import type { StartEvent, TraceEvent } from '../trace/trace-event.generated.js';
import { createTraceWriter, type TraceWriter } from '../trace/write.js';
import type { Recorded } from './recorded.js';
import { createTimeOrder, type TimeOrder, type TimeOrderOptions } from './time-order.js';
import type { Timeline } from './timeline.js';

/** What goes into the trace besides what was recorded. */
export interface ImportOptions {
  /** All of the trace's first event but its instant. */
  readonly start: Omit<StartEvent, 'at' | 'type'>;
  /** For messages. */
  readonly recordingFile: string;
  /** It may not be there yet. */
  readonly traceFile: string;
  readonly timeline: Timeline | undefined;
  /** Facts that hold from the start, of every installation. */
  readonly given: Readonly<Record<string, string | boolean>>;
  /** The installation of what the recording ascribes to none. */
  readonly installation: string | undefined;
  /** Whoever recorded says that nothing was missed from the start of the trace to its end. */
  readonly complete: boolean;
  /** When the trace begins and ends, where that is before the first thing that is told of, or after the last. */
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
  /** Whether a recording that breaks off becomes a trace without an end, instead of none. */
  readonly partial: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((taken: number) => void) | undefined;
  readonly order?: TimeOrderOptions;
}

/** What was taken from a recording, and what was not. */
export interface ImportAccount {
  /** Events of the trace by their type. */
  readonly events: ReadonlyMap<string, number>;
  /** What was not seen whole, and what is left out: reasons and how often. */
  readonly unseen: ReadonlyMap<string, number>;
  readonly leftOut: ReadonlyMap<string, number>;
  readonly from: Instant | undefined;
  readonly until: Instant | undefined;
  /** Why the recording breaks off, where a trace was made of it all the same. */
  readonly brokenOff: InputError | undefined;
}

const GAP = 0;
const STATE = 1;
const TRAFFIC = 2;

/**
 * Makes a trace of a recording, in bounded memory: what was recorded and what is known of the state, in the order of
 * time. What the recording does not show is a gap of the capture, so that no silence in it upholds anything.
 *
 * Where it fails, no trace is left.
 *
 * @throws InputError where the recording cannot be used or the trace cannot be written; the signal's reason.
 */
export async function importRecording(
  recording: AsyncIterable<Recorded>,
  options: ImportOptions,
): Promise<ImportAccount> {
  const writer = await createTraceWriter(options.traceFile);
  const order = createTimeOrder(options.order);
  try {
    const taken = await take(recording, order, options);
    const events = await write(order, writer, taken, options);
    await writer.close();
    return { ...taken, events };
  } catch (error) {
    await Promise.allSettled([writer.close()]);
    await rm(options.traceFile, { force: true });
    throw error;
  } finally {
    await order.close();
  }
}

type Taken = Omit<ImportAccount, 'events'>;

async function take(
  recording: AsyncIterable<Recorded>,
  order: TimeOrder,
  options: ImportOptions,
): Promise<Taken> {
  const unseen = new Map<string, number>();
  const leftOut = new Map<string, number>();
  let from = options.from;
  let until = options.until;
  let brokenOff: InputError | undefined;
  let taken = 0;
  const reach = (at: Instant, end: Instant = at): void => {
    from = from === undefined || at < from ? at : from;
    until = until === undefined || end > until ? end : until;
  };
  const add = async (recorded: Recorded): Promise<void> => {
    const { at, event, unseen: blind, leftOut: reason } = recorded;
    if (event !== undefined) await order.add(named(event, options), at, event.type === 'gap' ? GAP : TRAFFIC);
    if (blind !== undefined) {
      count(unseen, blind);
      const end = recorded.unseenUntil ?? at;
      // Where all of the trace is open, each part of it is.
      if (options.complete) await order.add(gap(at, end), at, GAP);
    }
    if (reason !== undefined) count(leftOut, reason);
    reach(at, recorded.unseenUntil);
  };

  for (const { at, event } of options.timeline?.events ?? []) {
    await order.add(event, at, event.type === 'gap' ? GAP : STATE);
    reach(at);
  }
  try {
    for await (const recorded of recording) {
      options.signal?.throwIfAborted();
      await add(recorded);
      taken += 1;
      if (taken % 1000 === 0) options.onProgress?.(taken);
    }
  } catch (error) {
    const usable = error instanceof InputError && options.partial && !options.signal?.aborted;
    if (!usable) throw error;
    brokenOff = error;
  }
  if (from === undefined) {
    throw new InputError({ file: options.recordingFile, message: 'holds nothing that was sent' });
  }
  return { unseen, leftOut, from, until, brokenOff };
}

async function write(
  order: TimeOrder,
  writer: TraceWriter,
  { from = 0 as Instant, until = 0 as Instant, brokenOff }: Taken,
  options: ImportOptions,
): Promise<ReadonlyMap<string, number>> {
  const events = new Map<string, number>();
  const put = async (event: TraceEvent): Promise<void> => {
    await writer.write(event);
    count(events, event.type);
  };
  const at = formatInstant(from);
  const { format, ...rest } = options.start;
  await put({ type: 'start', format, at, ...rest } as StartEvent);
  if (!options.complete) await put(gap(from, until));
  for (const [installation, facts] of givenOf(options)) {
    if (Object.keys(facts).length > 0) await put({ type: 'facts', at, installation, facts });
  }
  for await (const event of order.events()) {
    options.signal?.throwIfAborted();
    await put(event);
  }
  if (brokenOff === undefined) await put({ type: 'end', at: formatInstant(until) });
  return events;
}

function* givenOf({
  given,
  timeline,
  installation,
}: ImportOptions): Generator<[string, Record<string, string | boolean>]> {
  const names = new Set([
    ...(timeline?.installations ?? []),
    ...(installation === undefined ? [] : [installation]),
  ]);
  for (const name of names) yield [name, { ...given, ...timeline?.given.get(name) }];
}

function named<Event extends TraceEvent>(event: Event, { installation }: ImportOptions): Event {
  if (installation === undefined || 'installation' in event || event.type === 'gap') return event;
  return { ...event, installation };
}

function gap(at: Instant, until: Instant): TraceEvent {
  return { type: 'gap', at: formatInstant(at), until: formatInstant(until), cause: 'capture-down' };
}

function count(counts: Map<string, number>, reason: string): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}
