import type { ResultFile } from '../../judge/result.generated.js';
import { rules } from '../../judge/rules.js';
import { worst } from '../../judge/verdict.js';
import type { Finding } from './fingerprint.js';

export type Verdict = ResultFile['verdict'];

/** What a result has against one clause. */
export interface ClauseCase {
  readonly id: string;
  /** Whether it is for a person to answer. One that a finding was charged to all the same is judged like others. */
  readonly isStatement: boolean;
  /** As the run has it. */
  readonly verdict: Verdict;
  /** The findings that violate it. */
  readonly breaches: readonly Finding[];
  /** The findings that leave it undecided. */
  readonly doubts: readonly Finding[];
  /** Whether breaches were counted and not kept that may be of this clause. */
  readonly isIncomplete: boolean;
  /** Why it could not be decided, where it could not. */
  readonly undecided: readonly string[];
  /** Whether a part of it could not be decided. */
  readonly isDoubtful: boolean;
  /**
   * The scenarios that left it undecided, or may have, as one in which it was violated may: null for traces that name
   * none.
   */
  readonly doubtful: ReadonlySet<string | null>;
}

type ClauseResult = ResultFile['clauses'][number];
type Charge = Pick<ClauseResult, 'id' | 'verdict' | 'findings' | 'undecided'>;

const inconclusiveRules = new Set(
  rules.filter(({ effect }) => effect === 'inconclusive').map(({ id }) => id),
);

/** Whether a finding violates its clauses, and does not merely leave them undecided. */
export function isBreach({ rule, effect }: Finding): boolean {
  return effect !== 'inconclusive' && !inconclusiveRules.has(rule);
}

/** Every clause that a result speaks of, in its order; then those that only its findings or scenarios name. */
export function casesOf(result: ResultFile): readonly ClauseCase[] {
  const byId = new Map(result.findings.map((finding) => [finding.id, finding]));
  const charged = new Map<string, Finding[]>();
  for (const finding of result.findings) {
    const list = charged.get(finding.clause);
    if (list === undefined) charged.set(finding.clause, [finding]);
    else list.push(finding);
  }
  const verdicts = verdictsByClause(result);
  const statements = new Set(
    result.clauses.filter(({ modality }) => modality === 'statement').map(({ id }) => id),
  );
  return chargesOf(result, [...charged.keys(), ...verdicts.keys()]).map((clause) => {
    const listed = clause.findings.flatMap((id) => byId.get(id) ?? []);
    const against = [...new Set([...listed, ...(charged.get(clause.id) ?? [])])];
    const breaches = against.filter(isBreach);
    const doubts = against.filter((finding) => !isBreach(finding));
    const scenarios = verdicts.get(clause.id) ?? new Map<string | null, Verdict>();
    const verdict = breaches.length > 0 ? 'violated' : worstOf(clause.verdict, scenarios);
    const doubtful = [...scenarios].filter(([, told]) => isFailing(told)).map(([id]) => id);
    return {
      id: clause.id,
      isStatement: statements.has(clause.id) && !isFailing(verdict),
      verdict,
      breaches,
      doubts,
      isIncomplete: result.findingsOmitted > 0 || clause.findings.some((id) => !byId.has(id)),
      undecided: clause.undecided ?? [],
      isDoubtful:
        verdict === 'inconclusive' ||
        [...scenarios.values()].includes('inconclusive') ||
        (verdict === 'violated' && doubts.length + (clause.undecided?.length ?? 0) > 0),
      doubtful: new Set(doubtful),
    };
  });
}

/** Whether a verdict is one that a waiver can account for. */
export function isFailing(verdict: Verdict): boolean {
  return verdict === 'violated' || verdict === 'inconclusive';
}

function chargesOf({ clauses }: ResultFile, named: readonly string[]): readonly Charge[] {
  const known = new Set(clauses.map(({ id }) => id));
  const unlisted = [...new Set(named)].filter((id) => !known.has(id));
  return [...clauses, ...unlisted.map((id): Charge => ({ id, verdict: 'not-exercised', findings: [] }))];
}

/** What a scenario says against a clause is not argued away by a better verdict beside it. */
function worstOf(verdict: Verdict, scenarios: ReadonlyMap<string | null, Verdict>): Verdict {
  return worst([verdict, ...scenarios.values()].filter(isFailing), verdict);
}

/** The worst verdict on each clause in each scenario; several traces may be of one scenario, or name none. */
function verdictsByClause({ scenarios }: ResultFile): ReadonlyMap<string, Map<string | null, Verdict>> {
  const verdicts = new Map<string, Map<string | null, Verdict>>();
  for (const { id, clauses } of scenarios) {
    for (const [clause, verdict] of Object.entries(clauses)) {
      const own = verdicts.get(clause) ?? new Map<string | null, Verdict>();
      verdicts.set(clause, own.set(id, worst([verdict, own.get(id) ?? verdict])));
    }
  }
  return verdicts;
}
