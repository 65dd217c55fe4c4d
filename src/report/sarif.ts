import { visible } from '../disclosure/visible.js';
import type { ClauseEntry, Report } from './report.js';
import { clausePlace, sarifResults } from './sarif-results.js';
import { reportingDescriptors } from './sarif-rules.js';
import { component, message, relativeUri } from './sarif-text.js';

/**
 * The run as a SARIF 2.1.0 log, for code hosts and editors: a result for each finding at its clause in the disclosure
 * file, with the line of the trace as related location. The clauses are a taxonomy of the run; what was not exercised
 * and what had to be left out are notifications.
 */
export function sarifReport(report: Report): string {
  const { results, omitted } = sarifResults(report);
  const unseen = notSeen(report);
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Candor',
            version: visible(report.version),
            supportedTaxonomies: [{ name: visible(report.disclosure), index: 0 }],
            rules: reportingDescriptors(),
          },
        },
        automationDetails: {
          id: `candor/${component(report.disclosure)}/${component(report.system)}/`,
          description: message(report.determination.sentence),
        },
        invocations: [
          {
            // That a product breaches its disclosure is a result; that it was not driven or not observed is a failure.
            executionSuccessful: unseen.length === 0,
            toolExecutionNotifications: [
              ...unseen,
              ...left(omitted),
              ...report.clauses.flatMap(notExercised),
            ],
          },
        ],
        originalUriBaseIds: {
          SRCROOT: { description: { text: 'The root of the project that holds the disclosure.' } },
          RUN: { description: { text: 'The folder that the run wrote.' } },
        },
        artifacts: report.files.map(({ name, digest }) => ({
          location: { uri: relativeUri(name), uriBaseId: 'RUN' },
          hashes: { 'sha-256': visible(digest.replace(/^sha256:/, '')) },
        })),
        columnKind: 'utf16CodeUnits',
        taxonomies: [
          {
            name: visible(report.disclosure),
            shortDescription: message(report.title),
            taxa: report.clauses.map(taxon),
          },
        ],
        results,
        properties: { ...summary(report), resultsOmitted: omitted },
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function taxon(clause: ClauseEntry): object {
  return {
    id: visible(clause.id),
    shortDescription: message(clause.says),
    properties: { at: visible(clause.at), modality: clause.modality, verdict: clause.verdict },
  };
}

function summary({ determination, system, recorded, calibration }: Report): object {
  const { verdict, sentence, counts, excess, shortfall, transmissions, scenarios } = determination;
  return {
    verdict,
    determination: visible(sentence, 2000),
    clauses: Object.fromEntries(counts.map(({ verdict, count }) => [verdict, count])),
    excess,
    shortfall,
    transmissions,
    scenarios,
    system: visible(system),
    calibration: instrumentError(calibration),
    ...(recorded === undefined ? {} : { recorded: visible(recorded) }),
  };
}

/** The figure in numbers only where it is this run's: another's would be taken for it. */
function instrumentError(calibration: Report['calibration']): object {
  const { kind, sentence } = calibration;
  const said = { kind, says: visible(sentence, 2000) };
  if (kind !== 'measured') return said;
  const { mutants, equivalents, excluded } = calibration.figure;
  return { ...said, mutants, equivalents, excluded };
}

/** Silence about a clause that was not put to the test would read as a pass. */
function notExercised(clause: ClauseEntry): readonly object[] {
  if (clause.judged !== 'not-exercised' || clause.verdict === 'attested') return [];
  const what =
    clause.modality === 'statement'
      ? `The statement ${clause.id} is for a person to answer, and nobody has.`
      : `No scenario exercised the clause ${clause.id}.`;
  return [{ level: 'note', message: message(what), locations: [{ physicalLocation: clausePlace(clause) }] }];
}

/** A log without results reads as a pass, so what could not be seen is an error of the invocation. */
function notSeen({ failures, scenarios }: Report): readonly object[] {
  const texts = [
    ...failures.map(({ scenario, message: why }) => `The scenario ${scenario} could not be judged: ${why}`),
    ...scenarios
      .filter(({ verdict }) => verdict === 'not-exercised')
      .map(({ id }) => `The scenario ${id} put nothing to the test.`),
  ];
  return texts.map((text) => ({ level: 'error', message: message(text) }));
}

function left(omitted: number): readonly object[] {
  if (omitted === 0) return [];
  return [
    {
      level: 'warning',
      message: message(
        `${omitted} ${omitted === 1 ? 'result is' : 'results are'} not in this log, which holds the worst 5000; the report of the run counts all of them.`,
      ),
    },
  ];
}
