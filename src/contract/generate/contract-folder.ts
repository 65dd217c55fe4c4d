import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import { readSourceFile, unreadable } from '../../disclosure/source-file.js';
import type { Contract } from '../contract.js';
import type { ContractFile } from '../contract-file.generated.js';
import { contractNames } from '../load-contracts.js';
import { contractText } from './contract-text.js';

/** How a file in the folder of contracts compares with what is generated. */
export interface FileState {
  readonly name: string;
  readonly path: string;
  readonly state: 'same' | 'stale' | 'missing' | 'surplus';
  /** How many interactions it is to have; none where it is surplus. */
  readonly interactions: number;
}

/** What was done about a file; `left` is one that is surplus, and not a contract of this disclosure. */
export type Settled = 'unchanged' | 'written' | 'removed' | 'left';

/**
 * Compares a folder, which need not exist, with the contracts that belong in it; in the order of the names.
 *
 * @throws InputError where something in it cannot be read.
 */
export async function compareFolder(
  folder: string,
  contracts: ReadonlyMap<string, Contract>,
): Promise<readonly FileState[]> {
  const present = await contractNames(folder);
  const states: FileState[] = [];
  for (const [name, contract] of contracts) {
    const path = join(folder, name);
    const interactions = contract.interactions.length;
    const text = present.includes(name) ? await readText(path) : undefined;
    const state = text === undefined ? 'missing' : text === contractText(contract) ? 'same' : 'stale';
    states.push({ name, path, state, interactions });
  }
  for (const name of present) {
    if (!contracts.has(name))
      states.push({ name, path: join(folder, name), state: 'surplus', interactions: 0 });
  }
  return states.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * Makes the folder hold what belongs in it: writes what is stale or missing, and removes contracts of the disclosure
 * that are surplus. Any other file is left.
 *
 * @throws InputError where that cannot be done.
 */
export async function settleFolder(
  folder: string,
  contracts: ReadonlyMap<string, Contract>,
  states: readonly FileState[],
): Promise<ReadonlyMap<string, Settled>> {
  const settled = new Map<string, Settled>();
  const [any] = contracts.values();
  await wrote(folder, mkdir(folder, { recursive: true }));
  for (const { name, path, state } of states) {
    const contract = contracts.get(name);
    if (state === 'same') settled.set(name, 'unchanged');
    else if (contract !== undefined) {
      await wrote(path, writeFile(path, contractText(contract)));
      settled.set(name, 'written');
    } else if (await isContractOf(path, any?.consumer.name)) {
      await wrote(path, rm(path));
      settled.set(name, 'removed');
    } else settled.set(name, 'left');
  }
  return settled;
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ file: path, message: unreadable(error) });
  });
}

/** Nothing is removed that Candor might not have written. */
async function isContractOf(path: string, consumer: string | undefined): Promise<boolean> {
  try {
    const { value } = await readSourceFile<ContractFile>(path, 'contract');
    return value.consumer.name === consumer;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

async function wrote(path: string, work: Promise<unknown>): Promise<void> {
  await work.catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ file: path, message: `cannot be written (${error.code ?? error.message})` });
  });
}
