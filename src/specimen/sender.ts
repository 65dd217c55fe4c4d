import { evaluate, type Facts } from '../disclosure/condition.js';
import type { Disclosure, Payload, Schedule } from '../disclosure/disclosure.js';
import type { Duration, Instant } from '../disclosure/instant.js';
import { type ScheduleReading, scheduleQuestions, scheduleReadings } from '../disclosure/readings.js';

/** One thing to be sent. */
export interface Due {
  readonly at: Instant;
  readonly payload: Payload;
}

/** A product that sends what its disclosure says, when it says so, and nothing else. */
export interface Sender {
  /** Something was done at an instant. @returns what it calls for at once. */
  change(at: Instant, change: Change): readonly Due[];
  /** What its schedules call for behind one instant and up to another, in time order. */
  between(from: Instant, until: Instant): readonly Due[];
  /** The host cannot be reached behind one instant and up to another. @returns what is made up for at the end. */
  unreachable(from: Instant, until: Instant): readonly Due[];
}

/** What was done, where it was an action, which facts it set, and all that are known before and after. */
export interface Change {
  readonly action: string | undefined;
  readonly set: readonly string[];
  readonly before: Facts;
  readonly facts: Facts;
}

interface Window {
  readonly start: Instant;
  readonly first: number;
  readonly last: number;
}

/** @param readings the reading of each interpretation. */
export function createSender(disclosure: Disclosure, readings: ReadonlyMap<string, string>): Sender {
  const windows = new Map<Payload, Window>();
  let state: Facts = new Map();
  const payloads = [...disclosure.payloads.values()];
  const permitted = (payload: Payload): boolean => isPermitted(disclosure, payload, state);

  const changeWindow = (payload: Payload, schedule: Schedule, at: Instant, { before, set }: Change): void => {
    const reading = readingOf(schedule, readings);
    if (evaluate(disclosure.presence, state) === 'fails') {
      windows.delete(payload);
      return;
    }
    const holds = permitted(payload) && evaluate(schedule.after, state) === 'holds';
    const held = isPermitted(disclosure, payload, before) && evaluate(schedule.after, before) === 'holds';
    const again = held && Object.keys(schedule.after).some((name) => set.includes(name));
    const restarts = again && reading['state-entered-again'] === 'restarts';
    if (holds && (!held || restarts)) windows.set(payload, { start: at, ...slotsOf(schedule, reading) });
    if (!holds && reading['state-left'] === 'terminates') windows.delete(payload);
  };

  const due = (from: Instant, until: Instant): readonly Due[] =>
    [...windows].flatMap(([payload, { start, first, last }]) =>
      permitted(payload) && payload.schedule !== undefined
        ? slotInstants(payload.schedule.every, start, first, last)
            .filter((at) => at > from && at <= until)
            .map((at) => ({ at, payload }))
        : [],
    );

  return {
    change(at, change) {
      const { action } = change;
      state = change.facts;
      for (const payload of payloads)
        if (payload.schedule) changeWindow(payload, payload.schedule, at, change);
      const atOnce = due((at - 1) as Instant, at);
      const prompted = payloads.filter(
        (payload) => action !== undefined && payload.trigger?.action === action && permitted(payload),
      );
      return [...atOnce, ...prompted.map((payload) => ({ at, payload }))];
    },
    between: (from, until) => [...due(from, until)].sort((one, other) => one.at - other.at),
    unreachable(from, until) {
      // One transmission at the end makes up for all that was hindered (DESIGN 6, `unreachable`).
      const hindered = new Set(due(from, until).map(({ payload }) => payload));
      return [...hindered].map((payload) => ({ at: until, payload }));
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

/** The slots of a window: k = 1 to the last that the window holds, or from 0 and one fewer (DESIGN 6). */
function slotsOf(schedule: Schedule, reading: ScheduleReading): { first: number; last: number } {
  let last = 0;
  while ((last + 1) * schedule.every <= schedule.for) last += 1;
  if (reading['first-slot'] === 'immediately') return { first: 0, last: last - 1 };
  const atEnd = last * schedule.every === schedule.for;
  return { first: 1, last: atEnd && reading['window-end'] === 'half-open' ? last - 1 : last };
}

function slotInstants(every: Duration, start: Instant, first: number, last: number): readonly Instant[] {
  return Array.from({ length: last - first + 1 }, (_, index) => (start + (first + index) * every) as Instant);
}
