import { join } from 'node:path';
import { InputError } from '../disclosure/input-error.js';
import { findProject, listIds } from '../disclosure/project.js';
import { loadSystem, type System } from '../system/load.js';

/**
 * The system that a command is about when no product runs: the one that is named, or the reference system, or the
 * only one that the project folders hold.
 *
 * @param disclosure the disclosure that it must be a system of; any when not given.
 * @throws InputError where there is none, or more than one to choose from.
 */
export async function chooseSystem(
  folders: readonly string[],
  disclosure: string | undefined,
  named: string | undefined,
): Promise<System> {
  if (named !== undefined) return loadSystem(named);
  const ids = await listIds(folders, 'systems');
  const found: System[] = [];
  for (const id of ids) {
    const folder = await findProject(folders, 'systems', id, 'system.yaml');
    if (folder !== undefined) found.push(await loadSystem(join(folder, 'systems', id, 'system.yaml')));
  }
  const fitting = found.filter(
    ({ file }) => disclosure === undefined || file.value.disclosure === disclosure,
  );
  const reference = fitting.find(({ id }) => id === 'reference');
  const [only] = fitting;
  if (reference !== undefined) return reference;
  if (only !== undefined && fitting.length === 1) return only;
  const of = disclosure === undefined ? '' : ` of ${disclosure}`;
  const known = fitting.map(({ file }) => file.path).join(', ');
  throw new InputError({
    message:
      known === ''
        ? `there is no system${of} in systems/NAME/system.yaml; name one with --system`
        : `there are several systems${of}; name one with --system: ${known}`,
  });
}
