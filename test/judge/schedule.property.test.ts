import { expect } from 'chai';
import fc from 'fast-check';
import type { Schedule } from '../../src/disclosure/disclosure.js';
import type { Duration, Instant } from '../../src/disclosure/instant.js';
import { type ScheduleReading, scheduleReadings } from '../../src/disclosure/readings.js';
import { collectGaps } from '../../src/judge/gaps.js';
import { type Account, openAccount } from '../../src/judge/ledger.js';
import { contradiction, type ScheduleEvent, trackSchedule } from '../../src/judge/schedule.js';
import { verdictOf } from '../../src/judge/verdict.js';
import {
  type Cause,
  contradictsItself,
  type Happening,
  type History,
  judgeNaively,
  type NaiveFinding,
  type NaiveResult,
  type Period,
} from './naive-schedule.js';

// Small whole numbers make every edge (a slot's first and last instant, the end of the window) a common case.
const HORIZON = 90;
const SEED = 20_260_101;

const period: fc.Arbitrary<Period> = fc
  .record({ every: fc.integer({ min: 1, max: 12 }), periods: fc.integer({ min: 1, max: 5 }) })
  .chain(({ every, periods }) =>
    fc.record({
      every: fc.constant(every),
      for: fc.oneof(
        fc.constant(periods * every),
        fc.integer({ min: 0, max: every - 1 }).map((more) => periods * every + more),
      ),
      tolerance: fc.integer({ min: 0, max: Math.ceil(every / 2) - 1 }),
    }),
  );

const reading = fc.record(
  Object.fromEntries(
    Object.entries(scheduleReadings).map(([question, readings]) => [question, fc.constantFrom(...readings)]),
  ),
) as fc.Arbitrary<unknown> as fc.Arbitrary<ScheduleReading>;

type Raw =
  | { readonly kind: 'disable'; readonly at: number; readonly known: boolean; readonly clause: string }
  | { readonly kind: 'enable' | 'uninstall' | 'transmission'; readonly at: number }
  | { readonly kind: 'gap'; readonly at: number; readonly length: number; readonly cause: Cause };

const instant = fc.integer({ min: 0, max: HORIZON });

const disable: fc.Arbitrary<Raw> = fc.record({
  kind: fc.constant('disable' as const),
  at: instant,
  known: fc.integer({ min: 0, max: 7 }).map((number) => number < 7),
  clause: fc.constantFrom('after-disabling', 'after-declining'),
});

const gap: fc.Arbitrary<Raw> = fc.record({
  kind: fc.constant('gap' as const),
  at: instant,
  length: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 40 })),
  cause: fc.constantFrom<Cause>('host-asleep', 'offline', 'capture-down'),
});

const transmission: fc.Arbitrary<Raw> = fc.record({
  kind: fc.constant('transmission' as const),
  at: instant,
});
const enable: fc.Arbitrary<Raw> = fc.record({ kind: fc.constant('enable' as const), at: instant });
const uninstall: fc.Arbitrary<Raw> = fc.record({ kind: fc.constant('uninstall' as const), at: instant });

interface Case {
  readonly period: Period;
  readonly reading: ScheduleReading;
  readonly history: History;
  readonly forgetful: boolean;
}

/** A product that mostly keeps to its slots, with some omissions and some transmissions on their edges. */
const diligent = fc.record({
  start: fc.integer({ min: 0, max: 25 }),
  sent: fc.array(
    fc.record({
      slot: fc.integer({ min: 0, max: 7 }),
      edge: fc.constantFrom(-1, 0, 1),
      beyond: fc.integer({ min: -1, max: 1 }),
    }),
    { maxLength: 10 },
  ),
});

/** Anything at any time. */
const scattered: fc.Arbitrary<Case> = fc
  .record({
    period,
    reading,
    product: fc.option(diligent),
    raw: fc.tuple(
      fc.array(disable, { maxLength: 3 }),
      fc.array(gap, { maxLength: 4 }),
      fc.array(transmission, { maxLength: 8 }),
      fc.array(enable, { maxLength: 2 }),
      fc.array(uninstall, { maxLength: 1 }),
    ),
    end: fc.integer({ min: 0, max: HORIZON }),
    forgetful: fc.boolean(),
  })
  .map(({ period, reading, product, raw, end, forgetful }) => {
    const start = product?.start ?? 0;
    const sent: Raw[] = (product?.sent ?? []).map(({ slot, edge, beyond }) => ({
      kind: 'transmission',
      at: start + slot * period.every + edge * period.tolerance + beyond,
    }));
    const began: Raw[] =
      product === null ? [] : [{ kind: 'disable', at: start, known: true, clause: 'after-disabling' }];
    const happenings = [...raw.flat(), ...began, ...sent].filter(({ at }) => at >= 0);
    return { period, reading, forgetful, history: historyOf(happenings, end) };
  });

