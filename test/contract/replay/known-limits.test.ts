import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { coverage, demandedField } from '../../../src/contract/replay/known-limits.js';
import { rules } from '../../../src/judge/rules.js';

const docs = ['contracts.md'];
const all = [...coverage.flatMap(({ limits }) => limits), demandedField];

describe('the table of what Pact cannot see', () => {
  it('covers every rule of the judge’s, in its order, and no other', () => {
    expect(coverage.map(({ rule }) => rule)).to.deep.equal(rules.map(({ id }) => id));
  });

  it('has a name for each limit, which begins with its rule, and a reason', () => {
    for (const { rule, limits } of coverage)
      for (const { id, because } of limits) {
        expect(id.split(':')[0]).to.equal(rule);
        expect(because).to.match(/^[A-Z].*\.$/);
      }
    expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
  });

  it('is in the docs, limit by limit', async () => {
    const texts = await Promise.all(
      docs.map((name) =>
        readFile(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8').catch(() => ''),
      ),
    );
    for (const { id } of all) expect(texts.join('\n')).to.contain(`\`${id}\``);
  });
});
