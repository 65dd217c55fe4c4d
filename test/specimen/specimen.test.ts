import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Disclosure } from '../../src/disclosure/disclosure.js';
import { createJudge } from '../../src/judge/judge.js';
import { chooseReadings, variantsOf } from '../../src/judge/readings.js';
import { assembleResult } from '../../src/judge/result.js';
import { loadScenarios } from '../../src/scenario/load.js';
import { composeSpecimen, type Specimen } from '../../src/specimen/specimen.js';
import type { System } from '../../src/system/load.js';
import { acme, acmeScenario, acmeSystem, kes, kesSystem } from '../judge/judging.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function verdictOf(
  disclosure: Disclosure,
  system: System,
  { scenario, events }: Specimen,
  overrides: readonly string[] = [],
): { verdict: string; rules: readonly string[]; undecided: readonly string[] } {
  const readings = chooseReadings(disclosure, overrides);
  const variants = variantsOf(disclosure, readings).slice(0, 1);
  const judge = createJudge({ disclosure, system: system.file.value, scenario, variants });
  for (const [index, event] of events.entries()) judge.push(event, index + 1);
  const result = assembleResult(
    { disclosure, system, readings, variants, requireAll: false, instrument: 'candor' },
    [{ file: 'traces/one.ndjson', digest: `sha256:${'0'.repeat(64)}`, judgement: judge.finish() }],
  );
  return {
    verdict: result.verdict,
    rules: result.findings.map(({ rule, message }) => `${rule}: ${message}`),
    undecided: result.clauses.filter(({ verdict }) => verdict === 'inconclusive').map(({ id }) => id),
  };
}

describe('A specimen', () => {
  it('is upheld by the judge in every scenario of every disclosure here', async () => {
    const scenarios = [...(await loadScenarios(root, kes)).values()].map(({ value }) => value);
    expect(scenarios.length).to.be.greaterThan(30);
    for (const scenario of scenarios) {
      const specimen = composeSpecimen({ disclosure: kes, system: kesSystem.file.value, scenario });
      const judged = verdictOf(kes, kesSystem, specimen);
      expect({ [scenario.scenario]: judged }).to.deep.equal({
        [scenario.scenario]: { verdict: 'upheld', rules: [], undecided: [] },
      });
    }
  });

  it('is upheld for a vendor of its own, wherever its payloads stand on the wire', async () => {
    const scenario = await acmeScenario('crash-reported');
    const specimen = composeSpecimen({ disclosure: acme, system: acmeSystem.file.value, scenario });
    expect(specimen.sent.map(({ payload }) => payload.id)).to.include.members([
      'report',
      'lookup',
      'survey',
      'odd',
    ]);
    expect(verdictOf(acme, acmeSystem, specimen)).to.deep.equal({
      verdict: 'upheld',
      rules: [],
      undecided: [],
    });
  });
});
