import { answered, judged, type Outcome, type Told } from './case-outcome.js';
import type { ClauseEntry, Occurrence, Report, ScenarioEntry } from './report.js';
import { runSuite } from './run-suite.js';
import { type RankedGroup, worstFirst } from './worst-first.js';

export interface TestSuite {
  readonly name: string;
  readonly timestamp: string | undefined;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
  readonly cases: readonly TestCase[];
  readonly output: readonly string[];
}

export interface TestCase {
  readonly name: string;
  readonly classname: string;
  /** Undefined where it passes. */
  readonly outcome: Outcome | undefined;
  readonly output: readonly string[];
}

/** The run as test suites: one for each scenario, and one for the statements that only a person can answer. */
export function testSuites(report: Report): readonly TestSuite[] {
  const groups = new Map<string, RankedGroup[]>();
  for (const ranked of worstFirst(report)) {
    const breached = [ranked.group.clause, ...ranked.breached.map(({ id }) => id)];
    for (const clause of new Set(breached)) {
      const known = groups.get(clause);
      if (known === undefined) groups.set(clause, [ranked]);
      else known.push(ranked);
    }
  }
  const statements = report.clauses.filter(({ modality }) => modality === 'statement');
  const suites = report.scenarios.map((scenario) => scenarioSuite(report, scenario, groups));
  return [
    ...runSuite(report, suites),
    ...suites,
    ...(statements.length === 0 ? [] : [statementSuite(report, statements)]),
  ];
}

function scenarioSuite(
  report: Report,
  scenario: ScenarioEntry,
  groups: ReadonlyMap<string, readonly RankedGroup[]>,
): TestSuite {
  // A scenario may have been recorded twice; its suites must not be taken for one.
  const alone = report.scenarios.filter(({ id }) => id === scenario.id).length === 1;
  const name = alone ? scenario.id : `${scenario.id} (${scenario.trace.file})`;
  const classname = `${report.disclosure}.${name}`;
  const told = (group: RankedGroup): readonly Occurrence[] =>
    group.group.occurrences.filter(
      (occurrence) =>
        occurrence.scenario === scenario.id && (alone || occurrence.evidence.trace === scenario.trace.file),
    );
  const automated = report.clauses.filter(({ modality }) => modality !== 'statement');
  // What the scenario says of a clause that the disclosure no longer has is told nevertheless.
  const known = new Set(report.clauses.map(({ id }) => id));
  const unknown = [...scenario.clauses.keys(), ...groups.keys()].filter((id) => !known.has(id));
  const findings = (id: string): readonly Told[] =>
    (groups.get(id) ?? [])
      .map((ranked) => ({ ranked, occurrences: told(ranked) }))
      .filter(({ occurrences }) => occurrences.length > 0);
  const testCase = (id: string, clause: ClauseEntry | undefined): TestCase => {
    const own = findings(id);
    const verdict = scenario.clauses.get(id) ?? own[0]?.ranked.group.effect;
    return { name: id, classname, ...judged(verdict, clause, own) };
  };
  return {
    name,
    timestamp: scenario.from,
    properties: [
      { name: 'disclosure', value: report.disclosure },
      { name: 'system', value: report.system },
      { name: 'verdict', value: scenario.verdict },
      { name: 'transmissions', value: String(scenario.transmissions) },
      { name: 'trace', value: scenario.trace.file },
      { name: 'trace-digest', value: scenario.trace.digest },
      { name: 'calibration', value: report.calibration.sentence },
    ],
    cases: [
      ...automated.map((clause) => testCase(clause.id, clause)),
      ...[...new Set(unknown)].map((id) => testCase(id, undefined)),
    ],
    output: scenario.notes,
  };
}

/** Statements, which no wire can show: what somebody answered passes, what nobody answered is skipped. */
function statementSuite(report: Report, statements: readonly ClauseEntry[]): TestSuite {
  return {
    name: 'statements for a person to answer',
    timestamp: undefined,
    properties: [],
    cases: statements.map((clause) => ({
      name: clause.id,
      classname: `${report.disclosure}.statements`,
      ...answered(clause),
    })),
    output: [],
  };
}
