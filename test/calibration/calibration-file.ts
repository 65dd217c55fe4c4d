import type { CalibrationFile } from '../../src/calibration/calibration-file.generated.js';
import { rules } from '../../src/judge/rules.js';

/** A calibration in which all is well: ten violations of each rule but one, found, and no alarm in five changes. */
export function calibrationFile(changes: Partial<CalibrationFile> = {}): CalibrationFile {
  const rows = rules.map(({ id, kind }): CalibrationFile['rules'][number] => {
    const mutants = id === 'kit/missing' ? 0 : 10;
    return { rule: id, kind, mutants, found: mutants, byAnother: 0, missed: 0 };
  });
  const total = rows.reduce((sum, { mutants }) => sum + mutants, 0);
  return {
    format: 'candor-calibration/1',
    instrument: 'candor 0.1.0',
    disclosure: { id: 'acme-1', digest: `sha256:${'1'.repeat(64)}` },
    system: { id: 'acme', digest: `sha256:${'2'.repeat(64)}` },
    scenarios: { digest: `sha256:${'3'.repeat(64)}`, count: 1 },
    source: 'specimens',
    interpretations: {},
    traces: 1,
    mutants: { total, found: total, byAnother: 0, missed: 0 },
    equivalents: { total: 5, falseAlarms: 0 },
    excluded: 3,
    rules: rows,
    operators: [
      { operator: 'field/missing', changes: total, right: total, wrong: 0 },
      { operator: 'equivalent/member-order', changes: 5, right: 5, wrong: 0 },
    ],
    survivors: [],
    falseAlarms: [],
    exclusions: [
      { operator: 'field/empty', subject: 'report#/name', because: 'it may be empty', count: 2 },
      { operator: 'field/null', subject: 'survey#/answer', because: 'a form holds texts', count: 1 },
    ],
    unmeasured: [
      { rule: 'kit/missing', because: 'the disclosure names no kit' },
      { rule: 'leak/canary', because: 'encoded values are not searched for' },
    ],
    ...changes,
  };
}

/** The same, but for one violation that another rule found, one that was missed, and one false alarm. */
export function survivingFile(changes: Partial<CalibrationFile> = {}): CalibrationFile {
  const sound = calibrationFile();
  const { total } = sound.mutants;
  const survivor = { operator: 'field/missing', subject: 'report#/name', from: 'crash-reported' };
  return {
    ...sound,
    mutants: { total, found: total - 2, byAnother: 1, missed: 1 },
    equivalents: { total: 5, falseAlarms: 1 },
    rules: sound.rules.map((row) =>
      row.rule === 'field/missing' ? { ...row, found: 8, byAnother: 1, missed: 1 } : row,
    ),
    operators: [
      { operator: 'field/missing', changes: total, right: total - 2, wrong: 2 },
      { operator: 'equivalent/member-order', changes: 5, right: 4, wrong: 1 },
    ],
    survivors: [
      { ...survivor, expected: ['field/missing'], fired: ['field/invalid'] },
      { ...survivor, subject: 'report#/kind', expected: ['field/missing'], fired: [] },
    ],
    falseAlarms: [
      {
        operator: 'equivalent/member-order',
        subject: 'report',
        from: 'crash-reported',
        fired: ['field/duplicate'],
      },
    ],
    ...changes,
  };
}
