import type { Instant } from '../disclosure/instant.js';
import type { Leeway } from './finding.js';

/** How near what was missed came to being there: the nearest transmission, or the nearest end of what was owed. */
export interface Nearness {
  /** Something was missed that would have counted from `from` to `until`. */
  missed(from: Instant, until: Instant): Leeway;
  /** Something came at an instant that no slot was discharged by, or ended there. */
  happened(at: Instant): void;
}

export function watchNearness(): Nearness {
  let last: Instant | undefined;
  let open: { readonly until: Instant; readonly leeway: Leeway }[] = [];
  return {
    missed(from, until) {
      const leeway = {
        milliseconds: last === undefined ? Number.POSITIVE_INFINITY : Math.max(0, from - last),
      };
      open.push({ until, leeway });
      return leeway;
    },
    happened(at) {
      for (const { until, leeway } of open)
        leeway.milliseconds = Math.min(leeway.milliseconds, Math.max(0, at - until));
      // Whatever comes later is further away.
      open = [];
      last = at;
    },
  };
}
