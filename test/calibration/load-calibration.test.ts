import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { CalibrationFile } from '../../src/calibration/calibration-file.generated.js';
import { findCalibration, loadCalibration } from '../../src/calibration/load-calibration.js';
import { InputError } from '../../src/disclosure/input-error.js';
import { loadDisclosure } from '../../src/disclosure/load.js';
import { rejection } from '../rejection.js';
import { calibrationFile, survivingFile } from './calibration-file.js';

const acme = fileURLToPath(new URL('../../../test/fixtures/projects/acme', import.meta.url));

describe('A calibration file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'candor-calibration-'));
  after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'calibration.json');

  const write = (value: unknown): string => {
    writeFileSync(path, typeof value === 'string' ? value : `${JSON.stringify(value, undefined, 2)}\n`);
    return path;
  };
  const refusal = async (promise: Promise<unknown>): Promise<string> => {
    const error = await rejection(promise);
    expect(error).to.be.instanceOf(InputError);
    return String(error);
  };

  for (const [name, make] of [
    ['in which all was found', calibrationFile],
    ['in which not all was found', survivingFile],
  ] as const) {
    it(`${name} is read as it was written`, async () => {
      const { value } = await loadCalibration(write(make()));
      expect(value).to.deep.equal(make());
    });
  }

  it('of the most that it may name is read', async () => {
    const sound = calibrationFile();
    const total = 5000 + sound.mutants.total;
    const survivor = {
      operator: 'field/missing',
      subject: 'x'.repeat(400),
      from: 'crash-reported',
      expected: ['field/missing'],
      fired: [],
    };
    const large = calibrationFile({
      mutants: { ...sound.mutants, total, missed: 5000 },
      rules: sound.rules.map((row) =>
        row.rule === 'field/missing' ? { ...row, mutants: 5010, missed: 5000 } : row,
      ),
      operators: [{ operator: 'all', changes: total + 5, right: total - 4995, wrong: 5000 }],
      survivors: Array.from({ length: 1000 }, () => survivor),
    });
    expect((await loadCalibration(write(large))).value.survivors).to.have.length(1000);
  });

  const mutants = (change: Partial<CalibrationFile['mutants']>): CalibrationFile =>
    calibrationFile({ mutants: { ...calibrationFile().mutants, ...change } });
  const rules = (change: Partial<CalibrationFile['rules'][number]>): CalibrationFile =>
    calibrationFile({
      rules: calibrationFile().rules.map((row, index) => (index === 0 ? { ...row, ...change } : row)),
    });

  const refused: readonly (readonly [what: string, value: unknown, says: RegExp])[] = [
    ['that is cut off', JSON.stringify(calibrationFile()).slice(0, 200), /calibration\.json:1:/],
    ['that is no text', Buffer.from([0, 1, 2]).toString('latin1'), /binary/],
    ['that is a list', [], /must be object/],
    ['of another format', { ...calibrationFile(), format: 'candor-result/1' }, /format: must be "candor-cal/],
    ['with a key too many', { ...calibrationFile(), score: 100 }, /unknown key "score"/],
    ['with a name twice', '{"format":"candor-calibration/1","format":"candor-calibration/1"}', /unique/],
    ['with a number below nought', calibrationFile({ excluded: -1 }), /excluded: must be >= 0/],
    ['with a part of a number', calibrationFile({ traces: 1.5 }), /traces: must be integer/],
    [
      'with a text without end',
      calibrationFile({ instrument: 'x'.repeat(101) }),
      /instrument: must NOT have/,
    ],
    [
      'with a digest that is none',
      { ...calibrationFile(), system: { id: 'a', digest: 'sha256:1' } },
      /digest/,
    ],
    ['that found more than there was', mutants({ found: 999 }), /mutants\.total: is not the sum of found/],
    ['that forgets what it missed', mutants({ missed: 1 }), /mutants\.total: is not the sum of found/],
    ['whose rule found more than it has', rules({ found: 11 }), /rules\.0\.mutants: is not the sum/],
    ['whose rules have too few', rules({ mutants: 0, found: 0 }), /rules: have fewer mutants than there are/],
    [
      'with more alarms than changes',
      calibrationFile({ equivalents: { total: 5, falseAlarms: 6 } }),
      /equivalents\.falseAlarms: is more/,
    ],
    [
      'that names no survivor where there are some',
      survivingFile({ survivors: [] }),
      /survivors: are not the mutants that were missed/,
    ],
    ['that names no false alarm', survivingFile({ falseAlarms: [] }), /falseAlarms: are not as many/],
    [
      'that leaves out more than it gives reasons for',
      calibrationFile({ exclusions: [] }),
      /exclusions: do not give each change that was left out its reason/,
    ],
    [
      'whose operators made fewer changes',
      calibrationFile({ operators: [] }),
      /operators: do not make as many changes/,
    ],
    [
      'whose operator is right more often than it was tried',
      calibrationFile({ operators: [{ operator: 'x', changes: 265, right: 265, wrong: 1 }] }),
      /operators\.0\.changes: is not the sum of right and wrong/,
    ],
  ];
  for (const [what, value, says] of refused) {
    it(`${what} is refused, with its name`, async () => {
      const text = await refusal(loadCalibration(write(value)));
      expect(text).to.match(says).and.to.contain(path);
    });
  }

  it('that is too large is not read', async () => {
    write(calibrationFile());
    truncateSync(path, 9 * 1024 * 1024);
    expect(await refusal(loadCalibration(path))).to.match(/is larger than the \d+ bytes that are read/);
  });

  it('is looked for beside disclosure.yaml, and need not be there', async () => {
    await cp(acme, join(folder, 'acme'), { recursive: true });
    const disclosure = await loadDisclosure(join(folder, 'acme'), 'acme-1');
    const beside = join(folder, 'acme', 'disclosures', 'acme-1', 'calibration.json');
    expect(await findCalibration(disclosure)).to.equal(undefined);

    expect(await refusal(findCalibration(disclosure, join(folder, 'none.json')))).to.contain(
      'none.json: there is no such file',
    );
    const other = { ...calibrationFile(), traces: 7 };
    expect((await findCalibration(disclosure, write(other)))?.value.traces).to.equal(7);

    writeFileSync(beside, JSON.stringify(calibrationFile()));
    expect((await findCalibration(disclosure))?.value).to.deep.equal(calibrationFile());

    rmSync(beside);
    symlinkSync(join(folder, 'nowhere'), beside);
    expect(await refusal(findCalibration(disclosure))).to.contain('there is no such file');
    rmSync(beside);
    mkdirSync(beside);
    expect(await refusal(findCalibration(disclosure))).to.contain('is a folder; a file is wanted');
  });
});
