import { expect } from 'chai';
import { type Account, openAccount } from '../../src/judge/ledger.js';
import { combine, overall, type Verdict, verdictOf, worst } from '../../src/judge/verdict.js';

const account = (changes: Partial<Account>): Account => ({ ...openAccount(), ...changes });

describe('verdicts', () => {
  const worse: readonly (readonly [readonly Verdict[], Verdict])[] = [
    [[], 'not-exercised'],
    [['upheld'], 'upheld'],
    [['upheld', 'not-exercised'], 'not-exercised'],
    [['not-exercised', 'inconclusive', 'upheld'], 'inconclusive'],
    [['inconclusive', 'violated', 'upheld'], 'violated'],
    [['attested', 'upheld', 'waived'], 'upheld'],
    [['waived', 'attested'], 'attested'],
  ];
  for (const [verdicts, expected] of worse) {
    it(`the worst of ${verdicts.join(', ') || 'nothing'} is ${expected}`, () => {
      expect(worst(verdicts)).to.equal(expected);
    });
  }

  it('of one clause over several traces leave out those that did not exercise it', () => {
    expect(overall(['not-exercised', 'upheld'])).to.equal('upheld');
    expect(overall(['not-exercised'])).to.equal('not-exercised');
    expect(overall(['upheld', 'violated', 'inconclusive'])).to.equal('violated');
  });

  const cases: Readonly<Record<string, readonly [Partial<Account>, boolean, Verdict]>> = {
    'a violation outweighs doubt and the lack of an end': [
      { violations: 1, inconclusive: true, exercised: 3 },
      false,
      'violated',
    ],
    'doubt outweighs exercise': [{ exercised: 3, undecided: new Set(['why']) }, true, 'inconclusive'],
    'exercise outweighs silence that nobody could hear': [
      { exercised: 1, unheard: new Set(['why']) },
      true,
      'upheld',
    ],
    'exercise without an end is inconclusive': [{ exercised: 1 }, false, 'inconclusive'],
    'silence that nobody could hear is inconclusive': [{ unheard: new Set(['why']) }, true, 'inconclusive'],
    'nothing is not exercised, with or without an end': [{}, false, 'not-exercised'],
  };
  for (const [sentence, [changes, complete, expected]] of Object.entries(cases)) {
    it(sentence, () => {
      expect(verdictOf(account(changes), complete)).to.equal(expected);
    });
  }

  it('of two accounts of one clause are those of their sum', () => {
    const one = account({ exercised: 2, margin: 7, undecided: new Set(['a']) });
    const other = account({ exercised: 1, violations: 1, margin: 3, undecided: new Set(['b']) });
    expect(combine(one, other)).to.deep.equal(
      account({ exercised: 3, violations: 1, margin: 3, undecided: new Set(['a', 'b']) }),
    );
    const doubtful = account({ inconclusive: true, unheard: new Set(['c']), margin: 5 });
    expect(combine(account({ unheard: new Set(['d']) }), doubtful)).to.deep.equal(
      account({ inconclusive: true, unheard: new Set(['d', 'c']), margin: 5 }),
    );
    expect(combine(openAccount(), openAccount())).to.deep.equal(openAccount());
    expect(combine(one, undefined)).to.equal(one);
    expect(combine(undefined, undefined)).to.deep.equal(openAccount());
  });
});
