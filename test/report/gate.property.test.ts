import { expect } from 'chai';
import fc from 'fast-check';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { rules } from '../../src/judge/rules.js';
import type { Verdict } from '../../src/judge/verdict.js';
import type { GateFile } from '../../src/report/gate/gate.generated.js';
import { type GateQuestion, judgeGate } from '../../src/report/gate/judge-gate.js';
import type { WaiverDeclaration } from '../../src/report/gate/waivers.generated.js';
import { resultOf, type ToldFinding, type ToldScenario } from './gate-results.js';

const clauses = ['a', 'b', 'c'];
const scenarios = ['one', 'two'];
const someRules = ['field/undocumented', 'schedule/missing', 'capture/dead', 'kit/missing'];
const members = ['/x', '/list/0', '/list/1'];

const finding: fc.Arbitrary<ToldFinding> = fc.record(
  {
    clause: fc.constantFrom(...clauses),
    rule: fc.constantFrom(...someRules),
    also: fc.subarray(clauses),
    member: fc.constantFrom(...members),
  },
  { requiredKeys: ['clause', 'rule'] },
);

const scenario: fc.Arbitrary<ToldScenario> = fc
  .record({
    id: fc.constantFrom('one', 'two', null),
    quiet: fc.dictionary(fc.constantFrom(...clauses), fc.constantFrom<Verdict>('upheld', 'inconclusive'), {
      noNullPrototype: true,
    }),
    findings: fc.array(finding, { maxLength: 5 }),
    transmissions: fc.nat({ max: 2 }),
    heartbeats: fc.nat({ max: 2 }),
  })
  .map(({ id, quiet, findings, transmissions, heartbeats }) => ({
    id,
    clauses: verdictsOf(quiet, findings),
    findings,
    transmissions,
    heartbeats,
  }));

/** As the judge has it: a breach violates each clause that it is charged to, a dead capture leaves it undecided. */
function verdictsOf(
  quiet: Readonly<Record<string, Verdict>>,
  findings: readonly ToldFinding[],
): Readonly<Record<string, Verdict>> {
  const verdicts: Record<string, Verdict> = { ...quiet };
  const effects = new Map(rules.map(({ id, effect }) => [id, effect]));
  for (const { clause, also = [], rule = '' } of findings) {
    for (const id of [clause, ...also]) {
      if (verdicts[id] !== 'violated') verdicts[id] = effects.get(rule) ?? 'violated';
    }
  }
  return verdicts;
}

const result: fc.Arbitrary<ResultFile> = fc
  .record({
    scenarios: fc.array(scenario, { maxLength: 3 }),
    idle: fc.constantFrom<string[]>([], ['c']),
    statements: fc.constantFrom<string[]>([], ['s']),
    requireAll: fc.boolean(),
    omitted: fc.constantFrom(0, 0, 0, 2),
  })
  .map(resultOf);

const waiver: fc.Arbitrary<WaiverDeclaration> = fc
  .record(
    {
      clause: fc.constantFrom(...clauses),
      rule: fc.constantFrom(...someRules),
      scenario: fc.constantFrom(...scenarios),
      member: fc.constantFrom(...members, '/list/*'),
      until: fc.constantFrom('2026-04-30', '2026-05-01', '2027-01-01'),
    },
    { requiredKeys: ['until'] },
  )
  .filter(({ clause, rule }) => clause !== undefined || rule !== undefined)
  .map((scope) => ({ id: 'w', reason: 'r', by: 'b', ...scope }));

const question = fc.record({
  result,
  waivers: fc.array(waiver, { maxLength: 4 }),
  failOn: fc.subarray<GateQuestion['failOn'][number]>(['violated', 'inconclusive', 'not-exercised']),
});

function ask({ result: judged, ...given }: Pick<GateQuestion, 'result' | 'waivers' | 'failOn'>): GateFile {
  return judgeGate({
    result: judged,
    digest: `sha256:${'0'.repeat(64)}`,
    failures: [],
    on: '2026-05-01',
    attestations: [],
    requireAttested: false,
    baseline: undefined,
    onlyNew: false,
    inputs: [],
    ...given,
  });
}

function verdictIn(gate: GateFile, clause: ResultFile['clauses'][number]): string {
  return gate.clauses.find(({ id }) => id === clause.id)?.verdict ?? clause.verdict;
}

/** From what nothing can be worse than to what stands in nobody's way. */
const order = ['violated', 'inconclusive', 'waived'];

describe('The gate, whatever it is asked', () => {
  it('waives no clause against which there is nothing', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const gate = ask(asked);
        for (const clause of asked.result.clauses) {
          if (clause.verdict === 'violated' || clause.verdict === 'inconclusive') continue;
          expect(verdictIn(gate, clause)).to.equal(clause.verdict);
        }
      }),
    );
  });

  it('makes nothing upheld', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const gate = ask(asked);
        for (const clause of asked.result.clauses)
          if (clause.verdict !== 'upheld') expect(verdictIn(gate, clause)).not.to.equal('upheld');
      }),
    );
  });

  it('does not pass where a violated clause has no waiver', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const gate = ask(asked);
        const stands = asked.result.clauses.some((clause) => verdictIn(gate, clause) === 'violated');
        if (stands) expect(gate.status).to.equal(1);
        if (asked.waivers.length === 0 && asked.result.verdict === 'violated')
          expect(gate.status).to.equal(1);
      }),
    );
  });

  it('does not pass where a finding of a violated clause is covered by no waiver that holds', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const gate = ask(asked);
        if (!gate.passed) return;
        const covered = new Set(gate.waivers.flatMap(({ ended, findings }) => (ended ? [] : findings)));
        const open = asked.result.findings.filter(
          ({ id, rule }) => !covered.has(id) && rule !== 'capture/dead',
        );
        expect(open).to.deep.equal([]);
      }),
    );
  });

  it('passes no run that is not upheld without a waiver, unless it was told what not to ask for', () => {
    fc.assert(
      fc.property(result, (judged) => {
        const gate = ask({ result: judged, waivers: [], failOn: ['violated', 'inconclusive'] });
        if (gate.passed) expect(judged.verdict).to.equal('upheld');
        else expect(gate.status).to.equal(judged.verdict === 'violated' ? 1 : 2);
      }),
    );
  });

  it('is not made stricter for any clause by one waiver more', () => {
    fc.assert(
      fc.property(question, waiver, (asked, more) => {
        const [before, after] = [ask(asked), ask({ ...asked, waivers: [...asked.waivers, more] })];
        for (const clause of asked.result.clauses) {
          const [one, other] = [verdictIn(before, clause), verdictIn(after, clause)];
          expect(order.indexOf(other)).to.be.at.least(order.indexOf(one));
        }
      }),
    );
  });

  it('passes nothing by one waiver more where no transmission was seen', () => {
    fc.assert(
      fc.property(question, (asked) => {
        fc.pre(asked.result.verdict !== 'upheld');
        fc.pre(asked.result.scenarios.every(({ transmissions }) => transmissions === 0));
        fc.pre(asked.failOn.includes('inconclusive'));
        expect(ask(asked).passed).to.equal(false);
      }),
    );
  });
});
