import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCalibration } from '../../src/calibration/load-calibration.js';
import type { Mutant } from '../../src/calibration/mutant.js';
import { openTally } from '../../src/calibration/tally.js';
import { rules } from '../../src/judge/rules.js';
import { calibrationFile } from './calibration-file.js';

const mutant: Mutant = { operator: 'field/missing', subject: 'a', from: 'one', events: [], expected: [] };
const wanted = ['field/missing', 'expectation/unmet'];

describe('The tally of a calibration', () => {
  it('counts a mutant under every rule that must find it, and keeps the ones that were not found', () => {
    const tally = openTally();
    tally.add(mutant, wanted, { outcome: 'found', fired: wanted });
    tally.add(mutant, wanted, { outcome: 'missed', fired: [] });
    tally.add(mutant, wanted, { outcome: 'by-another', fired: ['field/invalid'] });
    const counted = tally.counted([]);
    expect(counted.mutants).to.deep.equal({ total: 3, found: 1, byAnother: 1, missed: 1 });
    for (const rule of wanted)
      expect(counted.rules.find((row) => row.rule === rule)).to.deep.include({
        mutants: 3,
        found: 1,
        byAnother: 1,
        missed: 1,
      });
    expect(counted.survivors.map(({ fired }) => fired)).to.deep.equal([[], ['field/invalid']]);
    expect(counted.operators).to.deep.equal([{ operator: 'field/missing', changes: 3, right: 1, wrong: 2 }]);
  });

  it('counts an equivalent apart, and keeps its false alarm', () => {
    const tally = openTally();
    tally.add(mutant, [], { outcome: 'quiet', fired: [] });
    tally.add(mutant, [], { outcome: 'false-alarm', fired: ['field/invalid'] });
    const counted = tally.counted([]);
    expect(counted.mutants.total).to.equal(0);
    expect(counted.equivalents).to.deep.equal({ total: 2, falseAlarms: 1 });
    expect(counted.falseAlarms).to.have.length(1);
  });

  it('names every rule, and those that nothing put to the test', () => {
    const tally = openTally();
    tally.add(mutant, wanted, { outcome: 'found', fired: wanted });
    const { rules: rows, unmeasured } = tally.counted([{ rule: 'leak/canary', because: 'of this' }]);
    expect(rows.map(({ rule }) => rule)).to.deep.equal(rules.map(({ id }) => id));
    const idle = rules.map(({ id }) => id).filter((id) => !wanted.includes(id));
    expect(unmeasured.map(({ rule }) => rule)).to.deep.equal(['leak/canary', ...idle]);
    expect(unmeasured[0]).to.deep.equal({ rule: 'leak/canary', because: 'of this' });
  });

  it('counts changes that were left out for one reason together, with one of them named', () => {
    const tally = openTally();
    tally.exclude({ operator: 'o', subject: 'first', because: 'reason' });
    tally.exclude({ operator: 'o', subject: 'second', because: 'reason' });
    tally.exclude({ operator: 'o', subject: 'third', because: 'another' });
    const { excluded, exclusions } = tally.counted([]);
    expect(excluded).to.equal(3);
    expect(exclusions).to.deep.equal([
      { operator: 'o', subject: 'first', because: 'reason', count: 2 },
      { operator: 'o', subject: 'third', because: 'another', count: 1 },
    ]);
  });

  it('cuts what is longer than a calibration may hold, so that what is written can be read again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tally-'));
    const path = join(folder, 'calibration.json');
    try {
      for (const length of [199, 200, 201, 400, 401, 2000, 2001, 10_000]) {
        for (const character of ['a', '"', '\u{1d4b3}', '\u202e']) {
          // Off by one, so that a cut falls between the halves of a character.
          const text = `a${character.repeat(length / character.length)}`;
          const changed = { ...mutant, operator: text, subject: text, from: text };
          const fired = Array.from({ length: 300 }, () => text);
          const tally = openTally();
          tally.add(changed, wanted, { outcome: 'by-another', fired });
          tally.add(changed, [], { outcome: 'false-alarm', fired });
          tally.exclude({ operator: text, subject: text, because: text });
          tally.exclude({ operator: text, subject: text, because: text });
          const counted = tally.counted([]);
          await writeFile(path, JSON.stringify(calibrationFile(counted)));
          const { value } = await loadCalibration(path);
          expect(value.survivors).to.deep.equal(counted.survivors);
          expect(value.falseAlarms[0]?.fired.at(-1)).to.equal('101 more');
          expect(value.exclusions).to.deep.equal(counted.exclusions);
          const [{ subject } = { subject: '' }] = value.exclusions;
          expect(text.startsWith(subject.replace(/\ufffd?…$/, ''))).to.equal(true);
          expect(subject.length).to.equal(Math.min(text.length, 2000));
        }
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is a defect where an operator expects a rule that there is not', () => {
    const tally = openTally();
    expect(() => tally.add(mutant, ['no/such'], { outcome: 'missed', fired: [] })).to.throw('no such rule');
  });
});
