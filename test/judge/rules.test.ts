import { expect } from 'chai';
import { rules } from '../../src/judge/rules.js';

describe('the table of rules', () => {
  it('has each rule once', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('has the kinds that DESIGN 5 tells apart', () => {
    const shortfalls = rules.filter(({ kind }) => kind === 'shortfall').map(({ id }) => id);
    expect(shortfalls).to.deep.equal([
      'field/missing',
      'trigger/missing',
      'schedule/missing',
      'expectation/unmet',
      'kit/missing',
      'capture/dead',
    ]);
  });

  it('has one rule alone that leaves a clause undecided', () => {
    expect(rules.filter(({ effect }) => effect === 'inconclusive').map(({ id }) => id)).to.deep.equal([
      'capture/dead',
    ]);
  });

  for (const { id, fires, charged, explanation, remedy } of rules) {
    it(`explains ${id} in whole sentences`, () => {
      for (const text of [fires, explanation, remedy])
        expect(text)
          .to.match(/^\p{Lu}.*\.$/su)
          .and.not.match(/ {2}/);
      expect(charged).to.match(/^the /);
    });
  }
});
