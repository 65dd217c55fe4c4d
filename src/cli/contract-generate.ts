import { join } from 'node:path';
import { CONTRACT_FOLDER } from '../contract/contract.js';
import {
  compareFolder,
  type FileState,
  type Settled,
  settleFolder,
} from '../contract/generate/contract-folder.js';
import { type Generated, generateContractsOf } from '../contract/generate/generate.js';
import { InputError } from '../disclosure/input-error.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findDisclosureProject, listIds, projectFolders } from '../disclosure/project.js';
import { visible } from '../disclosure/visible.js';
import { plural } from '../report/model/words.js';
import { loadScenarios } from '../scenario/load.js';
import { loadSystem, requireSystem } from '../system/load.js';
import { chooseSystem } from './choose-system.js';
import type { Console } from './console.js';
import { UPHELD, VIOLATED } from './exit-status.js';
import { systemFiles } from './find-system.js';

export interface ContractGenerateOptions {
  /** All in the project that have a system when not given. */
  readonly disclosure?: string;
  /** The system file whose routes carry the payloads; the reference system, or the only one, when not given. */
  readonly system?: string;
  /** contracts/ID of the project when not given. */
  readonly out?: string;
  /** Compare, and write nothing. */
  readonly check?: boolean;
  readonly project?: string;
  readonly json?: boolean;
}

/** The contracts of one disclosure, and how its folder stands to them. */
interface Outcome {
  readonly disclosure: string;
  readonly system: string;
  readonly folder: string;
  readonly files: readonly (FileState & { readonly settled: Settled | undefined })[];
  readonly generated: Generated;
}

/**
 * `candor contract generate`: writes the Pact contracts of a disclosure, or compares what is there with them.
 *
 * @returns 0; 1 where `check` is given and a file is stale, missing or surplus, or one that is surplus was left.
 * @throws InputError where something cannot be loaded or written, or nothing is sent in any scenario.
 */
export async function generateContracts(options: ContractGenerateOptions, console: Console): Promise<number> {
  const folders = projectFolders(options.project);
  const ids = await disclosuresOf(folders, options);
  if (options.out !== undefined && ids.length > 1) {
    throw new InputError({
      message: `--out is for the contracts of one disclosure; name it with --disclosure: ${ids.join(', ')}`,
    });
  }
  const outcomes: Outcome[] = [];
  for (const id of ids) {
    console.progress(`generating the contracts of ${id}`);
    outcomes.push(await generateOne(folders, id, options));
  }
  console.progress();
  if (options.json) console.out(`${JSON.stringify({ disclosures: outcomes.map(summary) })}\n`);
  else for (const outcome of outcomes) print(outcome, options, console);
  return outcomes.every(isSettled) ? UPHELD : VIOLATED;
}

/** @throws InputError where none is named, and none has a system. */
async function disclosuresOf(
  folders: readonly string[],
  { disclosure, system }: ContractGenerateOptions,
): Promise<readonly string[]> {
  if (disclosure !== undefined) return [disclosure];
  if (system !== undefined) return [(await loadSystem(system)).file.value.disclosure];
  const systems = await Promise.all((await systemFiles(folders)).map(loadSystem));
  // Whoever has disclosures of their own does not mean those that Candor brings along.
  for (const folder of folders) {
    const known = await listIds([folder], 'disclosures');
    const ids = known.filter((id) => systems.some(({ file }) => file.value.disclosure === id));
    if (ids.length > 0) return ids;
  }
  throw new InputError({
    message: 'there is no disclosure with a system here; name a project with --project',
  });
}

async function generateOne(
  folders: readonly string[],
  id: string,
  { check, out, project: named, system: path }: ContractGenerateOptions,
): Promise<Outcome> {
  const project = await findDisclosureProject(folders, id);
  const disclosure = await loadDisclosure(project, id);
  const system = await chooseSystem(folders, id, path);
  requireSystem(system, disclosure);
  const generated = generateContractsOf(disclosure, system, await loadScenarios(project, disclosure));
  // What is installed is nobody's to write to: without --project the contracts are the current folder's.
  const folder = out ?? join(named ?? '.', CONTRACT_FOLDER, id);
  const states = await compareFolder(folder, generated.contracts);
  const settled = check ? undefined : await settleFolder(folder, generated.contracts, states);
  const files = states.map((state) => ({ ...state, settled: settled?.get(state.name) }));
  return { disclosure: id, system: system.id, folder, files, generated };
}

function isSettled({ files }: Outcome): boolean {
  return files.every(({ settled, state }) => (settled === undefined ? state === 'same' : settled !== 'left'));
}

function print(outcome: Outcome, { check }: ContractGenerateOptions, console: Console): void {
  const { disclosure, files, generated, system } = outcome;
  const interactions = files.reduce((sum, file) => sum + file.interactions, 0);
  const services = generated.contracts.size;
  console.out(
    `${console.colours.bold(disclosure)}: ${plural(interactions, 'interaction')} with ${plural(services, 'service')}, by the routes of ${system}\n`,
  );
  for (const { interactions: count, path, settled, state } of files) {
    const about = state === 'surplus' ? '' : `  ${plural(count, 'interaction')}`;
    console.out(`  ${(settled ?? state).padEnd(9)}  ${visible(path, 400)}${about}\n`);
  }
  for (const { path, settled, state } of files) {
    const fault = check ? faults[state] : settled === 'left' ? LEFT : undefined;
    if (fault !== undefined) console.err(`candor: ${visible(path, 400)}: ${fault}\n`);
  }
  for (const name of [...generated.unseenPayloads, ...generated.unseenFields]) {
    console.err(`candor: no scenario of ${disclosure} has ${name} sent: no contract speaks of it\n`);
  }
  for (const name of generated.webSocketPayloads) {
    console.err(
      `candor: ${name} leaves as messages of a WebSocket, and a contract is of requests: none speaks of those messages\n`,
    );
  }
}

const LEFT = 'is no contract of this disclosure and was left; move it elsewhere';
const faults: Readonly<Record<FileState['state'], string | undefined>> = {
  same: undefined,
  stale: 'is stale; run "candor contract generate"',
  missing: 'is missing; run "candor contract generate"',
  surplus: 'is surplus: nothing is sent to such a service; run "candor contract generate"',
};

function summary({ disclosure, files, folder, generated, system }: Outcome) {
  return {
    disclosure,
    system,
    folder,
    files: files.map(({ interactions, name, settled, state }) => ({
      file: name,
      interactions,
      state: settled ?? state,
    })),
    unseen: { payloads: generated.unseenPayloads, fields: generated.unseenFields },
    webSocketPayloads: generated.webSocketPayloads,
  };
}
