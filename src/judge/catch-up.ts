import { type Duration, type Instant, later } from '../disclosure/instant.js';
import type { GapSort, Gaps } from './gaps.js';
import type { Span } from './ledger.js';

/** The catch-ups of one window: one for each gap that emptied a slot, within the tolerance of the gap's end. */
export interface CatchUps {
  /** A slot passed empty because of a gap. */
  emptied(sort: GapSort, by: Span): void;
  /** Whether a transmission at an instant makes up for such a gap; no other will. */
  take(sort: GapSort, at: Instant): boolean;
}

export function trackCatchUps(gaps: Gaps, tolerance: Duration): CatchUps {
  // By the start of the gap, which stays when another gap prolongs it: whether its catch-up has come.
  const taken = { unreachable: new Map<Instant, boolean>(), blind: new Map<Instant, boolean>() };
  return {
    emptied(sort, by) {
      const known = taken[sort];
      const remembered = new Set(gaps.of(sort).map(({ from }) => from));
      for (const from of known.keys()) if (!remembered.has(from)) known.delete(from);
      known.set(by.from, known.get(by.from) ?? false);
    },
    take(sort, at) {
      const gap = gaps
        .of(sort)
        .find(
          ({ from, until }) =>
            taken[sort].get(from) === false && until <= at && at <= later(until, tolerance),
        );
      if (gap !== undefined) taken[sort].set(gap.from, true);
      return gap !== undefined;
    },
  };
}
