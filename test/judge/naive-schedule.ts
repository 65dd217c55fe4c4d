import type { ScheduleReading } from '../../src/disclosure/readings.js';

/**
 * Schedules as DESIGN 6 words them, a second time and as plainly as possible: the whole history lies open, every
 * question is asked of all of it, and nothing is remembered from one question to the next. All times are whole
 * milliseconds.
 */

export interface Period {
  readonly every: number;
  readonly for: number;
  readonly tolerance: number;
}

export type Happening =
  | { readonly kind: 'enter'; readonly at: number; readonly known: boolean; readonly clause: string }
  | { readonly kind: 'enter-again'; readonly at: number; readonly clause: string }
  | { readonly kind: 'leave' | 'uninstall' | 'transmission'; readonly at: number }
  | { readonly kind: 'gap'; readonly at: number; readonly until: number; readonly cause: Cause };

export type Cause = 'host-asleep' | 'offline' | 'capture-down';

/** In time order. State changes at an instant stand before its transmissions; `end` is not before the last one. */
export interface History {
  readonly happenings: readonly Happening[];
  readonly end: number;
}

export interface NaiveFinding {
  readonly rule: string;
  readonly at: number;
}

export interface NaiveResult {
  readonly findings: readonly NaiveFinding[];
  readonly verdicts: Readonly<Record<string, string>>;
}

interface Window {
  readonly start: number;
  readonly known: boolean;
  readonly clause: string;
  leftAt: number;
  /** From this instant on the window is no more: cancelled, left for good, or replaced by another. */
  stopsAt: number;
}

interface Stretch {
  readonly from: number;
  readonly until: number;
}

interface Notes {
  readonly findings: NaiveFinding[];
  exercised: boolean;
  undecided: boolean;
}

/** What each clause's verdict is, and every breach. */
export function judgeNaively(period: Period, reading: ScheduleReading, history: History): NaiveResult {
  const findings: NaiveFinding[] = [];
  const notesByClause = new Map<string, Notes>();
  for (const window of windowsOf(reading, history)) {
    const notes: Notes = { findings: [], exercised: false, undecided: false };
    judgeWindow(period, reading, history, window, notes);
    findings.push(...notes.findings);
    const before = notesByClause.get(window.clause);
    notesByClause.set(window.clause, {
      findings: [...(before?.findings ?? []), ...notes.findings],
      exercised: notes.exercised || before?.exercised === true,
      undecided: notes.undecided || before?.undecided === true,
    });
  }
  return {
    findings,
    verdicts: Object.fromEntries([...notesByClause].map(([clause, notes]) => [clause, verdict(notes)])),
  };
}

/** Whether something would be both owed and forbidden. */
export function contradictsItself(period: Period, reading: ScheduleReading): boolean {
  if (reading.regularity === 'max-gap' || reading.modality === 'ceiling') return false;
  if (reading['after-window'] === 'allowed') return false;
  return slotsOf(period, reading, 0).some(({ from, until }) => {
    for (let at = from; at <= until; at += 1) if (isAfter(period, reading, 0, at)) return true;
    return false;
  });
}

function verdict({ findings, exercised, undecided }: Notes): string {
  if (findings.length > 0) return 'violated';
  if (undecided) return 'inconclusive';
  return exercised ? 'upheld' : 'not-exercised';
}

function windowsOf(reading: ScheduleReading, { happenings }: History): readonly Window[] {
  const windows: Window[] = [];
  const stop = (at: number): void => {
    for (const window of windows) window.stopsAt = Math.min(window.stopsAt, at);
  };
  const open = (start: number, known: boolean, clause: string): void => {
    stop(start);
    windows.push({ start, known, clause, leftAt: Infinity, stopsAt: Infinity });
  };
  for (const happening of happenings) {
    const { at } = happening;
    if (happening.kind === 'enter') open(at, happening.known, happening.clause);
    if (happening.kind === 'enter-again' && reading['state-entered-again'] === 'restarts') {
      open(at, true, happening.clause);
    }
    if (happening.kind === 'uninstall') stop(at);
    if (happening.kind !== 'leave') continue;
    const last = windows.at(-1);
    if (last?.known && reading['state-left'] === 'continues') last.leftAt = Math.min(last.leftAt, at);
    else stop(at);
  }
  return windows;
}

function judgeWindow(
  period: Period,
  reading: ScheduleReading,
  history: History,
  window: Window,
  notes: Notes,
): void {
  if (!window.known) {
    notes.undecided = true;
    if (reading['after-window'] === 'allowed') return;
    for (const at of transmissionsIn(history, window)) {
      if (isAfter(period, reading, window.start, at)) notes.findings.push({ rule: AFTER, at });
    }
    return;
  }
  if (reading.regularity === 'grid') judgeGrid(period, reading, history, window, notes);
  else judgeSilences(period, reading, history, window, notes);
  if (maySendUnseen(period, reading, history, window)) notes.undecided = true;
}

