import type { DisclosureFile } from '../disclosure/disclosure-file.generated.js';
import { type Duration, formatDuration, parseDuration } from '../disclosure/instant.js';
import type { DriverClock } from '../system/driver.js';
import type { ClockAccount } from './trace-event.generated.js';

/**
 * What a person should know of a clock that ran too fast to decide a disclosure's schedules: one sentence without its
 * full stop, that names a factor at which the same delays would be less than half the tolerance.
 */
export function clockWarning(
  { payloads }: DisclosureFile,
  clock: DriverClock,
  account: ClockAccount | undefined,
): string | undefined {
  if (clock.kind === 'stepped' || account === undefined) return undefined;
  const uncertainty = parseDuration(account.uncertainty);
  const tolerance = smallestTolerance(payloads);
  if (uncertainty === undefined || tolerance === undefined || uncertainty < tolerance) return undefined;
  const known = `its instants are known to within ${formatDuration(uncertainty)}, and a schedule allows ${formatDuration(tolerance)}, so that schedules stay undecided`;
  if (clock.kind !== 'faketime') return known;
  const factor = Math.floor((clock.factor * tolerance) / (2 * Math.max(uncertainty, 1)));
  return factor < 1
    ? `${known}; no factor would be small enough`
    : `${known}; "factor: ${factor}" would decide them`;
}

/** The least by which a transmission may be off its slot. */
function smallestTolerance(payloads: DisclosureFile['payloads']): Duration | undefined {
  const tolerances = Object.values(payloads).flatMap(({ schedule }) =>
    schedule === undefined ? [] : [parseDuration(schedule.tolerance) ?? (0 as Duration)],
  );
  return tolerances.length === 0 ? undefined : (Math.min(...tolerances) as Duration);
}
