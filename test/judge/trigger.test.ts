import type { Row } from './judging.js';
import { table, trace } from './judging.js';

const missing: Row = ['trigger/missing', 'report.trigger', 'shortfall'];
const unprompted: Row = ['trigger/unprompted', 'report.trigger', 'excess'];
const repeated: Row = ['trigger/repeated', 'report.trigger', 'excess'];
const installed = () => trace().install().at('PT1H');

describe('triggers', () => {
  table({
    'an answer at the instant of the trigger discharges it': {
      trace: installed().does('crash').sends('report').after('PT1H').ends(),
      verdicts: { 'report.trigger': 'upheld', 'report.transmit': 'upheld' },
    },
    'an answer before it in the trace, at the same instant, discharges it too': {
      trace: installed().sends('report').does('crash').after('PT1H').ends(),
      verdicts: { 'report.trigger': 'upheld' },
    },
    'an answer at the last instant discharges it': {
      trace: installed().does('crash').after('PT1M').sends('report').after('PT1H').ends(),
    },
    'an answer a millisecond later is missing and unprompted': {
      trace: installed().does('crash').after('PT1M0.001S').sends('report').after('PT1H').ends(),
      findings: [missing, unprompted],
      verdicts: { 'report.trigger': 'violated', 'report.transmit': 'violated' },
    },
    'a trigger without an answer is missing': {
      trace: installed().does('crash').after('PT1H').ends(),
      findings: [missing],
      verdicts: { 'report.trigger': 'violated' },
    },
    'an answer without a trigger is unprompted': {
      trace: installed().sends('report').ends(),
      findings: [unprompted],
    },
    'another action prompts nothing': {
      trace: installed().does('rest').sends('report').ends(),
      findings: [unprompted],
    },
    'a second answer is repeated': {
      trace: installed().does('crash').sends('report').after('PT30S').sends('report').after('PT1H').ends(),
      findings: [repeated],
    },
    'a second answer at the last instant is repeated': {
      trace: installed().does('crash').sends('report').after('PT1M').sends('report').after('PT1H').ends(),
      findings: [repeated],
    },
    'a second answer after that is unprompted': {
      trace: installed()
        .does('crash')
        .sends('report')
        .after('PT1M0.001S')
        .sends('report')
        .after('PT1H')
        .ends(),
      findings: [unprompted],
    },
    'two triggers want two answers': {
      trace: installed()
        .does('crash')
        .after('PT10S')
        .does('crash')
        .after('PT10S')
        .sends('report')
        .sends('report')
        .after('PT1H')
        .ends(),
    },
    'two triggers at one instant want two answers': {
      trace: installed().does('crash').does('crash').sends('report').after('PT1H').ends(),
      findings: [missing],
    },
    'an answer goes to the older trigger': {
      trace: installed()
        .does('crash')
        .after('PT40S')
        .does('crash')
        .after('PT40S')
        .sends('report')
        .after('PT1H')
        .ends(),
      findings: [missing],
    },
    'a trigger in a state that forbids the payload owes nothing': {
      trace: installed().does('refuse').does('crash').after('PT1H').ends(),
      verdicts: { 'report.trigger': 'not-exercised' },
      verdict: 'not-exercised',
    },
    'any of the listed states permits it': {
      trace: trace().install({ consent: 'undecided' }).does('crash').sends('report').after('PT1H').ends(),
    },
    'a state that was left after the trigger forbids the answer, and still owes it': {
      trace: installed()
        .does('crash')
        .after('PT10S')
        .does('refuse')
        .after('PT10S')
        .sends('report')
        .after('PT1H')
        .ends(),
      findings: [['state/forbidden', 'report.transmit', 'excess'], missing],
    },
    'a trigger in an unknown state is not decided': {
      trace: trace().knows({ installed: true }).does('crash').after('PT1H').ends(),
      verdicts: { 'report.trigger': 'inconclusive' },
    },
    'uninstalling cancels what a trigger owes': {
      trace: installed().does('crash').after('PT10S').does('uninstall').after('PT1H').ends(),
      verdicts: { 'report.trigger': 'not-exercised' },
    },
    'a trigger that the end of the trace cuts short is not decided': {
      trace: installed().does('crash').after('PT1M').ends(),
      verdicts: { 'report.trigger': 'inconclusive' },
    },
    'a trigger while the host sleeps owes nothing': {
      trace: installed().does('crash').after('PT30S').asleep('PT1H').after('PT2H').ends(),
      verdicts: { 'report.trigger': 'not-exercised' },
    },
    'a trigger while the host is offline owes nothing': {
      trace: installed().offline('PT1H').does('crash').after('PT2H').ends(),
      verdicts: { 'report.trigger': 'not-exercised' },
    },
    'a sleep is not forgotten because something else was told meanwhile': {
      trace: installed().asleep('PT1H').knows({ managed: false }).does('crash').after('PT2H').ends(),
      verdicts: { 'report.trigger': 'not-exercised' },
    },
    'nor is a capture that was down': {
      trace: installed().captureDown('PT1H').knows({ managed: false }).does('crash').after('PT2H').ends(),
      verdicts: { 'report.trigger': 'inconclusive' },
    },
    'a sleep that begins at the last instant excuses': {
      trace: installed().does('crash').after('PT1M').asleep('PT1H').after('PT2H').ends(),
    },
    'a sleep that begins a millisecond later does not': {
      trace: installed().does('crash').after('PT1M0.001S').asleep('PT1H').after('PT2H').ends(),
      findings: [missing],
    },
    'an answer after waking has no trigger any more': {
      trace: installed().offline('PT1H').does('crash').after('PT1H').sends('report').after('PT1H').ends(),
      findings: [unprompted],
    },
    'a trigger while the capture was down is not decided': {
      trace: installed().captureDown('PT1H').does('crash').after('PT2H').ends(),
      verdicts: { 'report.trigger': 'inconclusive' },
      verdict: 'inconclusive',
    },
    'sleep excuses though the capture was down as well': {
      trace: installed().captureDown('PT1H').asleep('PT1H').does('crash').after('PT2H').ends(),
      verdicts: { 'report.trigger': 'not-exercised' },
    },
    'each installation answers its own': {
      trace: trace()
        .install()
        .as('i-2')
        .install()
        .does('crash')
        .as('i-1')
        .does('crash')
        .sends('report')
        .after('PT1H')
        .ends(),
      findings: [missing],
    },
  });
});
