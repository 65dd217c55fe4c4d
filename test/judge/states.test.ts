import { expect } from 'chai';
import { differentialLeak, withComparison } from '../../src/judge/differential.js';
import type { Judgement } from '../../src/judge/judge.js';
import { chooseReadings, variantsOf } from '../../src/judge/readings.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { assembleResult } from '../../src/judge/result.js';
import {
  acme,
  acmeScenario,
  acmeSystem,
  type JudgingOptions,
  judge,
  judgeAll,
  judgementOf,
  type TraceBuilder,
  trace,
} from './judging.js';

/** `upheld 2`: the verdict in a state, and how often it was put to the test there. */
type Cells = Readonly<Record<string, string>>;

function cellsOf(result: ResultFile, id: string): Cells {
  const states = result.clauses.find((clause) => clause.id === id)?.states ?? {};
  return Object.fromEntries(
    Object.entries(states).map(([state, { verdict, exercised }]) => [state, `${verdict} ${exercised}`]),
  );
}

interface Line extends JudgingOptions {
  readonly traces: readonly TraceBuilder[];
  /** By clause; a clause's cells are all that it has. */
  readonly cells: Readonly<Record<string, Cells>>;
}

function table(lines: Readonly<Record<string, Line>>): void {
  for (const [sentence, { traces, cells, ...options }] of Object.entries(lines)) {
    it(sentence, () => {
      const result = judgeAll(
        Object.fromEntries(traces.map((built, index) => [`${index}.ndjson`, built])),
        options,
      );
      const actual = Object.keys(cells).map((id) => [id, cellsOf(result, id)]);
      expect(Object.fromEntries(actual)).to.deep.equal(cells);
    });
  }
}

const on = 'telemetry-on';
const off = 'telemetry-off';
const alive = () => trace().beats();
/** Two installations, so that what names neither belongs to nobody. */
const two = () => alive().as('i-2').install({ telemetry: 'off', consent: 'refused' }).as('i-1').install();

