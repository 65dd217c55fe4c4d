import type { Instant } from '../disclosure/instant.js';
import type { Span } from './ledger.js';

/** Watches a window for times in which something forbidden may have been sent and nobody could have seen it. */
export interface Unseen {
  /** The capture is down for a while that begins now. */
  down(span: Span): void;
  /** Decides of the instants before `now`, for what the window was then. */
  decideBefore(now: Instant): void;
}

/**
 * @param isForbidden whether something sent at either end of a stretch of the window could be a breach.
 * @param found hears once of each time in which it could.
 */
export function watchUnseen(isForbidden: (stretch: Span) => boolean, found: (stretch: Span) => void): Unseen {
  let open: readonly Span[] = [];
  return {
    down(span) {
      open = [...open, span];
    },
    decideBefore(now) {
      if (open.length === 0) return;
      open = open.filter((span) => {
        if (span.from >= now) return true;
        const until = Math.min(span.until, now - 1) as Instant;
        if (!isForbidden({ from: span.from, until })) return span.until >= now;
        found(span);
        return false;
      });
    },
  };
}
