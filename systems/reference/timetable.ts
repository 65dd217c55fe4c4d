export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When a payload is due, how far that has been worked off, and whether one attempt has still to be repeated. */
export interface Timetable {
  /** The instant of the slot with this index, counted from 0; undefined past the last. */
  readonly slot: (index: number) => number | undefined;
  /** After this instant nothing is made up for any more. */
  readonly closes: number;
  readonly next: number;
  readonly pending: boolean;
}

/** The first hours after KSN is fully disabled: every four hours for a day. */
export const participationOffsets: readonly number[] = [4, 8, 12, 16, 20, 24].map((hours) => hours * HOUR);

/** Slots at `from` plus each offset in milliseconds. */
export function offsetsFrom(from: number, offsets: readonly number[]): Timetable {
  const last = Math.max(...offsets);
  return {
    slot: (index) => {
      const offset = offsets[index];
      return offset === undefined ? undefined : from + offset;
    },
    // A clock that moves a minute at a time may pass the last slot by less than a minute, and is still on time.
    closes: from + last + MINUTE - 1,
    next: 0,
    pending: false,
  };
}

/** A slot at `from`, and another one every day. */
export function dailyFrom(from: number): Timetable {
  return { slot: (index) => from + index * DAY, closes: Number.POSITIVE_INFINITY, next: 0, pending: false };
}

/**
 * The timetable once the clock stands at `to`, and since when one transmission is owed, if one is. However many
 * slots have passed unattended, and whatever is pending, it is never more than one.
 */
export function moveTo(timetable: Timetable, to: number): { timetable: Timetable; owedSince?: number } {
  const first = timetable.slot(timetable.next);
  let next = timetable.next;
  for (let due = first; due !== undefined && due <= to; due = timetable.slot(next)) next += 1;
  const reached = next > timetable.next;
  const moved = { ...timetable, next, pending: false };
  if (to > timetable.closes || !(reached || timetable.pending)) return { timetable: moved };
  return { timetable: moved, owedSince: timetable.pending || first === undefined ? 0 : first };
}
