import type { Run } from '../load-run.js';
import type { ClauseEntry } from '../report.js';
import { paragraph } from '../wrap.js';
import { clockLimits } from './clock-words.js';
import { blindSpots } from './examined.js';
import { clean, plural } from './words.js';

/** What the captures and the clocks of a run leave open. */
export function observationLimits({ result }: Run): readonly string[] {
  return [...blindSpots(result), ...clockLimits(result)];
}

/** What this run cannot say, in sentences. */
export function limitsOf(run: Run, clauses: readonly ClauseEntry[]): readonly string[] {
  const { result, failures } = run;
  const idle = clauses.filter(
    ({ modality, judged }) => modality !== 'statement' && judged === 'not-exercised',
  );
  const open = clauses.filter(({ modality, verdict }) => modality === 'statement' && verdict !== 'attested');
  const resting = [...new Set(clauses.flatMap(({ readings }) => readings.restsOn))];
  const notes = result.scenarios.flatMap(({ id, trace, notes: said }) =>
    said.map((note) => `${clean(id ?? trace.file, 200)}: ${clean(note)}.`),
  );
  return [
    'A verdict speaks of what was observed, in these scenarios and for as long as they lasted. Nothing is known of other systems, of other settings, or of later.',
    ...failures.map(
      ({ scenario, message }) =>
        `${scenario} could not be judged, and what it would have shown is not known: ${clean(paragraph(message))}.`,
    ),
    ...observationLimits(run),
    ...notes,
    ...result.excluded.map(
      ({ url, because, transmissions }) =>
        `Not judged, because it is excluded: ${clean(url, 500)} (${clean(because)}), ${plural(transmissions, 'transmission')}.`,
    ),
    ...(idle.length === 0 ? [] : [`No scenario put to the test: ${idle.map(({ id }) => id).join(', ')}.`]),
    ...(open.length === 0
      ? []
      : [`No wire can show, and no person has answered: ${open.map(({ id }) => id).join(', ')}.`]),
    ...(resting.length === 0
      ? []
      : [`Verdicts rest on how the document is read: ${resting.join(', ')}. See the interpretations.`]),
    ...(result.findingsOmitted === 0
      ? []
      : [
          `${plural(result.findingsOmitted, 'finding')} past the first ${result.findings.length} ${result.findingsOmitted === 1 ? 'was' : 'were'} counted and not kept.`,
        ]),
    ...(result.windowsOmitted === 0
      ? []
      : [
          `${plural(result.windowsOmitted, 'window')} of schedules ${result.windowsOmitted === 1 ? 'was' : 'were'} judged and ${result.windowsOmitted === 1 ? 'is' : 'are'} not pictured.`,
        ]),
  ];
}
