import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { readSourceFile, type SourceFile, unreadable } from '../disclosure/source-file.js';
import type { CalibrationFile } from './calibration-file.generated.js';
import { contradictionsOf } from './contradictions.js';

/** What a calibration is called beside its disclosure.yaml, in a project and among the inputs of a run. */
export const CALIBRATION = 'calibration.json';

/**
 * Loads a candor-calibration/1.
 *
 * @throws InputError where it cannot be read, is larger than a source file may be, is not of its format, or has
 * numbers that contradict each other.
 */
export async function loadCalibration(path: string): Promise<SourceFile<CalibrationFile>> {
  const file = await readSourceFile<CalibrationFile>(path, 'calibration');
  const problems = contradictionsOf(file);
  if (problems.length > 0) throw new InputError(problems);
  return file;
}

/**
 * The calibration of a disclosure: the file that is named, or the one that lies beside disclosure.yaml.
 *
 * @returns undefined where none is named and none lies there.
 * @throws InputError as {@link loadCalibration}, and where the file that is named is not there.
 */
export async function findCalibration(
  disclosure: Disclosure,
  named?: string,
): Promise<SourceFile<CalibrationFile> | undefined> {
  if (named !== undefined) return loadCalibration(named);
  const path = join(dirname(disclosure.file.path), CALIBRATION);
  // A link that leads nowhere is there, and no file: an error, and not silence.
  const entry = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError({ file: path, message: unreadable(error) });
  });
  return entry === undefined ? undefined : loadCalibration(path);
}
