import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeSpecimen } from '../../src/specimen/specimen.js';
import { acme, acmeScenario, acmeSystem } from '../judge/judging.js';
import type { Workplace } from './workplace.js';

/** The trace that a product of Acme's leaves which does just what its disclosure says. */
export async function writeAgreeingTrace(file: string): Promise<string> {
  const scenario = await acmeScenario('crash-reported');
  return writeTrace(file, composeSpecimen({ disclosure: acme, system: acmeSystem.file.value, scenario }));
}

export async function writeTrace(
  file: string,
  { events }: { readonly events: readonly object[] },
): Promise<string> {
  await writeFile(file, `${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
  return file;
}

/**
 * What a vendor does with contracts, from the first to the last: generate, replay and verify, of a copy of Acme's
 * project and against its receiving service.
 *
 * @returns the parameters of each command.
 */
export async function contractCommands(
  workplace: Workplace,
  project: string,
  service: string,
): Promise<readonly (readonly string[])[]> {
  const file = await writeAgreeingTrace(join(workplace.folder, 'agreeing.ndjson'));
  return [
    ['contract', 'generate', '--project', project],
    ['contract', 'replay', file, '--project', project],
    ['contract', 'verify', '--provider-url', service, '--project', project],
  ];
}
