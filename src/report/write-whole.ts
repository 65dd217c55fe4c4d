import { access, constants, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '../disclosure/input-error.js';

/** Reports may show what was captured: nobody but their owner reads them until he hands them on. */
const FILE_MODE = 0o600;

/**
 * Writes a file whole or not at all: a part of a report must not pass for one.
 *
 * @param mode who may read it: its owner alone when not given.
 * @throws InputError where that cannot be done.
 */
export async function writeWhole(
  path: string,
  chunks: Iterable<string | Uint8Array>,
  mode = FILE_MODE,
): Promise<void> {
  const part = `${path}.part`;
  try {
    // What an earlier crash left behind could have another mode.
    await rm(part, { force: true });
    const file = await open(part, 'wx', mode);
    try {
      for (const chunk of chunks) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError({ file: path, message: `cannot be written (${code ?? message})` });
  }
}

/**
 * Whether a file could be written as {@link writeWhole} does, for whoever works long before there is anything to write.
 *
 * @throws InputError where it is a folder, or the folder that it belongs into is not there or may not be written to.
 */
export async function requireWritable(path: string): Promise<void> {
  const present = await stat(path).catch(() => undefined);
  if (present?.isDirectory()) throw new InputError({ file: path, message: 'is a folder; a file is wanted' });
  await access(dirname(path), constants.W_OK).catch(({ code }: NodeJS.ErrnoException) => {
    const message = code === 'ENOENT' ? `there is no folder ${dirname(path)}` : `cannot be written (${code})`;
    throw new InputError({ file: path, message });
  });
}
