import type { Facts } from '../disclosure/condition.js';
import type { Disclosure, Payload } from '../disclosure/disclosure.js';
import type { Instant } from '../disclosure/instant.js';
import { type Change, isPermitted, trackSlotWindows } from './slot-windows.js';

/** One thing to be sent. */
export interface Due {
  readonly at: Instant;
  readonly payload: Payload;
}

/** A product that sends what its disclosure says, when it says so, and nothing else. */
export interface Sender {
  /** Something was done. @returns what it calls for at once. */
  change(change: Change): readonly Due[];
  /** What its schedules call for behind one instant and up to another, in time order. */
  between(from: Instant, until: Instant): readonly Due[];
  /** The host cannot be reached behind one instant and up to another. @returns what is made up for at the end. */
  unreachable(from: Instant, until: Instant): readonly Due[];
}

/** @param readings the reading of each interpretation. */
export function createSender(disclosure: Disclosure, readings: ReadonlyMap<string, string>): Sender {
  const windows = trackSlotWindows(disclosure, readings);
  let state: Facts = new Map();
  const permitted = (payload: Payload): boolean => isPermitted(disclosure, payload, state);
  const due = (from: Instant, until: Instant): readonly Due[] =>
    [...windows.open.values()].flatMap(({ payload, slots }) =>
      permitted(payload) ? slots.filter((at) => at > from && at <= until).map((at) => ({ at, payload })) : [],
    );
  return {
    change(change) {
      const { at, action } = change;
      state = change.facts;
      windows.change(change);
      const prompted = [...disclosure.payloads.values()].filter(
        (payload) => action !== undefined && payload.trigger?.action === action && permitted(payload),
      );
      return [...due((at - 1) as Instant, at), ...prompted.map((payload) => ({ at, payload }))];
    },
    between: (from, until) => [...due(from, until)].sort((one, other) => one.at - other.at),
    unreachable(from, until) {
      // One transmission at the end makes up for all that was hindered (DESIGN 6, `unreachable`).
      const hindered = new Set(due(from, until).map(({ payload }) => payload));
      return [...hindered].map((payload) => ({ at: until, payload }));
    },
  };
}
