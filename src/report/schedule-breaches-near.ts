import type { ScheduleWindow } from './report.js';

/**
 * What was sent in breach in a slot, or just outside of it: where slots are drawn larger, these are what a reader
 * looks for.
 *
 * @param reach how far from the instant at which the slot is due, in milliseconds.
 */
export function breachesNear(
  { sent }: ScheduleWindow,
  slot: ScheduleWindow['slots'][number],
  reach: number,
): ScheduleWindow['sent'] {
  return sent.filter(
    ({ at, rule }) => rule !== undefined && at !== slot.sent && Math.abs(at - slot.due) <= reach,
  );
}
