import type { ResultFile } from '../judge/result.generated.js';

export type Verdict = ResultFile['verdict'];

/** One breach of one rule, in few words; `result.findings` of the same id has its evidence. */
export interface VerifiedFinding {
  readonly id: string;
  readonly rule: string;
  readonly kind: 'excess' | 'shortfall';
  readonly clause: string;
  readonly scenario: string | null;
  /** The product's time, RFC 3339 in UTC. */
  readonly at: string;
  readonly message: string;
}

/** What was found of a product: plain data, so that a failing assertion prints it well. */
export interface Verified {
  readonly verdict: Verdict;
  /** Each clause's verdict, by its id. */
  readonly clauses: Readonly<Record<string, Verdict>>;
  /** Each scenario's verdict, by its id: the worst where it was observed more than once. */
  readonly scenarios: Readonly<Record<string, Verdict>>;
  readonly findings: readonly VerifiedFinding[];
  /** The clauses and scenarios of which nothing was decided, and why. */
  readonly undecided: readonly string[];
  /** What Candor said on the way that a person should know. */
  readonly notices: readonly string[];
  /** All of it, as in result.json (docs/formats/result.md). */
  readonly result: ResultFile;
  /** Where result and evidence lie; undefined where no folder was asked for. */
  readonly folder: string | undefined;
}

const severity: readonly Verdict[] = [
  'violated',
  'inconclusive',
  'not-exercised',
  'upheld',
  'attested',
  'waived',
];

export function verifiedOf(result: ResultFile, rest: Pick<Verified, 'notices' | 'folder'>): Verified {
  return {
    verdict: result.verdict,
    clauses: Object.fromEntries(result.clauses.map(({ id, verdict }) => [id, verdict])),
    scenarios: scenariosOf(result),
    findings: result.findings.map(({ id, rule, kind, clause, scenario, at, message }) => ({
      id,
      rule,
      kind,
      clause,
      scenario,
      at,
      message,
    })),
    undecided: undecidedOf(result),
    ...rest,
    result,
  };
}

function scenariosOf({ scenarios }: ResultFile): Readonly<Record<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  for (const { id, verdict } of scenarios) {
    const name = id ?? '';
    const before = verdicts.get(name);
    const worse = before === undefined || severity.indexOf(verdict) < severity.indexOf(before);
    if (worse) verdicts.set(name, verdict);
  }
  return Object.fromEntries(verdicts);
}

function undecidedOf({ clauses, scenarios }: ResultFile): readonly string[] {
  const ofClauses = clauses
    .filter(({ verdict }) => verdict === 'inconclusive')
    .map(({ id, undecided }) => `${id}: ${undecided?.join('; ') || 'could not be decided'}`);
  const ofScenarios = scenarios
    .filter(({ verdict }) => verdict === 'not-exercised')
    .map(
      ({ id, notes }) =>
        `${id ?? 'a trace'}: nothing was exercised${notes.map((note) => `; ${note}`).join('')}`,
    );
  return [...ofClauses, ...ofScenarios];
}
