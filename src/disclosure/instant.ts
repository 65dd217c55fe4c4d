declare const instantBrand: unique symbol;
declare const durationBrand: unique symbol;

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: true };

/** A length of time in milliseconds, never negative. */
export type Duration = number & { readonly [durationBrand]: true };

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?Z$/;
const DURATION = /^P(?=[0-9T])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?$/;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** RFC 3339 section 5.6 in UTC, to the millisecond; undefined where the text is not one, or names no real day. */
export function parseInstant(text: string): Instant | undefined {
  const parts = INSTANT.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0'));
  const time = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  // Date.UTC rolls 31 April over into May and takes the year 50 for 1950; what does not come back is no instant.
  const real = new Date(time);
  const same =
    real.getUTCFullYear() === year &&
    real.getUTCMonth() === month - 1 &&
    real.getUTCDate() === day &&
    hour < 24 &&
    minute < 60;
  return same && second < 60 ? (time as Instant) : undefined;
}

/** The form that every file of Candor's uses: UTC with milliseconds. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** ISO 8601 durations of days, hours, minutes and seconds; undefined where the text is not one. */
export function parseDuration(text: string): Duration | undefined {
  const parts = DURATION.exec(text);
  if (parts === null) return undefined;
  const [days, hours, minutes, seconds] = parts.slice(1, 5).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const milliseconds = Number((parts[5] ?? '').padEnd(3, '0'));
  const total = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + milliseconds;
  return Number.isSafeInteger(total) ? (total as Duration) : undefined;
}

/** The shortest ISO 8601 form, such as PT4H or P1DT30M. */
export function formatDuration(duration: Duration): string {
  const days = Math.floor(duration / DAY);
  const hours = Math.floor((duration % DAY) / HOUR);
  const minutes = Math.floor((duration % HOUR) / MINUTE);
  const seconds = (duration % MINUTE) / SECOND;
  const date = days > 0 ? `${days}D` : '';
  const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
  if (date === '' && time === '') return 'PT0S';
  return `P${date}${time === '' ? '' : `T${time}`}`;
}

export function later(instant: Instant, by: Duration): Instant {
  return (instant + by) as Instant;
}