const MISSING = 'schedule/missing';
const OFF_SLOT = 'schedule/off-slot';
const REPEATED = 'schedule/repeated';
const AFTER = 'schedule/after-window';

function transmissionsIn({ happenings }: History, { start, stopsAt }: Window): readonly number[] {
  return happenings
    .filter(({ kind, at }) => kind === 'transmission' && at >= start && at < stopsAt)
    .map(({ at }) => at);
}

/** "After" begins past T0 + for + tolerance where the window is closed, else at T0 + for. */
function isAfter(period: Period, reading: ScheduleReading, start: number, at: number): boolean {
  const end = start + period.for;
  return reading['window-end'] === 'closed' ? at > end + period.tolerance : at >= end;
}

/** Every k that could matter, held against the table of DESIGN 6. */
function slotsOf(period: Period, reading: ScheduleReading, start: number): readonly Stretch[] {
  const whole = Math.floor(period.for / period.every);
  const slots: Stretch[] = [];
  for (let k = 0; k <= whole; k += 1) {
    const belongs = reading['first-slot'] === 'immediately' ? k < whole : k > 0;
    const dropped = reading['window-end'] === 'half-open' && k * period.every === period.for;
    const due = start + k * period.every;
    if (belongs && !dropped) slots.push({ from: due - period.tolerance, until: due + period.tolerance });
  }
  return slots;
}

/** Gaps of one sort; ones that meet are one. */
function gapsOf({ happenings }: History, blind: boolean): readonly Stretch[] {
  let gaps: Stretch[] = happenings.flatMap((happening) =>
    happening.kind === 'gap' && (happening.cause === 'capture-down') === blind
      ? [{ from: happening.at, until: happening.until }]
      : [],
  );
  for (;;) {
    const pair = gaps.flatMap((one) =>
      gaps.filter((other) => other !== one && meet(one, other)).map((other) => [one, other] as const),
    )[0];
    if (pair === undefined) return gaps.sort((one, other) => one.until - other.until);
    const [one, other] = pair;
    gaps = gaps.filter((gap) => gap !== one && gap !== other);
    gaps.push({ from: Math.min(one.from, other.from), until: Math.max(one.until, other.until) });
  }
}

function meet(one: Stretch, other: Stretch): boolean {
  return Math.max(one.from, other.from) <= Math.min(one.until, other.until);
}

type Fate = 'hit' | 'cancelled' | 'pending' | 'excused' | 'blind' | 'missed';

interface Slot extends Stretch {
  readonly fate: Fate;
  readonly hit: number | undefined;
}

function judgeGrid(
  period: Period,
  reading: ScheduleReading,
  history: History,
  window: Window,
  notes: Notes,
): void {
  const owed = reading.modality === 'obligation';
  const slots = slotsOf(period, reading, window.start).map(
    (slot): Slot => decideSlot(period, reading, history, window, slot),
  );
  for (const { fate, until } of slots) {
    if (fate === 'hit') notes.exercised = true;
    if (owed && (fate === 'pending' || fate === 'blind')) notes.undecided = true;
    if (!owed || fate !== 'missed') continue;
    notes.exercised = true;
    notes.findings.push({ rule: MISSING, at: until });
  }
  judgeSurplus(period, reading, history, window, slots, notes);
}

/** What may stand for a slot: what was sent in the window, and the last thing that was sent before it. */
function candidates(period: Period, reading: ScheduleReading, history: History, window: Window) {
  const before = history.happenings
    .filter(({ kind, at }) => kind === 'transmission' && at < window.start)
    .map(({ at }) => at)
    .slice(-1);
  const within = transmissionsIn(history, window).filter((at) => !isTooLate(period, reading, window, at));
  return [...before, ...within];
}

function isTooLate(period: Period, reading: ScheduleReading, window: Window, at: number): boolean {
  const forbidden = reading['after-window'] === 'forbidden' && at < window.leftAt;
  return forbidden && isAfter(period, reading, window.start, at);
}

/** DESIGN 6, decision order. */
function decideSlot(
  period: Period,
  reading: ScheduleReading,
  history: History,
  window: Window,
  slot: Stretch,
): Slot {
  const { from, until } = slot;
  const hit = candidates(period, reading, history, window).find((at) => at >= from && at <= until);
  const touched = (blind: boolean): boolean => gapsOf(history, blind).some((gap) => meet(gap, slot));
  let fate: Fate = 'missed';
  if (hit !== undefined) fate = 'hit';
  else if (window.stopsAt <= until) fate = 'cancelled';
  else if (history.end <= until) fate = 'pending';
  else if (reading.unreachable === 'excused' && touched(false)) fate = 'excused';
  else if (touched(true)) fate = 'blind';
  return { from, until, fate, hit };
}

