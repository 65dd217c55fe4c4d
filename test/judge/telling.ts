import { expect } from 'chai';
import type { SystemFile } from '../../src/system/system-file.generated.js';
import { acme, acmeSystem, type JudgingOptions, judge, judgementOf, type TraceBuilder } from './judging.js';

/** What a reader learns of one finding: `where` is its instant, line, pointer and member. */
export type Told = readonly [
  rule: string,
  message: string,
  sent: string | undefined,
  allowed: string | undefined,
  where: string,
];

interface Case extends JudgingOptions {
  readonly trace: TraceBuilder;
  readonly told: readonly Told[];
}

/** Makes a test of each line of a table: all that its trace's findings tell, word for word, of clauses that there are. */
export function tells(cases: Readonly<Record<string, Case>>): void {
  for (const [sentence, { trace, told, ...options }] of Object.entries(cases)) {
    it(sentence, () => {
      expect(toldOf(trace, options)).to.deep.equal(told);
      const { clauses } = options.disclosure ?? acme;
      const charged = [...judgementOf(trace, options).accounts.keys()];
      expect(charged.filter((id) => !clauses.has(id))).to.deep.equal([]);
    });
  }
}

function toldOf(trace: TraceBuilder, options: JudgingOptions): readonly Told[] {
  return judge(trace, options).findings.map(({ rule, message, sent, allowed, at, evidence }): Told => {
    const [shown] = evidence;
    const where = [at.slice(8, -1), `line ${shown?.line}`, shown?.pointer, shown?.member];
    return [rule, message, sent, allowed, where.filter((part) => part !== undefined).join(' ')];
  });
}

/** Acme's system with parts of its file changed. */
export function acmeWith(changes: Partial<SystemFile>): Pick<JudgingOptions, 'system'> {
  return {
    system: { ...acmeSystem, file: { ...acmeSystem.file, value: { ...acmeSystem.file.value, ...changes } } },
  };
}

/** Why each clause that is not decided is not. */
export function doubtsOf(
  trace: TraceBuilder,
  options: JudgingOptions = {},
): Readonly<Record<string, readonly string[]>> {
  const { clauses } = judge(trace, options);
  return Object.fromEntries(clauses.flatMap(({ id, undecided }) => (undecided ? [[id, undecided]] : [])));
}

/** Makes a test of each line of a table: why each clause that its trace does not decide is not decided. */
export function doubts(
  cases: Readonly<
    Record<
      string,
      JudgingOptions & { trace: TraceBuilder; doubts: Readonly<Record<string, readonly string[]>> }
    >
  >,
): void {
  for (const [sentence, { trace, doubts: expected, ...options }] of Object.entries(cases)) {
    it(sentence, () => {
      expect(doubtsOf(trace, options)).to.deep.equal(expected);
    });
  }
}
