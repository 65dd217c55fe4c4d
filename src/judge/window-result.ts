import { formatDuration, formatInstant } from '../disclosure/instant.js';
import type { Judgement } from './judge.js';
import type { ResultFile } from './result.generated.js';
import type { JudgedTrace } from './result.js';
import type { ObservedWindow } from './window-log.js';

type Window = ResultFile['windows'][number];

const CLEAN_WINDOWS = 40;
const OTHER_WINDOWS = 60;

/** Those in which something was wrong come first to their places; the order stays that of the traces. */
export function windowsToDraw(windows: readonly Window[]): Window[] {
  const isWell = ({ verdict }: Window): boolean => verdict === 'upheld' || verdict === 'not-exercised';
  const well = windows.filter(isWell);
  const other = windows.filter((window) => !isWell(window));
  const kept = new Set([...well.slice(0, CLEAN_WINDOWS), ...other.slice(0, OTHER_WINDOWS)]);
  return windows.filter((window) => kept.has(window));
}

/** A window as the result tells it. */
export function windowResult({ file, judgement }: JudgedTrace, window: ObservedWindow): Window {
  const { payload, schedule, reading, installation, entry, left, sent, sentOmitted, states, gaps } = window;
  return {
    payload: payload.id,
    clause: entry.clause,
    scenario: judgement.start?.scenario ?? null,
    trace: file,
    installation: installation.toWellFormed(),
    start: formatInstant(entry.at),
    known: entry.known,
    ...(left === undefined ? {} : { left: formatInstant(left) }),
    end: formatInstant(judgement.until ?? entry.at),
    every: formatDuration(schedule.every),
    for: formatDuration(schedule.for),
    tolerance: formatDuration(schedule.tolerance),
    slots: window.slots.map((slot) => ({
      from: formatInstant(slot.span.from),
      until: formatInstant(slot.span.until),
      outcome: slot.outcome,
      ...(slot.sent === undefined ? {} : { sent: formatInstant(slot.sent) }),
    })),
    sent: sent.map(({ at, line, rule }) => ({
      at: formatInstant(at),
      line,
      ...(rule === undefined ? {} : { rule }),
    })),
    sentOmitted,
    states: states.map(({ at, state }) => ({ at: formatInstant(at), state: state ?? null })),
    gaps: gaps.map(({ span, sort }) => ({
      from: formatInstant(span.from),
      until: formatInstant(span.until),
      cause: sort,
    })),
    forbidden: {
      between: reading.regularity === 'grid' && reading['other-transmissions'] === 'forbidden',
      after: reading['after-window'] === 'forbidden',
    },
    verdict: windowVerdict(window, judgement),
  };
}

/** What is not known of its clause without a state may have been of any window. */
function windowVerdict(
  window: ObservedWindow,
  { complete, statelessAccounts }: Judgement,
): Window['verdict'] {
  if (window.breached) return 'violated';
  const doubts = statelessAccounts.get(window.entry.clause)?.undecided.size ?? 0;
  if (window.undecided || doubts > 0) return 'inconclusive';
  if (!window.exercised) return 'not-exercised';
  return complete ? 'upheld' : 'inconclusive';
}
