import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, type Problem } from '../disclosure/input-error.js';
import { readSourceFile, unreadable } from '../disclosure/source-file.js';
import { CONTRACT_FOLDER, type Contract, type LoadedContract } from './contract.js';
import { checkContract, contractNames, loadContracts } from './load-contracts.js';

/** Which contracts a user means. */
export interface ContractChoice {
  /** Project folders, the nearest first. */
  readonly folders: readonly string[];
  /** A folder of contract files, wherever it is. */
  readonly contracts?: string;
  readonly disclosure?: string;
  /** Only that of this receiving service. */
  readonly provider?: string;
}

/** The contracts of one disclosure. */
export interface ChosenContracts {
  readonly disclosure: string;
  readonly contracts: readonly LoadedContract[];
}

const ID = /^[a-z0-9][a-z0-9.-]{0,99}$/;

/**
 * The contracts that a user means: those of the nearest project that has any, of its only disclosure where none is
 * named. There may be none, and whoever asked must say that nothing was put to the test.
 *
 * @throws InputError where it is not clear which are meant, a file cannot be used, or no contract is of the provider.
 */
export async function chooseContracts(choice: ContractChoice): Promise<ChosenContracts> {
  const chosen =
    choice.contracts === undefined
      ? await ofProject(choice)
      : await ofFolder(choice.contracts, choice.disclosure);
  const { provider } = choice;
  if (provider === undefined) return chosen;
  const contracts = chosen.contracts.filter(({ contract }) => contract.provider.name === provider);
  if (contracts.length > 0) return { ...chosen, contracts };
  const known = chosen.contracts.map(({ contract }) => contract.provider.name).join(', ') || 'none';
  throw new InputError({
    message: `there is no contract with ${JSON.stringify(provider)}; known here: ${known}`,
  });
}

async function ofProject({ folders, disclosure }: ContractChoice): Promise<ChosenContracts> {
  const lists = await Promise.all(
    folders.map(async (folder) => ({ folder, ids: await idsIn(join(folder, CONTRACT_FOLDER)) })),
  );
  const found = lists.find(({ ids }) =>
    disclosure === undefined ? ids.length > 0 : ids.includes(disclosure),
  );
  const known = [...new Set(lists.flatMap(({ ids }) => ids))].join(', ') || 'none';
  if (found === undefined) {
    const which = disclosure === undefined ? '' : ` of ${JSON.stringify(disclosure)}`;
    throw new InputError({
      message: `there are no contracts${which}; known here: ${known}; "candor contract generate" writes them`,
    });
  }
  const [first] = found.ids;
  if (disclosure === undefined && found.ids.length > 1)
    throw new InputError({
      message: `say with --disclosure whose contracts are meant: ${found.ids.join(', ')}`,
    });
  const id = disclosure ?? first ?? '';
  return { disclosure: id, contracts: await loadContracts(found.folder, id) };
}

async function idsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && ID.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** A folder that was handed over without its project: its files say whose they are. */
async function ofFolder(folder: string, disclosure: string | undefined): Promise<ChosenContracts> {
  await requireFolder(folder);
  const contracts: LoadedContract[] = [];
  const problems: Problem[] = [];
  const providers = new Set<string>();
  let id = disclosure;
  for (const name of await contractNames(folder)) {
    const path = join(folder, name);
    const file = await readSourceFile<Contract>(path, 'contract');
    const { consumer, provider } = file.value;
    id ??= consumer.name;
    if (consumer.name !== id)
      problems.push(file.problem(['consumer', 'name'], `must be ${id}, as for the others of this folder`));
    if (providers.has(provider.name))
      problems.push(
        file.problem(['provider', 'name'], 'another file of this folder is the contract with it'),
      );
    providers.add(provider.name);
    problems.push(...checkContract(file));
    contracts.push({ path, contract: file.value });
  }
  if (problems.length > 0) throw new InputError(problems);
  if (id === undefined) throw new InputError({ file: folder, message: 'holds no contract' });
  return { disclosure: id, contracts };
}

/** One that is not there was misspelt; it is not a folder in which nothing lies. */
async function requireFolder(folder: string): Promise<void> {
  await stat(folder).catch((error: NodeJS.ErrnoException) => {
    const message = error.code === 'ENOENT' ? 'there is no such folder' : unreadable(error);
    throw new InputError({ file: folder, message });
  });
}
