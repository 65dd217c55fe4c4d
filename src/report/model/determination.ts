import type { ResultFile } from '../../judge/result.generated.js';
import { worst } from '../../judge/verdict.js';
import { isBreach } from '../gate/clause-case.js';
import type { Run } from '../load-run.js';
import type { ClauseEntry, Determination, Verdict } from '../report.js';
import { plural } from './words.js';

/** The worst first: the order in which every telling lists them. */
export const verdicts: readonly Verdict[] = [
  'violated',
  'inconclusive',
  'not-exercised',
  'upheld',
  'attested',
  'waived',
];

/**
 * What can be said of a run, and no more; clauses are counted with what was attested and waived. A scenario that could
 * not be driven to its end keeps the run from being upheld, whatever the result says of the others.
 */
export function determinationOf(
  { result, failures }: Pick<Run, 'result' | 'failures'>,
  clauses: readonly ClauseEntry[],
): Determination {
  const verdict = failures.length === 0 ? result.verdict : worst([result.verdict, 'inconclusive']);
  const automated = clauses.filter(({ modality }) => modality !== 'statement');
  const statements = clauses.filter(({ modality }) => modality === 'statement');
  const excess = result.findings.filter(({ kind }) => kind === 'excess').length;
  return {
    verdict,
    sentence: sentence(result, failures.length),
    counts: verdicts.map((verdict) => ({
      verdict,
      count: automated.filter((clause) => clause.verdict === verdict).length,
    })),
    statements: {
      count: statements.length,
      attested: statements.filter(({ verdict }) => verdict === 'attested').length,
    },
    excess,
    shortfall: result.findings.length - excess,
    transmissions: transmissionsIn(result),
    scenarios: result.scenarios.length,
  };
}

function sentence(result: ResultFile, failed: number): string {
  const transmissions = plural(transmissionsIn(result), 'transmission');
  const seen = `${transmissions} in ${plural(result.scenarios.length, 'scenario')}`;
  // A capture that was dead is a finding, and no breach.
  const found = result.findings.filter(isBreach).length + result.findingsOmitted;
  const breaches = `${plural(found, 'breach', 'breaches')} ${found === 1 ? 'was' : 'were'}`;
  const observed = `${found === 0 ? 'no breach was' : breaches} observed in ${seen}`;
  const unjudged = failed === 0 ? '' : `; ${plural(failed, 'scenario')} could not be judged`;
  switch (result.verdict) {
    case 'violated':
      return `${breaches} observed in ${seen}${unjudged}.`;
    case 'upheld':
      return failed === 0 ? `No breach was observed in ${seen}.` : `Not decided: ${observed}${unjudged}.`;
    case 'inconclusive':
      return `Not decided: ${observed}${unjudged}, and what could not be observed is listed below.`;
    default:
      return `Not decided: ${seen} did not put every clause to the test${unjudged}.`;
  }
}

function transmissionsIn({ scenarios }: ResultFile): number {
  return scenarios.reduce((sum, { transmissions }) => sum + transmissions, 0);
}
