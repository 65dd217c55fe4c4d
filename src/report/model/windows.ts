import { type Duration, type Instant, parseDuration, parseInstant } from '../../disclosure/instant.js';
import type { ResultFile } from '../../judge/result.generated.js';
import type { ConsentState, FindingGroup, ScheduleWindow } from '../report.js';
import { clean, plural } from './words.js';

type Window = ResultFile['windows'][number];
type Span = { readonly from: Instant; readonly until: Instant };

/** The result tells of no more slots of a window: past the last of so many nothing is known of the rest. */
const SLOTS_TOLD = 200;

/** Each window that the result keeps, as a picture wants it. */
export function scheduleWindows(
  { windows }: ResultFile,
  states: readonly ConsentState[],
  groups: readonly FindingGroup[],
): readonly ScheduleWindow[] {
  const groupOf = groupsByPlace(groups);
  return windows.map((window, index) => scheduleWindow(window, `w-${index + 1}`, states, groupOf));
}

function scheduleWindow(
  window: Window,
  id: string,
  states: readonly ConsentState[],
  groupOf: (trace: string, line: number, rule: string) => string | undefined,
): ScheduleWindow {
  const [every, length, tolerance] = [
    durationOf(window.every),
    durationOf(window.for),
    durationOf(window.tolerance),
  ];
  const start = instantOf(window.start);
  const sent = window.sent.map(({ at, line, rule }) => ({
    at: instantOf(at),
    line,
    rule,
    group: rule === undefined ? undefined : groupOf(window.trace, line, rule),
  }));
  const slots = window.slots.map((slot) => ({
    due: ((instantOf(slot.from) + instantOf(slot.until)) / 2) as Instant,
    from: instantOf(slot.from),
    until: instantOf(slot.until),
    outcome: slot.outcome,
    sent: slot.sent === undefined ? undefined : instantOf(slot.sent),
  }));
  const from = Math.floor(start - every / 4) as Instant;
  const until = endOf(window, { start, length, every, last: sent.at(-1)?.at });
  return {
    id,
    payload: window.payload,
    clause: window.clause,
    scenario: window.scenario ?? clean(window.trace, 200),
    installation: clean(window.installation, 200),
    start,
    known: window.known,
    every,
    for: length,
    tolerance,
    from,
    until,
    slots,
    sent,
    states: stateSpans(window, states, until),
    gaps: window.gaps.map((gap) => ({
      from: instantOf(gap.from),
      until: instantOf(gap.until),
      cause: gap.cause === 'blind' ? 'the capture was down' : 'asleep or offline',
    })),
    forbidden: forbiddenSpans(window, slots, { start, length, tolerance, until }),
    verdict: window.verdict,
    summary: summaryOf(window),
  };
}

/** What is after the window by a period is of no interest, but for what was sent there. */
function endOf(
  window: Window,
  {
    start,
    length,
    every,
    last,
  }: { start: Instant; length: Duration; every: Duration; last: Instant | undefined },
): Instant {
  const shown = Math.max(start + length + every, last ?? 0);
  return Math.max(start + 1, Math.min(instantOf(window.end), shown)) as Instant;
}

function stateSpans(
  window: Window,
  states: readonly ConsentState[],
  until: Instant,
): ScheduleWindow['states'] {
  const says = new Map(states.map((state) => [state.id, state.says]));
  const spans = window.states.map(({ at, state }, index) => {
    const next = window.states[index + 1];
    return {
      from: instantOf(at),
      until: Math.min(next === undefined ? until : instantOf(next.at), until) as Instant,
      says: state === null ? 'no named state' : (says.get(state) ?? state),
    };
  });
  return spans.filter((span, index) => index === 0 || span.from < span.until);
}

/**
 * Where nothing may be sent whatever the result does not tell of the readings: the complement of the slots, from the
 * start of the window to the end of what is seen.
 */
function forbiddenSpans(
  window: Window,
  slots: readonly Span[],
  {
    start,
    length,
    tolerance,
    until,
  }: { start: Instant; length: Duration; tolerance: Duration; until: Instant },
): readonly Span[] {
  const { between, after } = window.forbidden;
  if (!window.known) return [];
  const left = window.left === undefined ? until : instantOf(window.left);
  const last = slots.at(-1)?.until ?? start;
  const end = (start + length) as Instant;
  // A closed window reaches past its end by the tolerance, a half-open one does not: what of that time is forbidden
  // both in the window and after it is forbidden in either.
  const late = (end + tolerance) as Instant;
  const over = Math.max(last, between && after && last <= end ? end : late) as Instant;
  const spans: Span[] = [];
  if (between) {
    let from = start;
    for (const slot of slots) {
      spans.push({ from, until: slot.from });
      from = slot.until;
    }
    if (slots.length < SLOTS_TOLD) spans.push({ from, until: after ? over : end });
  }
  if (after) spans.push({ from: over, until });
  return spans
    .map((span) => ({ from: span.from, until: Math.min(span.until, left, until) as Instant }))
    .filter((span) => span.until > span.from);
}

function summaryOf(window: Window): string {
  const counts = new Map<string, number>();
  for (const { outcome } of window.slots) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const slots = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const breaches = window.sent.filter(({ rule }) => rule !== undefined).length;
  const sent = plural(window.sent.length + window.sentOmitted, 'transmission');
  return `${plural(window.slots.length, 'slot')}${slots === '' ? '' : `: ${slots}`}. ${sent} in or after the window, ${breaches} of them in breach.`;
}

function groupsByPlace(
  groups: readonly FindingGroup[],
): (trace: string, line: number, rule: string) => string | undefined {
  const known = new Map<string, string>();
  for (const { id, rule, occurrences } of groups) {
    if (!rule.startsWith('schedule/')) continue;
    for (const { evidence } of occurrences) known.set(`${rule} ${evidence.line} ${evidence.trace}`, id);
  }
  return (trace, line, rule) => known.get(`${rule} ${line} ${clean(trace, 400)}`);
}

function instantOf(text: string): Instant {
  return parseInstant(text) ?? (0 as Instant);
}

function durationOf(text: string): Duration {
  return parseDuration(text) ?? (0 as Duration);
}
