import type { InterpretationEntry, Report, WaiverEntry } from '../report.js';
import { bounded, short } from './bounded.js';
import { calibrationContents } from './calibration-contents.js';

const ENTRIES = 200;
const FILES = 300;
const TEXT = 1000;

/** Sections 6 and 7: what was read into the document, by whom, and how far this report reaches. */
export function closingContents(report: Report): object {
  const { interpretations, limits, gate, verification, files } = report;
  return {
    interpretations: bounded(interpretations.map(interpretation), ENTRIES),
    limits: bounded(
      limits.map((limit) => short(limit, TEXT)),
      ENTRIES,
    ),
    gate:
      gate === undefined
        ? undefined
        : {
            passed: gate.passed,
            on: short(gate.on, 40),
            reasons: bounded(
              gate.reasons.map((reason) => short(reason, TEXT)),
              ENTRIES,
            ),
            waivers: bounded(gate.waivers.map(waiverContents), ENTRIES),
            attestations: gate.attestations.length,
            baseline:
              gate.baseline === undefined
                ? undefined
                : {
                    run: short(gate.baseline.run, 200),
                    added: gate.baseline.added,
                    gone: bounded(
                      gate.baseline.gone.map((group) => short(group, 120)),
                      40,
                    ),
                    unchanged: gate.baseline.unchanged,
                  },
          },
    calibration: calibrationContents(report),
    verification,
    files: bounded(files, FILES),
  };
}

function interpretation(entry: InterpretationEntry): object {
  const { id, clauses, question, readings, because, decidedBy, decidedOn, evaluated, decisive } = entry;
  return {
    id: short(id, 120),
    clauses: bounded(
      clauses.map((clause) => short(clause, 80)),
      8,
    ),
    question: short(question, 500),
    readings: bounded(
      readings.map(({ id, says, chosen, verdicts }) => ({
        id: short(id, 80),
        says: short(says, 500),
        chosen,
        verdicts: bounded(
          verdicts.map(({ clause, verdict }) => ({ clause: short(clause, 80), verdict })),
          8,
        ),
      })),
      12,
    ),
    because: short(because, TEXT),
    decidedBy: decidedBy === undefined ? undefined : short(decidedBy, 200),
    decidedOn: decidedOn === undefined ? undefined : short(decidedOn, 40),
    evaluated,
    decisive,
  };
}

/** A waiver wherever it is told. */
export function waiverContents({ id, scope, reason, by, until, matched, ended }: WaiverEntry): object {
  return {
    id: short(id, 80),
    scope: short(scope, 200),
    reason: short(reason, 500),
    by: short(by, 120),
    until: short(until, 40),
    matched,
    ended,
  };
}
