import { expect } from 'chai';
import type { ResultFile } from '../../src/judge/result.generated.js';
import type { GateFile } from '../../src/report/gate/gate.generated.js';
import { judgeGate } from '../../src/report/gate/judge-gate.js';
import { digestOfResult, resultOf, type ToldFinding, type ToldRun } from './gate-results.js';

function against(before: ResultFile, now: ResultFile, onlyNew = true): GateFile {
  return judgeGate({
    result: now,
    digest: digestOfResult(now),
    failures: [],
    on: '2026-05-01',
    failOn: ['violated', 'inconclusive'],
    waivers: [],
    attestations: [],
    requireAttested: false,
    baseline: { run: 'release-1', digest: digestOfResult(before), result: before },
    onlyNew,
    inputs: [],
  });
}

function withFindings(...findings: readonly ToldFinding[]): ResultFile {
  return resultOf({ scenarios: [{ id: 'one', clauses: { a: 'violated', b: 'upheld' }, findings }] });
}

const clean = resultOf({ scenarios: [{ id: 'one', clauses: { a: 'upheld', b: 'upheld' } }] });

describe('The gate with a baseline', () => {
  const same: readonly (readonly [title: string, before: ToldFinding, now: ToldFinding])[] = [
    [
      'another index of a list',
      { clause: 'a', member: '/list/0/name' },
      { clause: 'a', member: '/list/12/name' },
    ],
    [
      'another time',
      { clause: 'a', message: 'the slot at 2026-01-01T12:00:00.000Z ± PT5M passed empty' },
      { clause: 'a', message: 'the slot at 2026-02-01T16:00:00.000Z ± PT5M passed empty' },
    ],
    [
      'another distance from a slot',
      { clause: 'a', message: 'was sent PT4H6M after it, outside every slot' },
      { clause: 'a', message: 'was sent P1DT0.5S after it, outside every slot' },
    ],
    [
      'another number of bytes',
      { clause: 'a', message: '1200 bytes of udp to 192.0.2.7:443 could not be read' },
      { clause: 'a', message: '80 bytes of udp to 192.0.2.7:443 could not be read' },
    ],
  ];
  for (const [title, before, now] of same) {
    it(`takes ${title} for the same breach`, () => {
      const { baseline, passed } = against(withFindings(before), withFindings(now));
      expect(baseline).to.include({ added: 0, goneCount: 0, unchanged: 1 });
      expect(passed).to.equal(true);
    });
  }

  const different: readonly (readonly [title: string, before: ToldFinding, now: ToldFinding])[] = [
    ['another rule', { clause: 'a', member: '/x' }, { clause: 'a', member: '/x', rule: 'field/invalid' }],
    ['another member', { clause: 'a', member: '/x' }, { clause: 'a', member: '/y' }],
    [
      'another destination',
      { clause: 'a', message: 'POST https://one.test/ matches no route' },
      { clause: 'a', message: 'POST https://two.test/ matches no route' },
    ],
    [
      'another address',
      { clause: 'a', message: '1200 bytes of udp to 192.0.2.7:443 could not be read' },
      { clause: 'a', message: '1200 bytes of udp to 192.0.2.9:443 could not be read' },
    ],
    [
      'another port',
      { clause: 'a', message: '1200 bytes of udp to 192.0.2.7:443 could not be read' },
      { clause: 'a', message: '1200 bytes of udp to 192.0.2.7:53 could not be read' },
    ],
    [
      'another header',
      { clause: 'a', message: 'the header "x-one" is not documented' },
      { clause: 'a', message: 'the header "x-two" is not documented' },
    ],
    [
      'another planted value in the same member',
      { clause: 'a', rule: 'leak/canary', member: '/x', message: 'the planted hostname stands in the body' },
      { clause: 'a', rule: 'leak/canary', member: '/x', message: 'the planted username stands in the body' },
    ],
  ];
  for (const [title, before, now] of different) {
    it(`takes ${title} for a new breach`, () => {
      const { baseline, reasons, status } = against(withFindings(before), withFindings(now));
      expect(baseline).to.include({ added: 1, goneCount: 1, unchanged: 0 });
      expect(baseline?.findings).to.deep.equal(['f-1']);
      expect(reasons).to.deep.equal([
        `a is violated: 1 new finding (f-1) of ${now.rule ?? 'field/undocumented'}`,
      ]);
      expect(status).to.equal(1);
    });
  }

  it('takes what is found more often than before for new', () => {
    const breach = { clause: 'a', member: '/x' };
    const { baseline, reasons } = against(withFindings(breach), withFindings(breach, breach, breach));
    expect(baseline).to.include({ added: 2, goneCount: 0, unchanged: 1 });
    expect(baseline?.findings).to.deep.equal(['f-2', 'f-3']);
    expect(reasons).to.deep.equal(['a is violated: 2 new findings (f-2, f-3) of field/undocumented']);
  });

  it('says in words what is gone, and how often', () => {
    const breach = { clause: 'a', member: '/list/3' };
    const { baseline, passed } = against(
      withFindings(breach, breach, { clause: 'a', message: 'once' }),
      clean,
    );
    expect(baseline?.gone).to.deep.equal([
      'field/undocumented · a · one · /list/* (2 times)',
      'field/undocumented · a · one · once',
    ]);
    expect(baseline?.goneCount).to.equal(3);
    expect(passed).to.equal(true);
  });

  it('tells the differences, and fails on all that stands, where not only what is new is asked for', () => {
    const breach = withFindings({ clause: 'a', member: '/x' });
    const gate = against(breach, breach, false);
    expect(gate.baseline).to.include({ run: 'release-1', added: 0, unchanged: 1 });
    expect(gate.reasons).to.deep.equal(['a is violated: 1 finding (f-1) of field/undocumented']);
    expect(gate.onlyNew).to.equal(false);
  });

  it('says which clauses it let pass because they were violated before', () => {
    const breach = withFindings({ clause: 'a', member: '/x' });
    const gate = against(breach, breach);
    expect(gate.passed).to.equal(true);
    expect(gate.notes).to.deep.equal(['1 clause is violated as before: a']);
  });

  it('fails on breaches that were not kept, which cannot be told from new ones', () => {
    const told: ToldRun = {
      scenarios: [{ id: 'one', clauses: { a: 'violated', b: 'upheld' }, findings: [{ clause: 'a' }] }],
      omitted: 1,
    };
    const gate = against(resultOf(told), resultOf(told));
    expect(gate.reasons).to.deep.equal(['a is violated: findings that the result did not keep']);
    expect(gate.notes).to.include(
      'one of the two results did not keep all of its findings: those cannot be compared',
    );
  });

  it('fails on what was decided before and no longer is', () => {
    const doubtful = resultOf({
      scenarios: [{ id: 'one', clauses: { a: 'inconclusive', b: 'upheld' } }],
      undecided: { a: ['it was cut off'] },
    });
    expect(against(clean, doubtful).reasons).to.deep.equal(['a is inconclusive: it was cut off']);
    expect(against(doubtful, doubtful).reasons).to.deep.equal([]);
    expect(against(doubtful, doubtful).notes).to.deep.equal(['1 clause is inconclusive as before: a']);
  });

  it('fails on a scenario that no longer puts anything to the test', () => {
    const told = (clauses: ToldRun['scenarios'][number]['clauses']): ResultFile =>
      resultOf({
        scenarios: [
          { id: 'one', clauses: { b: 'upheld' } },
          { id: 'two', clauses },
        ],
      });
    expect(against(told({ b: 'upheld' }), told({})).status).to.equal(2);
    expect(against(told({}), told({})).status).to.equal(0);
  });

  it('lets no run pass that saw nothing, whatever the one before saw', () => {
    const nothing = resultOf({ scenarios: [] });
    expect(against(nothing, nothing).reasons).to.deep.equal(['the run has no scenario']);
  });

  it('says that the disclosure, the system or a reading is another', () => {
    const now: ResultFile = {
      ...clean,
      disclosure: { id: 'acme-1', digest: 'sha256:2' },
      system: { id: 'other' },
      interpretations: { 'a.first': 'immediately', __proto__: 'x' },
    };
    expect(against(clean, now).notes).to.deep.equal([
      'the disclosure was changed since the baseline',
      'the baseline is of another system, acme',
      'the baseline was judged under another reading of a.first',
    ]);
  });
});
