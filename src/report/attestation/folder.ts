import { createHash } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import { unreadable } from '../../disclosure/source-file.js';
import { byCodePoint } from './names.js';

const ENTRY_LIMIT = 100_000;
const DEPTH_LIMIT = 32;

/** What is in the folder of a run, by names with forward slashes, in the order of their code points. */
export type FolderListing = ReadonlyMap<string, 'file' | 'no file'>;

/**
 * Everything in a folder but its folders. Links are not followed. Names in an attestation are only ever looked up
 * here, and so none of them leads out of the folder.
 *
 * @throws InputError where it cannot be read, or holds more than is bearable.
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  const listing = new Map<string, 'file' | 'no file'>();
  const folders = [''];
  for (let within = folders.pop(); within !== undefined; within = folders.pop()) {
    for (const entry of await entriesOf(join(folder, within))) {
      const name = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) folders.push(name);
      else listing.set(name, entry.isFile() ? 'file' : 'no file');
      requireBearable(folder, listing.size + folders.length, name);
    }
  }
  return new Map([...listing].sort(([one], [other]) => byCodePoint(one, other)));
}

async function entriesOf(path: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message =
      code === 'ENOTDIR'
        ? 'is a file; the folder of a run is wanted'
        : code === 'ENOENT'
          ? 'there is no such folder'
          : unreadable(error as NodeJS.ErrnoException);
    throw new InputError({ file: path, message });
  }
}

function requireBearable(folder: string, entries: number, name: string): void {
  if (entries > ENTRY_LIMIT)
    throw new InputError({ file: folder, message: `holds more than ${ENTRY_LIMIT} files` });
  if (name.split('/').length > DEPTH_LIMIT)
    throw new InputError({ file: folder, message: `has folders deeper than ${DEPTH_LIMIT}` });
}

/**
 * The SHA-256 of a file that {@link listFolder} found, as `sha256:…`.
 *
 * @throws InputError where it cannot be read, or is no longer a file.
 */
export async function digestOf(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let file: FileHandle | undefined;
  try {
    // It may have become a link or a pipe since it was listed.
    file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!(await file.stat()).isFile()) throw new InputError({ file: path, message: 'is not a file' });
    const hash = createHash('sha256');
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk as Buffer);
    return `sha256:${hash.digest('hex')}`;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ file: path, message: unreadable(error as NodeJS.ErrnoException) });
  } finally {
    await file?.close();
  }
}
