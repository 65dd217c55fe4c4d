import { acmeScenario, trace } from './judging.js';
import { doubts, tells } from './telling.js';

const scenario = await acmeScenario('crash-reported');
const off = () => trace().install().does('turn-off');
const seen = { installed: true, consent: 'granted', telemetry: 'off' } as const;

describe('what a finding tells of a whole trace', () => {
  tells({
    'a heartbeat that is missing at the start': {
      trace: trace({ heartbeats: 'both-ends' }).install().sends('lookup').at('PT1H').beats().ends(),
      told: [
        [
          'capture/dead',
          'the heartbeat at the start was not captured',
          undefined,
          undefined,
          '01T01:00:00.000 line 1',
        ],
      ],
    },
    'a heartbeat that is missing at the end': {
      trace: trace({ heartbeats: 'both-ends' }).beats().install().at('PT1H').sends('lookup').ends(),
      told: [
        [
          'capture/dead',
          'the heartbeat at the end was not captured',
          undefined,
          undefined,
          '01T01:00:00.000 line 5',
        ],
      ],
    },
    'what a kit lacks': {
      trace: trace({ kit: ['license.txt', 'setup.exe'] })
        .install()
        .beats()
        .ends(),
      told: [
        [
          'kit/missing',
          'the distribution kit has no notice_*.txt',
          '2 files',
          'license.txt, notice_*.txt',
          '01T00:00:00.000 line 1 /kit',
        ],
      ],
    },
    'that something was seen less often than expected': {
      trace: trace({}, scenario).install().at('PT1H').beats().ends(),
      told: [
        [
          'expectation/unmet',
          'crash-reported expects report once; it was seen 0 times',
          '0 times',
          'once',
          '01T01:00:00.000 line 1',
        ],
      ],
    },
    'that something was seen more often than expected': {
      trace: trace({}, scenario)
        .install()
        .does('crash')
        .sends('report')
        .sends('pulse', { json: { on: true } })
        .sends('pulse', { json: { on: true } })
        .at('PT1H')
        .ends(),
      told: [
        [
          'expectation/unmet',
          'crash-reported expects pulse 0 times; it was seen 2 times',
          '2 times',
          '0 times',
          '01T01:00:00.000 line 1',
        ],
      ],
    },
  });
});

