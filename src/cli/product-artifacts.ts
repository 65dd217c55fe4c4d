import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { InputError } from '../disclosure/input-error.js';
import { unreadable } from '../disclosure/source-file.js';
import type { System } from '../system/load.js';
import type { Artifact } from '../trace/record.js';

const FILE_LIMIT = 100_000;

/**
 * The digests of the files and folders that a system file names as the product. A folder's is the SHA-256 of the
 * lines that sha256sum prints for its files, in the order of their names; links in it are not followed.
 *
 * @param warn is told of one that cannot be read: the run goes on without it, and its report says that no digest
 * names the product.
 */
export async function digestArtifacts(
  system: System,
  warn: (message: string) => void,
): Promise<readonly Artifact[]> {
  const names = system.file.value.product?.artifacts ?? [];
  const artifacts: Artifact[] = [];
  for (const [index, name] of names.entries()) {
    const path = resolve(system.folder, name);
    try {
      const digest = (await stat(path)).isDirectory() ? await digestFolder(path) : await digestFile(path);
      artifacts.push({ name: basename(path), digest: `sha256:${digest}` });
    } catch (error) {
      const message =
        error instanceof InputError ? error.message : unreadable(error as NodeJS.ErrnoException);
      const problem = system.file.problem(['product', 'artifacts', index], message);
      warn(`${new InputError(problem).message}, so that no digest names this part of the product`);
    }
  }
  return artifacts;
}

async function digestFolder(folder: string): Promise<string> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { recursive: true })) {
    if ((await lstat(join(folder, entry))).isFile()) files.push(entry);
    if (files.length > FILE_LIMIT) throw new InputError({ message: `holds more than ${FILE_LIMIT} files` });
  }
  const hash = createHash('sha256');
  const named = files.map((file) => file.split(sep).join('/')).sort(byCodeUnit);
  for (const file of named) hash.update(`${await digestFile(join(folder, file))}  ${file}\n`);
  return hash.digest('hex');
}

async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function byCodeUnit(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
