import { expect } from 'chai';
import { formatValidator } from '../../src/disclosure/format.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import type { AttestationDeclaration } from '../../src/report/gate/attestations.generated.js';
import type { GateFile } from '../../src/report/gate/gate.generated.js';
import { type GateQuestion, judgeGate } from '../../src/report/gate/judge-gate.js';
import type { WaiverDeclaration } from '../../src/report/gate/waivers.generated.js';
import { digestOfResult, resultOf, type ToldRun } from './gate-results.js';

const DAY = '2026-05-01';

function waiver(scope: Partial<WaiverDeclaration>): WaiverDeclaration {
  return {
    id: 'w-1',
    reason: 'It is mended in the next release.',
    by: 'Ada Byron',
    until: '2026-06-30',
    ...scope,
  };
}

function attestation(given: Partial<AttestationDeclaration>): AttestationDeclaration {
  return {
    clause: 's',
    answer: 'It is so.',
    by: 'Ada Byron',
    on: '2026-04-01',
    evidence: ['The audit of 2026.'],
    ...given,
  };
}

function ask(result: ResultFile, given: Partial<GateQuestion> = {}): GateFile {
  const gate = judgeGate({
    result,
    digest: digestOfResult(result),
    failures: [],
    on: DAY,
    failOn: ['violated', 'inconclusive'],
    waivers: [],
    attestations: [],
    requireAttested: false,
    baseline: undefined,
    onlyNew: false,
    inputs: [],
    ...given,
  });
  const valid = formatValidator('gate');
  expect(valid(gate), JSON.stringify(valid.errors)).to.equal(true);
  expect(gate.passed).to.equal(gate.status === 0);
  expect(gate.reasons.length > 0).to.equal(!gate.passed);
  return gate;
}

const upheld: ToldRun = { scenarios: [{ id: 'one', clauses: { a: 'upheld', b: 'upheld' } }] };
/** `a` is violated by two rules, in two scenarios; `b` is upheld. */
const violated: ToldRun = {
  scenarios: [
    {
      id: 'one',
      clauses: { a: 'violated', b: 'upheld' },
      findings: [
        { clause: 'a', rule: 'field/undocumented', member: '/list/0/name' },
        { clause: 'a', rule: 'field/undocumented', member: '/list/7/name' },
      ],
    },
    {
      id: 'two',
      clauses: { a: 'violated', b: 'upheld' },
      findings: [{ clause: 'a', rule: 'schedule/missing', message: 'the slot passed empty' }],
    },
  ],
};
/** One finding that breaches two clauses. */
const shared: ToldRun = {
  scenarios: [
    {
      id: 'one',
      clauses: { a: 'violated', b: 'violated' },
      findings: [{ clause: 'a', also: ['b'], rule: 'state/forbidden' }],
    },
  ],
};
const inconclusive: ToldRun = {
  scenarios: [
    { id: 'one', clauses: { a: 'inconclusive', b: 'upheld' } },
    { id: 'two', clauses: { a: 'inconclusive', b: 'upheld' } },
  ],
  undecided: { a: ['the capture was down from noon'] },
};
/** `a` is violated in one scenario, and could not be decided in another. */
const mixed: ToldRun = {
  scenarios: [
    { id: 'one', clauses: { a: 'violated', b: 'upheld' }, findings: [{ clause: 'a' }] },
    { id: 'two', clauses: { a: 'inconclusive', b: 'upheld' } },
  ],
  undecided: { a: ['the trace has no end: it was cut off'] },
};
const dead: ToldRun = {
  scenarios: [
    {
      id: 'one',
      clauses: { a: 'inconclusive' },
      findings: [{ clause: 'a', rule: 'capture/dead' }],
      transmissions: 0,
      heartbeats: 0,
    },
  ],
};

type Row = readonly [
  title: string,
  run: ToldRun,
  question: Partial<GateQuestion>,
  status: 0 | 1 | 2 | 3,
  reasons: readonly string[],
  clauses?: GateFile['clauses'],
];

const waived = (id: string): GateFile['clauses'][number] => ({ id, verdict: 'waived' });