describe('what is said of a clause that is not decided', () => {
  doubts({
    'that its permission is not known': {
      trace: trace().knows({ installed: true }).sends('lookup').ends(),
      doubts: {
        'scope.transmit': ['it is not known whether lookup is permitted'],
        'lookup.transmit': ['it is not known whether lookup is permitted'],
      },
    },
    'that a field rests on a fact that is not known': {
      trace: trace().knows({ installed: true, consent: 'granted' }).does('crash').sends('report').ends(),
      doubts: { 'report.license': ['whether /license belongs rests on facts that are not known: tier'] },
    },
    'that a field tells a fact that is not known': {
      trace: trace().knows({ installed: true }).sends('odd').ends(),
      doubts: {
        'odd.fields': ['whether /valueOf belongs rests on facts that are not known: managed'],
        'odd.truth': ['the fact managed, which /toString tells, is not known'],
      },
    },
    'that a transmission may have been another installation’s': {
      trace: trace().install().as('i-2').install().sends('pulse', { installation: null }).ends(),
      doubts: {
        'pulse.schedule': ['it is not known which installation a transmission of pulse came from'],
        'pulse.schedule-at-install': ['it is not known which installation a transmission of pulse came from'],
      },
    },
    'that a triggered one may have been another installation’s': {
      trace: trace().install().as('i-2').install().sends('report', { installation: null }).ends(),
      doubts: { 'report.trigger': ['it is not known which installation a transmission of report came from'] },
    },
    'that a trigger’s permission is not known': {
      trace: trace().knows({ installed: true }).does('crash').after('PT1H').beats().ends(),
      doubts: { 'report.trigger': ['it is not known whether report is permitted'] },
    },
    'that the capture was down when a trigger was to be answered': {
      trace: trace().install().beats().captureDown('PT1H').does('crash').after('PT2H').ends(),
      doubts: {
        'scope.transmit': ['the capture was down from 2026-01-01T00:00:00.000Z: more may have been sent'],
        'report.trigger': [
          'the capture was down while the crash at 2026-01-01T00:00:00.000Z was to be answered',
        ],
      },
    },
    'that the trace ends before a trigger had to be answered': {
      trace: trace().install().does('crash').after('PT1M').beats().ends(),
      doubts: {
        'report.trigger': ['the trace ends before the crash at 2026-01-01T00:00:00.000Z had to be answered'],
      },
    },
    'that a slot is pending': {
      trace: off().at('PT30M').beats().ends(),
      doubts: {
        'pulse.schedule': ['the trace ends before the slot at 2026-01-01T01:00:00.000Z ± PT5M was over'],
      },
    },
    'that the slot after one that was hit is pending': {
      trace: off().pulses('PT1H').ends(),
      doubts: {
        'pulse.schedule': ['the trace ends before the slot at 2026-01-01T02:00:00.000Z ± PT5M was over'],
      },
    },
    'that the capture was down in a slot': {
      trace: off().beats().at('PT50M').captureDown('PT20M').at('PT1H30M').does('turn-on').ends(),
      doubts: {
        'scope.transmit': ['the capture was down from 2026-01-01T00:50:00.000Z: more may have been sent'],
        'pulse.schedule': [
          'the capture was down from 2026-01-01T00:50:00.000Z: more may have been sent',
          'the capture was down in the slot at 2026-01-01T01:00:00.000Z ± PT5M',
        ],
      },
    },
    'that the capture was down between slots': {
      trace: off().beats().at('PT20M').captureDown('PT10M').at('PT50M').does('turn-on').ends(),
      doubts: {
        'scope.transmit': ['the capture was down from 2026-01-01T00:20:00.000Z: more may have been sent'],
        'pulse.schedule': ['the capture was down from 2026-01-01T00:20:00.000Z: more may have been sent'],
      },
    },
    'that a longest silence is pending': {
      trace: off().pulses('PT30M').ends(),
      readings: ['pulse.regularity=max-gap'],
      doubts: {
        'pulse.schedule': [
          'the trace ends before 2026-01-01T01:35:00.000Z, until when the silence since 2026-01-01T00:30:00.000Z may last',
        ],
      },
    },
    'that the capture was down in a silence': {
      trace: off().beats().at('PT20M').captureDown('PT10M').at('PT1H20M').does('turn-on').ends(),
      readings: ['pulse.regularity=max-gap'],
      doubts: {
        'scope.transmit': ['the capture was down from 2026-01-01T00:20:00.000Z: more may have been sent'],
        'pulse.schedule': [
          'the capture was down between 2026-01-01T00:00:00.000Z and 2026-01-01T01:05:00.000Z',
        ],
      },
    },
    'that the start of its state is not known': {
      trace: trace().knows(seen).at('PT30M').beats().ends(),
      doubts: {
        'pulse.schedule': [
          'it is not known since when the state has held that was first seen at 2026-01-01T00:00:00.000Z',
        ],
      },
    },
    'that it is not known whether its schedule runs': {
      trace: trace().knows({ installed: true, telemetry: 'off' }).at('PT30M').beats().ends(),
      doubts: { 'pulse.schedule': ['it is not known whether pulse is permitted'] },
    },
    'that the facts that start its schedule are not known': {
      trace: trace().knows({ installed: true, consent: 'granted' }).sends('pulse').ends(),
      doubts: {
        'pulse.state': ['the fact telemetry, which /on tells, is not known'],
        'pulse.schedule': ['it is not known whether telemetry is off, which starts the schedule'],
      },
    },
    'that nothing shows that the capture was alive in a silence': {
      trace: trace().install({ managed: true }).beats().at('P1D').ends(),
      doubts: {
        'survey.managed': [
          'whether survey was kept back could not be seen: nothing shows that the capture was alive',
        ],
      },
    },
    'that the capture was down in a silence that was demanded': {
      trace: trace().install({ managed: true }).beats().captureDown('PT1M').at('P1D').beats().ends(),
      doubts: {
        'scope.transmit': ['the capture was down from 2026-01-01T00:00:00.000Z: more may have been sent'],
        'survey.managed': ['whether survey was kept back could not be seen: the capture was down'],
      },
    },
    'that a trigger may have been answered again while the capture was down': {
      trace: trace().install().does('crash').sends('report').at('PT1H').captureDown('PT1M').at('PT2H').ends(),
      doubts: {
        'scope.transmit': ['the capture was down from 2026-01-01T01:00:00.000Z: more may have been sent'],
        'report.transmit': ['the capture was down from 2026-01-01T01:00:00.000Z: more may have been sent'],
        'report.trigger': ['the capture was down from 2026-01-01T01:00:00.000Z: more may have been sent'],
      },
    },
    'nothing of a silence that was not heard, where another was': {
      trace: trace()
        .install({ managed: true })
        .at('PT1H')
        .knows({ managed: false })
        .at('PT2H')
        .beats()
        .knows({ managed: true })
        .at('P1D')
        .beats()
        .ends(),
      doubts: {},
    },
    'that an expectation may have been met unseen': {
      trace: trace({}, scenario).install().at('PT1H').beats(),
      doubts: {
        'report.transmit': ['report was seen 0 of 1 times, and the trace has no end: it was cut off'],
      },
    },
    'that an expectation may have been met while the capture was down': {
      trace: trace({}, scenario).install().beats().captureDown('PT1M').at('PT1H').ends(),
      doubts: {
        'scope.transmit': ['the capture was down from 2026-01-01T00:00:00.000Z: more may have been sent'],
        'report.transmit': ['report was seen 0 of 1 times, and the capture was down for a part of it'],
      },
    },
    'that the trace has no end': {
      trace: trace().install().sends('lookup'),
      doubts: {
        'scope.transmit': ['the trace has no end: it was cut off'],
        'lookup.transmit': ['the trace has no end: it was cut off'],
        'lookup.fields': ['the trace has no end: it was cut off'],
      },
    },
    'that nothing ever shows that the capture was alive': {
      trace: trace({ kit: ['license.txt', 'notice_de.txt'] })
        .install()
        .ends(),
      doubts: { 'kit.files': ['nothing shows that the capture was ever alive'] },
    },
  });
});
