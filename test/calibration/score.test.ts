import { expect } from 'chai';
import type { JudgeTrace } from '../../src/calibration/judging.js';
import type { Baseline, Mutant } from '../../src/calibration/mutant.js';
import { expectedOf, score } from '../../src/calibration/score.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { acmeScenario } from '../judge/judging.js';

type Told = Pick<ResultFile['findings'][number], 'rule' | 'clause'> & { readonly line: number };

/** A judge that says what it is told to say. */
function saying(
  verdict: ResultFile['verdict'],
  told: readonly Told[] = [],
  undecided: readonly string[] = [],
): JudgeTrace {
  const result = {
    verdict,
    findings: told.map(({ rule, clause, line }) => ({ rule, clause, evidence: [{ trace: 't', line }] })),
    clauses: undecided.map((id) => ({ id, verdict: 'inconclusive' })),
  };
  return () => result as unknown as ResultFile;
}

const baseline: Baseline = { name: 'one', scenario: undefined, events: [], sent: [] };
const upheld = saying('upheld')([], undefined);
const base: Mutant = { operator: 'o', subject: 's', from: 'one', events: [], expected: [] };
const missing: Mutant = { ...base, expected: [{ rule: 'field/missing', line: 4, clause: 'a.fields' }] };
const right: Told = { rule: 'field/missing', clause: 'a.fields', line: 4 };

describe('The score of a mutant', () => {
  const cases: readonly [string, JudgeTrace, Mutant, string][] = [
    [
      'is found by the right rule, at its line, for its clause',
      saying('violated', [right]),
      missing,
      'found',
    ],
    ['is missed where nothing fires', saying('upheld'), missing, 'missed'],
    ['is missed where a finding leaves the verdict as it was', saying('upheld', [right]), missing, 'missed'],
    ['is missed where the run is only left undecided', saying('inconclusive', [right]), missing, 'missed'],
    [
      'is found by another rule where only that fires',
      saying('violated', [{ ...right, rule: 'field/invalid' }]),
      missing,
      'by-another',
    ],
    [
      'is not found rightly where a further rule accuses what is innocent',
      saying('violated', [right, { ...right, rule: 'field/invalid' }]),
      missing,
      'by-another',
    ],
    [
      'is not found rightly at another line',
      saying('violated', [{ ...right, line: 5 }]),
      missing,
      'by-another',
    ],
    [
      'is not found rightly for another clause',
      saying('violated', [{ ...right, clause: 'b.fields' }]),
      missing,
      'by-another',
    ],
    [
      'is found where only an undeciding rule is wanted and leaves the run undecided',
      saying('inconclusive', [{ rule: 'capture/dead', clause: 'scope', line: 9 }]),
      { ...base, expected: [{ rule: 'capture/dead' }] },
      'found',
    ],
    [
      'needs every rule that is wanted',
      saying('violated', [right]),
      { ...base, expected: [{ rule: 'field/missing' }, { rule: 'field/undocumented' }] },
      'by-another',
    ],
    ['is quiet for an equivalent of which nothing is said', saying('upheld'), base, 'quiet'],
    ['is a false alarm for an equivalent with a finding', saying('violated', [right]), base, 'false-alarm'],
    [
      'is a false alarm for an equivalent that leaves a clause undecided',
      saying('inconclusive', [], ['a.fields']),
      base,
      'false-alarm',
    ],
  ];
  for (const [name, judge, mutant, outcome] of cases)
    it(name, () => {
      expect(score(judge, baseline, upheld, mutant).outcome).to.equal(outcome);
    });

  it('blames no equivalent for what its baseline leaves undecided too', () => {
    const undecided = saying('inconclusive', [], ['a.fields']);
    expect(score(undecided, baseline, undecided([], undefined), base).outcome).to.equal('quiet');
  });

  it('wants the unmet expectation of a scenario that counts what was added', async () => {
    const counting = { ...baseline, scenario: await acmeScenario('crash-reported') };
    const rules = (mutant: Mutant): readonly string[] => expectedOf(counting, mutant).map(({ rule }) => rule);
    expect(rules({ ...missing, counts: { report: 1 } })).to.deep.equal([
      'field/missing',
      'expectation/unmet',
    ]);
    expect(rules({ ...missing, counts: { lookup: 1 } })).to.deep.equal(['field/missing']);
    expect(rules({ ...missing, counts: { report: 1 }, unexpecting: true })).to.deep.equal(['field/missing']);
    expect(rules({ ...base, counts: { report: -1 } })).to.deep.equal(['expectation/unmet']);
  });
});