describe('verdicts by consent state', () => {
  table({
    'a clause has a cell in each state in which it was put to the test, and counts in it': {
      traces: [
        alive()
          .install()
          .sends('lookup')
          .sends('lookup')
          .at('PT1M')
          .does('turn-off')
          .sends('lookup')
          .beats()
          .ends(),
      ],
      cells: { 'lookup.transmit': { [on]: 'upheld 2', [off]: 'upheld 1' }, 'survey.transmit': {} },
    },
    'a breach makes a state violated, and leaves the others as they were': {
      traces: [alive().install().sends('lookup').at('PT1M').does('refuse').sends('lookup').beats().ends()],
      cells: { 'lookup.transmit': { [on]: 'upheld 1', refused: 'violated 1' } },
    },
    'the product that is gone is a state of its own': {
      traces: [alive().install().sends('odd').at('PT1M').does('uninstall').sends('odd').beats().ends()],
      cells: { 'odd.transmit': { [on]: 'upheld 1', 'not-installed': 'violated 1' } },
    },
    'several installations in several states at once': {
      traces: [
        alive()
          .as('i-1')
          .install()
          .as('i-2')
          .install({ consent: 'refused' })
          .as('i-3')
          .install({ consent: 'undecided' })
          .at('PT1M')
          .sends('survey')
          .as('i-1')
          .sends('survey')
          .as('i-2')
          .sends('lookup')
          .beats()
          .ends(),
      ],
      cells: {
        'survey.transmit': { [on]: 'upheld 1', 'not-asked': 'upheld 1' },
        'lookup.transmit': { refused: 'violated 1' },
      },
    },
    'the worst of several traces is the state’s': {
      traces: [
        alive().install().sends('survey').beats().ends(),
        alive().install().does('buy').at('PT1M').sends('survey').beats().ends(),
        alive().install({ consent: 'refused' }).sends('survey').beats().ends(),
      ],
      cells: { 'survey.transmit': { [on]: 'violated 2', refused: 'upheld 1' } },
    },
    'a trace that was cut off upholds no state, and another may': {
      traces: [
        alive().install().sends('survey').beats(),
        alive().install({ consent: 'refused' }).sends('survey').beats().ends(),
      ],
      cells: { 'survey.transmit': { [on]: 'inconclusive 1', refused: 'upheld 1' } },
    },
    'a trace without a sign of life at its end upholds no state': {
      traces: [trace().install().at('PT1H').ends()],
      cells: { 'scope.transmit': {} },
    },
  });

  describe('of silence', () => {
    const paid = (telemetry: string) => alive().install({ telemetry }).does('buy').at('PT1H');
    table({
      'silence that is heard in a later state belongs to the state in which it was kept': {
        traces: [paid('on').does('uninstall').at('PT2H').install().at('PT3H').does('refuse').beats().ends()],
        cells: { 'survey.paid': { [on]: 'upheld 1' } },
      },
      'silence that goes on in another state was kept in both': {
        traces: [paid('on').does('turn-off').at('PT2H').beats().ends()],
        cells: { 'survey.paid': { [on]: 'upheld 1', [off]: 'upheld 1' } },
      },
      'silence of one state does not uphold another in which nothing shows that the capture was alive': {
        traces: [
          paid('on')
            .beats()
            .at('PT2H')
            .does('uninstall')
            .at('PT4H')
            .install({ telemetry: 'off' })
            .does('buy')
            .at('PT5H')
            .ends(),
        ],
        cells: { 'survey.paid': { [on]: 'upheld 1', [off]: 'inconclusive 0' } },
      },
      'a capture that was down in one state leaves that state open, and not the next': {
        traces: [
          paid('on').at('PT2H').captureDown('PT1M').at('PT3H').does('turn-off').at('PT4H').beats().ends(),
        ],
        cells: { 'survey.paid': { [on]: 'inconclusive 0', [off]: 'upheld 1' } },
      },
      'one that was down from one state into the next leaves both open': {
        traces: [
          paid('on').at('PT2H').captureDown('PT2H').at('PT3H').does('turn-off').at('PT6H').beats().ends(),
        ],
        cells: { 'survey.paid': { [on]: 'inconclusive 0', [off]: 'inconclusive 0' } },
      },
      'one that was down in a state is not made good by silence in it before': {
        traces: [
          paid('on')
            .does('turn-off')
            .at('PT2H')
            .does('turn-on')
            .captureDown('PT10M')
            .at('PT3H')
            .does('turn-off')
            .at('PT4H')
            .beats()
            .ends(),
        ],
        cells: { 'survey.paid': { [on]: 'inconclusive 1', [off]: 'upheld 2' } },
      },
    });
  });

  describe('of schedules and triggers', () => {
    table({
      'slots count in the state of their window': {
        traces: [
          alive()
            .install({ telemetry: 'off' })
            .pulses('PT1H', 'PT2H')
            .at('PT150M')
            .does('turn-on')
            .beats()
            .ends(),
        ],
        cells: { 'pulse.schedule-at-install': { [off]: 'upheld 2' } },
      },
      'a slot that passed empty before the state was left is missed in it': {
        traces: [
          alive()
            .install({ telemetry: 'off' })
            .pulses('PT1H')
            .at('PT3H')
            .does('turn-on')
            .sends('lookup')
            .beats()
            .ends(),
        ],
        cells: {
          'pulse.schedule-at-install': { [off]: 'violated 2' },
          'lookup.transmit': { [on]: 'upheld 1' },
        },
      },
      'a slot that is not over when the trace ends leaves its state open': {
        traces: [alive().install({ telemetry: 'off' }).pulses('PT1H').at('PT2H').beats().ends()],
        cells: { 'pulse.schedule-at-install': { [off]: 'inconclusive 1' } },
      },
      'a capture that was down between two slots leaves every state of the window open': {
        traces: [
          alive()
            .install()
            .does('arm')
            .at('PT5M')
            .captureDown('PT30M')
            .at('PT20M')
            .does('refuse')
            .at('PT1H')
            .sends('ping')
            .at('PT2H')
            .sends('ping')
            .at('PT4H')
            .beats()
            .ends(),
        ],
        cells: { 'ping.schedule': { [on]: 'inconclusive 0', refused: 'inconclusive 2' } },
      },
      'a trigger that is not answered is missed in the state in which it happened': {
        traces: [
          alive()
            .install()
            .does('crash')
            .sends('report')
            .at('PT10M')
            .does('crash')
            .after('PT10S')
            .does('turn-off')
            .at('PT30M')
            .does('crash')
            .sends('report')
            .after('PT1S')
            .does('turn-on')
            .at('PT1H')
            .beats()
            .ends(),
        ],
        cells: { 'report.trigger': { [on]: 'violated 2', [off]: 'upheld 1' } },
      },
      'a trigger that the end of the trace leaves open does so for its own state': {
        traces: [
          alive().install().does('crash').after('PT10S').does('turn-off').after('PT10S').beats().ends(),
        ],
        cells: { 'report.trigger': { [on]: 'inconclusive 0' } },
      },
    });
  });

  describe('of what is told of no state', () => {
    const refusedToo = () =>
      alive().install({ consent: 'refused' }).at('PT1M').sends('survey').beats().ends();
    table({
      'a transmission that belongs to nobody may be of any state': {
        traces: [two().at('PT1M').sends('survey').sends('survey', { installation: null }).beats().ends()],
        cells: { 'survey.transmit': { [on]: 'inconclusive 1' } },
      },
      'it may be of a state that is well, though another is violated': {
        traces: [
          two()
            .at('PT1M')
            .sends('survey')
            .as('i-2')
            .does('buy')
            .sends('survey')
            .sends('survey', { installation: null })
            .beats()
            .ends(),
        ],
        cells: { 'survey.transmit': { [on]: 'inconclusive 1', refused: 'violated 1' } },
      },
      'it may be of a state that only another trace has': {
        traces: [two().at('PT1M').sends('survey', { installation: null }).beats().ends(), refusedToo()],
        cells: { 'survey.transmit': { refused: 'inconclusive 1' } },
      },
      'what could not be read and names no installation may be of any state': {
        traces: [
          (() => {
            const built = two().at('PT1M').sends('survey').leaksOpaquely().beats().ends();
            const events = built.events.map((event) => {
              if (event.type !== 'opaque') return event;
              const { installation: _, ...rest } = event;
              return rest;
            });
            return Object.assign(built, { events });
          })(),
        ],
        cells: { 'scope.transmit': { [on]: 'inconclusive 1' } },
      },
      'what could not be read and names its installation is of its state': {
        traces: [two().at('PT1M').sends('survey').as('i-2').leaksOpaquely().beats().ends()],
        cells: { 'scope.transmit': { [on]: 'upheld 1', refused: 'violated 0' } },
      },
      'an installation whose state is not known leaves every state open': {
        traces: [
          alive()
            .install()
            .sends('lookup')
            .as('i-2')
            .knows({ managed: false })
            .sends('lookup')
            .beats()
            .ends(),
        ],
        cells: { 'lookup.transmit': { [on]: 'inconclusive 1' }, 'lookup.fields': { [on]: 'upheld 1' } },
      },
      'a capture that was down where nothing was seen leaves open what may leave, in every state': {
        traces: [
          alive().install().at('PT1H').captureDown('PT1H').at('PT3H').beats().ends(),
          alive().install().sends('survey').beats().ends(),
        ],
        cells: { 'scope.transmit': { [on]: 'inconclusive 1' }, 'survey.transmit': { [on]: 'upheld 1' } },
      },
      'a capture that was down leaves every payload that was seen open, in each of its states': {
        traces: [
          alive()
            .install()
            .sends('survey')
            .at('PT1H')
            .captureDown('PT1M')
            .at('PT3H')
            .does('refuse')
            .sends('survey')
            .beats()
            .ends(),
        ],
        cells: { 'survey.transmit': { [on]: 'inconclusive 1', refused: 'inconclusive 1' } },
      },
    });

    it('an expectation that was not met is of any state', async () => {
      const scenario = await acmeScenario('crash-reported');
      const built = trace({ scenario: 'crash-reported' }, scenario)
        .beats()
        .install()
        .does('crash')
        .sends('report')
        .at('PT30M')
        .does('crash')
        .sends('report')
        .at('PT1H')
        .beats()
        .ends();
      const result = judge(built);
      expect(result.findings.map(({ rule }) => rule)).to.deep.equal(['expectation/unmet']);
      expect(cellsOf(result, 'report.transmit')).to.deep.equal({ [on]: 'inconclusive 2' });
    });

    it('a dead capture upholds nothing in any state', () => {
      const built = trace({ heartbeats: 'both-ends' }).install().sends('survey').beats().ends();
      const result = judge(built);
      expect(result.findings.map(({ rule }) => rule)).to.deep.equal(['capture/dead']);
      expect(cellsOf(result, 'scope.transmit')).to.deep.equal({ [on]: 'inconclusive 1' });
      expect(cellsOf(result, 'survey.transmit')).to.deep.equal({ [on]: 'inconclusive 1' });
    });

    it('what three observations show together is of any state', () => {
      const judgement = judgementOf(alive().install().sends('lookup').beats().ends());
      const added = (breached: boolean): Judgement =>
        withComparison(judgement, {
          breaches: breached
            ? [
                {
                  rule: differentialLeak,
                  clause: 'lookup.transmit',
                  installation: 'i-1',
                  at: 0 as never,
                  message: 'x',
                  line: 3,
                },
              ]
            : [],
          undecided: breached ? [] : [{ clause: 'lookup.transmit', reason: 'it differs' }],
        });
      for (const breached of [true, false]) {
        const result = resultOf(added(breached));
        expect(cellsOf(result, 'lookup.transmit')).to.deep.equal({ [on]: 'inconclusive 1' });
        expect(result.clauses.find(({ id }) => id === 'lookup.transmit')?.verdict).to.equal(
          breached ? 'violated' : 'inconclusive',
        );
      }
      expect(cellsOf(resultOf(judgement), 'lookup.transmit')).to.deep.equal({ [on]: 'upheld 1' });
    });
  });
});

function resultOf(judgement: Judgement): ResultFile {
  const readings = chooseReadings(acme, []);
  return assembleResult(
    {
      disclosure: acme,
      system: acmeSystem,
      readings,
      variants: variantsOf(acme, readings),
      requireAll: false,
      instrument: 'candor 0.0.0',
    },
    [{ file: 'one.ndjson', digest: 'sha256:0', judgement }],
  );
}
