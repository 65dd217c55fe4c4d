import { expect } from 'chai';
import type { Row, TraceBuilder } from './judging.js';
import { judge, table, trace } from './judging.js';

/** The two ways into a window, and the clause that carries the schedule in each. */
const ways: readonly (readonly [way: string, clause: string, enter: () => TraceBuilder])[] = [
  ['after turning off', 'pulse.schedule', () => trace().install().does('turn-off')],
  ['after installing turned off', 'pulse.schedule-at-install', () => trace().install({ telemetry: 'off' })],
];

// Every hour for four hours, give or take five minutes.
const all = ['PT1H', 'PT2H', 'PT3H', 'PT4H'] as const;
const [first, second, third, fourth] = all;

for (const [way, clause, off] of ways) {
  const missing: Row = ['schedule/missing', clause, 'shortfall'];
  const offSlot: Row = ['schedule/off-slot', clause, 'excess'];
  const repeated: Row = ['schedule/repeated', clause, 'excess'];
  const late: Row = ['schedule/after-window', clause, 'excess'];
  const upheld = { [clause]: 'upheld' };
  const undecided = { [clause]: 'inconclusive' };

  describe(`a schedule ${way}`, () => {
    describe('slots', () => {
      table({
        'one transmission in each slot upholds it': {
          trace: off()
            .pulses(...all)
            .at('PT6H')
            .ends(),
          verdicts: { ...upheld, 'pulse.transmit': 'upheld' },
          verdict: 'upheld',
        },
        'the first instant of a slot belongs to it': {
          trace: off().pulses('PT55M', 'PT1H55M', 'PT2H55M', 'PT3H55M').at('PT6H').ends(),
          verdicts: upheld,
        },
        'the last instant of a slot belongs to it': {
          trace: off().pulses('PT1H5M', 'PT2H5M', 'PT3H5M', 'PT4H5M').at('PT6H').ends(),
          verdicts: upheld,
        },
        'a millisecond before it is off the slot, which stays empty': {
          trace: off().pulses('PT54M59.999S', second, third, fourth).at('PT6H').ends(),
          findings: [offSlot, missing],
        },
        'a millisecond behind it is too': {
          trace: off().pulses('PT1H5M0.001S', second, third, fourth).at('PT6H').ends(),
          findings: [missing, offSlot],
        },
        'a millisecond behind the last one is after the window': {
          trace: off().pulses(first, second, third, 'PT4H5M0.001S').at('PT6H').ends(),
          findings: [missing, late],
        },
        'an empty slot is missing': {
          trace: off().pulses(first, third, fourth).at('PT6H').ends(),
          findings: [missing],
          verdicts: { [clause]: 'violated', 'pulse.transmit': 'upheld' },
        },
        'silence misses all of them': {
          trace: off().at('PT6H').ends(),
          findings: [missing, missing, missing, missing],
        },
        'a transmission when the state begins is off every slot': {
          trace: off()
            .sends('pulse')
            .pulses(...all)
            .at('PT6H')
            .ends(),
          findings: [offSlot],
        },
        'a second one in a slot is repeated': {
          trace: off().pulses('PT56M', first, second, third, fourth).at('PT6H').ends(),
          findings: [repeated],
        },
        'a second one at the same instant is repeated': {
          trace: off().pulses(first, first, second, third, fourth).at('PT6H').ends(),
          findings: [repeated],
        },
        'a transmission long after the window is after it': {
          trace: off()
            .pulses(...all, 'P7D')
            .ends(),
          findings: [late],
        },
        'a transmission of another installation discharges nothing': {
          trace: off()
            .as('i-2')
            .install()
            .at(first)
            .sends('pulse', { json: { on: true } })
            .at('PT1H30M')
            .ends(),
          findings: [missing],
        },
      });
    });

    describe('in what order a slot is decided', () => {
      const others = (built: TraceBuilder) => built.pulses(second, third, fourth).at('PT6H').ends();
      table({
        'a hit counts though the host is said to have slept': {
          trace: others(off().at('PT50M').asleep('PT1H').pulses(first)),
          verdicts: upheld,
        },
        'a hit counts though the state was left in the same slot': {
          trace: off().pulses('PT58M').at(first).does('turn-on').at('PT6H').ends(),
          verdicts: upheld,
        },
        'a hit counts though the capture was down in the same slot, but more may have been sent': {
          trace: others(off().pulses('PT58M').at('PT59M').captureDown('PT1M')),
          verdicts: undecided,
        },
        'leaving the state cancels the slots that are open': {
          trace: off().pulses(first).at('PT2H5M').does('turn-on').at('PT6H').ends(),
          verdicts: upheld,
        },
        'a slot that was over when the state was left is missing': {
          trace: off().pulses(first).at('PT2H5M0.001S').does('turn-on').at('PT6H').ends(),
          findings: [missing],
        },
        'a cancelled slot is not pending when the trace ends': {
          trace: off().pulses(first).at(second).does('turn-on').ends(),
          verdicts: upheld,
        },
        'leaving cancels before sleep excuses': {
          trace: off().at('PT50M').asleep('PT20M').at('PT1H').does('turn-on').at('PT6H').ends(),
          verdicts: { [clause]: 'not-exercised' },
        },
        'uninstalling cancels': {
          trace: off().pulses(first).at(second).does('uninstall').at('PT6H').ends(),
          verdicts: upheld,
        },
        'withdrawing the permission cancels': {
          trace: off().pulses(first).at(second).does('refuse').at('PT6H').ends(),
          verdicts: upheld,
        },
        'a slot that ends with the trace is pending': {
          trace: off().pulses(first).at('PT2H5M').ends(),
          verdicts: undecided,
          verdict: 'inconclusive',
        },
        'a slot that ends a millisecond before the trace is missing': {
          trace: off().pulses(first).at('PT2H5M0.001S').ends(),
          findings: [missing],
        },
        'a slot that was hit is not pending, but the next one is': {
          trace: off().pulses(first).ends(),
          verdicts: undecided,
        },
        'a slot that is pending is so though the host slept in it': {
          trace: off().at(first).asleep('PT1M').at('PT1H2M').ends(),
          verdicts: undecided,
        },
        'a sleep that touches the first instant excuses': {
          trace: others(off().at('PT50M').asleep('PT5M')),
          verdicts: upheld,
        },
        'a sleep that ends a millisecond before it does not': {
          trace: others(off().at('PT50M').asleep('PT4M59.999S')),
          findings: [missing],
        },
        'a sleep that touches the last instant excuses': {
          trace: others(off().at('PT1H5M').asleep('PT1M')),
          verdicts: upheld,
        },
        'a sleep that begins a millisecond behind it does not': {
          trace: others(off().at('PT1H5M0.001S').asleep('PT1M')),
          findings: [missing],
        },
        'being offline excuses as sleep does': {
          trace: others(off().at('PT55M').offline('PT10M')),
          verdicts: upheld,
        },
        'sleep excuses though the capture was down in the slot as well': {
          trace: others(off().at('PT55M').asleep('PT10M').captureDown('PT10M')),
          verdicts: undecided,
        },
        'a slot missed while the capture was down is inconclusive': {
          trace: others(off().at('PT55M').captureDown('PT10M')),
          verdicts: { ...undecided, 'scope.transmit': 'inconclusive' },
          verdict: 'inconclusive',
        },
        'a capture that is down at the first instant alone is enough': {
          trace: others(off().at('PT50M').captureDown('PT5M')),
          verdicts: undecided,
        },
        'a capture that was down elsewhere excuses no empty slot': {
          trace: others(off().at('PT30M').captureDown('PT1M')),
          findings: [missing],
        },
        'a capture that was down between slots leaves open what was sent there': {
          trace: off()
            .pulses(first)
            .at('PT1H30M')
            .captureDown('PT1M')
            .pulses(second, third, fourth)
            .at('PT6H')
            .ends(),
          verdicts: undecided,
        },
        'so does one that was down after the window': {
          trace: off()
            .pulses(...all)
            .at('PT5H')
            .captureDown('PT1M')
            .at('PT6H')
            .ends(),
          verdicts: undecided,
        },
        'a violation that is certain stands whatever follows': {
          trace: off().pulses('PT30M').at('PT40M').captureDown('PT9H').at('PT20H').ends(),
          findings: [offSlot],
          verdicts: { [clause]: 'violated' },
        },
        'every slot excused exercises nothing': {
          trace: off().asleep('PT5H').at('PT6H').ends(),
          verdicts: { [clause]: 'not-exercised' },
          verdict: 'not-exercised',
        },
        'a trace without an end leaves the rest undecided': {
          trace: off()
            .pulses(...all)
            .at('PT6H')
            .beats(),
          verdicts: undecided,
        },
      });
    });

    describe('catching up', () => {
      const slept = () => off().at('PT50M').asleep('PT40M');
      table({
        'one transmission on waking makes up for a slot': {
          trace: slept().pulses('PT1H30M', second, third, fourth).at('PT6H').ends(),
          verdicts: upheld,
        },
        'at the last instant of the tolerance too': {
          trace: slept().pulses('PT1H35M', second, third, fourth).at('PT6H').ends(),
        },
        'a millisecond later it is off the slot': {
          trace: slept().pulses('PT1H35M0.001S', second, third, fourth).at('PT6H').ends(),
          findings: [offSlot],
        },
        'only one': {
          trace: slept().pulses('PT1H30M', 'PT1H31M', second, third, fourth).at('PT6H').ends(),
          findings: [offSlot],
        },
        'two slots slept through are made up for once': {
          trace: off()
            .at('PT50M')
            .asleep('PT1H30M')
            .pulses('PT2H20M', 'PT2H21M', third, fourth)
            .at('PT6H')
            .ends(),
          findings: [offSlot],
        },
        'a sleep that emptied no slot permits none': {
          trace: off()
            .pulses(first)
            .at('PT1H20M')
            .asleep('PT10M')
            .pulses('PT1H30M', second, third, fourth)
            .at('PT6H')
            .ends(),
          findings: [offSlot],
        },
        'waking in a slot, it may come beside the slot’s own': {
          trace: off()
            .at('PT50M')
            .asleep('PT1H10M')
            .pulses(second, 'PT2H1M', third, fourth)
            .at('PT6H')
            .ends(),
          verdicts: upheld,
        },
        'a sleep over the last slot may be made up for after the window': {
          trace: off()
            .pulses(first, second, third)
            .at('PT3H50M')
            .asleep('PT1H')
            .pulses('PT4H50M')
            .at('PT6H')
            .ends(),
          verdicts: upheld,
        },
        'where unreachable slots are owed there is none': {
          trace: slept().pulses('PT1H30M', second, third, fourth).at('PT6H').ends(),
          readings: ['pulse.unreachable=owed'],
          findings: [missing, offSlot],
        },
      });
    });

    describe('readings', () => {
      table({
        'modality: ceiling owes no slot': {
          trace: off().pulses(second).at('PT6H').ends(),
          readings: ['pulse.modality=ceiling'],
          verdicts: upheld,
        },
        'modality: ceiling leaves nothing pending': {
          trace: off().pulses(first).at('PT1H30M').ends(),
          readings: ['pulse.modality=ceiling'],
          verdicts: upheld,
        },
        'modality: under a ceiling silence exercises nothing': {
          trace: off().at('PT6H').ends(),
          readings: ['pulse.modality=ceiling'],
          verdicts: { [clause]: 'not-exercised' },
        },
        'modality: ceiling forbids what is off a slot': {
          trace: off().pulses('PT30M').at('PT6H').ends(),
          readings: ['pulse.modality=ceiling'],
          findings: [offSlot],
        },
        'first-slot: immediately owes one when the state begins, and none at the end': {
          trace: off().sends('pulse').pulses(first, second, third).at('PT6H').ends(),
          readings: ['pulse.first-slot=immediately'],
          verdicts: upheld,
        },
        'first-slot: immediately misses the one at the beginning': {
          trace: off().pulses(first, second, third).at('PT6H').ends(),
          readings: ['pulse.first-slot=immediately'],
          findings: [missing],
        },
        'first-slot: immediately has no slot at the end of the window': {
          trace: off()
            .sends('pulse')
            .pulses(...all)
            .at('PT6H')
            .ends(),
          readings: ['pulse.first-slot=immediately'],
          findings: [offSlot],
        },
        'window-end: half-open owes nothing at the end': {
          trace: off().pulses(first, second, third).at('PT6H').ends(),
          readings: ['pulse.window-end=half-open'],
          verdicts: upheld,
        },
        'window-end: half-open has the window over at its end': {
          trace: off()
            .pulses(...all)
            .at('PT6H')
            .ends(),
          readings: ['pulse.window-end=half-open'],
          findings: [late],
        },
        'window-end: half-open still has what is sent a millisecond before in the window': {
          trace: off().pulses(first, second, third, 'PT3H59M59.999S').at('PT6H').ends(),
          readings: ['pulse.window-end=half-open'],
          findings: [offSlot],
        },
        'other-transmissions: allowed permits any in the window': {
          trace: off().sends('pulse').pulses('PT30M', first, first, second, third, fourth).at('PT6H').ends(),
          readings: ['pulse.other-transmissions=allowed'],
          verdicts: upheld,
        },
        'other-transmissions: allowed permits none after it': {
          trace: off()
            .pulses(...all, 'PT5H')
            .at('PT6H')
            .ends(),
          readings: ['pulse.other-transmissions=allowed'],
          findings: [late],
        },
        'after-window: allowed permits any after it': {
          trace: off()
            .pulses(...all, 'PT5H', 'PT5H')
            .at('PT6H')
            .ends(),
          readings: ['pulse.after-window=allowed'],
          verdicts: upheld,
        },
        'after-window: allowed permits none in it': {
          trace: off()
            .pulses(...all.slice(0, 3), 'PT3H30M', fourth)
            .at('PT6H')
            .ends(),
          readings: ['pulse.after-window=allowed'],
          findings: [offSlot],
        },
        'regularity: max-gap has no slots, only a longest silence': {
          trace: off().pulses('PT30M', 'PT1H35M', 'PT2H', 'PT3H5M', 'PT4H').at('PT6H').ends(),
          readings: ['pulse.regularity=max-gap'],
          verdicts: upheld,
        },
        'regularity: max-gap permits a silence of a period and the tolerance': {
          trace: off().pulses('PT1H5M', 'PT2H10M', 'PT3H15M').at('PT6H').ends(),
          readings: ['pulse.regularity=max-gap'],
          verdicts: upheld,
        },
        'regularity: max-gap misses a longer one': {
          trace: off().pulses('PT1H5M', 'PT2H10M0.001S', 'PT3H15M').at('PT6H').ends(),
          readings: ['pulse.regularity=max-gap'],
          findings: [missing],
        },
        'state-left: terminates lets the payload be sent unscheduled': {
          trace: off()
            .pulses(first)
            .at('PT1H30M')
            .does('turn-on')
            .sends('pulse', { json: { on: true } })
            .at('PT6H')
            .ends(),
          verdicts: upheld,
        },
        'state-left: continues owes the rest': {
          trace: off().pulses(first).at('PT1H30M').does('turn-on').at('PT6H').ends(),
          readings: ['pulse.state-left=continues'],
          findings: [missing, missing, missing],
        },
        'state-left: continues cancels all the same when the product goes': {
          trace: off().pulses(first).at('PT1H30M').does('uninstall').at('PT6H').ends(),
          readings: ['pulse.state-left=continues'],
          verdicts: upheld,
        },
        'state-left: continues cancels too when the product goes after the state was left': {
          trace: off()
            .pulses(first)
            .at('PT1H30M')
            .does('turn-on')
            .at('PT1H40M')
            .does('uninstall')
            .at('PT6H')
            .ends(),
          readings: ['pulse.state-left=continues'],
          verdicts: upheld,
        },
        'state-entered-again: ignored keeps the grid': {
          trace: off()
            .at('PT30M')
            .does('turn-off')
            .pulses(...all)
            .at('PT6H')
            .ends(),
        },
        'state-entered-again: restarts begins a new one': {
          trace: off()
            .at('PT30M')
            .does('turn-off')
            .pulses('PT1H30M', 'PT2H30M', 'PT3H30M', 'PT4H30M')
            .at('PT6H')
            .ends(),
          readings: ['pulse.state-entered-again=restarts'],
        },
        'unreachable: owed misses a slot though the host slept': {
          trace: off().at('PT50M').asleep('PT20M').pulses(second, third, fourth).at('PT6H').ends(),
          readings: ['pulse.unreachable=owed'],
          findings: [missing],
        },
        'unreachable: owed does not turn a capture that was down into a breach': {
          trace: off().at('PT50M').captureDown('PT20M').pulses(second, third, fourth).at('PT6H').ends(),
          readings: ['pulse.unreachable=owed'],
          verdicts: undecided,
        },
      });
    });
  });
}

