import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../disclosure/input-error.js';
import { listIds } from '../disclosure/project.js';
import { KEPT_SYSTEM } from '../report/run-folder.js';
import { loadSystem, type System } from '../system/load.js';

/**
 * The system that a trace names: the copy that the trace's own run kept, else the one of that id in the project
 * folders.
 *
 * @throws InputError where there is none.
 */
export async function findSystem(folders: readonly string[], traceFile: string, id: string): Promise<System> {
  const kept = join(dirname(dirname(traceFile)), KEPT_SYSTEM);
  const candidates = [kept, ...(await systemFiles(folders))];
  for (const path of candidates) {
    const system = await loadSystem(path).catch((error: unknown) => {
      if (error instanceof InputError) return undefined;
      throw error;
    });
    if (system?.id === id) return system;
  }
  throw new InputError({
    file: traceFile,
    line: 1,
    message: `there is no system ${JSON.stringify(id)} here; name its file with --system FILE`,
  });
}

/** Every system file in the project folders: `systems/<name>/*.yaml`. */
export async function systemFiles(folders: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const folder of folders) {
    for (const name of await listIds([folder], 'systems')) {
      const within = join(folder, 'systems', name);
      const entries = (await readdir(within).catch(() => [])).filter((entry) => entry.endsWith('.yaml'));
      files.push(...entries.sort().map((entry) => join(within, entry)));
    }
  }
  return files;
}
