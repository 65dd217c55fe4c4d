import type { Instant } from '../disclosure/instant.js';
import type { Gap, ObservedWindow } from './timeline.js';

/** What a schedule's sentence says of a list of instants, told in the plainest way that there is. */
export interface SlotBreach {
  readonly rule: 'schedule/missing' | 'schedule/off-slot' | 'schedule/repeated' | 'schedule/after-window';
  /** The transmission that breaks it; undefined where one is missing. */
  readonly at: Instant | undefined;
}

/**
 * The breaches of one window on a grid (DESIGN 6), by asking of every slot and of every transmission in turn. The judge
 * does the same as a stream, with none of this code: where the two differ, one of them is wrong.
 *
 * @param times when the payload was sent in the window and after it, in any order.
 */
export function breachesOf(
  window: ObservedWindow,
  gaps: readonly Gap[],
  times: readonly Instant[],
): readonly SlotBreach[] {
  const { reading, schedule, slots, start } = window;
  const { tolerance } = schedule;
  const sorted = [...times].sort((one, other) => one - other);
  const within = sorted.filter((at) => at <= window.until);
  const inSlot = (slot: Instant): readonly Instant[] =>
    within.filter((at) => Math.abs(at - slot) <= tolerance);
  const touching = (slot: Instant): readonly Gap[] =>
    gaps.filter(({ from, until }) => from <= slot + tolerance && until >= slot - tolerance);
  const isExcused = (slot: Instant): boolean =>
    reading.unreachable === 'excused' && touching(slot).length > 0;

  const missing = slots.filter(
    (slot) => inSlot(slot).length === 0 && slot + tolerance < window.until && !isExcused(slot),
  );
  const waking = slots
    .filter((slot) => inSlot(slot).length === 0 && isExcused(slot))
    .flatMap((slot) => touching(slot).map(({ until }) => until));
  const catchUps = [...new Set(waking)].flatMap(
    (until) =>
      within.find(
        (at) => at >= until && at <= until + tolerance && !slots.some((slot) => inSlot(slot)[0] === at),
      ) ?? [],
  );
  const end = start + schedule.for;
  const isAfter = (at: Instant): boolean =>
    reading['window-end'] === 'half-open' ? at >= end : at > end + tolerance;

  const breaches: SlotBreach[] = [];
  if (reading.modality === 'obligation')
    for (const _ of missing) breaches.push({ rule: 'schedule/missing', at: undefined });
  for (const at of within) {
    const slot = slots.find((candidate) => Math.abs(at - candidate) <= tolerance);
    if (slot !== undefined && inSlot(slot)[0] === at) continue;
    if (catchUps.includes(at)) continue;
    const rule =
      slot !== undefined ? 'schedule/repeated' : isAfter(at) ? 'schedule/after-window' : 'schedule/off-slot';
    const isAllowed = reading[rule === 'schedule/after-window' ? 'after-window' : 'other-transmissions'];
    if (isAllowed === 'forbidden') breaches.push({ rule, at });
  }
  return breaches;
}
