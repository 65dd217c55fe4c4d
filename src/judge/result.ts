import type { Disclosure } from '../disclosure/disclosure.js';
import type { Clause } from '../disclosure/disclosure-file.generated.js';
import { formatInstant, type Instant } from '../disclosure/instant.js';
import type { System } from '../system/load.js';
import type { Breach } from './finding.js';
import type { Judgement } from './judge.js';
import type { Account } from './ledger.js';
import type { Readings, Variant } from './readings.js';
import type { ResultFile } from './result.generated.js';
import { payloadsSeen } from './sightings-result.js';
import { combine, overall, type Verdict, verdictOf, worst } from './verdict.js';
import { windowResult, windowsToDraw } from './window-result.js';

type ClauseResult = ResultFile['clauses'][number];
type ScenarioResult = ResultFile['scenarios'][number];
type Finding = ResultFile['findings'][number];

/** One judged trace. `file` is where the trace lies in the folder of the run. */
export interface JudgedTrace {
  readonly file: string;
  readonly digest: string;
  readonly judgement: Judgement;
}

export interface Basis {
  readonly disclosure: Disclosure | undefined;
  readonly system: System | undefined;
  readonly readings: Readings;
  readonly variants: readonly Variant[];
  /** Whether a clause that no scenario exercised keeps the run from being upheld. */
  readonly requireAll: boolean;
  /** What judges: `candor 1.2.3`. */
  readonly instrument: string;
}

const FINDING_LIMIT = 100_000;

/** Puts the judgements of a run's traces together. The same traces give the same result, in whatever order. */
export function assembleResult(basis: Basis, traces: readonly JudgedTrace[]): ResultFile {
  const judged = [...traces].sort((one, other) => (one.file < other.file ? -1 : 1));
  const numbered = numberFindings(judged);
  const findings = numbered.flatMap(({ findings }) => findings);
  const clauses = [...(basis.disclosure?.clauses.values() ?? [])].map((clause) =>
    clauseResult(basis, clause, numbered),
  );
  const scenarios = numbered.map((trace) => scenarioResult(basis, trace));
  const windows = judged.flatMap((trace) =>
    trace.judgement.windows.map((window) => windowResult(trace, window)),
  );
  const drawn = windowsToDraw(windows);
  return {
    format: 'candor-result/1',
    instrument: basis.instrument,
    verdict: runVerdict(basis, scenarios, clauses),
    disclosure: subject(basis.disclosure?.id, basis.disclosure?.digest),
    system: subject(basis.system?.id, basis.system?.file.digest),
    interpretations: Object.fromEntries(basis.readings),
    requireAll: basis.requireAll,
    clauses,
    scenarios,
    findings: findings.map(({ finding }) => finding),
    findingsOmitted:
      judged.reduce((sum, { judgement }) => sum + judgement.breaches.length + judgement.omitted, 0) -
      findings.length,
    payloads: payloadsSeen(basis, judged),
    windows: drawn,
    windowsOmitted:
      windows.length -
      drawn.length +
      judged.reduce((sum, { judgement }) => sum + judgement.windowsOmitted, 0),
    excluded: (basis.system?.file.value.excluded ?? []).map((exclusion, index) => ({
      ...exclusion,
      transmissions: judged.reduce((sum, { judgement }) => sum + (judgement.excluded[index] ?? 0), 0),
    })),
  };
}

function subject(id: string | undefined, digest: string | undefined): ResultFile['system'] {
  return { id: id ?? null, ...(digest === undefined ? {} : { digest }) };
}

interface Numbered extends JudgedTrace {
  readonly findings: readonly { readonly finding: Finding; readonly breach: Breach }[];
}

/** Only those that the result holds have a number, so that nothing names one that is not there. */
function numberFindings(traces: readonly JudgedTrace[]): readonly Numbered[] {
  let number = 0;
  return traces.map((trace) => ({
    ...trace,
    findings: trace.judgement.breaches.slice(0, FINDING_LIMIT - number).map((breach) => {
      number += 1;
      return { finding: findingOf(trace, breach, `f-${number}`), breach };
    }),
  }));
}

