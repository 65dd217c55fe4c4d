import type { Instant } from '../../disclosure/instant.js';
import type { ScheduleWindow } from '../report.js';

/** The picture is drawn in units of its own, and shown as wide as the page is. */
export const WIDTH = 1000;
export const LEFT = 132;
export const RIGHT = 968;
/** A slot narrower than this cannot be told from a line. */
const LEAST_SLOT = 3;
const MOST_TICKS = 13;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const steps = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE);
const hours = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 120, 168, 336, 720].map((count) => count * HOUR);

/** Where instants stand in the picture of one window. */
export interface Scale {
  /** Never outside of the picture. */
  x(instant: Instant): number;
  width(milliseconds: number): number;
  isSeen(instant: Instant): boolean;
  /** Whether any of a slot is in the picture. */
  isSlotSeen(slot: { readonly from: Instant; readonly until: Instant }): boolean;
  /** Where a stretch begins and how wide it is; undefined where nothing of it is seen. */
  span(from: Instant, until: Instant): { readonly x: number; readonly width: number } | undefined;
  /** As wide as a slot is, but never too narrow to be seen. */
  slot(from: Instant, until: Instant): { readonly x: number; readonly width: number };
  readonly ticks: readonly Instant[];
}

export function scaleOf({ from, until, start, every }: ScheduleWindow): Scale {
  const length = Math.max(1, until - from);
  const perMillisecond = (RIGHT - LEFT) / length;
  const x = (instant: Instant): number =>
    round(Math.min(RIGHT, Math.max(LEFT, LEFT + (instant - from) * perMillisecond)));
  return {
    x,
    width: (milliseconds) => milliseconds * perMillisecond,
    isSeen: (instant) => instant >= from && instant <= until,
    isSlotSeen: (slot) => slot.until >= from && slot.from <= until,
    span(first, last) {
      const left = x(first);
      const width = round(x(last) - left);
      return width > 0 ? { x: left, width } : undefined;
    },
    slot(first, last) {
      const left = x(first);
      const width = x(last) - left;
      if (width >= LEAST_SLOT) return { x: left, width: round(width) };
      return { x: round((left + x(last)) / 2 - LEAST_SLOT / 2), width: LEAST_SLOT };
    },
    ticks: ticksOf(start, from, until, stepOf(every, length)),
  };
}

/** The period, where so many lines can be told apart, or whole periods, or else a round length of time. */
function stepOf(every: number, length: number): number {
  const most = length / MOST_TICKS;
  const ofPeriod = [1, 2, 3, 4, 6, 12].map((times) => times * every).find((step) => step > 0 && step >= most);
  const rounded = [...steps, ...hours].find((step) => step >= most) ?? Math.ceil(most / HOUR) * HOUR;
  return ofPeriod ?? rounded;
}

/** From the start of the window in both directions, so that each offset is a whole number of steps. */
function ticksOf(start: Instant, from: Instant, until: Instant, step: number): readonly Instant[] {
  const first = Math.ceil((from - start) / step);
  const last = Math.floor((until - start) / step);
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, index) => (start + (first + index) * step) as Instant,
  );
}

/** To a hundredth: the same digits on every machine. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
