import type { Schedule } from '../disclosure/disclosure.js';
import { formatDuration, formatInstant, type Instant, later } from '../disclosure/instant.js';
import type { ScheduleReading } from '../disclosure/readings.js';
import type { GapSort, Gaps } from './gaps.js';
import type { Span } from './ledger.js';
import { watchNearness } from './nearness.js';
import type { Regularity, RegularityEvent } from './regularity.js';

/**
 * The reading `max-gap`: no stretch of the window is longer than a period and the tolerance without a
 * transmission. There are no slots, so no transmission in the window is outside one. A stretch in which the host
 * was unreachable begins anew when it wakes.
 */
export function longestSilence(
  schedule: Schedule,
  reading: ScheduleReading,
  start: Instant,
  gaps: Gaps,
  found: (event: RegularityEvent) => void,
): Regularity {
  const end = later(start, schedule.for);
  const most = (schedule.every + schedule.tolerance) as typeof schedule.every;
  let since: Instant | undefined = start;
  let deadline = later(start, most);
  let over = false;
  const nearness = watchNearness();

  const restart = (at: Instant): void => {
    since = at;
    deadline = later(at, most);
  };
  const ended = (sort: GapSort, span: Span): Span | undefined => {
    const gap = gaps.touching(span, sort).at(-1);
    return gap !== undefined && gap.until > span.from ? gap : undefined;
  };
  const decide = (from: Instant): void => {
    const span = { from, until: deadline };
    const awake = reading.unreachable === 'excused' ? ended('unreachable', span) : undefined;
    const seen = ended('blind', span);
    if (awake !== undefined) {
      found({ kind: 'near', near: awake.until - span.from });
      restart(awake.until);
    } else if (seen !== undefined) {
      const stretch = `between ${formatInstant(from)} and ${formatInstant(deadline)}`;
      found({ kind: 'blind', by: seen, reason: `the capture was down ${stretch}` });
      restart(seen.until);
    } else {
      // One finding for one silence: the next stretch begins with the next transmission.
      since = undefined;
      const message = `nothing was sent for longer than ${formatDuration(most)} after ${formatInstant(from)}`;
      found({ kind: 'missing', at: deadline, message, leeway: nearness.missed(from, deadline) });
    }
  };

  return {
    decideBefore(now) {
      while (since !== undefined && deadline < now && deadline < end) decide(since);
      if (over || now <= end) return;
      over = true;
      if (since !== undefined) found({ kind: 'near', near: deadline - end });
    },
    transmit(at) {
      const near = since === undefined ? Number.POSITIVE_INFINITY : deadline - at;
      nearness.happened(at);
      restart(at);
      return { kind: 'expected', margin: undefined, near };
    },
    left(at) {
      nearness.happened(at);
      if (since !== undefined && deadline < end) found({ kind: 'near', near: Math.abs(deadline - at) });
    },
    passed: (at) => nearness.happened(at),
    hindered: (by) => nearness.hindered(by),
    get toGap() {
      return nearness.toGap;
    },
    pending() {
      if (since === undefined || deadline >= end) return undefined;
      return `the trace ends before ${formatInstant(deadline)}, until when the silence since ${formatInstant(since)} may last`;
    },
  };
}
