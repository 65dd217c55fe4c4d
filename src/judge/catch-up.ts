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
  // By the start of the gap, which stays when another gap prolongs it.
  const awaited = { unreachable: new Set<Instant>(), blind: new Set<Instant>() };
  return {
    emptied(sort, by) {
      const remembered = new Set(gaps.of(sort).map(({ from }) => from));
      for (const from of awaited[sort]) if (!remembered.has(from)) awaited[sort].delete(from);
      awaited[sort].add(by.from);
    },
    take(sort, at) {
      const gap = gaps
        .of(sort)
        .find(({ from, until }) => awaited[sort].has(from) && until <= at && at <= later(until, tolerance));
      return gap !== undefined && awaited[sort].delete(gap.from);
    },
  };
}
