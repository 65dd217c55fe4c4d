import type { Schedule } from '../disclosure/disclosure.js';
import { type Duration, formatDuration, formatInstant, type Instant, later } from '../disclosure/instant.js';
import type { ScheduleReading } from '../disclosure/readings.js';
import type { Gaps } from './gaps.js';
import type { Span } from './ledger.js';
import { longestSilence } from './longest-silence.js';
import type { Regularity, RegularityEvent } from './regularity.js';
import type { Rule } from './rule.js';
import { afterWindow, offSlot, slotMissing, slotRepeated } from './schedule-rules.js';
import { gridOfSlots, slotNumbers } from './slots.js';

/** What a schedule's tracker finds, and of which clause. */
export type ScheduleEvent =
  | { readonly kind: 'exercised'; readonly clause: string; readonly margin: Duration | undefined }
  | { readonly kind: 'undecided'; readonly clause: string; readonly reason: string }
  | {
      readonly kind: 'breach';
      readonly clause: string;
      readonly rule: Rule;
      readonly at: Instant;
      readonly line: number;
      readonly message: string;
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
  leave(): void;
  /** The product is gone: what is owed is cancelled under every reading. */
  cancel(): void;
  transmit(at: Instant, line: number): void;
  /** The capture is down for a while. */
  down(span: Span): void;
  tick(now: Instant): void;
  finish(): void;
  /** Whether no window is open, so that nothing is owed and nothing is forbidden. */
  readonly idle: boolean;
}

interface Window {
  readonly entry: Entry;
  readonly regularity: Regularity | undefined;
  left: boolean;
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

/** Follows one schedule (DESIGN 6). */
export function trackSchedule(
  schedule: Schedule,
  reading: ScheduleReading,
  gaps: Gaps,
  found: (event: ScheduleEvent) => void,
): ScheduleTracker {
  const owed = reading.modality === 'obligation';
  let window: Window | undefined;
  const emptied: { unreachable?: Span; blind?: Span } = {};
  let caughtUpAfter: Instant | undefined;

  /** Whether an instant is certainly after the window, whose start may only be known to lie before `entry.at`. */
  const isAfter = (at: Instant, { entry }: Window): boolean => {
    const end = entry.at + schedule.for;
    return reading['window-end'] === 'half-open' ? at >= end : at > end + schedule.tolerance;
  };

  const open = (entry: Entry): void => {
    const hear = (event: RegularityEvent): void => {
      const { clause, line } = entry;
      if (event.kind === 'excused') emptied.unreachable = event.by;
      else if (event.kind === 'blind') {
        emptied.blind = event.by;
        if (owed) found({ kind: 'undecided', clause, reason: event.reason });
      } else if (owed) {
        found({ kind: 'exercised', clause, margin: undefined });
        found({ kind: 'breach', clause, rule: slotMissing, at: event.at, line, message: event.message });
      }
    };
    const regular = reading.regularity === 'grid' ? gridOfSlots : longestSilence;
    const regularity = entry.known ? regular(schedule, reading, entry.at, gaps, hear) : undefined;
    window = { entry, regularity, left: false };
    if (!entry.known) {
      const reason = `it is not known since when the state has held that was first seen at ${formatInstant(entry.at)}`;
      found({ kind: 'undecided', clause: entry.clause, reason });
      return;
    }
    const slotAtStart = reading['first-slot'] === 'immediately' && reading.regularity === 'grid';
    const before = slotAtStart ? entry.lastSent : undefined;
    if (before !== undefined && before >= entry.at - schedule.tolerance) receive(window, before, entry.line);
    if (gaps.blind({ from: entry.at, until: entry.at })) blindIn(window, { from: entry.at, until: entry.at });
  };

  /**
   * One catch-up for one gap that emptied a slot, within the tolerance of its end: permitted after a sleep or a
   * time offline; after a capture that was down nobody knows whether the host had slept.
   */
  const catchUp = (cause: 'unreachable' | 'blind', instants: readonly Instant[]): boolean =>
    instants.some((at) => {
      const over = gaps.lastOver(at, cause);
      if (over === undefined || over.from !== emptied[cause]?.from || caughtUpAfter === over.from)
        return false;
      if (at > later(over.until, schedule.tolerance)) return false;
      caughtUpAfter = over.from;
      return true;
    });

  /** A transmission that no slot accounts for: a catch-up, perhaps one, or a breach. */
  const surplus = (
    rule: Rule,
    line: number,
    message: string,
    instants: readonly [Instant, ...Instant[]],
  ): void => {
    if (window === undefined) return;
    const { clause } = window.entry;
    if (reading.unreachable === 'excused') {
      if (catchUp('unreachable', instants)) return;
      if (catchUp('blind', instants)) {
        const reason = `it is not known whether the transmission at ${formatInstant(instants[0])} made up for one that was hindered: the capture was down before it`;
        found({ kind: 'undecided', clause, reason });
        return;
      }
    }
    found({ kind: 'breach', clause, rule, at: instants[0], line, message });
  };

  const receive = (open: Window, at: Instant, line: number): void => {
    const reception = open.regularity?.transmit(at) ?? { kind: 'other' as const };
    const forbidden = reading['other-transmissions'] === 'forbidden';
    if (reception.kind === 'expected') {
      found({ kind: 'exercised', clause: open.entry.clause, margin: reception.margin });
    } else if (reception.kind === 'repeated') {
      const message = `was sent a second time in ${reception.message}`;
      if (forbidden) surplus(slotRepeated, line, message, [at, reception.previous]);
    } else if (forbidden) {
      surplus(offSlot, line, `was sent ${sinceStart(open, at)}, in the window and outside every slot`, [at]);
    }
  };

  const sinceStart = (open: Window, at: Instant): string =>
    `${formatDuration((at - open.entry.at) as Duration)} after the state began at ${formatInstant(open.entry.at)}`;

  const blindIn = (open: Window, span: Span): void => {
    const slots = reading.regularity === 'grid' && reading['other-transmissions'] === 'forbidden';
    const within = slots && !isAfter(span.from, open);
    const beyond = reading['after-window'] === 'forbidden' && isAfter(span.until, open) && !open.left;
    if (!within && !beyond) return;
    const reason = `the capture was down from ${formatInstant(span.from)}: more may have been sent`;
    found({ kind: 'undecided', clause: open.entry.clause, reason });
  };

  return {
    enter: open,
    enterAgain(entry) {
      if (reading['state-entered-again'] === 'restarts') open(entry);
    },
    leave() {
      if (window === undefined) return;
      const goesOn = reading['state-left'] === 'continues' && window.entry.known;
      if (goesOn) window.left = true;
      else window = undefined;
    },
    cancel() {
      window = undefined;
    },
    transmit(at, line) {
      if (window === undefined) return;
      if (isAfter(at, window)) {
        if (window.left || reading['after-window'] === 'allowed') return;
        const since = window.entry.known ? sinceStart(window, at) : `${sinceStart(window, at)} or earlier`;
        const message = `was sent ${since}, when the window of ${formatDuration(schedule.for)} was over`;
        surplus(afterWindow, line, message, [at]);
      } else if (window.entry.known) receive(window, at, line);
    },
    down(span) {
      if (window?.entry.known) blindIn(window, span);
    },
    tick(now) {
      window?.regularity?.decideBefore(now);
      if (window?.left && isAfter(now, window)) window = undefined;
    },
    finish() {
      const pending = window?.regularity?.pending();
      if (window !== undefined && pending !== undefined) {
        found({ kind: 'undecided', clause: window.entry.clause, reason: pending });
      }
    },
    get idle() {
      return window === undefined;
    },
  };
}