const begun: Raw = { kind: 'disable', at: 5, known: true, clause: 'after-disabling' };

/** One short window, crowded with gaps that nearly meet and with what is sent around their ends. */
const crowded: fc.Arbitrary<Case> = fc
  .integer({ min: 1, max: 4 })
  .chain((tolerance) =>
    fc.record({
      period: fc
        .tuple(fc.integer({ min: 2 * tolerance + 1, max: 3 * tolerance + 1 }), fc.nat({ max: 2 * tolerance }))
        .map(([every, more]): Period => ({ every, for: 2 * every + more, tolerance })),
      reading: fc.tuple(reading, fc.boolean()).map(([any, grid]): ScheduleReading => {
        return grid ? { ...any, regularity: 'grid', unreachable: 'excused' } : any;
      }),
      gaps: fc.array(
        fc.tuple(
          fc.integer({ min: 1, max: 8 }),
          fc.nat({ max: 9 }),
          fc.constantFrom<Cause>('offline', 'capture-down'),
        ),
        { maxLength: 4 },
      ),
      sent: fc.array(fc.integer({ min: 0, max: 3 * tolerance }), { maxLength: 7 }),
      left: fc.option(fc.integer({ min: 5, max: 35 }), { freq: 2 }),
      end: fc.oneof(fc.integer({ min: 5, max: 50 }), fc.constant(60)),
      forgetful: fc.boolean(),
    }),
  )
  .map(({ period, reading, gaps, sent, left, end, forgetful }) => {
    const happenings: Raw[] = [begun];
    let at = 5;
    for (const [apart, length, cause] of gaps) {
      happenings.push({ kind: 'gap', at: at + apart - 1, length, cause });
      at += apart - 1 + length;
    }
    let after = Math.max(5, at - 2 * period.tolerance);
    for (const apart of sent) {
      after += Math.max(0, apart - period.tolerance);
      happenings.push({ kind: 'transmission', at: after });
    }
    if (left !== null) happenings.push({ kind: 'enable', at: left });
    return { period, reading, forgetful, history: historyOf(happenings, end) };
  });

const cases = fc.oneof(scattered, crowded);

/** Puts happenings in order and gives them the meaning that the state has for them; what is too late is cut off. */
function historyOf(raw: readonly Raw[], end: number): History {
  const ordered = raw
    .filter(({ at }) => at <= end)
    .map((event, index) => ({ event, index, last: event.kind === 'transmission' ? 1 : 0 }))
    .sort((one, other) => one.event.at - other.event.at || one.last - other.last || one.index - other.index)
    .map(({ event }) => event);
  let holds = false;
  const meaningOf = (event: Raw): readonly Happening[] => {
    const { at } = event;
    switch (event.kind) {
      case 'disable': {
        const { known, clause } = event;
        const again = holds;
        holds = true;
        return [again ? { kind: 'enter-again', at, clause } : { kind: 'enter', at, known, clause }];
      }
      case 'enable': {
        const held = holds;
        holds = false;
        return held ? [{ kind: 'leave', at }] : [];
      }
      case 'uninstall':
        holds = false;
        return [{ kind: 'uninstall', at }];
      case 'transmission':
        return [{ kind: 'transmission', at }];
      case 'gap':
        return [{ kind: 'gap', at, until: at + event.length, cause: event.cause }];
    }
  };
  return { happenings: ordered.flatMap(meaningOf), end };
}

const asInstant = (at: number): Instant => at as Instant;

function scheduleOf(period: Period): Schedule {
  return {
    after: { network: 'off' },
    every: period.every as Duration,
    for: period.for as Duration,
    tolerance: period.tolerance as Duration,
    clause: 'after-disabling',
    clauseByAction: new Map(),
    interpretations: new Map(),
  };
}

