import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { InputError } from '../../disclosure/input-error.js';
import { unreadable } from '../../disclosure/source-file.js';

/** A whole file, of whatever kind. @throws InputError where it cannot be read, or has more than `limit` bytes. */
export async function readBounded(path: string, limit: number): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const chunks: Buffer[] = [];
    // A pipe does not say how much there is to come. `end` is the last byte that is read.
    for await (const chunk of file.createReadStream({ end: limit, autoClose: false })) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (bytes.length <= limit) return bytes;
  } catch (error) {
    throw new InputError({ file: path, message: unreadable(error as NodeJS.ErrnoException) });
  } finally {
    await file?.close();
  }
  throw new InputError({ file: path, message: `is larger than the ${limit} bytes that are read` });
}

/**
 * Writes a file that anybody may read, and takes the place of none.
 *
 * @returns false where the same bytes were there already.
 * @throws InputError where something else is there, or it cannot be written.
 */
export async function writeNew(path: string, bytes: Buffer): Promise<boolean> {
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new InputError({ file: path, message: `cannot be written (${code})` });
  }
  const there = await readBounded(path, Math.max(bytes.length, 1)).catch(() => undefined);
  if (there?.equals(bytes)) return false;
  throw new InputError({
    file: path,
    message: 'is there already and says something else; move it away first',
  });
}
