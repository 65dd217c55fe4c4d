import type { ClauseEntry, DataItem, Report } from '../report.js';
import { references } from './anchors.js';
import { bounded, short } from './bounded.js';
import { waiverContents } from './closing-contents.js';
import { clockOf } from './instants.js';

/** States side by side in one matrix; more of them are a second one. */
const COLUMNS = 5;
const CLAUSES = 2000;
const GROUPS = 12;
const ITEMS = 300;
const TEXT = 1200;

/** Section 3: the matrix by consent state, each clause with what its verdict rests on, statements, data items. */
export function clauseContents(report: Report): object {
  const automated = report.clauses.filter(({ modality }) => modality !== 'statement');
  const statements = report.clauses.filter(({ modality }) => modality === 'statement');
  const refer = references(report);
  return {
    matrices: matrices(report, automated),
    clauses: bounded(
      automated.slice(0, CLAUSES).map((clause) => ({
        ...clauseRow(clause),
        groups: bounded(clause.groups.map(refer), GROUPS),
      })),
      CLAUSES,
    ),
    statements: bounded(statements.map(statementRow), CLAUSES),
    dataItems: bounded(report.dataItems.map(dataItem), ITEMS),
  };
}

function matrices({ states }: Report, clauses: readonly ClauseEntry[]): readonly unknown[] {
  const shown = clauses.filter((clause) => clause.states.size > 0).slice(0, CLAUSES);
  if (shown.length === 0) return [];
  const count = Math.ceil(states.length / COLUMNS);
  return Array.from({ length: count }, (_, at) => states.slice(at * COLUMNS, (at + 1) * COLUMNS)).map(
    (columns) => ({
      states: columns.map(({ id, says }) => ({ id: short(id, 60), says: short(says, 80) })),
      rows: shown.map((clause) => ({
        id: short(clause.id, 120),
        at: short(clause.at, 120),
        verdict: clause.verdict,
        cells: columns.map(({ id }) => clause.states.get(id)),
      })),
    }),
  );
}

function clauseRow(clause: ClauseEntry): object {
  const { id, at, modality, says, sentence, verdict, judged, exercised, excess, shortfall, margin } = clause;
  return {
    id: short(id, 200),
    at: short(at, 200),
    modality,
    says: short(says, TEXT),
    sentence: sentence === undefined ? undefined : short(sentence, TEXT),
    verdict,
    judged,
    exercised,
    excess,
    shortfall,
    margin,
    undecided: bounded(
      clause.undecided.map((reason) => short(reason, 300)),
      5,
    ),
    observedUntil: clause.observedUntil === undefined ? undefined : clockOf(clause.observedUntil),
    stable: clause.readings.stable,
    restsOn: bounded(
      clause.readings.restsOn.map((interpretation) => short(interpretation, 80)),
      8,
    ),
    under: bounded(
      clause.readings.under
        .filter((other) => other.verdict !== clause.judged)
        .map(({ interpretation, reading, verdict }) => {
          return { interpretation: short(interpretation, 80), reading: short(reading, 80), verdict };
        }),
      8,
    ),
    place: `${short(clause.file, 200)}:${clause.line}`,
    waiver: clause.waiver === undefined ? undefined : waiverContents(clause.waiver),
  };
}

function statementRow({ id, at, says, sentence, verdict, attestation }: ClauseEntry): object {
  return {
    id: short(id, 200),
    at: short(at, 200),
    says: short(sentence ?? says, TEXT),
    quoted: sentence !== undefined,
    verdict,
    attestation:
      attestation === undefined
        ? undefined
        : {
            by: short(attestation.by, 200),
            on: short(attestation.on, 40),
            answer: short(attestation.answer, TEXT),
            evidence: bounded(
              attestation.evidence.map((file) => short(file, 200)),
              5,
            ),
          },
  };
}

function dataItem(item: DataItem): object {
  const { documented, category, clause, at, permitted, seen } = item;
  return {
    item: short(item.item, 200),
    documented,
    category,
    clause: short(clause, 120),
    at: short(at, 120),
    permitted: short(permitted, 300),
    seen,
    seenIn: bounded(
      item.seenIn.map((state) => short(state, 80)),
      6,
    ),
    destinations: bounded(
      item.destinations.map((destination) => short(destination, 120)),
      4,
    ),
  };
}