/** Tells the tracker a history as the judge does; a forgetful caller drops a tracker that is idle. */
function track({ period, reading, history, forgetful }: Case): NaiveResult {
  const schedule = scheduleOf(period);
  const gaps = collectGaps();
  const findings: NaiveFinding[] = [];
  const accounts = new Map<string, Account>();
  const hear = (event: ScheduleEvent): void => {
    const account = accounts.get(event.clause) ?? openAccount();
    accounts.set(event.clause, account);
    if (event.kind === 'exercised') account.exercised += 1;
    else if (event.kind === 'undecided') account.undecided.add(event.reason);
    else if (event.kind === 'breach') {
      account.violations += 1;
      findings.push({ rule: event.rule.id, at: event.at });
    }
  };
  let tracker = trackSchedule(schedule, reading, gaps, hear);
  let lastSent: Instant | undefined;
  const tick = (at: number): void => {
    tracker.tick(asInstant(at));
    gaps.forget(asInstant(at - 2 * (period.every + period.tolerance)));
  };
  for (const [line, happening] of history.happenings.entries()) {
    const at = asInstant(happening.at);
    const entry = { at, line, lastSent, known: true, clause: 'after-disabling' };
    if (happening.kind !== 'gap') tick(at);
    if (forgetful && tracker.idle) tracker = trackSchedule(schedule, reading, gaps, hear);
    switch (happening.kind) {
      case 'enter':
        tracker.enter({ ...entry, known: happening.known, clause: happening.clause });
        break;
      case 'enter-again':
        tracker.enterAgain({ ...entry, clause: happening.clause });
        break;
      case 'leave':
        tracker.leave(at);
        break;
      case 'uninstall':
        tracker.cancel(at);
        break;
      case 'transmission':
        tracker.transmit(at, line);
        lastSent = at;
        break;
      case 'gap': {
        const span = { from: at, until: asInstant(happening.until) };
        gaps.add(happening.cause, span);
        tracker.hindered(happening.cause === 'capture-down' ? 'blind' : 'unreachable', span);
      }
    }
  }
  tick(history.end);
  tracker.finish();
  const verdicts = [...accounts].map(([clause, account]) => [clause, verdictOf(account, true)]);
  return { findings, verdicts: Object.fromEntries(verdicts) };
}

/** In one order, and without clauses of which nothing is said. */
function comparable({ findings, verdicts }: NaiveResult): NaiveResult {
  const told = Object.entries(verdicts).filter(([, verdict]) => verdict !== 'not-exercised');
  return {
    findings: [...findings].sort((one, other) => one.at - other.at || one.rule.localeCompare(other.rule)),
    verdicts: Object.fromEntries(told.sort(([one], [other]) => one.localeCompare(other))),
  };
}

describe('A schedule', () => {
  it('is judged as a plain reading of the design judges it, under every combination of readings', () => {
    fc.assert(
      fc.property(cases, (subject) => {
        fc.pre(!contradictsItself(subject.period, subject.reading));
        const expected = judgeNaively(subject.period, subject.reading, subject.history);
        expect(comparable(track(subject))).to.deep.equal(comparable(expected));
      }),
      { seed: SEED, numRuns: 20_000 },
    );
  });

  it('takes the first transmission of a slot for one catch-up at most, however many gaps ended before it', () => {
    const strictest = Object.fromEntries(
      Object.entries(scheduleReadings).map(([question, [first]]) => [question, first]),
    ) as unknown as ScheduleReading;
    const happenings: Happening[] = [
      { kind: 'enter', at: 1, known: true, clause: 'after-disabling' },
      { kind: 'gap', at: 6, until: 13, cause: 'offline' },
      { kind: 'gap', at: 14, until: 14, cause: 'offline' },
      { kind: 'transmission', at: 15 },
      { kind: 'transmission', at: 19 },
      { kind: 'transmission', at: 20 },
    ];
    const subject: Case = {
      period: { every: 9, for: 18, tolerance: 4 },
      reading: strictest,
      history: { happenings, end: 40 },
      forgetful: false,
    };
    expect(track(subject).findings).to.deep.equal([{ rule: 'schedule/repeated', at: 20 }]);
    const naive = judgeNaively(subject.period, subject.reading, subject.history);
    expect(naive.findings).to.deep.equal([{ rule: 'schedule/repeated', at: 20 }]);
  });

  it('is refused under readings by which a slot is owed at an instant that is forbidden, and no others', () => {
    fc.assert(
      fc.property(period, reading, (period, reading) => {
        const refused = contradiction(scheduleOf(period), reading) !== undefined;
        expect(refused).to.equal(contradictsItself(period, reading));
      }),
      { seed: SEED, numRuns: 5_000 },
    );
  });

  it('has the same findings, and perhaps more, when the trace goes on', () => {
    fc.assert(
      fc.property(cases, instant, (subject, cut) => {
        const { happenings, end } = subject.history;
        const before = { happenings: happenings.filter(({ at }) => at <= cut), end: Math.min(cut, end) };
        const all = track(subject).findings.map(describe);
        for (const finding of track({ ...subject, history: before }).findings.map(describe)) {
          expect(all).to.include(finding);
        }
        function describe({ rule, at }: NaiveFinding): string {
          return `${rule} at ${at}`;
        }
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