/** What was sent in the window and stands for no slot: a breach, or a catch-up, or perhaps one. */
function judgeSurplus(
  period: Period,
  reading: ScheduleReading,
  history: History,
  window: Window,
  slots: readonly Slot[],
  notes: Notes,
): void {
  const caughtUp: Stretch[] = [];
  const hits = new Map(slots.map((slot) => [slot, slot.hit]));
  const standing = new Set<Slot>(slots.filter(({ hit }) => hit !== undefined && hit < window.start));

  const catchUp = (fate: 'excused' | 'blind', at: number, now: number): boolean => {
    const gap = gapsOf(history, fate === 'blind').find((candidate) => {
      const inTime = at >= candidate.until && at <= candidate.until + period.tolerance;
      const emptied = slots.some((slot) => slot.fate === fate && slot.until < now && meet(slot, candidate));
      const used = caughtUp.some(({ from, until }) => from === candidate.from && until === candidate.until);
      return inTime && emptied && !used;
    });
    if (gap !== undefined) caughtUp.push(gap);
    return gap !== undefined;
  };

  for (const at of transmissionsIn(history, window)) {
    const slot = slots.find(({ from, until }) => at >= from && at <= until);
    const tooLate = isTooLate(period, reading, window, at);
    if (slot !== undefined && !tooLate && !standing.has(slot)) {
      standing.add(slot);
      continue;
    }
    if (
      isAfter(period, reading, window.start, at) ? !tooLate : reading['other-transmissions'] === 'allowed'
    ) {
      continue;
    }
    const hit = tooLate || slot === undefined ? undefined : hits.get(slot);
    if (reading.unreachable === 'excused') {
      if (catchUp('excused', at, at)) continue;
      // One of two in a slot is the slot's, and the other may be the catch-up: whichever it is.
      if (slot !== undefined && hit !== undefined && catchUp('excused', hit, at)) {
        hits.set(slot, at);
        continue;
      }
      const perhaps = catchUp('blind', at, at);
      if (perhaps || (hit !== undefined && catchUp('blind', hit, at))) {
        if (!perhaps && slot !== undefined) hits.set(slot, at);
        notes.undecided = true;
        continue;
      }
    }
    const rule = tooLate ? AFTER : slot === undefined ? OFF_SLOT : REPEATED;
    notes.findings.push({ rule, at });
  }
}

/** The reading `max-gap`: no slots, only stretches of the window that may not be longer than every + tolerance. */
function judgeSilences(
  period: Period,
  reading: ScheduleReading,
  history: History,
  window: Window,
  notes: Notes,
): void {
  const sent = transmissionsIn(history, window);
  for (const at of sent) {
    if (!isAfter(period, reading, window.start, at)) notes.exercised = true;
    else if (isTooLate(period, reading, window, at)) notes.findings.push({ rule: AFTER, at });
  }
  if (reading.modality === 'ceiling') return;
  const last = (stretch: Stretch, blind: boolean): Stretch | undefined =>
    gapsOf(history, blind)
      .filter((gap) => meet(gap, stretch) && gap.until > stretch.from)
      .at(-1);
  let from: number | undefined = window.start;
  while (from !== undefined) {
    const began: number = from;
    const until = began + period.every + period.tolerance;
    const stretch = { from: began, until };
    if (until >= window.start + period.for) return;
    const next = sent.find((at) => at > began);
    const asleep = reading.unreachable === 'excused' ? last(stretch, false) : undefined;
    const down = last(stretch, true);
    if (next !== undefined && next <= until) from = next;
    else if (window.stopsAt <= until) return;
    else if (history.end <= until) {
      notes.undecided = true;
      return;
    } else if (asleep !== undefined) from = Math.min(asleep.until, next ?? Infinity);
    else if (down !== undefined) {
      notes.undecided = true;
      from = Math.min(down.until, next ?? Infinity);
    } else {
      notes.exercised = true;
      notes.findings.push({ rule: MISSING, at: until });
      from = next;
    }
  }
}

/** Whether the capture was down at an instant at which something could have been sent that may not be. */
function maySendUnseen(period: Period, reading: ScheduleReading, history: History, window: Window): boolean {
  return gapsOf(history, true).some((gap) => {
    const until = Math.min(gap.until, window.stopsAt - 1, history.end);
    for (let at = Math.max(gap.from, window.start); at <= until; at += 1) {
      if (isTooLate(period, reading, window, at)) return true;
      const slotless = reading.regularity === 'max-gap' || reading['other-transmissions'] === 'allowed';
      if (!slotless && !isAfter(period, reading, window.start, at)) return true;
    }
    return false;
  });
}
