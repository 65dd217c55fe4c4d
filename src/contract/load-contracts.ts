import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError, type Problem } from '../disclosure/input-error.js';
import { readSourceFile, type SourceFile, unreadable } from '../disclosure/source-file.js';
import { CONTRACT_FOLDER, type Contract, type Interaction, type LoadedContract } from './contract.js';
import type { ContractFile } from './contract-file.generated.js';
import { contractFileName } from './contract-file-name.js';

const ID = /^[a-z0-9][a-z0-9.-]{0,99}$/;
const FILE_LIMIT = 500;

/**
 * The contracts of a disclosure, `contracts/<id>/*.json` of a project, in the order of their names. Where there are
 * none the list is empty, and whoever asked must say that nothing was put to the test.
 *
 * @throws InputError where one is unreadable, too large, not of its format, or not this disclosure's.
 */
export async function loadContracts(
  project: string,
  disclosureId: string,
): Promise<readonly LoadedContract[]> {
  if (!ID.test(disclosureId)) {
    throw new InputError({ message: `${JSON.stringify(disclosureId)} is no id of a disclosure` });
  }
  const folder = join(project, CONTRACT_FOLDER, disclosureId);
  const names = await contractNames(folder);
  const problems: Problem[] = [];
  const contracts: LoadedContract[] = [];
  for (const name of names) {
    const path = join(folder, name);
    try {
      const file = await readSourceFile<ContractFile>(path, 'contract');
      problems.push(...checkPlace(file, disclosureId), ...checkContract(file));
      contracts.push({ path, contract: file.value });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return contracts;
}

/** The names of the contract files in a folder, in order; none where there is no such folder. */
export async function contractNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new InputError({ file: folder, message: folderFault(error) });
  });
  const names = entries.filter((name) => name.endsWith('.json')).sort();
  if (names.length <= FILE_LIMIT) return names;
  throw new InputError({
    file: folder,
    message: `holds more than the ${FILE_LIMIT} contracts that are read`,
  });
}

function folderFault(error: NodeJS.ErrnoException): string {
  return error.code === 'ENOTDIR' ? 'is a file; a folder is wanted' : unreadable(error);
}

/** In a project a contract stands where its parties say. */
function checkPlace(file: SourceFile<Contract>, disclosureId: string): readonly Problem[] {
  const { consumer, provider } = file.value;
  const problems: Problem[] = [];
  if (consumer.name !== disclosureId) {
    problems.push(file.problem(['consumer', 'name'], `must be ${disclosureId}, the name of its folder`));
  }
  if (contractFileName(provider.name) !== basename(file.path)) {
    problems.push(
      file.problem(['provider', 'name'], `must be that of its file, ${basename(file.path, '.json')}`),
    );
  }
  return problems;
}

/** What the form of a contract does not say: interactions that let anything pass, or stand in for one another. */
export function checkContract(file: SourceFile<Contract>): readonly Problem[] {
  const { interactions } = file.value;
  const problems = interactions.flatMap((interaction, index) => checkTypes(file, interaction, index));
  // Pact tells interactions apart by their description and state: a second one would stand in for the first.
  for (const part of ['description', 'key'] as const) {
    const seen = new Set<string>();
    for (const [index, interaction] of interactions.entries()) {
      if (seen.has(interaction[part])) {
        problems.push(file.problem(['interactions', index, part], `this ${part} stands twice`));
      }
      seen.add(interaction[part]);
    }
  }
  return problems;
}

/** Pact's type, by itself, lets any list and any text pass: it may only narrow what another matcher holds. */
function checkTypes(file: SourceFile<Contract>, interaction: Interaction, index: number): readonly Problem[] {
  const { body = {}, header = {}, query = {} } = interaction.request.matchingRules;
  const parts = Object.entries({ body, header, query });
  return parts.flatMap(([part, rules]) =>
    Object.entries(rules)
      .filter(([, { matchers }]) => {
        const bare = matchers.filter((matcher) => matcher.match === 'type' && !('max' in matcher));
        return bare.length > 0 && bare.length === matchers.length;
      })
      .map(([path]) =>
        file.problem(
          ['interactions', index, 'request', 'matchingRules', part, path],
          'lets anything of a type pass; a rule needs more than that',
        ),
      ),
  );
}
