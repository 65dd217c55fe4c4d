import { rules } from '../../../src/judge/rules.js';
import type { CalibrationEntry } from '../../../src/report/report.js';

const byRule = rules.map(({ id }, index) => {
  const mutants = id === 'kit/missing' ? 0 : 1 + ((index * 37) % 211);
  return { rule: id, mutants, found: mutants, byAnother: 0, missed: 0 };
});
const total = byRule.reduce((sum, { mutants }) => sum + mutants, 0);

/** All was found, and nothing was accused that is permitted. */
export const calibrated: CalibrationEntry = {
  kind: 'measured',
  sentence:
    'Calibrated for harbour-3 (sha256:2c26b46b68ff…) with the routes of tidewatch: 2,345 of 2,345 violations, each put into a trace that had none, were found by the right rule; no false alarm in 210 permitted changes; 37 changes left out, each with its reason; not put to the test: kit/missing, and parts of leak/canary. By candor 0.2.0.',
  figure: {
    mutants: { total, found: total, byAnother: 0, missed: 0 },
    equivalents: { total: 210, falseAlarms: 0 },
    excluded: 37,
    traces: 4,
    source: 'specimens',
    rules: byRule,
    survivors: [],
    falseAlarms: [],
    exclusions: [
      {
        change: 'field/too-long: station-report#/language',
        because: 'No text is longer than its list of languages permits and one of them.',
      },
      {
        change: 'trigger/late, 36 times, such as gauge-failure',
        because: 'The trace ends before it would be late.',
      },
    ],
    unmeasured: [
      { rule: 'kit/missing', because: 'A kit is listed when a run starts, and is in no trace.' },
      { rule: 'leak/canary', because: 'A value that is encoded is not searched for.' },
    ],
  },
};

/** A violation was missed, another was found by the wrong rule, and one alarm was false. */
export const surviving: CalibrationEntry = {
  ...calibrated,
  sentence:
    'Candor’s own error was measured for harbour-3 (sha256:2c26b46b68ff…) with the routes of tidewatch: 2,343 of 2,345 violations, each put into a trace that had none, were found by the right rule, 1 by another, 1 was missed; 1 false alarm in 210 permitted changes. By candor 0.2.0.',
  figure: {
    ...calibrated.figure,
    mutants: { total, found: total - 2, byAnother: 1, missed: 1 },
    equivalents: { total: 210, falseAlarms: 1 },
    rules: byRule.map((row, index) =>
      index === 5 ? { ...row, found: row.mutants - 2, byAnother: 1, missed: 1 } : row,
    ),
    survivors: [
      {
        change: 'field/nested: station-report#/tideHeight',
        from: 'accepted-then-failing',
        expected: ['field/undocumented'],
        fired: ['field/invalid'],
      },
      {
        change: 'field/extra: gauge-failure#',
        from: 'accepted-then-failing',
        expected: ['field/undocumented'],
        fired: [],
      },
    ],
    falseAlarms: [
      {
        change: 'equivalent/member-order: station-report#',
        from: 'declined-at-install',
        fired: ['field/duplicate', 'report.transmit undecided'],
      },
    ],
  },
};

/** Measured, but for another system. */
export const foreign: CalibrationEntry = {
  kind: 'other',
  sentence:
    'How many violations Candor itself would miss was measured for harbour-3 (sha256:2c26b46b68ff…) with the routes of reference by candor 0.2.0, not for what was judged here: the system file is tidewatch. For this run it is not known.',
  differs: ['the system file is tidewatch'],
};

export const unmeasured: CalibrationEntry = {
  kind: 'not measured',
  sentence: 'How many violations Candor itself would miss was not measured for this run.',
};