function findingOf({ file, judgement }: JudgedTrace, breach: Breach, id: string): Finding {
  const { rule, kind, clause, installation, state, at, message, sent, allowed, line, pointer, member } =
    breach;
  return {
    id,
    rule: rule.id,
    kind: kind ?? rule.kind,
    clause,
    ...(breach.undecides === undefined ? {} : { effect: 'inconclusive' as const }),
    scenario: judgement.start?.scenario ?? null,
    ...(installation === undefined ? {} : { installation: installation.toWellFormed() }),
    ...(state === undefined ? {} : { state }),
    at: formatInstant(at),
    message,
    ...(sent === undefined ? {} : { sent }),
    ...(allowed === undefined ? {} : { allowed }),
    evidence: [
      {
        trace: file,
        line,
        ...(pointer === undefined ? {} : { pointer }),
        // RFC 8785 has no form for a lone surrogate, which a product may send all the same.
        ...(member === undefined ? {} : { member: member.toWellFormed() }),
      },
    ],
  };
}

function scenarioResult(basis: Basis, { file, digest, judgement, findings }: Numbered): ScenarioResult {
  const verdicts = new Map<string, Verdict>();
  for (const clause of basis.disclosure?.clauses.keys() ?? []) {
    const verdict = verdictOf(accountOf(judgement, clause, 0), judgement.complete);
    if (verdict !== 'not-exercised') verdicts.set(clause, verdict);
  }
  return {
    id: judgement.start?.scenario ?? null,
    trace: { file, digest },
    ...observed(judgement),
    ...(judgement.bytes === undefined ? {} : { bytes: judgement.bytes }),
    verdict: scenarioVerdict(verdicts, basis.disclosure?.kit?.clause),
    ...spanOf(judgement.from, judgement.until),
    transmissions: judgement.transmissions,
    excluded: judgement.excluded.reduce((sum, count) => sum + count, 0),
    heartbeats: judgement.heartbeats,
    complete: judgement.complete,
    clauses: Object.fromEntries(verdicts),
    findings: findings.map(({ finding }) => finding.id),
    notes: [...judgement.notes],
  };
}

/**
 * The worst of its clauses. A kit that is complete was listed and not observed: where nothing else was put to the
 * test, the product was not watched doing anything, and the scenario proves nothing (DESIGN 2).
 */
function scenarioVerdict(verdicts: ReadonlyMap<string, Verdict>, kit: string | undefined): Verdict {
  const onlyKit = verdicts.size === 1 && kit !== undefined && verdicts.get(kit) === 'upheld';
  return onlyKit ? 'not-exercised' : worst(verdicts.values());
}

/** What the recorder says of itself and of the product. */
function observed({
  start,
  uncertainty,
}: Judgement): Pick<ScenarioResult, 'recorded' | 'product' | 'capture' | 'clock'> {
  const { recorded, product, capture, clock } = start ?? {};
  return {
    ...(recorded === undefined ? {} : { recorded }),
    ...(product === undefined ? {} : { product: wellFormed(product) }),
    ...(capture === undefined ? {} : { capture }),
    ...(clock === undefined
      ? {}
      : { clock: { ...clock, ...(uncertainty === undefined ? {} : { uncertainty }) } }),
  };
}

function wellFormed({
  name,
  version,
  artifacts,
}: NonNullable<ScenarioResult['product']>): NonNullable<ScenarioResult['product']> {
  return {
    name: name.toWellFormed(),
    version: version.toWellFormed(),
    ...(artifacts === undefined
      ? {}
      : { artifacts: artifacts.map(({ name: file, digest }) => ({ name: file.toWellFormed(), digest })) }),
  };
}

function spanOf(from: Instant | undefined, until: Instant | undefined): { from?: string; until?: string } {
  return {
    ...(from === undefined ? {} : { from: formatInstant(from) }),
    ...(until === undefined ? {} : { until: formatInstant(until) }),
  };
}

/** What a trace says of a clause under one variant: what does not depend on readings, and its schedules. */
function accountOf({ accounts, scheduleAccounts }: Judgement, clause: string, variant: number): Account {
  return combine(accounts.get(clause), scheduleAccounts[variant]?.get(clause));
}

function clauseResult(basis: Basis, clause: Clause, traces: readonly Numbered[]): ClauseResult {
  const judge = (variant: number): Verdict =>
    overall(
      traces.map(({ judgement }) => verdictOf(accountOf(judgement, clause.id, variant), judgement.complete)),
    );
  const accounts = traces.map(({ judgement }) => {
    const account = accountOf(judgement, clause.id, 0);
    return { judgement, account, verdict: verdictOf(account, judgement.complete) };
  });
  const verdict = overall(accounts.map((one) => one.verdict));
  const touched = accounts.filter((one) => one.verdict !== 'not-exercised');
  const undecided = [...new Set(accounts.flatMap(({ account, judgement }) => reasons(account, judgement)))];
  const margins = accounts.flatMap(({ account }) => account.margin ?? []);
  const last = touched.flatMap(({ judgement }) => judgement.lastSign ?? []);
  return {
    id: clause.id,
    modality: clause.modality,
    verdict,
    exercised: accounts.reduce((sum, { account }) => sum + account.exercised, 0),
    findings: traces.flatMap(({ findings }) =>
      findings.flatMap(({ finding, breach }) =>
        breach.clause === clause.id || breach.alsoBreached?.includes(clause.id) ? [finding.id] : [],
      ),
    ),
    ...(undecided.length === 0 ? {} : { undecided }),
    ...statesOf(basis, clause.id, verdict, traces),
    ...(last.length === 0 ? {} : { observedUntil: formatInstant(Math.max(...last) as Instant) }),
    ...(margins.length === 0 ? {} : { margin: Math.min(...margins) / 1000 }),
    readings: readingsOf(basis, clause.id, verdict, judge),
  };
}