const rows: readonly Row[] = [
  ['a run that is upheld passes', upheld, {}, 0, []],
  ['a violation stands without a waiver', violated, {}, 1, ['a is violated: 3 findings (f-1, f-2, f-3)']],
  [
    'a waiver of the clause covers all of it',
    violated,
    { waivers: [waiver({ clause: 'a' })] },
    0,
    [],
    [waived('a')],
  ],
  [
    'a waiver of one rule leaves the other',
    violated,
    { waivers: [waiver({ rule: 'field/undocumented' })] },
    1,
    ['a is violated: 1 finding that no waiver covers (f-3)'],
  ],
  [
    'waivers of both rules together cover the clause',
    violated,
    { waivers: [waiver({ rule: 'field/undocumented' }), waiver({ id: 'w-2', rule: 'schedule/missing' })] },
    0,
    [],
    [waived('a')],
  ],
  [
    'a clause and a rule narrow each other',
    violated,
    { waivers: [waiver({ clause: 'b', rule: 'field/undocumented' })] },
    1,
    ['a is violated: 3 findings (f-1, f-2, f-3)', 'the waiver w-1 covers nothing'],
  ],
  [
    'a scenario narrows a waiver',
    violated,
    { waivers: [waiver({ clause: 'a', scenario: 'two' })] },
    1,
    ['a is violated: 2 findings that no waiver covers (f-1, f-2)'],
  ],
  [
    'a member narrows a waiver to itself',
    violated,
    { waivers: [waiver({ clause: 'a', member: '/list/7/name' })] },
    1,
    ['a is violated: 2 findings that no waiver covers (f-1, f-3)'],
  ],
  [
    'a member with a star stands for every index',
    violated,
    { waivers: [waiver({ clause: 'a', member: '/list/*/name' })] },
    1,
    ['a is violated: 1 finding that no waiver covers (f-3)'],
  ],
  [
    'a member that was not sent matches nothing',
    violated,
    { waivers: [waiver({ clause: 'a', member: '/list/1/name' })] },
    1,
    ['a is violated: 3 findings (f-1, f-2, f-3)', 'the waiver w-1 covers nothing'],
  ],
  [
    'a finding that breaches two clauses is waived for each apart',
    shared,
    { waivers: [waiver({ clause: 'a' })] },
    1,
    ['b is violated: 1 finding (f-1)'],
    [waived('a')],
  ],
  [
    'a waiver of a rule covers every clause that its finding breaches',
    shared,
    { waivers: [waiver({ rule: 'state/forbidden' })] },
    0,
    [],
    [waived('a'), waived('b')],
  ],
  [
    'a waiver holds on its last day',
    violated,
    { waivers: [waiver({ clause: 'a', until: DAY })] },
    0,
    [],
    [waived('a')],
  ],
  [
    'a waiver that has ended covers nothing and fails',
    violated,
    { waivers: [waiver({ clause: 'a', until: '2026-04-30' })] },
    1,
    [
      'a is violated: 3 findings (f-1, f-2, f-3)',
      'the waiver w-1 ended on 2026-04-30: renew it with its reason, or remove it',
    ],
  ],
  [
    'a waiver that has ended fails a run that needs none',
    upheld,
    { waivers: [waiver({ clause: 'a', until: '2026-04-30' })] },
    1,
    ['the waiver w-1 ended on 2026-04-30: renew it with its reason, or remove it'],
  ],
  [
    'a waiver that matches nothing fails',
    upheld,
    { waivers: [waiver({ clause: 'a' })] },
    1,
    ['the waiver w-1 covers nothing: remove it'],
  ],
  [
    'what is inconclusive stands without a waiver',
    inconclusive,
    {},
    2,
    ['a is inconclusive: the capture was down from noon'],
  ],
  [
    'an inconclusive clause is waived by its name',
    inconclusive,
    { waivers: [waiver({ clause: 'a' })] },
    0,
    [],
    [waived('a')],
  ],
  [
    'an inconclusive clause is waived only in the scenario that is named',
    inconclusive,
    { waivers: [waiver({ clause: 'a', scenario: 'one' })] },
    2,
    ['a is inconclusive: the capture was down from noon'],
  ],
  [
    'an inconclusive clause is waived in each of its scenarios',
    inconclusive,
    {
      waivers: [
        waiver({ clause: 'a', scenario: 'one' }),
        waiver({ id: 'w-2', clause: 'a', scenario: 'two' }),
      ],
    },
    0,
    [],
    [waived('a')],
  ],
  [
    'an inconclusive clause is not waived by a rule',
    inconclusive,
    { waivers: [waiver({ clause: 'a', rule: 'field/missing' })] },
    1,
    ['a is inconclusive: the capture was down from noon', 'covered only by a waiver of the clause'],
  ],
  [
    'what is left of a violated clause may be inconclusive',
    mixed,
    { waivers: [waiver({ rule: 'field/undocumented' })] },
    2,
    ['a is inconclusive where it is not violated; its breaches are waived: the trace has no end'],
    [{ id: 'a', verdict: 'inconclusive' }],
  ],
  ['a waiver of the clause covers both', mixed, { waivers: [waiver({ clause: 'a' })] }, 0, [], [waived('a')]],
  [
    'an inconclusive clause is let pass where only violations are asked for, and told',
    inconclusive,
    { failOn: ['violated'] },
    0,
    [],
  ],
  [
    'violations are asked for whatever else is',
    violated,
    { failOn: ['inconclusive'] },
    1,
    ['a is violated: 3 findings (f-1, f-2, f-3)'],
  ],
  [
    'a run that saw nothing does not pass by a waiver',
    dead,
    { waivers: [waiver({ clause: 'a' })] },
    2,
    ['no transmission was seen in the run, and no waiver passes a run that saw nothing'],
    [waived('a')],
  ],
  [
    'a run in which nothing was decided does not pass where only violations are asked for',
    dead,
    { failOn: ['violated'] },
    2,
    ['nothing in the run was decided: such a run never passes'],
  ],
  [
    'a run of which all is waived that could not be decided does not pass',
    { scenarios: [{ id: 'one', clauses: { a: 'inconclusive' } }], undecided: { a: ['it was cut off'] } },
    { waivers: [waiver({ clause: 'a' })] },
    2,
    ['nothing in the run was decided: such a run never passes'],
    [waived('a')],
  ],
  [
    'a kit that lacks a file is no sight of the product',
    {
      scenarios: [
        { id: 'one', clauses: { kit: 'violated' }, findings: [{ clause: 'kit', rule: 'kit/missing' }] },
      ],
    },
    { waivers: [waiver({ clause: 'kit' })] },
    2,
    ['nothing in the run was decided: such a run never passes'],
    [waived('kit')],
  ],
  ['a run without a scenario does not pass', { scenarios: [] }, {}, 2, ['the run has no scenario']],
  [
    'a scenario that put nothing to the test does not pass',
    { scenarios: [...upheld.scenarios, { id: 'idle', clauses: {} }] },
    {},
    2,
    ['nothing was put to the test in idle'],
  ],
  [
    'a scenario that put nothing to the test does not pass beside one that is waived',
    { scenarios: [...violated.scenarios, { id: null, clauses: {} }] },
    { waivers: [waiver({ clause: 'a' })] },
    2,
    ['nothing was put to the test in traces/none.ndjson'],
    [waived('a')],
  ],
  [
    'a scenario that could not be judged fails before all else',
    violated,
    { failures: [{ scenario: 'two', message: 'the adapter ended' }] },
    3,
    ['the scenario two could not be judged: the adapter ended', 'a is violated'],
  ],
  [
    'a scenario that could not be judged cannot be waived, and is not let pass by what was asked for',
    inconclusive,
    {
      failures: [{ scenario: 'one', message: 'the adapter ended' }],
      failOn: ['violated'],
      waivers: [waiver({ clause: 'a' })],
    },
    3,
    ['the scenario one could not be judged: the adapter ended'],
    [waived('a')],
  ],
  ['a clause that was not exercised passes, and is told', { ...upheld, idle: ['c'] }, {}, 0, []],
  [
    'a clause that was not exercised fails where the run required all',
    { ...upheld, idle: ['c', 'd'], requireAll: true },
    {},
    2,
    ['2 clauses were put to the test in no scenario: c, d'],
  ],
  [
    'a clause that was not exercised fails where it is asked for',
    { ...upheld, idle: ['c'] },
    { failOn: ['violated', 'not-exercised'] },
    2,
    ['1 clause was put to the test in no scenario: c'],
  ],
  [
    'a clause that was not exercised cannot be waived',
    { ...upheld, idle: ['c'], requireAll: true },
    { waivers: [waiver({ clause: 'c' })] },
    1,
    ['1 clause was put to the test in no scenario: c', 'the waiver w-1 covers nothing: remove it'],
  ],
  [
    'breaches that were not kept are covered only by a waiver of the whole clause',
    { ...violated, omitted: 5 },
    { waivers: [waiver({ rule: 'field/undocumented' }), waiver({ id: 'w-2', rule: 'schedule/missing' })] },
    1,
    ['a is violated: findings that the result did not keep'],
  ],
  [
    'breaches that were not kept are covered by a waiver of the whole clause',
    { ...violated, omitted: 5 },
    { waivers: [waiver({ clause: 'a' })] },
    0,
    [],
    [waived('a')],
  ],
  [
    'a violation without a finding cannot be waived',
    { scenarios: [{ id: 'one', clauses: { a: 'violated', b: 'upheld' } }] },
    { waivers: [waiver({ clause: 'a' })] },
    1,
    ['a is violated: the result does not say by what', 'the waiver w-1 covers nothing'],
  ],
  [
    'a verdict of the run that no clause accounts for is not argued away',
    { ...upheld, verdict: 'violated' },
    {},
    2,
    ['the run is violated, and none of its clauses is'],
  ],
  [
    'a run that calls itself upheld does not hide a violated clause',
    { ...violated, verdict: 'upheld' },
    {},
    1,
    ['a is violated: 3 findings (f-1, f-2, f-3)'],
  ],
  [
    'a statement is answered by a person',
    { ...upheld, statements: ['s'] },
    { attestations: [attestation({})], requireAttested: true },
    0,
    [],
    [{ id: 's', verdict: 'attested' }],
  ],
  ['a statement that nobody answered passes', { ...upheld, statements: ['s'] }, {}, 0, []],
  [
    'a statement that nobody answered fails where that is required',
    { ...upheld, statements: ['s', 't'] },
    { attestations: [attestation({ clause: 't' })], requireAttested: true },
    2,
    ['1 statement is not attested: s'],
    [{ id: 't', verdict: 'attested' }],
  ],
  [
    'an answer from after the day of the gate is none',
    { ...upheld, statements: ['s'] },
    { attestations: [attestation({ on: '2026-05-02' })] },
    1,
    ['the attestation of s is dated 2026-05-02, after the day of the gate, 2026-05-01'],
  ],
  [
    'a statement that a finding was charged to is not answered away',
    {
      scenarios: [{ id: 'one', clauses: { b: 'upheld' }, findings: [{ clause: 's' }] }],
      statements: ['s'],
    },
    { attestations: [attestation({})] },
    1,
    ['s is violated: 1 finding (f-1)'],
  ],
];

