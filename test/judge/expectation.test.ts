import { expect } from 'chai';
import type { Row } from './judging.js';
import { acmeScenario, judge, judgementOf, table, trace } from './judging.js';

const scenario = await acmeScenario('crash-reported');
const crashed = () => trace({ scenario: 'crash-reported' }, scenario).install().does('crash');
const shortfall: Row = ['expectation/unmet', 'report.transmit', 'shortfall'];
const excess: Row = ['expectation/unmet', 'pulse.transmit', 'excess'];

describe('what a scenario expects', () => {
  table({
    'is met by as many transmissions as it says': {
      trace: crashed().sends('report').at('PT1H').ends(),
      verdict: 'upheld',
    },
    'is unmet where there were fewer': {
      trace: trace({}, scenario).install().at('PT1H').beats().ends(),
      findings: [shortfall],
      verdicts: { 'report.transmit': 'violated' },
    },
    'is unmet where there were more, which is an excess': {
      trace: crashed()
        .sends('report')
        .sends('pulse', { json: { on: true } })
        .at('PT1H')
        .ends(),
      findings: [excess],
      verdicts: { 'pulse.transmit': 'violated' },
    },
    'counts what was sent in a forbidden state too': {
      trace: crashed()
        .sends('report')
        .at('PT30S')
        .does('refuse')
        .at('PT1M')
        .sends('pulse', { json: { on: true } })
        .at('PT1H')
        .ends(),
      findings: [['state/forbidden', 'pulse.transmit', 'excess'], excess],
    },
    'is not decided by too few in a trace that was cut off': {
      trace: trace({}, scenario).install().at('PT1H'),
      verdicts: { 'report.transmit': 'inconclusive' },
      verdict: 'inconclusive',
    },
    'is not decided by too few while the capture was down': {
      trace: trace({}, scenario).install().captureDown('PT1M').at('PT1H').ends(),
      verdicts: { 'report.transmit': 'inconclusive' },
    },
    'is not decided by too few where a heartbeat is missing': {
      trace: trace({ heartbeats: 'both-ends' }, scenario).install().at('PT1H').beats().ends(),
      findings: [['capture/dead', 'scope.transmit', 'shortfall']],
      verdicts: { 'report.transmit': 'inconclusive' },
    },
    'is exceeded by too many even then': {
      trace: crashed()
        .sends('report')
        .sends('pulse', { json: { on: true } }),
      findings: [excess],
    },
    'leaves other payloads alone': { trace: crashed().sends('report').sends('odd').at('PT1H').ends() },
  });

  it('of a scenario that is not there is not judged, and a note says so', () => {
    const built = trace({ scenario: 'elsewhere' }).install().beats().ends();
    expect(judgementOf(built).notes).to.deep.equal([
      'there is no scenario elsewhere here: what it expects was not judged',
    ]);
    expect(judge(built).scenarios[0]?.id).to.equal('elsewhere');
  });
});
