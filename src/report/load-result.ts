import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { explainError, formatValidator } from '../disclosure/format.js';
import { InputError } from '../disclosure/input-error.js';
import { unreadable } from '../disclosure/source-file.js';
import type { ResultFile } from '../judge/result.generated.js';
import { membersOf, membersWritten } from '../trace/json-shape.js';

/** A result, and the SHA-256 of its bytes as `sha256:…`. */
export interface LoadedResult {
  readonly result: ResultFile;
  readonly digest: string;
}

/** A string of Node's holds little more; a result of 100,000 findings is a tenth of it. */
const SIZE_LIMIT = 400 * 1024 * 1024;
const DEPTH_LIMIT = 32;

/**
 * The result in the folder of a run.
 *
 * @throws InputError where there is none, or it is not a candor-result/1 of this version.
 */
export async function loadResult(folder: string): Promise<ResultFile> {
  return (await readResult(folder)).result;
}

/** As {@link loadResult}, with the digest of what was read. */
export async function readResult(folder: string): Promise<LoadedResult> {
  const path = join(folder, 'result.json');
  const bytes = await readWhole(path);
  const value = parse(path, bytes);
  const valid = formatValidator('result');
  if (!valid(value)) {
    const [error] = valid.errors ?? [];
    const place = error?.instancePath ? ` at ${error.instancePath}` : '';
    const what = error === undefined ? 'is not of the format' : explainError(error);
    throw new InputError({ file: path, message: `is no candor-result/1${place}: ${what}` });
  }
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { result: value as ResultFile, digest };
}

async function readWhole(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    const absent = error.code === 'ENOENT' || error.code === 'ENOTDIR';
    const message = absent
      ? 'there is no such file; "candor run" and "candor verify" write it'
      : unreadable(error);
    throw new InputError({ file: path, message });
  });
  try {
    const entry = await file.stat();
    if (entry.size > SIZE_LIMIT)
      throw new InputError({ file: path, message: `is larger than the ${SIZE_LIMIT} bytes that are read` });
    return await file.readFile();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ file: path, message: unreadable(error as NodeJS.ErrnoException) });
  } finally {
    await file.close();
  }
}

/** JSON in which nothing is hidden: a name that stands twice would be read differently by another reader. */
function parse(path: string, bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new InputError({ file: path, message: 'is not UTF-8 text' });
  const text = bytes.toString('utf8');
  const written = membersWritten(text, DEPTH_LIMIT);
  if (written === undefined)
    throw new InputError({ file: path, message: `is nested deeper than ${DEPTH_LIMIT} levels` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError({ file: path, message: 'is not JSON; was it cut off?' });
  }
  if (membersOf(value) === written) return value;
  throw new InputError({ file: path, message: 'has a name twice in one object' });
}
