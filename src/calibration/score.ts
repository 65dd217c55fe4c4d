import type { ResultFile } from '../judge/result.generated.js';
import { rules } from '../judge/rules.js';
import type { JudgeTrace } from './judging.js';
import type { Baseline, Expected, Mutant } from './mutant.js';

/**
 * `found`: just the rules that must fire did, at the place and for the clause that were changed. `by-another`: what
 * fired was not that. `missed`: nothing fired, or the verdict stayed as it was. `quiet`: nothing fired, and nothing
 * should have. `false-alarm`: something fired, or was left undecided, though nothing is wrong.
 */
export type Outcome = 'found' | 'by-another' | 'missed' | 'quiet' | 'false-alarm';

type Finding = ResultFile['findings'][number];

export interface Score {
  readonly outcome: Outcome;
  /** The rules that fired, each once, in the order of the findings; then the clauses that were left undecided. */
  readonly fired: readonly string[];
}

const UNMET = 'expectation/unmet';
const undeciding = new Set(rules.filter(({ effect }) => effect !== 'violated').map(({ id }) => id));

/**
 * Scores one mutant, or one equivalent, against the trace that it was made from.
 *
 * @param before what is said of the baseline itself.
 */
export function score(judge: JudgeTrace, baseline: Baseline, before: ResultFile, mutant: Mutant): Score {
  const result = judge(mutant.events, mutant.unexpecting ? undefined : baseline.scenario);
  const expected = expectedOf(baseline, mutant);
  const told = [...new Set(result.findings.map(({ rule }) => rule))];
  if (expected.length === 0) return scoreEquivalent(before, result, told);
  if (told.length === 0 || !isTurned(result, expected)) return { outcome: 'missed', fired: told };
  const right =
    expected.every((one) => result.findings.some((finding) => answers(finding, one))) &&
    told.every((rule) => expected.some((one) => one.rule === rule));
  return { outcome: right ? 'found' : 'by-another', fired: told };
}

/** All that must be found: what the change breaks, and the expectation of the scenario that it leaves unmet. */
export function expectedOf(baseline: Baseline, mutant: Mutant): readonly Expected[] {
  return [...mutant.expected, ...unmetExpectations(baseline, mutant)];
}

function scoreEquivalent(before: ResultFile, result: ResultFile, told: readonly string[]): Score {
  const open = (judged: ResultFile): readonly string[] =>
    judged.clauses.filter(({ verdict }) => verdict === 'inconclusive').map(({ id }) => id);
  const known = new Set(open(before));
  const undecided = open(result)
    .filter((id) => !known.has(id))
    .map((id) => `${id} undecided`);
  const fired = [...told, ...undecided];
  return { outcome: fired.length === 0 ? 'quiet' : 'false-alarm', fired };
}

/** A finding that leaves the verdict as it was would stop nobody. */
function isTurned({ verdict }: ResultFile, expected: readonly Expected[]): boolean {
  return verdict === (expected.every(({ rule }) => undeciding.has(rule)) ? 'inconclusive' : 'violated');
}

function answers(finding: Finding, { rule, line, clause }: Expected): boolean {
  if (finding.rule !== rule) return false;
  if (clause !== undefined && finding.clause !== clause) return false;
  return line === undefined || finding.evidence.some((evidence) => evidence.line === line);
}

/** A message more or fewer than the scenario counts is a finding of its own, and must be. */
function unmetExpectations(
  { scenario }: Baseline,
  { counts = {}, unexpecting }: Mutant,
): readonly Expected[] {
  if (unexpecting) return [];
  const changed = (scenario?.then ?? []).some(({ payload }) => (counts[payload] ?? 0) !== 0);
  return changed ? [{ rule: UNMET }] : [];
}
