import type { Schedule } from '../disclosure/disclosure.js';
import { type Duration, formatDuration, formatInstant, type Instant } from '../disclosure/instant.js';
import type { ScheduleReading } from '../disclosure/readings.js';
import { type CatchUps, trackCatchUps } from './catch-up.js';
import type { Leeway } from './finding.js';
import type { GapSort, Gaps } from './gaps.js';
import type { Span } from './ledger.js';
import { longestSilence } from './longest-silence.js';
import type { Regularity, RegularityEvent } from './regularity.js';
import type { Rule } from './rule.js';
import { afterWindow, offSlot, slotMissing, slotRepeated } from './schedule-rules.js';
import { gridOfSlots, slotNumbers } from './slots.js';
import { type Unseen, watchUnseen } from './unseen.js';
import type { WindowWatch } from './window-log.js';

/** What a schedule's tracker finds, and of which clause. */
export type ScheduleEvent =
  | {
      readonly kind: 'exercised';
      readonly clause: string;
      readonly margin: Duration | undefined;
    }
  /** Something came so many milliseconds from an instant at which it would be judged otherwise. */
  | { readonly kind: 'near'; readonly clause: string; readonly near: number }
  | { readonly kind: 'undecided'; readonly clause: string; readonly reason: string }
  | {
      readonly kind: 'breach';
      readonly clause: string;
      readonly rule: Rule;
      readonly at: Instant;
      readonly line: number;
      readonly message: string;
      readonly leeway: Leeway;
    };

/** How the facts that open a window came to hold. `known`: whether the instant is the one at which they did. */
export interface Entry {
  readonly at: Instant;
  readonly known: boolean;
  readonly clause: string;
  readonly line: number;
  /** When the payload was last sent before, if ever: the slot at the start itself reaches back that far. */
  readonly lastSent: Instant | undefined;
}

/** One schedule of one installation under one set of readings. Every call's instant is at least the last one's. */
export interface ScheduleTracker {
  enter(entry: Entry): void;
  enterAgain(entry: Entry): void;
  leave(at: Instant): void;
  /** The product is gone: what is owed is cancelled under every reading. */
  cancel(at: Instant): void;
  transmit(at: Instant, line: number): void;
  /** The host cannot send for a while, or the capture is down. */
  hindered(sort: GapSort, by: Span): void;
  tick(now: Instant): void;
  finish(): void;
  /** Whether no window is open, so that nothing is owed and nothing is forbidden. */
  readonly idle: boolean;
  /** How a window that is over was entered: nothing is owed in it any more, and what comes may be too late. */
  readonly over: Entry | undefined;
}

interface Window {
  readonly entry: Entry;
  readonly regularity: Regularity | undefined;
  readonly catchUps: CatchUps;
  readonly unseen: Unseen;
  left: boolean;
  /** A slot's first transmission that was taken for a catch-up, so that the second is the slot's. */
  madeUp: Instant | undefined;
  /** How near what was taken for a catch-up came to standing for a slot instead, in milliseconds. */
  nearSlot: number;
}

/**
 * Why readings cannot be combined: a slot that is owed and whose tolerance reaches past an end after which
 * nothing may be sent would be both owed and forbidden.
 */
export function contradiction(schedule: Schedule, reading: ScheduleReading): string | undefined {
  if (reading['window-end'] !== 'half-open' || reading['after-window'] !== 'forbidden') return undefined;
  if (reading.regularity !== 'grid' || reading.modality !== 'obligation') return undefined;
  const { last } = slotNumbers(schedule, reading);
  if (last * schedule.every + schedule.tolerance < schedule.for) return undefined;
  return `a slot that is owed ${formatDuration((last * schedule.every) as Duration)} into the window could be discharged after its end at ${formatDuration(schedule.for)}, where nothing may be sent`;
}

/**
 * Follows one schedule (DESIGN 6).
 *
 * @param watch hears how each window goes, where somebody wants to draw it.
 */
