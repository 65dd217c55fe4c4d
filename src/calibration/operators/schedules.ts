import { formatInstant, type Instant } from '../../disclosure/instant.js';
import type { Baseline, Derived, Expected, Sent } from '../mutant.js';
import { type Retiming, retime } from '../retime.js';
import { breachesOf } from '../slot-oracle.js';
import { instantOf, type ObservedWindow, segmentAt, type Timeline } from '../timeline.js';

interface Change {
  readonly operator: string;
  readonly subject: string;
  readonly retiming: Retiming;
}

/** Every schedule of a trace, kept otherwise than it should be: and at its edges, where it is just kept. */
export function* scheduleMutants(baseline: Baseline, timeline: Timeline): Iterable<Derived> {
  for (const window of timeline.windows) {
    const subject = `${window.payload.id}, the window from ${formatInstant(window.start)}`;
    if (window.reading.regularity !== 'grid') {
      const because = 'the schedule is read as a longest silence, which has no slots';
      yield { exclusion: { operator: 'schedule', subject, because } };
      continue;
    }
    for (const change of changesOf(baseline, timeline, window, subject))
      yield derive(baseline, timeline, window, change);
  }
}

function* changesOf(
  baseline: Baseline,
  timeline: Timeline,
  window: ObservedWindow,
  subject: string,
): Iterable<Change> {
  const { tolerance, every } = window.schedule;
  const timeOf = (sent: Sent): Instant => instantOf(at(baseline, sent));
  const shifted = (time: number): Instant => time as Instant;
  for (const slot of window.slots) {
    const hit = window.sent.find((sent) => Math.abs(timeOf(sent) - slot) <= tolerance);
    if (hit === undefined) continue;
    const name = `${subject}, the slot at ${formatInstant(slot)}`;
    const move = (operator: string, to: number): Change => ({
      operator,
      subject: name,
      retiming: { moved: new Map([[hit, shifted(to)]]) },
    });
    const copy = (operator: string, to: number): Change => ({
      operator,
      subject: name,
      retiming: { copied: [{ of: hit, at: shifted(to) }] },
    });
    yield {
      operator: 'schedule/missing',
      subject: name,
      retiming: { dropped: [hit], until: shifted(slot + tolerance + 1) },
    };
    yield move('schedule/early', slot - tolerance - 1);
    yield move('schedule/late', slot + tolerance + 1);
    yield move('schedule/half-a-period-early', slot - every / 2);
    yield copy('schedule/twice', timeOf(hit) + 1);
    yield copy('schedule/twice-within-tolerance', slot + tolerance);
    yield copy('schedule/between-slots', slot - every / 2);
    yield move('equivalent/slot-opens', slot - tolerance);
    yield move('equivalent/slot-closes', slot + tolerance);
  }
  yield* changesOfWhole(window, subject, timeOf);
  yield* changesAtTheEnd(timeline, window, subject);
  yield* changesOfCatchUps(timeline, window, subject, timeOf);
}

/** On another grid, and on one that drifts by so much with each slot. */
function* changesOfWhole(
  { schedule, sent, start }: ObservedWindow,
  subject: string,
  timeOf: (sent: Sent) => Instant,
): Iterable<Change> {
  if (sent.length < 2) return;
  const { tolerance, every } = schedule;
  const all = (shift: (index: number) => number): Retiming => ({
    moved: new Map(sent.map((one, index) => [one, (timeOf(one) + shift(index)) as Instant])),
  });
  yield { operator: 'schedule/other-grid', subject, retiming: all(() => every / 2) };
  yield { operator: 'schedule/other-start', subject, retiming: all(() => tolerance + 1) };
  yield {
    operator: 'schedule/drifting',
    subject,
    retiming: all((index) => (index + 1) * Math.ceil(tolerance / 2)),
  };
  yield {
    operator: 'schedule/other-period',
    subject,
    retiming: {
      moved: new Map(
        sent.map((one, index) => [one, (start + Math.ceil(((index + 1) * every) / 2)) as Instant]),
      ),
    },
  };
  yield {
    operator: 'equivalent/steady-drift',
    subject,
    retiming: all((index) => Math.floor((index * tolerance) / sent.length)),
  };
  yield {
    operator: 'equivalent/jitter',
    subject,
    retiming: all((index) => (index % 2 === 0 ? tolerance : -tolerance)),
  };
}

/** Sent on when the window is over: at once, a period later, and long after. */
function* changesAtTheEnd({ end }: Timeline, window: ObservedWindow, subject: string): Iterable<Change> {
  const last = window.sent.at(-1);
  if (last === undefined || window.until < end) return;
  const { every, tolerance } = window.schedule;
  const over = window.start + window.schedule.for + tolerance + 1;
  for (const [name, at] of [
    ['at-once', over],
    ['a-period-later', over + every],
    ['long-after', over + 20 * every],
  ] as const)
    yield {
      operator: 'schedule/after-window',
      subject: `${subject}, ${name}`,
      retiming: { copied: [{ of: last, at: at as Instant }] },
    };
}

