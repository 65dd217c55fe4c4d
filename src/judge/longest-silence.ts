import type { Schedule } from '../disclosure/disclosure.js';
import { formatDuration, formatInstant, type Instant, later } from '../disclosure/instant.js';
import type { ScheduleReading } from '../disclosure/readings.js';
import type { GapSort, Gaps } from './gaps.js';
import type { Span } from './ledger.js';
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
    if (awake !== undefined) restart(awake.until);
    else if (seen !== undefined) {
      const stretch = `between ${formatInstant(from)} and ${formatInstant(deadline)}`;
      found({ kind: 'blind', by: seen, reason: `the capture was down ${stretch}` });
      restart(seen.until);
    } else {
      // One finding for one silence: the next stretch begins with the next transmission.
      since = undefined;
      const message = `nothing was sent for longer than ${formatDuration(most)} after ${formatInstant(from)}`;
      found({ kind: 'missing', at: deadline, message });
    }
  };

  return {
    decideBefore(now) {
      while (since !== undefined && deadline < now && deadline < end) decide(since);
    },
    transmit(at) {
      restart(at);
      return { kind: 'expected', margin: undefined };
    },
    pending() {
      if (since === undefined || deadline >= end) return undefined;
      return `the trace ends before ${formatInstant(deadline)}, until when the silence since ${formatInstant(since)} may last`;
    },
  };
}
