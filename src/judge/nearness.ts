import type { Instant } from '../disclosure/instant.js';
import type { Leeway } from './finding.js';
import type { Span } from './ledger.js';

/** How near what was missed came to being there, or to being excused. */
export interface Nearness {
  /** Something was missed that would have counted from `from` to `until`. */
  missed(from: Instant, until: Instant): Leeway;
  /** Something came at an instant that no slot was discharged by, or ended there. */
  happened(at: Instant): void;
  /** A gap begins that would excuse what is missed in it. */
  hindered(by: Span): void;
  /** How near a gap came to something that was missed, in milliseconds. */
  readonly toGap: number;
}

export function watchNearness(): Nearness {
  let last = Number.NEGATIVE_INFINITY;
  let lastGap = Number.NEGATIVE_INFINITY;
  let toGap = Number.POSITIVE_INFINITY;
  let open: { readonly until: Instant; readonly leeway: Leeway }[] = [];
  const happened = (at: Instant): number => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const { until, leeway } of open) {
      const distance = Math.max(0, at - until);
      leeway.milliseconds = Math.min(leeway.milliseconds, distance);
      nearest = Math.min(nearest, distance);
    }
    // Whatever comes later is further away.
    open = [];
    return nearest;
  };
  return {
    missed(from, until) {
      toGap = Math.min(toGap, Math.max(0, from - lastGap));
      const leeway = { milliseconds: Math.max(0, from - Math.max(last, lastGap)) };
      open.push({ until, leeway });
      return leeway;
    },
    happened(at) {
      happened(at);
      last = at;
    },
    hindered({ from, until }) {
      toGap = Math.min(toGap, happened(from));
      lastGap = Math.max(lastGap, until);
    },
    get toGap() {
      return toGap;
    },
  };
}