describe('The gate', () => {
  for (const [title, run, question, status, reasons, clauses = []] of rows) {
    it(title, () => {
      const gate = ask(resultOf(run), question);
      expect(gate.reasons).to.have.length(reasons.length);
      for (const [index, reason] of reasons.entries()) expect(gate.reasons[index]).to.include(reason);
      expect(gate.status).to.equal(status);
      expect(gate.clauses).to.deep.equal(clauses);
    });
  }

  it('judges the order of its waivers alike', () => {
    const waivers = [
      waiver({ rule: 'field/undocumented' }),
      waiver({ id: 'w-2', clause: 'a', scenario: 'two' }),
    ];
    const [one, other] = [waivers, waivers.toReversed()].map((given) =>
      ask(resultOf(violated), { waivers: given }),
    );
    expect({ ...one, waivers: [] }).to.deep.equal({ ...other, waivers: [] });
  });

  it('says what each waiver covers, and what is waived for every clause that it breaches', () => {
    const waivers = [
      waiver({ clause: 'a' }),
      waiver({ id: 'w-2', rule: 'state/forbidden', clause: 'b', until: '2026-01-01' }),
    ];
    const gate = ask(resultOf(shared), { waivers });
    expect(
      gate.waivers.map(({ id, scope, matched, ended, clauses, findings }) => [
        id,
        scope,
        matched,
        ended,
        clauses,
        findings,
      ]),
    ).to.deep.equal([
      ['w-1', 'clause a', 1, false, ['a'], ['f-1']],
      ['w-2', 'clause b, rule state/forbidden', 1, true, ['b'], ['f-1']],
    ]);
    expect(gate.waived).to.deep.equal([]);
    expect(ask(resultOf(shared), { waivers: [waiver({ rule: 'state/forbidden' })] }).waived).to.deep.equal([
      'f-1',
    ]);
  });

  it('counts a clause that could not be decided with what a waiver covers', () => {
    const gate = ask(resultOf(mixed), { waivers: [waiver({ clause: 'a' })] });
    expect(gate.waivers[0]?.matched).to.equal(2);
  });

  it('says what it let pass without a waiver', () => {
    expect(ask(resultOf(inconclusive), { failOn: ['violated'] }).notes).to.deep.equal([
      '1 clause is inconclusive, which was not asked for: a',
    ]);
    expect(ask(resultOf({ ...upheld, idle: ['c'] })).notes).to.deep.equal([
      '1 clause was put to the test in no scenario: c',
    ]);
  });

  it('tells hostile names harmlessly, and bounds what it tells', () => {
    const hostile = 'x\u001b[2J\u202e';
    const clauses = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`c-${index}`, 'violated' as const]),
    );
    const findings = Object.keys(clauses).map((clause) => ({ clause }));
    const gate = ask(
      resultOf({
        scenarios: [
          {
            id: hostile,
            clauses: { ...clauses, [hostile]: 'violated' },
            findings: [...findings, { clause: hostile }],
          },
        ],
      }),
      {
        waivers: [waiver({ clause: 'c-1', reason: hostile, by: hostile })],
        inputs: [{ file: hostile, digest: `sha256:${'0'.repeat(64)}` }],
      },
    );
    expect(JSON.stringify(gate)).not.to.match(/\\u001b|\p{Cc}|\p{Cf}/u);
    expect(gate.reasons).to.have.length(201);
    expect(gate.reasons.at(-1)).to.equal('100 more clauses stand in the way');
  });
});
