import { formatInstant, type Instant, parseInstant } from '../../disclosure/instant.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The instants that have a year of four digits, which is all that a date of the calendar can say. */
const LAST = Date.UTC(9999, 11, 31);

/** `2026-01-01 04:00:00`, with the milliseconds where they are not zero: an instant of UTC, for a person. */
export function clock(instant: number): string {
  return formatInstant(inCalendar(instant))
    .replace('T', ' ')
    .replace(/Z$/, '')
    .replace(/\.000$/, '');
}

/** An RFC 3339 instant as {@link clock} has it; what is none, as it is. */
export function clockOf(text: string): string {
  const instant = parseInstant(text);
  return instant === undefined ? text : clock(instant);
}

/** `04:00`, with the seconds where they are not zero. */
export function timeOfDay(instant: number): string {
  return clock(instant).slice(11, 19).replace(/:00$/, '');
}

/** `4 h 30 min`; the two largest units that say it, or `0 s`. */
export function span(milliseconds: number): string {
  const whole = Math.abs(milliseconds);
  const parts = [
    [Math.floor(whole / DAY), 'd'],
    [Math.floor((whole % DAY) / HOUR), 'h'],
    [Math.floor((whole % HOUR) / MINUTE), 'min'],
    [(whole % MINUTE) / SECOND, 's'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).slice(0, 2);
  if (said.length === 0) return '0 s';
  return said.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** `+12 s` or `−1 min 5 s`: how far something lies from where it was due. */
export function offset(milliseconds: number): string {
  if (milliseconds === 0) return '±0 s';
  return `${milliseconds < 0 ? '−' : '+'}${span(milliseconds)}`;
}

/** The numbers of a date in UTC, which the document is dated with. */
export function dateParts(instant: Instant): Readonly<Record<string, number>> {
  const date = new Date(inCalendar(instant));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

function inCalendar(instant: number): Instant {
  const known = Number.isFinite(instant) ? Math.round(instant) : 0;
  return Math.min(Math.max(known, 0), LAST) as Instant;
}
