import { evaluate, type Facts } from '../disclosure/condition.js';
import type { Disclosure, Payload, Schedule } from '../disclosure/disclosure.js';
import type { Instant } from '../disclosure/instant.js';
import { type ScheduleReading, scheduleQuestions, scheduleReadings } from '../disclosure/readings.js';

/** What was done at an instant, where it was an action, which facts it set, and all that are known before and after. */
export interface Change {
  readonly at: Instant;
  readonly action: string | undefined;
  readonly set: readonly string[];
  readonly before: Facts;
  readonly facts: Facts;
}

/** The time in which a schedule runs, and the instants at which it calls for a transmission. */
export interface SlotWindow {
  readonly payload: Payload;
  readonly schedule: Schedule;
  readonly reading: ScheduleReading;
  readonly start: Instant;
  readonly slots: readonly Instant[];
}

/** Follows the state of one installation, and which windows of its schedules are open. */
export interface SlotWindows {
  change(change: Change): void;
  /** Those that are open now, of which the start is known. */
  readonly open: ReadonlyMap<Payload, SlotWindow>;
}

/** @param readings the reading of each interpretation. */
export function trackSlotWindows(disclosure: Disclosure, readings: ReadonlyMap<string, string>): SlotWindows {
  const open = new Map<Payload, SlotWindow>();
  const changeOne = (payload: Payload, schedule: Schedule, { at, before, set, facts }: Change): void => {
    const reading = readingOf(schedule, readings);
    const runs = (state: Facts): boolean =>
      isPermitted(disclosure, payload, state) && evaluate(schedule.after, state) === 'holds';
    if (evaluate(disclosure.presence, facts) === 'fails') open.delete(payload);
    const entered = runs(facts) && !runs(before);
    const again =
      runs(facts) && runs(before) && Object.keys(schedule.after).some((name) => set.includes(name));
    if (entered || (again && reading['state-entered-again'] === 'restarts')) {
      const slots = slotNumbers(schedule, reading).map((number) => (at + number * schedule.every) as Instant);
      open.set(payload, { payload, schedule, reading, start: at, slots });
    }
    if (!runs(facts) && reading['state-left'] === 'terminates') open.delete(payload);
  };
  return {
    open,
    change(change) {
      for (const payload of disclosure.payloads.values())
        if (payload.schedule !== undefined) changeOne(payload, payload.schedule, change);
    },
  };
}

/** Whether the product is there and may send a payload, for all that is known. */
export function isPermitted(disclosure: Disclosure, payload: Payload, facts: Facts): boolean {
  return (
    evaluate(disclosure.presence, facts) === 'holds' &&
    evaluate(payload.permitted, facts) === 'holds' &&
    payload.forbidden.every((ruling) => evaluate(ruling.while, facts) === 'fails')
  );
}

/** How a schedule is read: by its interpretations, and by the first reading where it has none (DESIGN 6). */
function readingOf(schedule: Schedule, readings: ReadonlyMap<string, string>): ScheduleReading {
  const entries = scheduleQuestions.map((question) => {
    const reading = readings.get(schedule.interpretations.get(question) ?? '');
    return [question, reading ?? scheduleReadings[question][0]];
  });
  return Object.fromEntries(entries) as ScheduleReading;
}

/** The slots of a window: k = 1 to the last that it holds, or from 0 and one fewer (DESIGN 6, `first-slot`). */
function slotNumbers(schedule: Schedule, reading: ScheduleReading): readonly number[] {
  const numbers: number[] = [];
  for (let number = 1; number * schedule.every <= schedule.for; number += 1) numbers.push(number);
  if (reading['first-slot'] === 'immediately') return numbers.map((number) => number - 1);
  const atEnd = numbers.length * schedule.every === schedule.for;
  return atEnd && reading['window-end'] === 'half-open' ? numbers.slice(0, -1) : numbers;
}
