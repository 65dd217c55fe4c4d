import type { ByteAccount as CapturedBytes } from '../capture/capture.js';
import { type Duration, formatDuration, formatInstant, type Instant } from '../disclosure/instant.js';
import type { DriverClock, ProductIdentity } from '../system/driver.js';
import { TRACE_FORMAT } from './parse-event.js';
import type { Recording } from './recording.js';
import type { ByteAccount, ClockAccount, EndEvent, StartEvent } from './trace-event.generated.js';

/** @param identity what the product calls itself; not known where it could not be asked. */
export function startEvent(
  recording: Pick<Recording, 'options' | 'now' | 'step'>,
  clock: DriverClock,
  identity?: ProductIdentity,
): StartEvent {
  const { options, now, step } = recording;
  const { disclosure, system, scenario, canaries, kit, artifacts = [], recorded } = options;
  const files = artifacts.map(({ name, digest }) => ({ name, digest }));
  return {
    type: 'start',
    format: TRACE_FORMAT,
    at: formatInstant(now),
    disclosure: disclosure.disclosure,
    system: system.system,
    scenario: scenario.scenario,
    canaries: canaries.map(({ name, value, permitted }) => ({ name, value, permitted: [...permitted] })),
    heartbeats: 'both-ends',
    ...(recorded === undefined ? {} : { recorded: formatInstant(recorded) }),
    ...(identity === undefined ? {} : { product: { ...identity, artifacts: files } }),
    capture: options.capture.kind,
    clock:
      clock.kind === 'stepped'
        ? { kind: clock.kind, step: formatDuration(step) }
        : { kind: clock.kind, factor: clock.factor },
    ...(kit === undefined ? {} : { kit: [...kit] }),
  };
}

/** The end of a trace, and how far what stands before it is known. */
export function endEvent(
  at: Instant,
  bytes: ByteAccount | undefined,
  clock: ClockAccount | undefined,
): EndEvent {
  return {
    type: 'end',
    at: formatInstant(at),
    ...(bytes === undefined ? {} : { bytes }),
    ...(clock === undefined ? {} : { clock }),
  };
}

/** What left from one count to the next; what left before, while the product was prepared, is no part of it. */
export function bytesBetween(
  before: CapturedBytes | undefined,
  after: CapturedBytes | undefined,
): ByteAccount | undefined {
  if (after === undefined) return undefined;
  const since = (name: keyof CapturedBytes): number => Math.max(0, after[name] - (before?.[name] ?? 0));
  return {
    left: since('left'),
    network: since('network'),
    tls: since('tls'),
    framing: since('framing'),
    dns: since('dns'),
    messages: since('messages'),
    opaque: since('opaque'),
  };
}

/**
 * How well the instants of a trace are known whose clock ran by itself: as badly as the worst of the clock's own
 * drift, and of how it was driven: the longest action, and the latest that something captured was stamped.
 *
 * @param slack the last of these, in milliseconds of the product's time.
 */
export async function clockAccount(clock: DriverClock, slack: number): Promise<ClockAccount | undefined> {
  if (clock.kind === 'stepped') return undefined;
  const { uncertainty, drift, probes } = await clock.uncertainty();
  const worst = Math.max(uncertainty, slack);
  return {
    uncertainty: formatDuration(Math.ceil(worst) as Duration),
    drift: formatDuration(Math.ceil(drift) as Duration),
    probes,
  };
}
