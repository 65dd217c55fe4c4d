import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { calibrationOf } from '../calibration/calibrate.js';
import type { CalibrationFile } from '../calibration/calibration-file.generated.js';
import { CALIBRATION } from '../calibration/load-calibration.js';
import { InputError } from '../disclosure/input-error.js';
import { unreadable } from '../disclosure/source-file.js';
import { calibrationTable } from '../report/calibration-table.js';
import { requireWritable, writeWhole } from '../report/write-whole.js';
import { type BenchOptions, openBench } from './calibration-bench.js';
import { scoreInThreads } from './calibration-threads.js';
import type { Console } from './console.js';
import { NOT_DECIDED, UPHELD, VIOLATED } from './exit-status.js';
import { version } from './version.js';

export interface CalibrationOptions extends BenchOptions {
  /** A file, or true for standard output. */
  readonly json?: string | boolean;
  readonly write?: boolean;
  readonly check?: boolean;
}

/** It holds nothing that was captured, and belongs to the project like the disclosure beside it. */
const PROJECT_FILE_MODE = 0o644;

/**
 * `candor calibrate`: puts violations into compliant traces, and tells how many of them the judge finds.
 *
 * @param traces recorded traces that nothing is wrong with; composed ones, one for each scenario, when there are none.
 * @returns the exit status: 0 where every violation was found by the right rule and nothing else was accused, 1 where
 * not, or where the file that lies beside the disclosure is another with `check`, 2 where there was nothing to measure.
 * @throws InputError where a file cannot be used, or a trace that was given is not compliant.
 */
export async function calibrate(
  traces: readonly string[],
  options: CalibrationOptions,
  console: Console,
): Promise<number> {
  requireFileName(options.json);
  if (typeof options.json === 'string') await requireWritable(options.json);
  const bench = await openBench(traces, options);
  const place = join(dirname(bench.disclosure.file.path), CALIBRATION);
  if (options.write) await requireWritable(place);
  const shares = await scoreInThreads(traces, options, console);
  const file = calibrationOf({ ...bench, instrument: `candor ${version()}` }, shares);
  return tell(file, place, options, console);
}

/** A trace that follows `--json` would be taken for the file to write. */
function requireFileName(json: string | boolean | undefined): void {
  if (typeof json !== 'string' || !json.endsWith('.ndjson')) return;
  throw new InputError({ message: `--json ${json}: would write over a trace; put --json behind the traces` });
}

async function tell(
  file: CalibrationFile,
  place: string,
  { json, write, check }: CalibrationOptions,
  console: Console,
): Promise<number> {
  const text = `${JSON.stringify(file, undefined, 2)}\n`;
  // Whoever reads that all was found may take the file for written.
  if (typeof json === 'string') await writeWhole(json, [text]);
  if (write) await writeWhole(place, [text], PROJECT_FILE_MODE);
  if (json === true) console.out(text);
  else console.out(calibrationTable(file, { colours: console.colours, width: console.width }));
  const { mutants, equivalents } = file;
  if (check && !(await isWritten(place, text))) {
    console.err(`candor: stale: ${place}; run "candor calibrate --write"\n`);
    return VIOLATED;
  }
  if (mutants.total === 0) return NOT_DECIDED;
  return mutants.found === mutants.total && equivalents.falseAlarms === 0 ? UPHELD : VIOLATED;
}

async function isWritten(place: string, text: string): Promise<boolean> {
  const known = await readFile(place, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError({ file: place, message: unreadable(error) });
  });
  return known === text;
}
