import { visible } from '../../disclosure/visible.js';
import type { ResultFile } from '../../judge/result.generated.js';
import type { Failure } from '../failures.generated.js';
import { paragraph } from '../wrap.js';
import type { AttestationDeclaration } from './attestations.generated.js';
import { type ClauseCase, casesOf } from './clause-case.js';
import { clauseReasons } from './clause-reasons.js';
import { compareFindings, differences } from './compare.js';
import { type Cover, coverOf, type Standing, standingOf } from './cover.js';
import { statementReasons, waiverReasons } from './file-reasons.js';
import type { GateFile } from './gate.generated.js';
import type { FailingVerdict, Known, Reason } from './reason.js';
import { runReasons } from './run-reasons.js';
import { type Baseline, tellAttestation, tellBaseline, tellCover } from './tell-gate.js';
import type { WaiverDeclaration } from './waivers.generated.js';
import type { GateInput } from './waivers.js';

/** What the gate is asked. Nothing here is read from a clock or a file. */
export interface GateQuestion {
  readonly result: ResultFile;
  /** SHA-256 of the bytes of result.json, as `sha256:…`. */
  readonly digest: string;
  /** The scenarios that could not be driven to their end. */
  readonly failures: readonly Failure[];
  /** The day, `YYYY-MM-DD`. */
  readonly on: string;
  /** Verdicts of a clause that fail; `violated` is always among them. */
  readonly failOn: readonly FailingVerdict[];
  readonly waivers: readonly WaiverDeclaration[];
  readonly attestations: readonly AttestationDeclaration[];
  readonly requireAttested: boolean;
  readonly baseline: Baseline | undefined;
  /** Whether what the baseline has too is let pass. */
  readonly onlyNew: boolean;
  readonly inputs: readonly GateInput[];
}

/** Longest of a text in gate.json. */
const TEXT_LIMIT = 4000;

/**
 * Whether a release may go. What a run violated or could not decide is accounted for by a waiver that holds on the
 * day, or it stands. A waiver makes nothing upheld, and no run that saw nothing passes by one.
 */
export function judgeGate(question: GateQuestion): GateFile {
  const { result, on, attestations } = question;
  const failOn: readonly FailingVerdict[] = [...new Set<FailingVerdict>(['violated', ...question.failOn])];
  const cases = casesOf(result);
  const waiverCovers = question.waivers.map((waiver) => coverOf(waiver, cases, on));
  const holding = waiverCovers.filter(({ ended }) => !ended);
  const inForce = holding.map(({ waiver }) => waiver);
  const standings = cases.map((clause) => standingOf(clause, inForce));
  const baseline = question.baseline && compareWith(question.baseline, result);
  const known = question.onlyNew ? baseline?.known : undefined;

  const unattested = statementsWithout(cases, attestations, on);
  const clauses = clauseReasons(standings, failOn, known);
  const run = runReasons({
    result,
    cases,
    failOn,
    known,
    waived: holding.some(({ clauses }) => clauses.length > 0),
  });
  const reasons: readonly Reason[] = [
    ...question.failures.map(couldNotJudge),
    ...clauses.reasons,
    ...run.reasons,
    ...waiverReasons(waiverCovers),
    ...statementReasons({ attestations, unattested, on, required: question.requireAttested }),
  ];
  const given = ([3, 1, 2] as const).find((status) => reasons.some((reason) => reason.status === status));
  const status = given ?? 0;
  return {
    format: 'candor-gate/1',
    on,
    result: question.digest,
    passed: status === 0,
    status,
    failOn: [...failOn],
    requireAttested: question.requireAttested,
    onlyNew: known !== undefined,
    reasons: reasons.map(({ says }) => visible(says, TEXT_LIMIT)),
    notes: [...clauses.notes, ...run.notes, ...(baseline?.notes ?? [])].map((note) =>
      visible(note, TEXT_LIMIT),
    ),
    clauses: changedVerdicts(standings, unattested, attestations),
    waivers: waiverCovers.map(tellCover),
    waived: waivedFindings(standings, holding, result),
    attestations: attestations.map(tellAttestation),
    unattested: [...unattested],
    ...(baseline === undefined ? {} : { baseline: baseline.told }),
    inputs: question.inputs.map(({ file, digest }) => ({ file: visible(file), digest })),
  };
}

/** Nobody knows what it would have shown: no flag, no waiver and no baseline speaks of it. */
function couldNotJudge({ scenario, message }: Failure): Reason {
  return { status: 3, says: `the scenario ${scenario} could not be judged: ${paragraph(message)}` };
}

function compareWith(
  baseline: Baseline,
  result: ResultFile,
): {
  readonly known: Known;
  readonly notes: readonly string[];
  readonly told: NonNullable<GateFile['baseline']>;
} {
  const comparison = compareFindings(result.findings, baseline.result.findings);
  return {
    known: { cases: casesOf(baseline.result), scenarios: baseline.result.scenarios, comparison },
    notes: differences(result, baseline.result),
    told: tellBaseline(baseline, comparison),
  };
}

/** Statements that nobody had answered by that day. */
function statementsWithout(
  cases: readonly ClauseCase[],
  attestations: readonly AttestationDeclaration[],
  on: string,
): readonly string[] {
  const answered = new Set(attestations.filter((given) => given.on <= on).map(({ clause }) => clause));
  return cases.filter(({ id, isStatement }) => isStatement && !answered.has(id)).map(({ id }) => id);
}

/** A clause is told only where its verdict is another than the run's. */
function changedVerdicts(
  standings: readonly Standing[],
  unattested: readonly string[],
  attestations: readonly AttestationDeclaration[],
): GateFile['clauses'] {
  const given = new Set(attestations.map(({ clause }) => clause));
  return standings.flatMap(({ clause, verdict }): GateFile['clauses'] => {
    const { id, isStatement } = clause;
    if (isStatement) return given.has(id) && !unattested.includes(id) ? [{ id, verdict: 'attested' }] : [];
    const changed = verdict !== clause.verdict && (verdict === 'waived' || verdict === 'inconclusive');
    return changed ? [{ id, verdict }] : [];
  });
}

/** The findings that are waived for every clause that they breach, in the order of the result. */
function waivedFindings(
  standings: readonly Standing[],
  holding: readonly Cover[],
  result: ResultFile,
): string[] {
  const covered = new Set(holding.flatMap(({ findings }) => [...findings]));
  const open = standings.flatMap(({ clause, breaches, isDoubtful }) =>
    [...breaches, ...(isDoubtful ? clause.doubts : [])].map(({ id }) => id),
  );
  for (const id of open) covered.delete(id);
  return result.findings.flatMap(({ id }) => (covered.has(id) ? [id] : []));
}
