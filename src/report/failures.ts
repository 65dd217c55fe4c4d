import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explainError, formatValidator } from '../disclosure/format.js';
import { InputError } from '../disclosure/input-error.js';
import { unreadable } from '../disclosure/source-file.js';
import type { Failure, FailuresFile } from './failures.generated.js';
import { writeWhole } from './write-whole.js';

/** Where a run keeps what it could not judge. It is there only where there is something of that kind. */
export const FAILURES = 'failures.json';

/**
 * The scenarios that could not be driven to their end: the result knows of them only what they left behind, which may
 * be nothing. A run that has any is never upheld, and no gate lets it pass.
 *
 * @throws InputError where failures.json is there and cannot be read for what it is.
 */
export async function readFailures(folder: string): Promise<readonly Failure[]> {
  const path = join(folder, FAILURES);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new InputError({ file: path, message: unreadable(error) });
  });
  if (text === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError({ file: path, message: 'is not JSON; was it cut off?' });
  }
  const valid = formatValidator('failures');
  if (valid(value)) return value as FailuresFile;
  const [error] = valid.errors ?? [];
  const place = error?.instancePath ? ` at ${error.instancePath}` : '';
  const what = error === undefined ? 'is not of the format' : explainError(error);
  throw new InputError({ file: path, message: `is no list of failures${place}: ${what}` });
}

/** Writes failures.json; where there are none, one that an earlier run left in the folder goes. */
export async function writeFailures(folder: string, failures: readonly Failure[]): Promise<void> {
  const path = join(folder, FAILURES);
  if (failures.length === 0) await rm(path, { force: true });
  else await writeWhole(path, [`${JSON.stringify(failures, null, 2)}\n`]);
}
