import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createColors } from 'picocolors';
import { gateRun } from '../../src/cli/gate.js';
import { decide, judgeInto } from '../../src/cli/verify.js';
import { InputError } from '../../src/disclosure/input-error.js';
import { attestRun } from '../../src/report/attestation/attest-run.js';
import type { Failure } from '../../src/report/failures.generated.js';
import { readFailures, writeFailures } from '../../src/report/failures.js';
import { githubAnnotations, githubSummary } from '../../src/report/github.js';
import { htmlReport } from '../../src/report/html/html-report.js';
import { junitReport } from '../../src/report/junit.js';
import { loadRun } from '../../src/report/load-run.js';
import { markdownReport } from '../../src/report/markdown.js';
import { buildReport } from '../../src/report/model/build-report.js';
import type { Report } from '../../src/report/report.js';
import { sarifReport } from '../../src/report/sarif.js';
import { terminalReport } from '../../src/report/terminal.js';
import { rejection } from '../rejection.js';
import { temporaryFolder } from '../system/adapter-fixture.js';
import { brokenTrace, cleanTrace, keepingConsole, runs } from './runs.js';

const failures: readonly Failure[] = [
  { scenario: 'upgrade', message: 'the adapter ended; its standard error ends with:\n    \u001b[31mgone' },
];
const sentence =
  'Not decided: no breach was observed in 7 transmissions in 1 scenario; 1 scenario could not be judged.';

/** A scenario of which there is nothing but that it could not be driven: the result alone is upheld. */
describe('A run of which a scenario could not be judged', () => {
  const made = runs();
  after(() => made.remove());
  let folder: string;
  let report: Report;

  before(async () => {
    folder = await made.judge({ 'clean.ndjson': cleanTrace() });
    await writeFailures(folder, failures);
    report = await buildReport(await loadRun(folder));
  });

  it('is not decided, whatever the others show', () => {
    expect(readFileSync(join(folder, 'result.json'), 'utf8')).to.contain('"verdict":"upheld"');
    expect(report.determination).to.deep.include({ verdict: 'inconclusive', sentence });
    expect(report.limits.join(' ')).to.contain('upgrade could not be judged').and.contain('‹U+001B›[31mgone');
  });

  it('stays violated where another is', async () => {
    const broken = await made.judge({ 'broken.ndjson': brokenTrace() });
    await writeFailures(broken, failures);
    const { determination } = await buildReport(await loadRun(broken));
    expect(determination.verdict).to.equal('violated');
    expect(determination.sentence).to.match(
      / breaches were observed in .*; 1 scenario could not be judged\.$/,
    );
  });

  it('is told so in every telling for people', () => {
    const colours = createColors(false);
    const told = {
      terminal: terminalReport(report, { colours, width: 200 }),
      html: [...htmlReport(report)].join(''),
      markdown: markdownReport(report),
      summary: githubSummary(report),
    };
    for (const [format, text] of Object.entries(told)) {
      expect(text, format).to.contain('1 scenario could not be judged');
      expect(text, format).to.match(/upgrade.{0,8}\s+(could not be judged|the adapter ended)/);
    }
    expect(told.terminal).to.match(/^INCONCLUSIVE /);
  });

  it('is green for no machine', () => {
    const { invocations } = JSON.parse(sarifReport(report)).runs[0];
    expect(invocations[0].executionSuccessful).to.equal(false);
    expect(invocations[0].toolExecutionNotifications[0]).to.deep.include({ level: 'error' });
    expect(junitReport(report)).to.match(/<testcase name="upgrade" [^>]*>\s*<error type="could-not-judge"/);
    expect(githubAnnotations(report)).to.match(/^::error title=could not be judged%3A upgrade::the adapter/m);
  });

  it('does not pass the gate, whatever verdicts fail', async () => {
    const said = await gateRun(folder, { failOn: 'violated' });
    expect(said).to.include({ passed: false, status: 3 });
    expect(said.reasons).to.deep.equal([
      'the scenario upgrade could not be judged: the adapter ended; its standard error ends with: ‹U+001B›[31mgone',
    ]);
  });

  it('is not attested as passed', async () => {
    const { predicate, subject } = await attestRun(folder);
    expect(predicate.result).to.equal('WARNED');
    expect(subject.map(({ name }) => name)).to.include('failures.json');
  });

  it('is not upheld when its traces are judged again in the same folder', async () => {
    const console = keepingConsole();
    const options = { out: folder, project: join(folder, 'inputs'), reading: [] };
    const judged = await judgeInto([join(folder, 'traces', 'clean.ndjson')], options, console);
    expect(judged.result.verdict).to.equal('upheld');
    expect(await decide(judged, folder, {}, console)).to.equal(3);
  });
});

describe('A run in which nothing was put to the test', () => {
  const made = runs();
  after(() => made.remove());

  it('is green for no machine', async () => {
    const folder = await made.judge({ 'empty.ndjson': { events: [] } });
    const report = await buildReport(await loadRun(folder));
    const { invocations } = JSON.parse(sarifReport(report)).runs[0];
    expect(invocations[0].executionSuccessful).to.equal(false);
    expect(invocations[0].toolExecutionNotifications[0]).to.deep.equal({
      level: 'error',
      message: { text: 'The scenario traces/empty.ndjson put nothing to the test.' },
    });
    expect(junitReport(report)).to.match(/<testsuites name="candor" tests="2" failures="0" errors="2"/);
    expect(githubAnnotations(report)).to.match(
      /^::warning title=Candor%3A not exercised::.*\n::warning title=nothing was put to the test%3A traces\/empty\.ndjson::/,
    );
    expect((await gateRun(folder, { failOn: 'violated' })).status).to.equal(2);
  });
});

describe('failures.json', () => {
  const place = temporaryFolder();
  after(() => place.remove());
  let number = 0;
  const fresh = (): string => {
    number += 1;
    const folder = place.file(`${number}`);
    mkdirSync(folder);
    return folder;
  };

  it('gives back what was written', async () => {
    const folder = fresh();
    await writeFailures(folder, failures);
    expect(await readFailures(folder)).to.deep.equal(failures);
  });

  it('is not there where nothing failed, and one that an earlier run left goes', async () => {
    const folder = fresh();
    await writeFailures(folder, failures);
    await writeFailures(folder, []);
    expect(existsSync(join(folder, 'failures.json'))).to.equal(false);
    expect(await readFailures(folder)).to.deep.equal([]);
  });

  const faults: Readonly<Record<string, readonly [string, string]>> = {
    'that was cut off': ['[{"scenario":', 'is not JSON; was it cut off?'],
    'that is no list': ['{}', 'is no list of failures: must be array'],
    'with a scenario that is no id': ['[{"scenario":"::error::","message":""}]', 'at /0/scenario'],
    'with a key too many': ['[{"scenario":"a","message":"","passed":true}]', 'unknown key "passed"'],
  };
  for (const [name, [text, says]] of Object.entries(faults)) {
    it(`${name} is refused`, async () => {
      const folder = fresh();
      writeFileSync(join(folder, 'failures.json'), text);
      const error = await rejection(readFailures(folder));
      expect(error).to.be.instanceOf(InputError);
      expect(String(error)).to.contain(says);
    });
  }

  it('that cannot be read is refused, and is not taken for none', async () => {
    const folder = fresh();
    mkdirSync(join(folder, 'failures.json'));
    expect(await rejection(readFailures(folder))).to.be.instanceOf(InputError);
  });
});
