import { expect } from 'chai';
import fc from 'fast-check';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { history } from './histories.js';
import { judgeAll, type TraceBuilder } from './judging.js';

const SEED = 20_260_303;
const RUNS = { seed: SEED, numRuns: 120 };

const traces: fc.Arbitrary<readonly TraceBuilder[]> = fc.array(history, { minLength: 1, maxLength: 3 });

function resultOf(built: readonly TraceBuilder[]): ResultFile {
  return judgeAll(Object.fromEntries(built.map((one, index) => [`${index}.ndjson`, one])));
}

describe('verdicts by consent state of any history', () => {
  const always = (says: string, holds: (result: ResultFile) => void): void => {
    it(says, () => {
      fc.assert(
        fc.property(traces, (built) => holds(resultOf(built))),
        RUNS,
      );
    });
  };

  always('the states together count no more than the clause', ({ clauses }) => {
    for (const { id, exercised, states = {} } of clauses) {
      const sum = Object.values(states).reduce((total, cell) => total + cell.exercised, 0);
      expect(sum, id).to.be.at.most(exercised);
    }
  });

  always('a state in which a finding was made of a clause does not uphold it', ({ clauses, findings }) => {
    const byId = new Map(findings.map((finding) => [finding.id, finding]));
    for (const { id, findings: against, states = {} } of clauses) {
      for (const finding of against.flatMap((one) => byId.get(one) ?? [])) {
        if (finding.state === undefined) {
          const verdicts = Object.values(states).map(({ verdict }) => verdict);
          expect(verdicts, `${id} of no state`).not.to.include('upheld');
        } else expect(states[finding.state]?.verdict, `${id} ${finding.state}`).to.equal('violated');
      }
    }
  });

  always('a clause that is not upheld has a state that is not, or none', ({ clauses }) => {
    for (const { id, verdict, states = {} } of clauses) {
      const verdicts = Object.values(states).map((state) => state.verdict);
      if (verdict === 'upheld' || verdicts.length === 0) continue;
      expect(
        verdicts.some((one) => one !== 'upheld'),
        `${id} ${verdict}`,
      ).to.equal(true);
    }
  });

  always('an upheld state was put to the test', ({ clauses }) => {
    const upheld = clauses.flatMap(({ states = {} }) =>
      Object.values(states).filter(({ verdict }) => verdict === 'upheld'),
    );
    expect(upheld.every(({ exercised }) => exercised > 0)).to.equal(true);
  });

  always('a window is upheld only where its installation kept to it', ({ windows, findings }) => {
    for (const window of windows) {
      const until = window.left ?? window.end;
      const breaches = findings.filter(
        ({ rule, clause, installation, at, evidence: [{ trace }] }) =>
          rule.startsWith('schedule/') &&
          clause === window.clause &&
          installation === window.installation &&
          trace === window.trace &&
          at >= window.start &&
          at < until,
      );
      const later = windows.some(
        (other) =>
          other.trace === window.trace &&
          other.payload === window.payload &&
          other.installation === window.installation &&
          other.start > window.start,
      );
      if (breaches.length > 0 && !later) expect(window.verdict).to.equal('violated');
      if (window.verdict !== 'upheld') continue;
      expect(window.sent.filter(({ rule }) => rule !== undefined)).to.deep.equal([]);
      const outcomes = window.slots.map(({ outcome }) => outcome);
      expect(outcomes).not.to.include.oneOf(['missed', 'blind', 'pending']);
      expect(outcomes).to.include('hit');
    }
  });

  always('a trace that was cut off upholds no window', ({ windows, scenarios }) => {
    const cutOff = new Set(scenarios.filter(({ complete }) => !complete).map(({ trace }) => trace.file));
    const upheld = windows.filter(({ trace, verdict }) => cutOff.has(trace) && verdict === 'upheld');
    expect(upheld).to.deep.equal([]);
  });

  it('they are the same in whatever order the traces come', () => {
    fc.assert(
      fc.property(traces, (built) => {
        const named = built.map((one, index): [string, TraceBuilder] => [`${index}.ndjson`, one]);
        const forwards = judgeAll(Object.fromEntries(named));
        expect(judgeAll(Object.fromEntries(named.reverse()))).to.deep.equal(forwards);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
