import type { Captured } from '../capture/captured.js';
import { type Duration, formatInstant, type Instant } from '../disclosure/instant.js';
import type { Driver } from '../system/driver.js';
import { capturedEvent } from './captured-event.js';
import type { Lateness } from './lateness.js';
import type { RecordOptions } from './record.js';
import type { GapEvent } from './trace-event.generated.js';
import type { TraceWriter } from './write.js';

/** The one installation that a recording is of. */
export const INSTALLATION = 'i-1';

/** One recording under way, and what changes as it goes. */
export interface Recording {
  readonly options: RecordOptions;
  readonly driver: Driver;
  readonly writer: TraceWriter;
  /** How far a clock that is stepped moves at a time. */
  readonly step: Duration;
  readonly lateness: Lateness;
  /** Of a clock that is stepped, where it stands; of one that runs, the last instant that was written. */
  now: Instant;
  /** The last instant at which something was sent. */
  sent: Instant | undefined;
  /** By how many milliseconds of the product's time an instant may be off, because of how it was driven. */
  slack: number;
}

/** The product's time now; never before what is written already. */
export function present(recording: Recording): Instant {
  return instantAt(recording, performance.now());
}

/** The product's time at a moment of `performance.now()`. An instant that has to be moved for the order is off by so much. */
function instantAt(recording: Recording, moment: number): Instant {
  const { clock } = recording.driver;
  if (clock.kind === 'stepped') return recording.now;
  const instant = clock.at(moment);
  if (instant >= recording.now) return instant;
  recording.slack = Math.max(recording.slack, recording.now - instant);
  return recording.now;
}

/** Writes down what was captured since the last time, and says how many things those were. */
export async function drain(recording: Recording): Promise<number> {
  const captured = await takeCaptured(recording);
  await writeCaptured(recording, captured);
  return captured.length;
}

/** Takes what was captured since the last time. What is stamped late is known so much worse. */
export async function takeCaptured(recording: Recording): Promise<Captured[]> {
  const captured = await recording.options.capture.take();
  const { clock } = recording.driver;
  if (clock.kind === 'stepped') return captured;
  const late = recording.lateness.lately() * clock.factor;
  if (captured.length > 0) recording.slack = Math.max(recording.slack, late);
  return captured;
}

/** Writes what was captured, each thing at the instant at which it began, as far as that is known. */
export async function writeCaptured(recording: Recording, captured: readonly Captured[]): Promise<void> {
  const { clock } = recording.driver;
  const ordered = clock.kind === 'stepped' ? captured : inOrder(captured);
  for (const one of ordered) {
    recording.now = instantAt(recording, one.moment ?? performance.now());
    recording.sent = recording.now;
    await recording.writer.write(capturedEvent(one, recording.now, INSTALLATION));
  }
}

/** By when each began; what has no such moment stays behind what it came behind. */
function inOrder(captured: readonly Captured[]): readonly Captured[] {
  let last = 0;
  const timed = captured.map((one) => {
    last = one.moment ?? last;
    return { one, moment: last };
  });
  return timed.sort((one, other) => one.moment - other.moment).map(({ one }) => one);
}

export async function writeGap(
  recording: Recording,
  until: Instant,
  cause: GapEvent['cause'],
): Promise<void> {
  await recording.writer.write({ type: 'gap', ...stamp(recording), until: formatInstant(until), cause });
}

/**
 * A heartbeat that was not captured leaves no event where there is but one protocol, and one that names what is
 * missing where there are several: the judge goes by either.
 */
export async function heartbeat(recording: Recording): Promise<void> {
  const { capture } = recording.options;
  const { over, missing } = await capture.heartbeat();
  recording.now = present(recording);
  await writeHeartbeat(recording, { over, missing });
}

export async function writeHeartbeat(
  { options, writer, now }: Recording,
  { over, missing }: Awaited<ReturnType<RecordOptions['capture']['heartbeat']>>,
): Promise<void> {
  const event = { type: 'heartbeat', at: formatInstant(now) } as const;
  if (options.capture.kind !== 'namespace') {
    if (missing.length === 0) await writer.write(event);
    return;
  }
  await writer.write({
    ...event,
    over: [...over],
    ...(missing.length === 0 ? {} : { missing: [...missing] }),
  });
}

/** Where and of whom what happens now is. */
export function stamp({ now }: Recording): { at: string; installation: string } {
  return { at: formatInstant(now), installation: INSTALLATION };
}