function reasons(account: Account, judgement: Judgement): readonly string[] {
  const silent = account.exercised === 0 ? [...account.unheard] : [];
  const cutOff = !judgement.complete && account.exercised > 0 ? judgement.notes : [];
  return [...account.undecided, ...silent, ...cutOff];
}

/** DESIGN 6: whether the verdict is the same under every reading, or on which interpretations it rests. */
function readingsOf(
  basis: Basis,
  clause: string,
  verdict: Verdict,
  judge: (variant: number) => Verdict,
): ClauseResult['readings'] {
  const carried = basis.variants.flatMap(({ key, interpretation }, index) => {
    const clauses = [basis.disclosure?.interpretations.get(interpretation ?? '')?.clause ?? []].flat();
    return key !== undefined && clauses.includes(clause)
      ? [{ key, interpretation, verdict: judge(index) }]
      : [];
  });
  const differing = carried.filter((variant) => variant.verdict !== verdict);
  const restsOn = [...new Set(differing.flatMap(({ interpretation }) => interpretation ?? []))];
  return {
    stable: restsOn.length === 0,
    restsOn,
    ...(carried.length === 0
      ? {}
      : { verdicts: Object.fromEntries(carried.map((variant) => [variant.key, variant.verdict])) }),
  };
}

function runVerdict(
  basis: Basis,
  scenarios: readonly ScenarioResult[],
  clauses: readonly ClauseResult[],
): Verdict {
  const verdict = worst(scenarios.map((scenario) => scenario.verdict));
  const idle = clauses.some(
    (clause) => clause.modality !== 'statement' && clause.verdict === 'not-exercised',
  );
  return verdict === 'upheld' && basis.requireAll && idle ? 'not-exercised' : verdict;
}

/**
 * The verdict in each consent state. What a trace says of a clause without knowing the state, any state may have:
 * where that is not good, or the clause is worse than all of its states, none of them is upheld.
 */
function statesOf(
  basis: Basis,
  clause: string,
  whole: Verdict,
  traces: readonly Numbered[],
): Pick<ClauseResult, 'states'> {
  const states = basis.disclosure?.file.value.states;
  if (states === undefined) return {};
  if (!traces.some(({ judgement }) => isToldInState(judgement, clause))) return { states: {} };
  const cells = states.flatMap(({ id }) => {
    const accounts = traces.flatMap(({ judgement }) => {
      const account = judgement.stateAccounts.get(id)?.get(clause);
      return account === undefined ? [] : [{ account, judgement }];
    });
    const verdict = overall(accounts.map(({ account, judgement }) => verdictOf(account, judgement.complete)));
    const exercised = accounts.reduce((sum, { account }) => sum + account.exercised, 0);
    return verdict === 'not-exercised' ? [] : [{ id, verdict, exercised }];
  });
  const known = worst(cells.map((cell) => cell.verdict));
  const doubtful = worst([known, whole]) !== known || traces.some((trace) => isDoubtful(trace, clause));
  return {
    states: Object.fromEntries(
      cells.map(({ id, verdict, exercised }) => [
        id,
        { verdict: doubtful && verdict === 'upheld' ? ('inconclusive' as const) : verdict, exercised },
      ]),
    ),
  };
}

function isToldInState({ stateAccounts }: Judgement, clause: string): boolean {
  for (const accounts of stateAccounts.values()) if (accounts.has(clause)) return true;
  return false;
}

/** Whether a trace tells of a clause, of no known state, what keeps a state from being upheld. */
function isDoubtful({ judgement }: Numbered, clause: string): boolean {
  const account = judgement.statelessAccounts.get(clause);
  if (account === undefined) return false;
  const verdict = verdictOf({ ...account, unheard: new Set() }, judgement.complete);
  return verdict === 'violated' || verdict === 'inconclusive';
}
