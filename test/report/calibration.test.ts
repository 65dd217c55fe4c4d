import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createColors } from 'picocolors';
import type { CalibrationFile } from '../../src/calibration/calibration-file.generated.js';
import { verify } from '../../src/cli/verify.js';
import { InputError } from '../../src/disclosure/input-error.js';
import { attestRun } from '../../src/report/attestation/attest-run.js';
import { loadResult } from '../../src/report/load-result.js';
import { loadRun } from '../../src/report/load-run.js';
import { buildReport } from '../../src/report/model/build-report.js';
import type { Report } from '../../src/report/report.js';
import { terminalReport } from '../../src/report/terminal.js';
import { calibrationFile, survivingFile } from '../calibration/calibration-file.js';
import { rejection } from '../rejection.js';
import { cleanTrace, keepingConsole, runs } from './runs.js';

describe('The calibration of a run', () => {
  const made = runs();
  const folder = mkdtempSync(join(tmpdir(), 'candor-figure-'));
  const path = join(folder, 'measured.json');
  const kept = 'inputs/disclosures/acme-1/calibration.json';
  let own: Pick<CalibrationFile, 'disclosure' | 'system' | 'interpretations' | 'instrument'>;

  before(async () => {
    const result = await loadResult(await made.judge({ 'clean.ndjson': cleanTrace() }));
    const { interpretations, instrument } = result;
    const subject = ({ id, digest }: typeof result.system) => ({ id: id ?? '', digest: digest ?? '' });
    own = {
      disclosure: subject(result.disclosure),
      system: subject(result.system),
      interpretations,
      instrument,
    };
  });
  after(() => {
    made.remove();
    rmSync(folder, { recursive: true });
  });

  const judge = (file: CalibrationFile | string, readings: readonly string[] = []): Promise<string> => {
    writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file));
    return made.judge({ 'clean.ndjson': cleanTrace() }, readings, path);
  };
  const reportOf = async (run: string): Promise<Report> => buildReport(await loadRun(run));

  it('is its own where disclosure, system, readings and judge are the same: the figure in one sentence', async () => {
    const report = await reportOf(await judge(calibrationFile(own)));
    const digest = own.disclosure.digest.slice(0, 19);
    expect(report.calibration.kind).to.equal('measured');
    expect(report.calibration.sentence).to.equal(
      `Calibrated for acme-1 (${digest}…) with the routes of acme: 260 of 260 violations, each put into a trace that had none, were found by the right rule; no false alarm in 5 permitted changes; 3 changes left out, each with its reason; not put to the test: kit/missing, and parts of leak/canary. By ${own.instrument}.`,
    );
  });

  it('is kept among the inputs, for its owner only, and attested with them', async () => {
    const run = await judge(calibrationFile(own));
    expect(readFileSync(join(run, kept))).to.deep.equal(readFileSync(path));
    expect(statSync(join(run, kept)).mode & 0o777).to.equal(0o600);
    const report = await reportOf(run);
    const listed = report.files.find(({ name }) => name === kept);
    const { predicate } = await attestRun(run);
    const attested = predicate.configuration.find(({ name }) => name === kept);
    expect(listed?.digest).to.equal(`sha256:${attested?.digest.sha256}`);
    expect(report.verification[0]?.command).to.equal(`sha256sum result.json traces/*.ndjson ${kept}`);
  });

  it('says by its numbers what survived, and then calls nothing calibrated', async () => {
    const { calibration } = await reportOf(await judge(survivingFile(own)));
    expect(calibration.sentence).to.contain(
      ': 258 of 260 violations, each put into a trace that had none, were found by the right rule, 1 by another, 1 was missed; 1 false alarm in 5 permitted changes; ',
    );
    expect(calibration.sentence).not.to.match(/calibrated/i);
    if (calibration.kind !== 'measured') throw new Error('it was measured');
    expect(calibration.figure.survivors.map(({ change, fired }) => [change, ...fired])).to.deep.equal([
      ['field/missing: report#/name', 'field/invalid'],
      ['field/missing: report#/kind'],
    ]);
  });

  it('tells changes that were left out for one reason once', async () => {
    const { calibration } = await reportOf(await judge(calibrationFile(own)));
    expect(calibration.kind === 'measured' && calibration.figure.exclusions).to.deep.equal([
      { change: 'field/empty, 2 times, such as report#/name', because: 'it may be empty' },
      { change: 'field/null: survey#/answer', because: 'a form holds texts' },
    ]);
  });

  const others: readonly (readonly [string, () => Partial<CalibrationFile>, string])[] = [
    [
      'disclosure',
      () => ({ disclosure: { ...own.disclosure, digest: `sha256:${'9'.repeat(64)}` } }),
      'the disclosure is not the same',
    ],
    [
      'disclosure’s name',
      () => ({ disclosure: { ...own.disclosure, id: 'other-2' } }),
      'the disclosure is acme-1',
    ],
    [
      'system file',
      () => ({ system: { ...own.system, digest: `sha256:${'9'.repeat(64)}` } }),
      'the system file is not the same',
    ],
    ['system', () => ({ system: { ...own.system, id: 'reference' } }), 'the system file is acme'],
    ['judge', () => ({ instrument: 'candor 9.9.9' }), 'the judge is candor 0.1.0'],
    [
      'reading',
      () => ({ interpretations: { ...own.interpretations, 'pulse.after-window': 'allowed' } }),
      'pulse.after-window is read otherwise',
    ],
    ['choice of readings', () => ({ interpretations: {} }), ' read otherwise'],
  ];
  for (const [what, change, says] of others) {
    it(`is not this run's where the ${what} is another: it says for what it was measured, and no figure`, async () => {
      const run = await judge(calibrationFile({ ...own, ...change() }));
      const { calibration, files } = await reportOf(run);
      expect(calibration.kind).to.equal('other');
      expect(calibration.sentence).to.contain('was measured for ').and.to.contain(says);
      expect(calibration.sentence).to.contain(', not for what was judged here: ');
      expect(calibration.sentence).to.match(/For this run it is not known\.$/);
      expect(calibration.sentence).not.to.contain('260');
      expect(calibration).not.to.have.property('figure');
      expect(files.map(({ name }) => name)).not.to.include(kept);
    });
  }

  it('is another’s where the run is read otherwise than the disclosure chose', async () => {
    const { calibration } = await reportOf(await judge(calibrationFile(own), ['pulse.after-window=allowed']));
    expect(calibration.kind).to.equal('other');
    expect(calibration.sentence).to.contain('pulse.after-window is read otherwise');
  });

  it('is none where nothing was put into any trace', async () => {
    const nothing = calibrationFile({
      ...own,
      mutants: { total: 0, found: 0, byAnother: 0, missed: 0 },
      rules: calibrationFile().rules.map((row) => ({ ...row, mutants: 0, found: 0 })),
      operators: [{ operator: 'equivalent/member-order', changes: 5, right: 5, wrong: 0 }],
    });
    const { calibration } = await reportOf(await judge(nothing));
    expect(calibration.kind).to.equal('not measured');
    expect(calibration.sentence).to.match(/ is not known: .* put no violation into any trace\./);
  });

  it('is not measured where the project has none', async () => {
    const run = await made.judge({ 'clean.ndjson': cleanTrace() });
    expect(existsSync(join(run, kept))).to.equal(false);
    const { calibration } = await reportOf(run);
    expect(calibration).to.deep.equal({
      kind: 'not measured',
      sentence: 'How many violations Candor itself would miss was not measured for this run.',
    });
  });

  it('keeps its numbers readable, whatever their size', async () => {
    const sound = calibrationFile(own);
    const more = 1_234_567;
    const large = {
      ...sound,
      mutants: { total: more, found: more, byAnother: 0, missed: 0 },
      rules: sound.rules.map((row, index) => (index === 0 ? { ...row, mutants: more, found: more } : row)),
      operators: [{ operator: 'all', changes: more + 5, right: more + 5, wrong: 0 }],
    };
    const { calibration } = await reportOf(await judge(large));
    expect(calibration.sentence).to.contain(': 1,234,567 of 1,234,567 violations, ');
  });

  for (const [what, text] of [
    ['no JSON', '{'],
    ['of another format', '{"format":"candor-result/1"}'],
    ['at odds with itself', JSON.stringify({ ...calibrationFile(), excluded: 4 })],
  ] as const) {
    it(`keeps a run from being judged where the file is ${what}`, async () => {
      expect(await rejection(judge(text))).to.be.instanceOf(InputError);
    });

    it(`keeps a run from being told where the file in its folder is ${what}`, async () => {
      const run = await judge(calibrationFile(own));
      writeFileSync(join(run, kept), text);
      expect(await rejection(loadRun(run))).to.be.instanceOf(InputError);
    });
  }

  it('is the same where the run is judged again from its own folder, and gone where there is none', async () => {
    const run = await judge(calibrationFile(own));
    const traces = [join(run, 'traces', 'clean.ndjson')];
    const told: string[] = [];
    for (const [project, out] of [
      [join(run, 'inputs'), run],
      [join(run, 'inputs'), join(folder, 'again')],
    ] as const) {
      const console = keepingConsole();
      const system = join(run, 'inputs', 'system.yaml');
      await verify(traces, { out, project, system, reading: [] }, console);
      told.push((await reportOf(out)).calibration.sentence);
      expect(console.said.out.replaceAll(/\s+/g, ' ')).to.contain(told.at(-1));
    }
    expect(new Set(told).size).to.equal(1);
    expect(told[0]).to.match(/^Calibrated for acme-1/);

    const inputs = join(folder, 'again', 'inputs');
    rmSync(join(inputs, 'disclosures', 'acme-1', 'calibration.json'));
    await verify(
      traces,
      { out: run, project: inputs, system: join(inputs, 'system.yaml'), reading: [] },
      keepingConsole(),
    );
    expect((await reportOf(run)).calibration.kind).to.equal('not measured');
  });

  it('is told at the terminal within its width', async () => {
    const report = await reportOf(await judge(survivingFile(own)));
    const whole = terminalReport(report, { colours: createColors(false), width: 60 });
    const text = whole.slice(whole.indexOf('\nLimits\n'));
    expect(text.split('\n').filter((line) => line.length > 60)).to.deep.equal([]);
    expect(text.replaceAll(/\s+/g, ' ')).to.contain(report.calibration.sentence);
  });
});
