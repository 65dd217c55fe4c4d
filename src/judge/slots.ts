import type { Schedule } from '../disclosure/disclosure.js';
import { type Duration, formatDuration, formatInstant, type Instant } from '../disclosure/instant.js';
import type { ScheduleReading } from '../disclosure/readings.js';
import type { Gaps } from './gaps.js';
import type { Span } from './ledger.js';
import { watchNearness } from './nearness.js';
import type { Regularity, RegularityEvent } from './regularity.js';

/** The numbers of the slots that a window holds: the first and the last, both owed. */
export function slotNumbers(schedule: Schedule, reading: ScheduleReading): { first: number; last: number } {
  const periods = Math.floor(schedule.for / schedule.every);
  if (reading['first-slot'] === 'immediately') return { first: 0, last: periods - 1 };
  const endsOnSlot = periods * schedule.every === schedule.for;
  return { first: 1, last: reading['window-end'] === 'half-open' && endsOnSlot ? periods - 1 : periods };
}

/** The times at which slot k may be discharged: T0 + k·every ± tolerance, both ends belonging to it (DESIGN 6). */
export function slotSpan(schedule: Schedule, start: Instant, number: number): Span {
  const due = start + number * schedule.every;
  return { from: (due - schedule.tolerance) as Instant, until: (due + schedule.tolerance) as Instant };
}

/** Slots on a grid from the start of the window. They never overlap, so one at a time is open. */
export function gridOfSlots(
  schedule: Schedule,
  reading: ScheduleReading,
  start: Instant,
  gaps: Gaps,
  found: (event: RegularityEvent) => void,
): Regularity {
  const { first, last } = slotNumbers(schedule, reading);
  let number = first;
  let hitAt: Instant | undefined;
  let wasHit = true;
  const nearness = watchNearness();

  const name = (slot: number): string => {
    const due = (start + slot * schedule.every) as Instant;
    return `the slot at ${formatInstant(due)} ± ${formatDuration(schedule.tolerance)}`;
  };
  const decide = (span: Span): void => {
    if (hitAt !== undefined) return;
    const reason = `the capture was down in ${name(number)}`;
    const sleeps = reading.unreachable === 'excused' ? gaps.touching(span, 'unreachable') : [];
    const downs = sleeps.length > 0 ? [] : gaps.touching(span, 'blind');
    const outcome = sleeps.length > 0 ? 'excused' : downs.length > 0 ? 'blind' : 'missed';
    found({ kind: 'slot', number, outcome });
    for (const by of sleeps) found({ kind: 'excused', by });
    for (const by of downs) found({ kind: 'blind', by, reason });
    if (sleeps.length > 0)
      found({ kind: 'near', near: Math.max(...sleeps.map((gap) => overlap(gap, span))) });
    if (sleeps.length + downs.length > 0) return;
    const leeway = nearness.missed(span.from, span.until);
    found({ kind: 'missing', at: span.until, message: `${name(number)} passed empty`, leeway });
  };
  /** How far an instant is from the slots beside the one of now that have no transmission. */
  const fromOthers = (at: Instant, next: number): number => {
    const before = wasHit ? undefined : at - slotSpan(schedule, start, number - 1).until;
    const after = next > last ? undefined : slotSpan(schedule, start, next).from - at;
    return Math.min(before ?? Number.POSITIVE_INFINITY, after ?? Number.POSITIVE_INFINITY);
  };

  return {
    decideBefore(now) {
      while (number <= last) {
        const span = slotSpan(schedule, start, number);
        if (span.until >= now) return;
        decide(span);
        number += 1;
        wasHit = hitAt !== undefined;
        hitAt = undefined;
      }
    },
    transmit(at) {
      const span = slotSpan(schedule, start, number);
      if (number > last || at < span.from || at > span.until) {
        nearness.happened(at);
        return { kind: 'other', leeway: fromOthers(at, hitAt === undefined ? number : number + 1) };
      }
      const previous = hitAt;
      if (previous !== undefined) {
        const leeway = Math.min(fromOthers(at, number + 1), fromOthers(previous, number + 1));
        return { kind: 'repeated', previous, message: name(number), leeway };
      }
      hitAt = at;
      nearness.happened(at);
      found({ kind: 'slot', number, outcome: 'hit' });
      const margin = Math.min(at - span.from, span.until - at) as Duration;
      return { kind: 'expected', margin, near: margin };
    },
    left(at) {
      nearness.happened(at);
      if (number > last || hitAt !== undefined) return;
      found({ kind: 'near', near: Math.abs(slotSpan(schedule, start, number).until - at) });
    },
    passed: (at) => nearness.happened(at),
    hindered: (by) => nearness.hindered(by),
    get toGap() {
      return nearness.toGap;
    },
    pending() {
      const open = hitAt === undefined ? number : number + 1;
      if (open > last) return undefined;
      return `the trace ends before ${name(open)} was over`;
    },
  };
}

function overlap(one: Span, other: Span): number {
  return Math.min(one.until, other.until) - Math.max(one.from, other.from);
}
