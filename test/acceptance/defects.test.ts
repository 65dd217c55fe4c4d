import { join } from 'node:path';
import { expect } from 'chai';
import { defects } from '../../systems/reference/defects.js';
import { expectEvidence, readResult } from './evidence.js';
import { createQueue, type Outcome, openWorkplace, root, type Workplace } from './workplace.js';

describe('candor run, on a system with a defect', () => {
  const outcomes = new Map<string, Promise<Outcome>>();
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
    const queue = createQueue();
    for (const { name, scenario } of defects) {
      const system = join(root, 'systems', 'defective', `${name}.yaml`);
      const parameters = ['run', scenario, '--system', system, '--jobs', '1', '--out', workplace.at(name)];
      outcomes.set(
        name,
        queue(() => workplace.candor(parameters)),
      );
    }
  });

  after(async () => {
    await Promise.allSettled(outcomes.values());
    await workplace.close();
  });

  for (const { name, rule } of defects) {
    it(`finds ${rule} in ${name}`, async () => {
      const outcome = await outcomes.get(name);
      expect(outcome?.stderr).to.equal('');
      expect(outcome?.status).to.equal(1);
      const result = await readResult(workplace.at(name));
      expect(result.verdict).to.equal('violated');
      const found = result.findings.filter((finding) => finding.rule === rule);
      expect(found, JSON.stringify(result.findings.map((finding) => finding.rule))).not.to.deep.equal([]);
      const violated = result.clauses.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
      for (const finding of result.findings) {
        expect(violated, finding.id).to.include(finding.clause);
        await expectEvidence(workplace.at(name), finding);
      }
      expect(outcome?.stdout).to.include(rule);
    });
  }

  it('leaves no process and no temporary folder behind', async () => {
    await Promise.all(outcomes.values());
    expect(await workplace.leftovers()).to.deep.equal([]);
  });
});
