import type { ResultFile } from '../../judge/result.generated.js';
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

/** What can be said of a run, and no more; clauses are counted with what was attested and waived. */
export function determinationOf(result: ResultFile, clauses: readonly ClauseEntry[]): Determination {
  const automated = clauses.filter(({ modality }) => modality !== 'statement');
  const statements = clauses.filter(({ modality }) => modality === 'statement');
  const excess = result.findings.filter(({ kind }) => kind === 'excess').length;
  return {
    verdict: result.verdict,
    sentence: sentence(result),
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

function sentence(result: ResultFile): string {
  const transmissions = plural(transmissionsIn(result), 'transmission');
  const seen = `${transmissions} in ${plural(result.scenarios.length, 'scenario')}`;
  const found = result.findings.length + result.findingsOmitted;
  const breaches = `${plural(found, 'breach', 'breaches')} ${found === 1 ? 'was' : 'were'}`;
  switch (result.verdict) {
    case 'violated':
      return `${breaches} observed in ${seen}.`;
    case 'upheld':
      return `No breach was observed in ${seen}.`;
    case 'inconclusive':
      return `Not decided: ${found === 0 ? 'no breach was' : breaches} observed in ${seen}, and what could not be observed is listed below.`;
    default:
      return `Not decided: ${seen} did not put every clause to the test.`;
  }
}

function transmissionsIn({ scenarios }: ResultFile): number {
  return scenarios.reduce((sum, { transmissions }) => sum + transmissions, 0);
}
