import type { Row } from './judging.js';
import { table, trace } from './judging.js';
import { doubts } from './telling.js';

const off = () => trace().install().does('turn-off');
const offSlot: Row = ['schedule/off-slot', 'pulse.schedule', 'excess'];
const missing: Row = ['schedule/missing', 'pulse.schedule', 'shortfall'];
const upheld = { 'pulse.schedule': 'upheld' };
const maxGap = 'pulse.regularity=max-gap';
const scopeDown = (time: string) => [
  `the capture was down from 2026-01-01T${time}.000Z: more may have been sent`,
];

// Every hour for four hours, give or take five minutes.
describe('the edges of a schedule', () => {
  describe('where it is caught up', () => {
    const naps = () => off().at('PT50M').asleep('PT11M').at('PT1H2M').asleep('PT1M');
    table({
      'two sleeps in one slot permit one transmission each': {
        trace: naps().pulses('PT1H5M30S', 'PT1H5M50S', 'PT2H', 'PT3H', 'PT4H').at('PT6H').ends(),
        verdicts: upheld,
      },
      'and no third': {
        trace: naps().pulses('PT1H5M30S', 'PT1H5M40S', 'PT1H5M50S', 'PT2H', 'PT3H', 'PT4H').at('PT6H').ends(),
        findings: [offSlot],
      },
      'a transmission while the host is said to sleep makes up for nothing': {
        trace: off().at('PT50M').asleep('PT50M').pulses('PT1H20M', 'PT2H', 'PT3H', 'PT4H').at('PT6H').ends(),
        findings: [offSlot],
      },
      'of two after the capture was down, no more than one may have': {
        trace: off()
          .at('PT50M')
          .captureDown('PT20M')
          .pulses('PT1H12M', 'PT1H13M')
          .at('PT1H30M')
          .does('turn-on')
          .ends(),
        findings: [offSlot],
      },
      'a sleep of the time between two slots does not either': {
        trace: off().pulses('PT1H').at('PT1H10M').asleep('PT10M').pulses('PT1H21M').at('PT1H30M').ends(),
        findings: [offSlot],
      },
    });
  });

  describe('where the longest silence counts', () => {
    table({
      'a silence that lasts to the end of the window and no further is permitted': {
        trace: off().pulses('PT1H', 'PT2H', 'PT2H55M').at('PT6H').ends(),
        readings: [maxGap],
        verdicts: upheld,
      },
      'nor is it pending when the trace ends in it': {
        trace: off().pulses('PT1H', 'PT2H', 'PT2H55M').at('PT3H30M').ends(),
        readings: [maxGap],
        verdicts: upheld,
      },
      'a millisecond less leaves one that is too long': {
        trace: off().pulses('PT1H', 'PT2H', 'PT2H54M59.999S').at('PT6H').ends(),
        readings: [maxGap],
        findings: [missing],
      },
      'a sleep begins it anew': {
        trace: off().at('PT20M').asleep('PT20M').pulses('PT1H45M', 'PT2H50M', 'PT3H30M').at('PT6H').ends(),
        readings: [maxGap],
        verdicts: upheld,
      },
      'a sleep does not where it is no excuse': {
        trace: off().at('PT20M').asleep('PT20M').pulses('PT1H45M', 'PT2H50M', 'PT3H30M').at('PT6H').ends(),
        readings: [maxGap, 'pulse.unreachable=owed'],
        findings: [missing],
      },
      'a ceiling owes no end of it': {
        trace: off().pulses('PT3H30M').at('PT6H').ends(),
        readings: [maxGap, 'pulse.modality=ceiling'],
        verdicts: upheld,
      },
    });
  });

  describe('where a window begins', () => {
    const crowded = () => {
      const built = trace()
        .install()
        .at('PT58M')
        .sends('pulse', { json: { on: true } });
      for (let beat = 0; beat < 1100; beat += 1) built.after('PT0.01S').beats();
      return built.at('PT1H').does('turn-off');
    };
    table({
      'what was sent shortly before is remembered, whatever was seen since': {
        trace: crowded().at('PT1H6M').does('turn-on').at('PT2H').ends(),
        readings: ['pulse.first-slot=immediately'],
        verdicts: upheld,
      },
      'its start is known where its facts did not hold, though it was not known whether it was permitted': {
        trace: trace()
          .knows({ installed: true, telemetry: 'on' })
          .at('PT1H')
          .knows({ consent: 'granted', telemetry: 'off' })
          .at('PT2H10M')
          .does('turn-on')
          .ends(),
        findings: [missing],
      },
      'what was sent a millisecond too early is off the slot': {
        trace: trace()
          .install()
          .at('PT54M59.999S')
          .sends('pulse', { json: { on: true } })
          .at('PT1H')
          .does('turn-off')
          .at('PT1H6M')
          .does('turn-on')
          .ends(),
        readings: ['pulse.first-slot=immediately'],
        findings: [missing],
      },
      'what was sent at the first instant of the slot at its start counts': {
        trace: trace()
          .install()
          .at('PT55M')
          .sends('pulse', { json: { on: true } })
          .at('PT1H')
          .does('turn-off')
          .at('PT1H6M')
          .does('turn-on')
          .ends(),
        readings: ['pulse.first-slot=immediately'],
        verdicts: upheld,
      },
    });
  });

  describe('where the capture was down', () => {
    doubts({
      'at the instant at which the state was left, nothing is in doubt': {
        trace: off().beats().at('PT30M').captureDown('PT1M').does('turn-on').at('PT6H').ends(),
        doubts: { 'scope.transmit': scopeDown('00:30:00') },
      },
      'and something was told at the same instant, it is in doubt all the same': {
        trace: off()
          .beats()
          .at('PT30M')
          .captureDown('PT1M')
          .knows({ managed: false })
          .at('PT50M')
          .does('turn-on')
          .ends(),
        doubts: { 'scope.transmit': scopeDown('00:30:00'), 'pulse.schedule': scopeDown('00:30:00') },
      },
      'between slots where others are allowed, nothing is in doubt': {
        trace: off().beats().at('PT20M').captureDown('PT1M').at('PT50M').does('turn-on').ends(),
        readings: ['pulse.other-transmissions=allowed'],
        doubts: { 'scope.transmit': scopeDown('00:20:00') },
      },
      'after a window that anything may follow, nothing is in doubt': {
        trace: off()
          .pulses('PT1H', 'PT2H', 'PT3H', 'PT4H')
          .at('PT5H')
          .captureDown('PT1M')
          .at('PT6H')
          .beats()
          .ends(),
        readings: ['pulse.after-window=allowed'],
        doubts: {
          'scope.transmit': scopeDown('05:00:00'),
          'pulse.transmit': scopeDown('05:00:00'),
        },
      },
      'from where others are allowed to where nothing may be sent, it is in doubt': {
        trace: off().beats().at('PT3H50M').captureDown('PT2H').at('PT4H').beats().at('PT6H').beats().ends(),
        readings: ['pulse.other-transmissions=allowed', 'pulse.modality=ceiling'],
        doubts: { 'scope.transmit': scopeDown('03:50:00'), 'pulse.schedule': scopeDown('03:50:00') },
      },
      'in a slot in which the host slept as well, the sleep excuses it': {
        trace: off()
          .beats()
          .at('PT55M')
          .asleep('PT1M')
          .captureDown('PT1M')
          .at('PT1H10M')
          .does('turn-on')
          .ends(),
        doubts: { 'scope.transmit': scopeDown('00:55:00'), 'pulse.schedule': scopeDown('00:55:00') },
      },
      'in a slot, what comes right after may have been what was owed': {
        trace: off()
          .beats()
          .at('PT50M')
          .captureDown('PT20M')
          .pulses('PT1H12M')
          .at('PT1H30M')
          .does('turn-on')
          .ends(),
        doubts: {
          'scope.transmit': ['the capture was down from 2026-01-01T00:50:00.000Z: more may have been sent'],
          'pulse.transmit': ['the capture was down from 2026-01-01T00:50:00.000Z: more may have been sent'],
          'pulse.schedule': [
            'the capture was down from 2026-01-01T00:50:00.000Z: more may have been sent',
            'the capture was down in the slot at 2026-01-01T01:00:00.000Z ± PT5M',
            'it is not known whether the transmission at 2026-01-01T01:12:00.000Z made up for one that was hindered: the capture was down before it',
          ],
        },
      },
      'in the last slot, that slot is in doubt': {
        trace: off().pulses('PT1H', 'PT2H', 'PT3H').at('PT3H50M').ends(),
        doubts: {
          'pulse.schedule': ['the trace ends before the slot at 2026-01-01T04:00:00.000Z ± PT5M was over'],
        },
      },
    });
  });
});
