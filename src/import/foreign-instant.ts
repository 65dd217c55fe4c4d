import { type Instant, parseInstant } from '../disclosure/instant.js';

const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s?(Z|z|UTC|[+-]\d{2}:?\d{2})$/;
const MINUTE = 60_000;
/** 0001-01-01, and the end of the year 9999. */
const FIRST_INSTANT = -62_135_596_800_000;
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * An instant as recorders write it: RFC 3339 with any offset and up to nine digits of a second, of which the
 * milliseconds are kept. Undefined where the text is none, or names no real instant: a time without an offset could
 * be any of a day's.
 */
export function foreignInstant(text: string): Instant | undefined {
  const parts = text.length > 40 ? null : INSTANT.exec(text);
  if (parts === null) return undefined;
  const [, day, time, fraction = '', zone = 'Z'] = parts;
  const local = parseInstant(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  const offset = offsetOf(zone);
  if (local === undefined || offset === undefined) return undefined;
  return inRange(local - offset);
}

/** Seconds since 1970, of which the milliseconds are kept. Undefined where that is no instant that a trace may have. */
export function instantOfSeconds(seconds: number): Instant | undefined {
  return Number.isFinite(seconds) ? inRange(Math.floor(seconds * 1000)) : undefined;
}

/** A trace writes its years with four digits. */
function inRange(instant: number): Instant | undefined {
  return instant >= FIRST_INSTANT && instant <= LAST_INSTANT ? (instant as Instant) : undefined;
}

function offsetOf(zone: string): number | undefined {
  if (!/^[+-]/.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}
