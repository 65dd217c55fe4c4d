import { InputError } from '../disclosure/input-error.js';
import { type Duration, formatDuration, type Instant, later, parseDuration } from '../disclosure/instant.js';
import type { ScenarioFile, Step } from '../scenario/scenario-file.generated.js';
import type { SystemFile } from '../system/system-file.generated.js';

const MINUTE = 60_000 as Duration;
const HALF_MINUTE = 30_000 as Duration;
/** Beyond it RFC 3339 has no instants. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The instants to which a clock is moved, one step at a time, until it has moved by `duration`. */
export function* ticks(from: Instant, duration: Duration, step: Duration): Generator<Instant, void, void> {
  const end = later(from, duration);
  for (let at = from; at < end; ) {
    at = Math.min(later(at, step), end) as Instant;
    yield at;
  }
}

/** How far a driver's clock moves at a time, and how long it may take to answer (DESIGN 4.3, `driver`). */
export function driverTimes(driver: NonNullable<SystemFile['driver']>): {
  step: Duration;
  timeout: Duration;
} {
  const step = durationOf('driver.step', 'step' in driver ? driver.step : undefined) ?? MINUTE;
  const timeout = durationOf('driver.timeout', driver.timeout) ?? HALF_MINUTE;
  if (step === 0)
    throw new InputError({ message: 'driver.step is no time at all; the clock would never move' });
  if (timeout === 0)
    throw new InputError({ message: 'driver.timeout is no time at all; nothing could be answered' });
  return { step, timeout };
}

/** How long a step of a scenario lasts; nothing for an action. */
export function durationOfStep(step: Step): Duration {
  if ('wait' in step) return durationOf('wait', step.wait) ?? (0 as Duration);
  if ('sleep' in step) return durationOf('sleep', step.sleep) ?? (0 as Duration);
  if ('offline' in step) return durationOf('offline', step.offline) ?? (0 as Duration);
  return 0 as Duration;
}

/** How far a scenario moves the clock. */
export function scenarioDuration({ when }: ScenarioFile): Duration {
  return when.reduce((sum, step) => sum + durationOfStep(step), 0) as Duration;
}

/** @throws InputError where the scenario's clock would pass the year 9999. */
export function checkClock(scenario: ScenarioFile, start: Instant): void {
  const duration = scenarioDuration(scenario);
  if (start + duration <= LAST_INSTANT) return;
  const total = formatDuration(duration);
  throw new InputError({ message: `the scenario ${scenario.scenario} lasts ${total}, past the year 9999` });
}

function durationOf(name: string, text: string | undefined): Duration | undefined {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  if (duration === undefined) throw new InputError({ message: `${name} is ${text}, which is no duration` });
  return duration;
}
