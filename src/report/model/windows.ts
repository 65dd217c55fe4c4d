import { type Duration, type Instant, parseDuration, parseInstant } from '../../disclosure/instant.js';
import type { ResultFile } from '../../judge/result.generated.js';
import type { ConsentState, FindingGroup, ScheduleWindow } from '../report.js';
import { clean, plural } from './words.js';

type Window = ResultFile['windows'][number];
type Span = { readonly from: Instant; readonly until: Instant };

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
  const from = (start - every / 4) as Instant;
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
  return window.states.map(({ at, state }, index) => ({
    from: instantOf(at),
    until: instantOf(window.states[index + 1]?.at ?? '') || until,
    says: state === null ? 'no named state' : (says.get(state) ?? state),
  }));
}

/** The complement of what the readings allow, from the start of the window to the end of what is seen. */
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
  if (!window.known) return [];
  const left = window.left === undefined ? undefined : instantOf(window.left);
  const end = Math.min(left ?? until, until) as Instant;
  // A slot at the end of a closed window reaches past it by the tolerance.
  const last = slots.at(-1);
  const over = Math.max(
    start + length,
    last === undefined ? 0 : last.until,
    start + length + (last && last.until > start + length ? tolerance : 0),
  ) as Instant;
  const spans: Span[] = [];
  let from = start;
  if (window.forbidden.between) {
    for (const slot of slots) {
      if (slot.from > from) spans.push({ from, until: slot.from });
      from = slot.until;
    }
    if (over > from) spans.push({ from, until: over });
  }
  if (window.forbidden.after) spans.push({ from: over, until });
  return spans
    .map((span) => ({ from: span.from, until: Math.min(span.until, end) as Instant }))
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
