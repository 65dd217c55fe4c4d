import { expect } from 'chai';
import type { Instant } from '../../src/disclosure/instant.js';
import type { Breach } from '../../src/judge/finding.js';
import { type Account, openAccount, openLedger, touches } from '../../src/judge/ledger.js';
import { deadCapture } from '../../src/judge/state-rules.js';
import { plaintext } from '../../src/judge/transport.js';

const breach = (changes: Partial<Breach> = {}): Breach => ({
  rule: plaintext,
  clause: 'a',
  installation: undefined,
  at: 0 as Instant,
  message: 'why',
  line: 1,
  ...changes,
});
const account = (changes: Partial<Account> = {}): Account => ({ ...openAccount(), ...changes });
const told = (accounts: ReadonlyMap<string, Account>): Readonly<Record<string, Account>> =>
  Object.fromEntries(accounts);

describe('The ledger', () => {
  it('counts a breach once in each clause that it breaches, and keeps it once', () => {
    const ledger = openLedger(10);
    ledger.report(breach({ alsoBreached: ['b', 'a', 'b'] }));
    expect(told(ledger.accounts)).to.deep.equal({
      a: account({ violations: 1 }),
      b: account({ violations: 1 }),
    });
    expect(ledger.breaches).to.have.length(1);
  });

  it('leaves a clause undecided by a rule that only does that', () => {
    const ledger = openLedger(10);
    ledger.report(breach({ rule: deadCapture }));
    expect(told(ledger.accounts)).to.deep.equal({ a: account({ inconclusive: true }) });
  });

  it('keeps no more breaches than it may, and counts the rest', () => {
    const ledger = openLedger(2);
    for (let line = 1; line <= 5; line += 1) ledger.report(breach({ line }));
    expect(ledger.breaches.map(({ line }) => line)).to.deep.equal([1, 2]);
    expect(ledger.omitted).to.equal(3);
    expect(ledger.account('a').violations).to.equal(5);
  });

  it('keeps a breach that is accounted for elsewhere, and counts it in no clause', () => {
    const ledger = openLedger(10);
    ledger.keep(breach());
    expect(told(ledger.accounts)).to.deep.equal({});
    expect(ledger.breaches).to.have.length(1);
  });

  it('tells a breach of the state of the moment, unless it has one of its own', () => {
    const ledger = openLedger(10);
    ledger.keep(breach());
    ledger.inState('on');
    ledger.keep(breach());
    ledger.keep(breach({ state: 'off' }));
    ledger.inState(undefined);
    ledger.keep(breach());
    expect(ledger.breaches.map(({ state }) => state)).to.deep.equal([undefined, 'on', 'off', undefined]);
    expect(ledger.breaches[0]).not.to.have.property('state');
  });

  it('has accounts of each state, which last while others are told of', () => {
    const ledger = openLedger(10);
    ledger.exercise(['a']);
    for (const state of ['on', 'off', 'on', 'on', undefined, 'off']) {
      ledger.inState(state);
      ledger.exercise(['a', 'b']);
    }
    expect(ledger.account('a').exercised).to.equal(7);
    expect(ledger.states.get('on')?.get('a')?.exercised).to.equal(3);
    expect(ledger.states.get('off')?.get('b')?.exercised).to.equal(2);
    expect(told(ledger.stateless)).to.deep.equal({
      a: account({ exercised: 2 }),
      b: account({ exercised: 1 }),
    });
    expect(ledger.stateAccount('a')).to.equal(ledger.states.get('off')?.get('a'));
    ledger.inState(undefined);
    expect(ledger.stateAccount('a')).to.equal(ledger.stateless.get('a'));
  });

  it('notes why a clause is undecided, and what was not heard, in the clause and in its state', () => {
    const ledger = openLedger(10);
    ledger.inState('on');
    ledger.undecide(['a', 'b'], 'one');
    ledger.unhear('a', 'two');
    const a = account({ undecided: new Set(['one']), unheard: new Set(['two']) });
    const expected = { a, b: account({ undecided: new Set(['one']) }) };
    expect(told(ledger.accounts)).to.deep.equal(expected);
    expect(told(ledger.states.get('on') ?? new Map())).to.deep.equal(expected);
    expect(told(ledger.stateless)).to.deep.equal({});
  });

  it('doubts a clause everywhere in the states in which it was put to the test, and in no other', () => {
    const ledger = openLedger(10);
    ledger.inState('on');
    ledger.exercise(['a']);
    ledger.inState('off');
    ledger.exercise(['b']);
    ledger.undecideEverywhere('a', 'why');
    expect([...ledger.account('a').undecided]).to.deep.equal(['why']);
    expect([...(ledger.states.get('on')?.get('a')?.undecided ?? [])]).to.deep.equal(['why']);
    expect(ledger.states.get('off')?.has('a')).to.equal(false);
    ledger.doubtStates('b', 'more');
    expect([...ledger.account('b').undecided]).to.deep.equal([]);
    expect([...(ledger.states.get('off')?.get('b')?.undecided ?? [])]).to.deep.equal(['more']);
  });

  it('notes twenty reasons and no more', () => {
    const ledger = openLedger(10);
    for (let number = 1; number <= 25; number += 1) {
      ledger.undecide(['a'], `undecided ${number}`);
      ledger.unhear('a', `unheard ${number}`);
    }
    const { undecided, unheard } = ledger.account('a');
    expect([undecided.size, unheard.size]).to.deep.equal([20, 20]);
    expect([...undecided].at(-1)).to.equal('undecided 20');
  });
});

describe('Two stretches of time', () => {
  const span = (from: number, until: number) => ({ from: from as Instant, until: until as Instant });
  const rows: readonly (readonly [number, number, number, number, boolean])[] = [
    [1, 3, 4, 6, false],
    [1, 4, 4, 6, true],
    [1, 5, 4, 6, true],
    [5, 5, 4, 6, true],
    [6, 9, 4, 6, true],
    [7, 9, 4, 6, false],
  ];
  for (const [from, until, otherFrom, otherUntil, meet] of rows) {
    it(`${from} to ${until} and ${otherFrom} to ${otherUntil} ${meet ? 'share an instant' : 'do not meet'}`, () => {
      expect(touches(span(from, until), span(otherFrom, otherUntil))).to.equal(meet);
    });
  }
});
