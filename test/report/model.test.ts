import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import { loadRun } from '../../src/report/load-run.js';
import { buildReport, type ReportOptions } from '../../src/report/model/build-report.js';
import type { FindingGroup, Report } from '../../src/report/report.js';
import { trace } from '../judge/judging.js';
import { rejection } from '../rejection.js';
import { brokenTrace, cleanTrace, hugeTrace, runs } from './runs.js';

describe('The report of a run', () => {
  const made = runs();
  after(() => made.remove());

  const reportOf = async (folder: string, options?: ReportOptions): Promise<Report> =>
    buildReport(await loadRun(folder), options);
  const groupOf = ({ findings }: Report, rule: string): FindingGroup => {
    const group = findings.find((one) => one.rule === rule);
    if (group === undefined) throw new Error(`no finding of ${rule}`);
    return group;
  };

  it('says what was examined, and what the capture cannot see', async () => {
    const report = await reportOf(await made.judge({ 'clean.ndjson': cleanTrace() }));
    const rows = Object.fromEntries(
      report.examined.map(({ label, lines }) => [label, lines.map(({ text }) => text)]),
    );
    expect(rows['Product']).to.deep.equal(['Acme Widget 4.2', 'widget']);
    expect(rows['Recorded']).to.deep.equal(['2026-11-23T12:00:00.000Z']);
    expect(rows['Clock']?.[0]).to.contain('PT1M at a time');
    expect(report.limits.join(' ')).to.contain('past its proxy settings');
    expect(report.determination.sentence).to.equal(
      'No breach was observed in 7 transmissions in 1 scenario.',
    );
  });

  it('tells a verdict for each consent state in which a clause was put to the test', async () => {
    const report = await reportOf(await made.judge({ 'clean.ndjson': cleanTrace() }));
    const schedule = report.clauses.find(({ id }) => id === 'pulse.schedule');
    expect([...(schedule?.states ?? [])]).to.deep.equal([
      ['telemetry-off', { verdict: 'upheld', exercised: 4 }],
    ]);
    const lookup = report.clauses.find(({ id }) => id === 'lookup.transmit');
    expect([...(lookup?.states.keys() ?? [])]).to.deep.equal(['telemetry-on']);
  });

  it('pictures the window of a schedule: its slots, what was sent, the states and what may not be sent', async () => {
    const report = await reportOf(await made.judge({ 'clean.ndjson': cleanTrace() }));
    const [window] = report.schedules;
    expect(window?.slots.map(({ outcome }) => outcome)).to.deep.equal(['hit', 'hit', 'hit', 'hit']);
    expect(window?.sent.map(({ rule }) => rule)).to.deep.equal([undefined, undefined, undefined, undefined]);
    expect(window?.states.map(({ says }) => says)).to.deep.equal(['Granted, telemetry off']);
    expect(window?.verdict).to.equal('upheld');
    for (const slot of window?.slots ?? [])
      for (const span of window?.forbidden ?? [])
        expect(Math.max(slot.from, span.from)).to.be.at.least(Math.min(slot.until, span.until));
  });

  it('keeps excess and shortfall apart, and puts what harms first', async () => {
    const report = await reportOf(await made.judge({ 'broken.ndjson': brokenTrace() }));
    const kinds = report.findings.map(({ kind, effect }) => (effect === 'inconclusive' ? 'open' : kind));
    expect(kinds).to.deep.equal(
      [...kinds].sort((one, other) => 'eso'.indexOf(one[0] ?? '') - 'eso'.indexOf(other[0] ?? '')),
    );
    expect(new Set(report.findings.map(({ rule }) => rule)).size).to.be.at.least(12);
    const { excess, shortfall } = report.determination;
    expect(excess + shortfall).to.equal(report.findings.reduce((sum, { count }) => sum + count, 0));
  });

  it('marks the offending member in the message, and shows no value that is not public', async () => {
    const report = await reportOf(await made.judge({ 'broken.ndjson': brokenTrace() }));
    const extra = report.findings.find(({ title }) => title.includes('/extra'));
    const marked = extra?.sample?.lines.filter(({ mark }) => mark !== undefined);
    expect(marked?.map(({ name, mark }) => [name, mark])).to.deep.equal([['extra', 'not documented']]);
    expect(JSON.stringify(report)).not.to.contain('ada@example.test');
    expect(JSON.stringify(report)).not.to.contain('d-81f3');
    expect(groupOf(report, 'channel/undocumented').sample?.lines.find(({ mark }) => mark)?.value).to.match(
      /^text of 6 characters · [0-9a-f]{12}$/,
    );
  });

  it('shows values only when it is told to', async () => {
    const folder = await made.judge({ 'broken.ndjson': brokenTrace() });
    const report = await reportOf(folder, { revealed: true });
    expect(JSON.stringify(report)).to.contain('ada@example.test');
    expect(report.revealed).to.equal(true);
  });

  it('never shows a planted value, unless it is told to', async () => {
    const planted = trace({ canaries: [{ name: 'hostName', value: 'zephyr-4711', permitted: [] }] })
      .beats()
      .install()
      .sends('lookup', { url: 'https://acme.test/v1/lookup/help?v=zephyr-4711' })
      .sends('odd', { json: { 'zephyr-4711': 1 } })
      .after('PT1M')
      .beats()
      .ends();
    const folder = await made.judge({ 'planted.ndjson': planted });
    expect(JSON.stringify(await reportOf(folder))).not.to.contain('zephyr-4711');
    expect(JSON.stringify(await reportOf(folder, { revealed: true }))).to.contain('zephyr-4711');
  });

  it('shows both of two members of one name, of which a parser hides one', async () => {
    const twice = trace()
      .beats()
      .install()
      .sends('odd', { body: '{"constructor":"a","constructor":"b"}' })
      .after('PT1M')
      .beats()
      .ends();
    const report = await reportOf(await made.judge({ 'twice.ndjson': twice }));
    const lines = groupOf(report, 'field/duplicate').sample?.lines.filter(
      ({ name }) => name === 'constructor',
    );
    expect(lines?.map(({ value, mark }) => [value, mark])).to.deep.equal([
      ['"a"', 'twice'],
      ['"b"', 'twice'],
    ]);
  });

  it('gives the digest of the line that shows a finding', async () => {
    const folder = await made.judge({ 'broken.ndjson': brokenTrace() });
    const report = await reportOf(folder);
    const lines = readFileSync(join(folder, 'traces', 'broken.ndjson'), 'utf8').split('\n');
    const places = report.findings.flatMap(({ occurrences }) => occurrences.map(({ evidence }) => evidence));
    expect(places.filter(({ line }) => line > 0).length).to.be.at.least(12);
    for (const { line, digest } of places) {
      const expected = createHash('sha256')
        .update(`${lines[line - 1]}\n`)
        .digest('hex');
      expect(digest).to.equal(line === 0 ? undefined : `sha256:${expected}`);
    }
  });

  it('tells many findings of one cause once', async () => {
    const report = await reportOf(await made.judge({ 'huge.ndjson': hugeTrace(2000) }));
    expect(
      report.findings.map(({ rule, count, installations }) => [rule, count, installations]),
    ).to.deep.equal([
      ['field/untrue', 1000, 1000],
      ['field/undocumented', 1000, 1000],
    ]);
  });

  it('is the same each time, wherever the run lies', async () => {
    const folder = await made.judge({ 'broken.ndjson': brokenTrace() });
    const first = JSON.stringify(await reportOf(folder));
    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    expect(JSON.stringify(await reportOf(moved))).to.equal(first);
  });

  it('names the readings that it was judged under in the command that judges it again', async () => {
    const folder = await made.judge({ 'broken.ndjson': brokenTrace() }, ['pulse.after-window=allowed']);
    const report = await reportOf(folder);
    expect(report.findings[0]?.command).to.equal(
      'candor verify traces/broken.ndjson --project inputs --reading pulse.after-window=allowed --out again',
    );
    const interpretation = report.interpretations.find(({ id }) => id === 'pulse.after-window');
    expect(interpretation?.readings.find(({ chosen }) => chosen)?.id).to.equal('allowed');
    expect(interpretation?.because).to.contain('Read otherwise for this run');
  });

  describe('refuses a run', () => {
    const faults: Readonly<
      Record<string, { readonly harm: (folder: string) => void; readonly says: string }>
    > = {
      'whose trace was changed': {
        harm: (folder) => appendFileSync(join(folder, 'traces/clean.ndjson'), '\n'),
        says: 'is not the trace that was judged',
      },
      'whose trace is gone': {
        harm: (folder) => rmSync(join(folder, 'traces/clean.ndjson')),
        says: 'there is no such file',
      },
      'whose disclosure was changed': {
        harm: (folder) =>
          appendFileSync(join(folder, 'inputs/disclosures/acme-1/disclosure.yaml'), '# more\n'),
        says: 'is not the disclosure that the result was judged with',
      },
      'whose system file was changed': {
        harm: (folder) => appendFileSync(join(folder, 'inputs/system.yaml'), '# more\n'),
        says: 'is not the system file that the result was judged with',
      },
      'whose result names a trace elsewhere': {
        harm: (folder) => {
          const path = join(folder, 'result.json');
          writeFileSync(
            path,
            readFileSync(path, 'utf8').replaceAll('traces/clean.ndjson', 'traces/../../clean.ndjson'),
          );
        },
        says: 'names a trace outside of traces/',
      },
      'without a result': {
        harm: (folder) => rmSync(join(folder, 'result.json')),
        says: 'there is no such file',
      },
    };
    for (const [name, { harm, says }] of Object.entries(faults)) {
      it(name, async () => {
        const folder = await made.judge({ 'clean.ndjson': cleanTrace() });
        harm(folder);
        const error = await rejection(reportOf(folder));
        expect(error).to.be.instanceOf(InputError);
        expect(String(error)).to.contain(says);
      });
    }
  });
});
