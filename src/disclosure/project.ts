import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from './input-error.js';

const packaged = fileURLToPath(new URL('../../../', import.meta.url));
const ID = /^[a-z0-9][a-z0-9.-]{0,99}$/;

/** The folders in which disclosures, schemas, scenarios and systems are looked for, the nearest first. */
export function projectFolders(named?: string): readonly string[] {
  return named === undefined ? [...new Set([process.cwd(), packaged])] : [named];
}

/**
 * The first project folder that holds a file of an id: `find(['.'], 'disclosures', 'acme-1', 'disclosure.yaml')`.
 * The id never leads out of the folder: what it may look like is fixed.
 */
export async function findProject(
  folders: readonly string[],
  kind: 'disclosures' | 'systems' | 'scenarios' | 'schemas',
  id: string,
  file = '.',
): Promise<string | undefined> {
  if (!ID.test(id)) return undefined;
  for (const folder of folders) {
    const found = await stat(join(folder, kind, id, file)).catch(() => undefined);
    if (found !== undefined) return folder;
  }
  return undefined;
}

/** @throws InputError naming what there is, where no project folder holds the disclosure. */
export async function findDisclosureProject(folders: readonly string[], id: string): Promise<string> {
  const project = await findProject(folders, 'disclosures', id, 'disclosure.yaml');
  if (project !== undefined) return project;
  const known = (await listIds(folders, 'disclosures')).join(', ') || 'none';
  throw new InputError({ message: `there is no disclosure ${JSON.stringify(id)}; known here: ${known}` });
}

/** The ids of a kind that the project folders hold. */
export async function listIds(
  folders: readonly string[],
  kind: 'disclosures' | 'systems' | 'scenarios' | 'schemas',
): Promise<readonly string[]> {
  const lists = await Promise.all(folders.map((folder) => readdir(join(folder, kind)).catch(() => [])));
  return [...new Set(lists.flat())].filter((name) => ID.test(name)).sort();
}
