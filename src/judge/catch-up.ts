import { type Duration, type Instant, later } from '../disclosure/instant.js';
import type { GapSort, Gaps } from './gaps.js';
import type { Span } from './ledger.js';

/** The catch-ups of one window: one for each gap that emptied a slot, within the tolerance of the gap's end. */
export interface CatchUps {
  /** A slot passed empty because of a gap. */
  emptied(sort: GapSort, by: Span): void;
  /**
   * Takes a transmission at an instant for the one that makes up for such a gap; no other will. Returns how long before
   * it would have been too late, or nothing where it makes up for none. That it is not too early needs no clock: the
   * trace has it behind the gap.
   */
  take(sort: GapSort, at: Instant): Duration | undefined;
  /** By how many milliseconds a transmission that was not taken came too late or too early for the nearest such gap. */
  missedBy(at: Instant): number;
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
      if (gap === undefined) return undefined;
      awaited[sort].delete(gap.from);
      return (later(gap.until, tolerance) - at) as Duration;
    },
    missedBy(at) {
      const open = (['unreachable', 'blind'] as const).flatMap((sort) =>
        gaps.of(sort).filter(({ from }) => awaited[sort].has(from)),
      );
      return Math.min(...open.map(({ until }) => Math.max(until - at, at - later(until, tolerance))));
    },
  };
}
