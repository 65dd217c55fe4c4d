import { expect } from 'chai';
import {
  type Condition,
  describeCondition,
  evaluate,
  type Facts,
  type Truth,
} from '../../src/disclosure/condition.js';

type FactTruth = 'as wanted' | 'otherwise' | 'not known';

describe('A condition', () => {
  // Kleene's strong conjunction: false if one is false, else unknown if one is unknown.
  const pairs: readonly (readonly [FactTruth, FactTruth, Truth])[] = [
    ['as wanted', 'as wanted', 'holds'],
    ['as wanted', 'otherwise', 'fails'],
    ['as wanted', 'not known', 'unknown'],
    ['otherwise', 'as wanted', 'fails'],
    ['otherwise', 'otherwise', 'fails'],
    ['otherwise', 'not known', 'fails'],
    ['not known', 'as wanted', 'unknown'],
    ['not known', 'otherwise', 'fails'],
    ['not known', 'not known', 'unknown'],
  ];
  const factsOf = (network: FactTruth, mode: FactTruth): Facts => {
    const facts = new Map<string, string | boolean>();
    if (network !== 'not known') facts.set('network', network === 'as wanted');
    if (mode !== 'not known') facts.set('mode', mode === 'as wanted' ? 'basic' : 'full');
    return facts;
  };
  const forms: readonly (readonly [string, Condition])[] = [
    ['', { network: true, mode: 'basic' }],
    [' in the other order', { mode: 'basic', network: true }],
    [' of lists', { network: [true], mode: ['none', 'basic'] }],
  ];
  for (const [form, condition] of forms) {
    for (const [network, mode, truth] of pairs) {
      it(`${truth}${form} where one fact is ${network} and the other ${mode}`, () => {
        expect(evaluate(condition, factsOf(network, mode))).to.equal(truth);
      });
    }
  }

  it('holds over three facts as it does over two of them and the third', () => {
    const all: readonly FactTruth[] = ['as wanted', 'otherwise', 'not known'];
    for (const first of all) {
      for (const second of all) {
        for (const third of all) {
          const facts = new Map(factsOf(first, second));
          if (third !== 'not known') facts.set('third', third === 'as wanted' ? 'x' : 'y');
          const truths = [evaluate({ network: true, mode: 'basic' }, facts), evaluate({ third: 'x' }, facts)];
          const expected = truths.includes('fails')
            ? 'fails'
            : truths.includes('unknown')
              ? 'unknown'
              : 'holds';
          expect(evaluate({ network: true, mode: 'basic', third: 'x' }, facts)).to.equal(expected);
        }
      }
    }
  });

  it('always holds where there is none', () => {
    expect(evaluate(undefined, new Map())).to.equal('holds');
    expect(evaluate({}, new Map())).to.equal('holds');
  });

  it('holds by any value of a list, and by no other', () => {
    const condition: Condition = { mode: ['basic', 'none'] };
    expect(evaluate(condition, new Map([['mode', 'none']]))).to.equal('holds');
    expect(evaluate(condition, new Map([['mode', 'full']]))).to.equal('fails');
    expect(evaluate(condition, new Map([['mode', 'bas']]))).to.equal('fails');
  });

  it('tells a boolean from the word for it', () => {
    expect(evaluate({ network: true }, new Map([['network', 'true']]))).to.equal('fails');
    expect(evaluate({ network: 'true' }, new Map([['network', true]]))).to.equal('fails');
    expect(evaluate({ network: [true] }, new Map([['network', 'true']]))).to.equal('fails');
  });

  it('knows no fact that was not told, whatever every object has', () => {
    expect(evaluate({ constructor: 'x' }, new Map())).to.equal('unknown');
    expect(evaluate({ toString: true }, new Map([['other', true]]))).to.equal('unknown');
  });

  it('says in words what it asks', () => {
    expect(describeCondition(undefined)).to.equal('always');
    expect(describeCondition({})).to.equal('always');
    expect(describeCondition({ variable: ['', '1'] })).to.equal('variable is empty or 1');
    expect(describeCondition({ network: false, mode: ['basic', 'none'] })).to.equal(
      'network is false and mode is basic or none',
    );
  });
});
