import { expect } from 'chai';
import { factsOfAction } from '../../src/disclosure/action-facts.js';
import type { Action } from '../../src/disclosure/disclosure-file.generated.js';

describe('The facts that an action sets', () => {
  const install: Action = {
    with: ['terms', 'statement'],
    sets: {
      installed: true,
      terms: { from: 'terms' },
      statement: { from: 'statement', default: 'undecided' },
      network: { from: 'statement', map: { accepted: 'enabled', declined: 'disabled' } },
    },
  };

  const table: readonly [
    string,
    Action,
    Record<string, string | boolean>,
    Record<string, string | boolean>,
  ][] = [
    ['are none where it names none', {}, { a: 'x' }, {}],
    [
      'are constants, parameters, and parameters by way of a map',
      install,
      { terms: 'accepted', statement: 'declined' },
      { installed: true, terms: 'accepted', statement: 'declined', network: 'disabled' },
    ],
    [
      'are left as they were by a parameter that is not given and has no default',
      install,
      {},
      { installed: true, statement: 'undecided' },
    ],
    [
      'are left as they were by a value that the map does not name',
      install,
      { statement: 'toString' },
      { installed: true, statement: 'toString' },
    ],
    [
      'take a default by way of the map',
      { sets: { network: { from: 'choice', default: 'no', map: { no: 'disabled' } } } },
      {},
      { network: 'disabled' },
    ],
    [
      'keep booleans as booleans, and find them in a map by their names',
      { sets: { seen: { from: 'seen' }, mode: { from: 'seen', map: { true: 'on', false: false } } } },
      { seen: false },
      { seen: false, mode: false },
    ],
    [
      'do not come from what every object has',
      {
        sets: {
          a: { from: 'constructor' },
          b: { from: '__proto__' },
          c: { from: 'hasOwnProperty', default: true },
        },
      },
      {},
      { c: true },
    ],
  ];
  for (const [title, action, parameters, facts] of table) {
    it(title, () => expect(factsOfAction(action, parameters)).to.deep.equal(facts));
  }

  it('may have the name __proto__', () => {
    const action = JSON.parse('{"sets": {"__proto__": {"from": "__proto__"}, "x": true}}') as Action;
    const facts = factsOfAction(action, JSON.parse('{"__proto__": "y"}'));
    expect(JSON.stringify(facts)).to.equal('{"__proto__":"y","x":true}');
  });
});
