import type { Report } from './report.js';
import type { TestCase, TestSuite } from './test-suites.js';

/**
 * What no case of a clause tells: a scenario that could not be driven to its end, one that put nothing to the test, a
 * run that is short of clauses, a gate that failed for what no clause is at fault. Without it, a run that saw nothing
 * would be green.
 *
 * @param others the suites that there are besides.
 */
export function runSuite(report: Report, others: readonly TestSuite[]): readonly TestSuite[] {
  const { failures, scenarios, determination, gate, disclosure } = report;
  const open = [
    ...failures.map(({ scenario, message }) =>
      notDecided(scenario, 'could-not-judge', [`could not be judged: ${message}`]),
    ),
    ...scenarios
      .filter(({ verdict }) => verdict === 'not-exercised')
      .map(({ id, notes }) => notDecided(id, 'not-exercised', ['nothing was put to the test', ...notes])),
    ...(determination.verdict === 'not-exercised'
      ? [notDecided('determination', 'not-exercised', [determination.sentence])]
      : []),
  ];
  const isRed = open.length > 0 || others.some(({ cases }) => cases.some(fails));
  const refused = gate !== undefined && !gate.passed && !isRed;
  const told = [...open, ...(refused ? [notDecided('gate', 'gate', gate.reasons)] : [])];
  if (told.length === 0) return [];
  const cases = told.map((each): TestCase => ({ ...each, classname: `${disclosure}.run`, output: [] }));
  return [{ name: 'the run', timestamp: undefined, properties: [], cases, output: [] }];
}

function fails({ outcome }: TestCase): boolean {
  return outcome?.kind === 'failure' || outcome?.kind === 'error';
}

function notDecided(
  name: string,
  type: string,
  [message = 'not decided', ...more]: readonly string[],
): Pick<TestCase, 'name' | 'outcome'> {
  return { name, outcome: { kind: 'error', type, message, text: [message, ...more] } };
}
