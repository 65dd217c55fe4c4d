import { open } from 'node:fs/promises';
import { InputError } from '../disclosure/input-error.js';

/** Where an adapter's standard error is kept with the run. */
export interface StderrFile {
  /** Writes the end of what came, says how many bytes went before it, and closes the file. */
  close(text: string, dropped: number): Promise<void>;
}

/**
 * Creates the file at once, for its owner alone, so that a wrong path is known before anything is driven.
 *
 * @throws InputError where it cannot be created, or is there already.
 */
export async function openStderrFile(path: string): Promise<StderrFile> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'EEXIST' ? 'is there already' : `cannot be created (${error.code ?? error.message})`;
    throw new InputError({ file: path, message: why });
  });
  return {
    close: async (text, dropped) => {
      try {
        await file.writeFile(dropped === 0 ? text : `[${dropped} bytes before these were not kept]\n${text}`);
      } finally {
        await file.close();
      }
    },
  };
}
