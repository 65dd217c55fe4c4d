import type { Payload, Schedule } from '../disclosure/disclosure.js';
import type { Instant } from '../disclosure/instant.js';
import type { ScheduleReading } from '../disclosure/readings.js';
import type { Leeway } from './finding.js';
import type { GapSort } from './gaps.js';
import type { Span } from './ledger.js';
import type { Entry } from './schedule.js';
import { slotNumbers, slotSpan } from './slots.js';

/** What became of a slot (DESIGN 6, decision order). */
export type SlotOutcome = 'hit' | 'missed' | 'excused' | 'blind' | 'cancelled' | 'pending';

/** Hears how a window goes under the chosen reading, for whoever draws it. */
export interface WindowWatch {
  opened(entry: Entry): void;
  slot(number: number, outcome: SlotOutcome): void;
}

/** One window of one schedule of one installation, as it went under the chosen reading. */
export interface ObservedWindow {
  readonly payload: Payload;
  readonly schedule: Schedule;
  readonly reading: ScheduleReading;
  readonly installation: string;
  readonly entry: Entry;
  /** When its state was left, or the product uninstalled. */
  readonly left: Instant | undefined;
  readonly slots: readonly {
    readonly span: Span;
    readonly outcome: SlotOutcome;
    readonly sent: Instant | undefined;
  }[];
  readonly sent: readonly {
    readonly at: Instant;
    readonly line: number;
    readonly rule: string | undefined;
    readonly leeway: Leeway | undefined;
  }[];
  /** The consent states of the installation, from the one in which the window was opened. */
  readonly states: readonly { readonly at: Instant; readonly state: string | undefined }[];
  readonly gaps: readonly { readonly span: Span; readonly sort: GapSort }[];
  /** Transmissions past the number that is kept. */
  readonly sentOmitted: number;
  /** Whether the window put its clause to the test. */
  readonly exercised: boolean;
  readonly breached: boolean;
  readonly undecided: boolean;
  /** Of its breaches, each of which may turn out to be none, and of what was none (see `settleClock`). */
  readonly leeways: readonly Leeway[];
  readonly near: number;
}

/** What is remembered of a window while it is open. */
export interface WindowLog {
  readonly entry: Entry;
  readonly clean: boolean;
  slot(number: number, outcome: SlotOutcome): void;
  transmit(at: Instant, line: number): void;
  exercised(): void;
  /** @param line of the transmission that was one. */
  breach(rule: string, line: number | undefined, leeway: Leeway): void;
  /** Something came so many milliseconds from an instant at which it would be judged otherwise. */
  near(milliseconds: number): void;
  undecided(): void;
  left(at: Instant): void;
  /** Nothing is owed in it from an instant on, under every reading. */
  cancelled(at: Instant): void;
  state(at: Instant, state: string | undefined): void;
  gap(sort: GapSort, span: Span): void;
  close(): ObservedWindow;
}

const SENT_LIMIT = 200;
const STATE_LIMIT = 50;
/** A picture of more slots than these shows nothing. */
const SLOT_LIMIT = 200;

export function openWindowLog(
  payload: Payload,
  schedule: Schedule,
  reading: ScheduleReading,
  installation: string,
  entry: Entry,
): WindowLog {
  const outcomes = new Map<number, SlotOutcome>();
  const sent: { at: Instant; line: number; rule: string | undefined; leeway: Leeway | undefined }[] = [];
  const leeways: Leeway[] = [];
  let near = Number.POSITIVE_INFINITY;
  const states: { at: Instant; state: string | undefined }[] = [];
  const gaps: { span: Span; sort: GapSort }[] = [];
  let sentOmitted = 0;
  let left: Instant | undefined;
  let cancelled: Instant | undefined;
  let exercised = false;
  let breached = false;
  let undecided = false;

  const slots = (): ObservedWindow['slots'] => {
    if (!entry.known || reading.regularity !== 'grid') return [];
    const { first, last } = slotNumbers(schedule, reading);
    const numbers = Array.from(
      { length: Math.min(last - first + 1, SLOT_LIMIT) },
      (_, index) => first + index,
    );
    return numbers.map((number) => {
      const span = slotSpan(schedule, entry.at, number);
      const outcome = outcomes.get(number) ?? (cancelled === undefined ? 'pending' : 'cancelled');
      const hit = outcome !== 'hit' ? undefined : sent.find(({ at }) => at >= span.from && at <= span.until);
      return { span, outcome, sent: hit?.at };
    });
  };

  return {
    entry,
    get clean() {
      return !breached && !undecided;
    },
    slot(number, outcome) {
      outcomes.set(number, outcome);
    },
    transmit(at, line) {
      if (sent.length < SENT_LIMIT) sent.push({ at, line, rule: undefined, leeway: undefined });
      else sentOmitted += 1;
    },
    exercised() {
      exercised = true;
    },
    breach(rule, line, leeway) {
      breached = true;
      leeways.push(leeway);
      if (line === undefined) return;
      const transmission = sent.findLast((one) => one.line === line);
      if (transmission === undefined) return;
      transmission.rule = rule;
      transmission.leeway = leeway;
    },
    near(milliseconds) {
      near = Math.min(near, milliseconds);
    },
    undecided() {
      undecided = true;
    },
    left(at) {
      left ??= at;
      if (reading['state-left'] === 'terminates') cancelled ??= at;
    },
    cancelled(at) {
      cancelled ??= at;
    },
    state(at, state) {
      if (states.at(-1)?.state === state && states.length > 0) return;
      if (states.length < STATE_LIMIT) states.push({ at, state });
    },
    gap(sort, span) {
      if (gaps.length < STATE_LIMIT) gaps.push({ span, sort });
    },
    close: () => ({
      payload,
      schedule,
      reading,
      installation,
      entry,
      left,
      slots: slots(),
      sent,
      states,
      gaps,
      sentOmitted,
      exercised,
      breached,
      undecided,
      leeways,
      near,
    }),
  };
}

/** The windows that are kept to be drawn: few of those in which all was well, more of the others. */
export interface WindowKeeper {
  readonly windows: readonly ObservedWindow[];
  readonly omitted: number;
  /** Holds a place for a window that is over and in which all was well; false where enough are held or kept. */
  hold(): boolean;
  /** Makes room for the log of one more window; false where so many are open that it goes without. */
  begin(): boolean;
  /** @param held whether a place is held for it, which it gives back. */
  keep(log: WindowLog, held: boolean): void;
  /** One that nobody remembers any more. */
  drop(): void;
}

/** Windows that are followed for a picture at one time: a recording may hold a million. */
const OPEN_LIMIT = 2000;
const CLEAN_LIMIT = 40;
const OTHER_LIMIT = 60;

export function openWindowKeeper(): WindowKeeper {
  const windows: ObservedWindow[] = [];
  let open = 0;
  let clean = 0;
  let holding = 0;
  let omitted = 0;
  return {
    windows,
    get omitted() {
      return omitted;
    },
    hold() {
      if (clean + holding >= CLEAN_LIMIT) return false;
      holding += 1;
      return true;
    },
    begin() {
      if (open >= OPEN_LIMIT) {
        omitted += 1;
        return false;
      }
      open += 1;
      return true;
    },
    keep(log, held) {
      open -= 1;
      if (held) holding -= 1;
      const kept = log.clean ? clean < CLEAN_LIMIT : windows.length - clean < OTHER_LIMIT;
      if (!kept) {
        omitted += 1;
        return;
      }
      if (log.clean) clean += 1;
      windows.push(log.close());
    },
    drop() {
      open -= 1;
      omitted += 1;
    },
  };
}