describe('schedules', () => {
  const missing: Row = ['schedule/missing', 'pulse.schedule', 'shortfall'];
  const late: Row = ['schedule/after-window', 'pulse.schedule', 'excess'];
  const seen = { installed: true, consent: 'granted', telemetry: 'off' };

  describe('whose start is not known', () => {
    table({
      'decide nothing by what is sent or not in the window': {
        trace: trace().knows(seen).pulses('PT30M').at('PT6H').ends(),
        verdicts: { 'pulse.schedule': 'inconclusive' },
        verdict: 'inconclusive',
      },
      'are over when the whole window and the tolerance have passed since the state was seen': {
        trace: trace().knows(seen).pulses('PT4H5M0.001S').ends(),
        findings: [late],
        verdicts: { 'pulse.schedule': 'violated' },
      },
      'may not be over at that instant': {
        trace: trace().knows(seen).pulses('PT4H5M').ends(),
        verdicts: { 'pulse.schedule': 'inconclusive' },
      },
      'are over at the end of the window itself where it is half-open': {
        trace: trace().knows(seen).pulses('PT4H').ends(),
        readings: ['pulse.window-end=half-open'],
        findings: [late],
      },
      'stay so when the state is entered again': {
        trace: trace().knows(seen).at('PT1H').does('turn-off').pulses('PT2H').at('PT9H').ends(),
        verdicts: { 'pulse.schedule': 'inconclusive' },
      },
      'become known where entering again restarts them': {
        trace: trace().knows(seen).at('PT1H').does('turn-off').pulses('PT2H').at('PT9H').ends(),
        readings: ['pulse.state-entered-again=restarts'],
        findings: [missing, missing, missing],
      },
      'become known when the state is left and entered': {
        trace: trace().knows(seen).at('PT1H').does('turn-on').at('PT2H').does('turn-off').at('PT9H').ends(),
        findings: [missing, missing, missing, missing],
      },
    });
  });

  describe('whose start is known', () => {
    table({
      'from stated facts, where they were known to be otherwise before': {
        trace: trace()
          .knows({ ...seen, telemetry: 'on' })
          .at('PT1H')
          .knows({ telemetry: 'off' })
          .at('PT9H')
          .ends(),
        findings: [missing, missing, missing, missing],
      },
      'from the instant at which the payload came to be permitted': {
        trace: trace()
          .install({ consent: 'refused', telemetry: 'off' })
          .at('PT1H')
          .does('grant')
          .pulses('PT2H', 'PT3H', 'PT4H', 'PT5H')
          .at('PT9H')
          .ends(),
        verdicts: { 'pulse.schedule': 'upheld' },
      },
      'begin before a transmission of the same instant, whatever the order in the trace': {
        trace: trace()
          .install()
          .at('PT1H')
          .sends('pulse')
          .does('turn-off')
          .pulses('PT2H', 'PT3H', 'PT4H', 'PT5H')
          .at('PT9H')
          .ends(),
        findings: [['schedule/off-slot', 'pulse.schedule', 'excess']],
      },
      'end before a transmission of the same instant as well': {
        trace: trace()
          .install()
          .does('turn-off')
          .at('PT30M')
          .sends('pulse', { json: { on: true } })
          .does('turn-on')
          .at('PT9H')
          .ends(),
      },
      'owe nothing while the state does not hold': {
        trace: trace().install().at('P7D').ends(),
        verdicts: { 'pulse.schedule': 'not-exercised', 'pulse.schedule-at-install': 'not-exercised' },
      },
      'leave an unscheduled state alone': {
        trace: trace()
          .install()
          .at('PT7M')
          .sends('pulse', { json: { on: true } })
          .at('PT9M')
          .sends('pulse', { json: { on: true } })
          .ends(),
      },
      'charge the clause of the window concerned': {
        trace: trace()
          .install({ telemetry: 'off' })
          .at('PT30M')
          .does('turn-on')
          .at('PT1H')
          .does('turn-off')
          .at('PT2H30M')
          .does('uninstall')
          .ends(),
        findings: [missing],
        verdicts: { 'pulse.schedule': 'violated', 'pulse.schedule-at-install': 'not-exercised' },
      },
      'have their last slot before the end where the window is no whole number of periods': {
        trace: trace()
          .install()
          .does('arm')
          .at('PT1H20M')
          .sends('ping')
          .at('PT2H20M')
          .sends('ping')
          .at('PT9H')
          .ends(),
        verdicts: { 'ping.schedule': 'upheld' },
      },
    });
  });

  it('tell how near a transmission came to a bound, in seconds', () => {
    const result = judge(
      trace().install().does('turn-off').pulses('PT1H', 'PT2H4M30.5S', 'PT3H', 'PT3H58M').at('PT6H').ends(),
    );
    expect(result.clauses.find(({ id }) => id === 'pulse.schedule')).to.include({
      margin: 29.5,
      exercised: 4,
    });
  });

  it('do not depend on the order of two installations’ events at one instant', () => {
    const one = trace().install({ telemetry: 'off' }).as('i-2').install({ telemetry: 'off' });
    const other = trace().as('i-2').install({ telemetry: 'off' }).as('i-1').install({ telemetry: 'off' });
    for (const time of ['PT1H', 'PT2H', 'PT3H']) {
      one.at(time).as('i-1').sends('pulse').as('i-2').sends('pulse');
      other.at(time).as('i-2').sends('pulse').as('i-1').sends('pulse');
    }
    expect(judge(one.at('PT6H').ends()).clauses).to.deep.equal(judge(other.at('PT6H').ends()).clauses);
  });
});