/** What makes up for a slot that was hindered, sent too late for that, or once more. */
function* changesOfCatchUps(
  { gaps }: Timeline,
  { schedule, sent, slots }: ObservedWindow,
  subject: string,
  timeOf: (sent: Sent) => Instant,
): Iterable<Change> {
  const { tolerance } = schedule;
  for (const one of sent) {
    const at = timeOf(one);
    if (slots.some((slot) => Math.abs(at - slot) <= tolerance)) continue;
    const gap = gaps.find(({ until }) => at >= until && at <= until + tolerance);
    if (gap === undefined) continue;
    const late = (by: number): Instant => (gap.until + tolerance + by) as Instant;
    yield { operator: 'schedule/late-catch-up', subject, retiming: { moved: new Map([[one, late(1)]]) } };
    yield {
      operator: 'schedule/second-catch-up',
      subject,
      retiming: { copied: [{ of: one, at: (at + 1) as Instant }] },
    };
    yield {
      operator: 'equivalent/last-moment-to-catch-up',
      subject,
      retiming: { moved: new Map([[one, late(0)]]) },
    };
    yield { operator: 'equivalent/no-catch-up', subject, retiming: { dropped: [one] } };
  }
}

function derive(
  baseline: Baseline,
  timeline: Timeline,
  window: ObservedWindow,
  { operator, subject, retiming }: Change,
): Derived {
  const because = hindrance(baseline, timeline, window, retiming);
  if (because !== undefined) return { exclusion: { operator, subject, because } };
  const { events, lineAt } = retime(baseline.events, retiming);
  const { moved = new Map<Sent, Instant>(), dropped = [], copied = [] } = retiming;
  const kept = window.sent.filter((sent) => !moved.has(sent) && !dropped.includes(sent));
  const times = [
    ...kept.map((sent) => instantOf(at(baseline, sent))),
    ...moved.values(),
    ...copied.map((copy) => copy.at),
  ];
  // A window that nobody left goes on behind the end of the trace.
  const whole = { ...window, until: window.until < timeline.end ? window.until : (Infinity as Instant) };
  const breaches = breachesOf(whole, timeline.gaps, times);
  if (breaches.length === 0 && !operator.startsWith('equivalent/')) {
    return { exclusion: { operator, subject, because: 'the schedule, as it is read, permits it' } };
  }
  const expected = breaches.map(({ rule, at: when }): Expected => {
    // Nothing is moved to before the window opens, so the line that opened it stays.
    const line = when === undefined ? window.line : (lineAt(when) ?? lineOf(baseline, events, window, when));
    return { rule, clause: window.clause, ...(line === undefined ? {} : { line }) };
  });
  const count = copied.length - dropped.length;
  return {
    mutant: {
      operator,
      subject,
      from: baseline.name,
      events,
      expected,
      ...(count === 0 ? {} : { counts: { [window.payload.id]: count } }),
    },
  };
}

/** Why a change of times would break something else as well, or nothing that can be said for certain. */
function hindrance(
  baseline: Baseline,
  timeline: Timeline,
  window: ObservedWindow,
  { moved = new Map(), copied = [] }: Retiming,
): string | undefined {
  const changes: readonly (readonly [Sent, Instant])[] = [
    ...moved,
    ...copied.map(({ of, at: time }) => [of, time] as const),
  ];
  for (const [sent, to] of changes) {
    const from = instantOf(at(baseline, sent));
    if (to <= window.start) return 'it would be sent before the window opens';
    if (to > window.until && window.until < timeline.end) return 'the state is left before that';
    if (segmentAt(timeline, to) !== segmentAt(timeline, from)) return 'another state lies between';
    if (timeline.gaps.some((gap) => to >= gap.from && to < gap.until))
      return 'the host could not be reached then';
  }
  const instants = changes.map(([, to]) => to);
  const others = window.sent.filter((sent) => !moved.has(sent)).map((sent) => instantOf(at(baseline, sent)));
  const all = [...instants, ...others];
  return new Set(all).size < all.length ? 'two transmissions would share an instant' : undefined;
}

function at({ events }: Baseline, { index }: Sent): { readonly at: string } {
  return events[index] ?? { at: '' };
}

/** The line of a transmission that was left where it was. */
function lineOf(
  { events: before }: Baseline,
  events: Baseline['events'],
  window: ObservedWindow,
  when: Instant,
): number | undefined {
  const sent = window.sent.find(({ index }) => {
    const event = before[index];
    return event !== undefined && instantOf(event) === when;
  });
  const event = sent && before[sent.index];
  return event === undefined ? undefined : events.indexOf(event) + 1;
}
