import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { overall, type Verdict, worst } from '../../src/judge/verdict.js';
import { resultText } from '../../src/report/run-folder.js';

type Finding = ResultFile['findings'][number];

/** A finding as a test tells it. */
export interface ToldFinding {
  readonly rule?: string;
  readonly clause: string;
  readonly also?: readonly string[];
  readonly member?: string;
  readonly message?: string;
}

/** A scenario as a test tells it: what became of each clause that it put to the test. */
export interface ToldScenario {
  readonly id: string | null;
  readonly clauses: Readonly<Record<string, Verdict>>;
  readonly findings?: readonly ToldFinding[];
  readonly transmissions?: number;
  readonly heartbeats?: number;
}

export interface ToldRun {
  readonly scenarios: readonly ToldScenario[];
  /** Clauses that no scenario put to the test. */
  readonly idle?: readonly string[];
  readonly statements?: readonly string[];
  readonly undecided?: Readonly<Record<string, readonly string[]>>;
  readonly requireAll?: boolean;
  readonly omitted?: number;
  readonly disclosure?: ResultFile['disclosure'];
  readonly verdict?: Verdict;
}

/** The result that the judge would have put together from that. */
export function resultOf(run: ToldRun): ResultFile {
  const findings: Finding[] = [];
  const charges = new Map<string, string[]>();
  const scenarios = run.scenarios.map((scenario) => {
    const own = (scenario.findings ?? []).map((told) => {
      const id = `f-${findings.length + 1}`;
      findings.push(findingOf(id, scenario.id, told));
      for (const clause of [told.clause, ...(told.also ?? [])])
        charges.set(clause, [...(charges.get(clause) ?? []), id]);
      return id;
    });
    return scenarioOf(scenario, own);
  });
  const ids = [
    ...new Set([...scenarios.flatMap(({ clauses }) => Object.keys(clauses)), ...(run.idle ?? [])]),
  ];
  const clauses = [
    ...ids.map((id) => clauseOf(id, 'obligation', run, charges)),
    ...(run.statements ?? []).map((id) => clauseOf(id, 'statement', run, charges)),
  ];
  const verdict = worst(scenarios.map((scenario) => scenario.verdict));
  const idle = run.requireAll === true && (run.idle ?? []).length > 0;
  return {
    format: 'candor-result/1',
    instrument: 'candor 0.1.0',
    verdict: run.verdict ?? (verdict === 'upheld' && idle ? 'not-exercised' : verdict),
    disclosure: run.disclosure ?? { id: 'acme-1', digest: 'sha256:1' },
    system: { id: 'acme' },
    interpretations: {},
    requireAll: run.requireAll ?? false,
    clauses,
    scenarios,
    findings,
    findingsOmitted: run.omitted ?? 0,
    excluded: [],
    payloads: [],
    windows: [],
    windowsOmitted: 0,
  };
}

function findingOf(id: string, scenario: string | null, told: ToldFinding): Finding {
  return {
    id,
    rule: told.rule ?? 'field/undocumented',
    kind: 'excess',
    clause: told.clause,
    scenario,
    installation: 'i-1',
    at: '2026-01-01T00:00:00.000Z',
    message: told.message ?? 'something was sent',
    evidence: [
      {
        trace: `traces/${scenario ?? 'none'}.ndjson`,
        line: 3,
        ...(told.member === undefined ? {} : { member: told.member }),
      },
    ],
  };
}

function scenarioOf(scenario: ToldScenario, findings: string[]): ResultFile['scenarios'][number] {
  return {
    id: scenario.id,
    trace: { file: `traces/${scenario.id ?? 'none'}.ndjson`, digest: 'sha256:2' },
    verdict: worst(Object.values(scenario.clauses)),
    transmissions: scenario.transmissions ?? 3,
    excluded: 0,
    heartbeats: scenario.heartbeats ?? 2,
    complete: true,
    clauses: { ...scenario.clauses },
    findings,
    notes: [],
  };
}

function clauseOf(
  id: string,
  modality: ResultFile['clauses'][number]['modality'],
  { scenarios, undecided }: ToldRun,
  charges: ReadonlyMap<string, string[]>,
): ResultFile['clauses'][number] {
  const verdicts = scenarios.flatMap(({ clauses }) => clauses[id] ?? []);
  const reasons = undecided?.[id];
  return {
    id,
    modality,
    verdict: overall(verdicts),
    exercised: verdicts.length,
    findings: [...(charges.get(id) ?? [])],
    ...(reasons === undefined ? {} : { undecided: [...reasons] }),
    readings: { stable: true, restsOn: [] },
  };
}

/** Leaves a result in a folder, as a run does. @returns the folder. */
export function leaveResult(folder: string, result: ResultFile): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'result.json'), resultText(result));
  return folder;
}

export function digestOfResult(result: ResultFile): string {
  return `sha256:${createHash('sha256').update(resultText(result)).digest('hex')}`;
}
