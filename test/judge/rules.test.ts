import { expect } from 'chai';
import { rules } from '../../src/judge/rules.js';

describe('the table of rules', () => {
  it('has each rule of DESIGN 5 once, in its order', () => {
    expect(rules.map(({ id }) => id)).to.deep.equal([
      'route/undocumented',
      'route/unattributed',
      'transport/plaintext',
      'transport/weak-tls',
      'body/undecodable',
      'field/undocumented',
      'field/missing',
      'field/unwarranted',
      'field/invalid',
      'field/duplicate',
      'field/untrue',
      'channel/undocumented',
      'state/forbidden',
      'trigger/unprompted',
      'trigger/missing',
      'trigger/repeated',
      'schedule/missing',
      'schedule/off-slot',
      'schedule/repeated',
      'schedule/after-window',
      'leak/canary',
      'leak/differential',
      'capture/opaque',
      'capture/unclaimed',
      'expectation/unmet',
      'kit/missing',
      'capture/dead',
    ]);
  });

  it('has no other kind and no other effect', () => {
    expect(new Set(rules.map(({ kind }) => kind))).to.deep.equal(new Set(['excess', 'shortfall']));
    expect(new Set(rules.map(({ effect }) => effect))).to.deep.equal(new Set(['violated', 'inconclusive']));
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
