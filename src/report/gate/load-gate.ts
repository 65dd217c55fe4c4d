import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainError, formatValidator } from '../../disclosure/format.js';
import { InputError } from '../../disclosure/input-error.js';
import { unreadable } from '../../disclosure/source-file.js';
import type { GateFile } from './gate.generated.js';

/**
 * What the gate said of a run; undefined where it was not asked.
 *
 * @throws InputError where gate.json is not of its format, or was made for another result than lies beside it.
 */
export async function loadGate(folder: string): Promise<GateFile | undefined> {
  const path = join(folder, 'gate.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError({ file: path, message: unreadable(error) });
  });
  if (text === undefined) return undefined;
  const gate = parseGate(path, text);
  if (gate.result === (await digestOf(join(folder, 'result.json')))) return gate;
  throw new InputError({
    file: path,
    message: 'was made for another result; run "candor gate" again, or delete it',
  });
}

function parseGate(path: string, text: string): GateFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError({ file: path, message: 'is not JSON; run "candor gate" again' });
  }
  const valid = formatValidator('gate');
  if (valid(value)) return value as GateFile;
  const [error] = valid.errors ?? [];
  const place = error?.instancePath ? ` at ${error.instancePath}` : '';
  const what = error === undefined ? 'is not of the format' : explainError(error);
  throw new InputError({ file: path, message: `is no candor-gate/1${place}: ${what}` });
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw new InputError({ file: path, message: unreadable(error as NodeJS.ErrnoException) });
  }
  return `sha256:${hash.digest('hex')}`;
}