export function trackSchedule(
  schedule: Schedule,
  reading: ScheduleReading,
  gaps: Gaps,
  found: (event: ScheduleEvent) => void,
  watch?: WindowWatch,
): ScheduleTracker {
  const owed = reading.modality === 'obligation';
  const onGrid = reading.regularity === 'grid';
  /** The gaps that leave something open, or excuse it. */
  const hindering: readonly GapSort[] =
    reading.unreachable === 'excused' ? ['unreachable', 'blind'] : ['blind'];
  let window: Window | undefined;
  let decidedBefore: Instant | undefined;

  /** Whether an instant is certainly after the window, whose start may only be known to lie before `entry.at`. */
  const isAfter = (at: Instant, { entry }: Window): boolean => {
    const end = endOf(entry);
    return reading['window-end'] === 'half-open' ? at >= end : at > end;
  };
  const endOf = (entry: Entry): number =>
    entry.at + schedule.for + (reading['window-end'] === 'half-open' ? 0 : schedule.tolerance);

  const open = (entry: Entry): void => {
    const { clause, line } = entry;
    watch?.opened(entry);
    const catchUps = trackCatchUps(gaps, schedule.tolerance);
    const hear = (event: RegularityEvent): void => {
      if (event.kind === 'slot') watch?.slot(event.number, event.outcome);
      else if (event.kind === 'excused') catchUps.emptied('unreachable', event.by);
      else if (event.kind === 'blind') {
        if (onGrid) catchUps.emptied('blind', event.by);
        if (owed) found({ kind: 'undecided', clause, reason: event.reason });
      } else if (owed && event.kind === 'near') found({ kind: 'near', clause, near: event.near });
      else if (owed && event.kind === 'missing') {
        found({ kind: 'exercised', clause, margin: undefined });
        const { at, message, leeway } = event;
        found({ kind: 'breach', clause, rule: slotMissing, at, line, message, leeway });
      }
    };
    const regular = onGrid ? gridOfSlots : longestSilence;
    const regularity = entry.known ? regular(schedule, reading, entry.at, gaps, hear) : undefined;
    const unseen = watchUnseen(
      (stretch) => isForbidden(opened, stretch),
      ({ from }) => {
        const reason = `the capture was down from ${formatInstant(from)}: more may have been sent`;
        found({ kind: 'undecided', clause, reason });
      },
    );
    const opened: Window = {
      entry,
      regularity,
      catchUps,
      unseen,
      left: false,
      madeUp: undefined,
      nearSlot: Number.POSITIVE_INFINITY,
    };
    window = opened;
    if (!entry.known) {
      const reason = `it is not known since when the state has held that was first seen at ${formatInstant(entry.at)}`;
      found({ kind: 'undecided', clause, reason });
      return;
    }
    const before = onGrid && reading['first-slot'] === 'immediately' ? entry.lastSent : undefined;
    if (before !== undefined && before >= entry.at - schedule.tolerance) receive(opened, before, line);
    else if (before !== undefined) {
      found({ kind: 'near', clause, near: entry.at - schedule.tolerance - before });
    }
    for (const gap of hindering.flatMap(gaps.of)) regularity?.hindered(gap);
    const [down] = gaps.touching({ from: entry.at, until: entry.at }, 'blind');
    if (down !== undefined) unseen.down({ from: entry.at, until: down.until });
  };

  /** Whether something sent at either end of a stretch could be a breach, were it not a slot's or a catch-up. */
  const isForbidden = (open: Window, { from, until }: Span): boolean => {
    const within = onGrid && reading['other-transmissions'] === 'forbidden' && !isAfter(from, open);
    const beyond = reading['after-window'] === 'forbidden' && !open.left && isAfter(until, open);
    return within || beyond;
  };

  /** A transmission that no slot accounts for: a catch-up, perhaps one, or a breach. */
  const surplus = (
    open: Window,
    rule: Rule,
    at: Instant,
    line: number,
    message: string,
    milliseconds: number,
    hit?: Instant,
  ): void => {
    const { clause } = open.entry;
    // Of two in a slot one is the slot's and the other may be the catch-up: whichever it is.
    const other = hit === open.madeUp ? undefined : hit;
    const catchUp = (sort: GapSort): Duration | undefined => {
      const left = open.catchUps.take(sort, at);
      if (left !== undefined || other === undefined) return left;
      const leftOfOther = open.catchUps.take(sort, other);
      if (leftOfOther !== undefined) open.madeUp = other;
      return leftOfOther;
    };
    let leeway = milliseconds;
    if (reading.unreachable === 'excused') {
      const left = catchUp('unreachable');
      if (left !== undefined) {
        open.nearSlot = Math.min(open.nearSlot, milliseconds);
        found({ kind: 'near', clause, near: left });
        return;
      }
      if (catchUp('blind') !== undefined) {
        const reason = `it is not known whether the transmission at ${formatInstant(at)} made up for one that was hindered: the capture was down before it`;
        found({ kind: 'undecided', clause, reason });
        return;
      }
      // It would be a catch-up if it came a little sooner, if the other that was taken for one stood for a slot, or if
      // a gap reached a little further.
      const toGap = open.regularity?.toGap ?? Number.POSITIVE_INFINITY;
      leeway = Math.min(leeway, open.catchUps.missedBy(at), open.nearSlot, toGap);
    }
    found({ kind: 'breach', clause, rule, at, line, message, leeway: { milliseconds: leeway } });
  };

  const receive = (open: Window, at: Instant, line: number): void => {
    const other = { kind: 'other' as const, leeway: Number.POSITIVE_INFINITY };
    const reception = open.regularity?.transmit(at) ?? other;
    const { clause } = open.entry;
    const toEnd = Math.abs(endOf(open.entry) - at);
    const forbiddenAfter = reading['after-window'] === 'forbidden' && !open.left;
    if (reception.kind === 'expected') {
      found({ kind: 'exercised', clause, margin: reception.margin });
      found({ kind: 'near', clause, near: Math.min(reception.near, forbiddenAfter ? toEnd : Infinity) });
      return;
    }
    // Past a window that anything may follow, only what stands for a slot still counts.
    const forbidden = onGrid && reading['other-transmissions'] === 'forbidden';
    if (isAfter(at, open) || !forbidden) {
      if (forbidden !== forbiddenAfter) found({ kind: 'near', clause, near: toEnd });
      return;
    }
    const leeway = forbiddenAfter ? reception.leeway : Math.min(reception.leeway, toEnd);
    if (reception.kind === 'repeated') {
      const message = `was sent a second time in ${reception.message}`;
      surplus(open, slotRepeated, at, line, message, leeway, reception.previous);
    } else {
      const message = `was sent ${sinceStart(open, at)}, in the window and outside every slot`;
      surplus(open, offSlot, at, line, message, leeway);
    }
  };

  const sinceStart = (open: Window, at: Instant): string =>
    `${formatDuration((at - open.entry.at) as Duration)} after the state began at ${formatInstant(open.entry.at)}`;

  return {
    enter: open,
    enterAgain(entry) {
      if (reading['state-entered-again'] === 'restarts') open(entry);
    },
    leave(at) {
      if (window === undefined) return;
      if (reading['state-left'] === 'terminates') window.regularity?.left(at);
      const goesOn = reading['state-left'] === 'continues' && window.entry.known;
      if (goesOn) window.left = true;
      else window = undefined;
    },
    cancel(at) {
      window?.regularity?.left(at);
      window = undefined;
    },
    transmit(at, line) {
      if (window === undefined) return;
      const after = isAfter(at, window);
      if (after && !window.left && reading['after-window'] === 'forbidden') {
        const since = window.entry.known ? sinceStart(window, at) : `${sinceStart(window, at)} or earlier`;
        const message = `was sent ${since}, when the window of ${formatDuration(schedule.for)} was over`;
        surplus(window, afterWindow, at, line, message, at - endOf(window.entry));
        window.regularity?.passed(at);
      } else if (window.entry.known && (onGrid || !after)) receive(window, at, line);
    },
    hindered(sort, by) {
      if (!window?.entry.known) return;
      if (hindering.includes(sort)) window.regularity?.hindered(by);
      if (sort === 'blind') window.unseen.down(by);
    },
    tick(now) {
      decidedBefore = now;
      window?.unseen.decideBefore(now);
      window?.regularity?.decideBefore(now);
      // The last slot may reach past the end of a half-open window, and is owed all the same.
      const over = window?.left && isAfter(now, window) && window.regularity?.pending() === undefined;
      if (over) window = undefined;
    },
    finish() {
      if (window === undefined) return;
      if (decidedBefore !== undefined) {
        window.unseen.decideBefore((decidedBefore + 1) as Instant);
        window.regularity?.passed(decidedBefore);
      }
      const pending = owed ? window.regularity?.pending() : undefined;
      if (pending !== undefined) found({ kind: 'undecided', clause: window.entry.clause, reason: pending });
    },
    get idle() {
      return window === undefined;
    },
    get over() {
      if (window === undefined || decidedBefore === undefined || !window.entry.known || window.left)
        return undefined;
      const isOver = isAfter(decidedBefore, window) && window.regularity?.pending() === undefined;
      return isOver ? window.entry : undefined;
    },
  };
}
