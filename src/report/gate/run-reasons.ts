import type { ResultFile } from '../../judge/result.generated.js';
import { worst } from '../../judge/verdict.js';
import { plural } from '../model/words.js';
import { type ClauseCase, isBreach, isFailing } from './clause-case.js';
import { type Account, type FailingVerdict, type Known, listed, type Reason } from './reason.js';

export interface RunQuestion {
  readonly result: ResultFile;
  readonly cases: readonly ClauseCase[];
  readonly failOn: readonly FailingVerdict[];
  readonly known: Known | undefined;
  /** Whether a waiver covers something of it. */
  readonly waived: boolean;
}

type Scenario = ResultFile['scenarios'][number];

/**
 * What stands of the run as a whole: what it did not put to the test, and whether it saw anything at all. No waiver
 * speaks of these (DESIGN 2: a run in which nothing happened proves nothing).
 */
export function runReasons(question: RunQuestion): Account {
  const { result, cases, known } = question;
  const idle = cases.filter(({ isStatement, verdict }) => !isStatement && verdict === 'not-exercised');
  const idleFails = result.requireAll || question.failOn.includes('not-exercised');
  const standing = idleFails ? idle.filter(({ id }) => !wasIdle(known, id)) : [];
  const empty = result.scenarios.filter(({ verdict }) => verdict === 'not-exercised');
  const newlyEmpty = empty.filter(({ id }) => !wasEmpty(known, id));
  const says = [
    ...(newlyEmpty.length > 0 ? [`nothing was put to the test in ${listed(newlyEmpty.map(nameOf))}`] : []),
    ...(standing.length > 0 ? [untested(standing)] : []),
    ...blindness(question),
    ...unexplained(question, empty.length + idle.length > 0),
  ];
  const passed = idle.filter((clause) => !standing.includes(clause));
  return {
    reasons: says.map((text): Reason => ({ status: 2, says: text })),
    notes: passed.length === 0 ? [] : [untested(passed)],
  };
}

function untested(clauses: readonly ClauseCase[]): string {
  const count = plural(clauses.length, 'clause was', 'clauses were');
  return `${count} put to the test in no scenario: ${listed(clauses.map(({ id }) => id))}`;
}

function nameOf({ id, trace }: Scenario): string {
  return id ?? trace.file;
}

function wasIdle(known: Known | undefined, id: string): boolean {
  return known?.cases.some((clause) => clause.id === id && clause.verdict === 'not-exercised') ?? false;
}

function wasEmpty(known: Known | undefined, id: string | null): boolean {
  return (
    known?.scenarios.some((scenario) => scenario.id === id && scenario.verdict === 'not-exercised') ?? false
  );
}

function blindness({ result, waived }: RunQuestion): readonly string[] {
  if (result.scenarios.length === 0) return ['the run has no scenario'];
  const seen = result.scenarios.some(({ transmissions, excluded }) => transmissions > excluded);
  if (waived && !seen)
    return ['no transmission was seen in the run, and no waiver passes a run that saw nothing'];
  return decidesSomething(result) ? [] : ['nothing in the run was decided: such a run never passes'];
}

/** A file that the kit lacks was missed in a list; the product need not have been watched for it. */
function decidesSomething({ scenarios, findings, findingsOmitted }: ResultFile): boolean {
  const upheld = scenarios.some(
    ({ verdict, transmissions, heartbeats, clauses }) =>
      verdict !== 'not-exercised' &&
      transmissions + heartbeats > 0 &&
      Object.values(clauses).includes('upheld'),
  );
  return (
    upheld ||
    findingsOmitted > 0 ||
    findings.some((finding) => isBreach(finding) && finding.rule !== 'kit/missing')
  );
}

/** A verdict of the run or a scenario that no clause accounts for is not argued away. */
function unexplained({ result, cases }: RunQuestion, isIdle: boolean): readonly string[] {
  const told = [result.verdict, ...result.scenarios.map(({ verdict }) => verdict)];
  if (told.some(isFailing) && !cases.some(({ verdict }) => isFailing(verdict)))
    return [`the run is ${worst(told)}, and none of its clauses is`];
  return result.verdict === 'not-exercised' && !isIdle && result.scenarios.length > 0
    ? ['the run is not-exercised, and nothing in its result says why']
    : [];
}
