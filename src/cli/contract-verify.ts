import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChosenContracts, chooseContracts } from '../contract/choose-contracts.js';
import { type Provider, toProvider } from '../contract/verify/provider.js';
import { statesByHandlers } from '../contract/verify/state-handlers.js';
import { statesByUrl } from '../contract/verify/state-url.js';
import { noStates, type States } from '../contract/verify/states.js';
import { tellVerification } from '../contract/verify/tell-verification.js';
import type { Verification } from '../contract/verify/verification.js';
import { verifyAgainstContracts } from '../contract/verify/verify-contracts.js';
import { InputError } from '../disclosure/input-error.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findProject, projectFolders } from '../disclosure/project.js';
import type { Console } from './console.js';
import { exitStatusOf } from './exit-status.js';

export interface ContractVerifyOptions {
  readonly providerUrl: string;
  /** The receiving service whose contract alone is meant. */
  readonly provider?: string;
  readonly disclosure?: string;
  /** A folder of contract files; that of the project when not given. */
  readonly contracts?: string;
  readonly project?: string;
  readonly stateHandlers?: string;
  readonly stateUrl?: string;
  /** Each `name: value`; never told. */
  readonly header?: readonly string[];
  /** Seconds that one answer, or one state, may take. */
  readonly timeout?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * `candor contract verify`: whether a receiving service accepts what is documented, and rejects what is not.
 *
 * @returns 0 where it does both, 1 where it rejects what is documented or accepts what is not, 2 where that is not
 * decided: nothing was executed, or less than expected, or a state was not set up, or the service failed.
 * @throws InputError where nothing could be verified.
 */
export async function verifyContracts(
  options: ContractVerifyOptions,
  console: Console,
  signal?: AbortSignal,
): Promise<number> {
  const provider = toProvider(options.providerUrl, options.header, options.timeout);
  const folders = projectFolders(options.project);
  const chosen = await chooseContracts({ ...options, folders });
  const documented = await schemasOf(folders, chosen);
  const states = await openStates(options, provider);
  let verification: Verification;
  try {
    verification = await verifyAgainstContracts({
      ...chosen,
      provider,
      states,
      documented,
      onInteraction: (description) => console.progress(description),
      ...(signal === undefined ? {} : { signal }),
    });
  } finally {
    console.progress();
    await states.close();
  }
  const text = `${JSON.stringify(verification, undefined, 2)}\n`;
  if (options.out !== undefined) await writeOut(options.out, text);
  console.out(options.json ? text : tellVerification(verification, console.width, console.colours));
  return exitStatusOf(verification.verdict);
}

/** The schemas, where they are at hand: an undocumented field must not be called like any of theirs. */
async function schemasOf(
  folders: readonly string[],
  { disclosure }: ChosenContracts,
): Promise<readonly unknown[]> {
  const project = await findProject(folders, 'disclosures', disclosure, 'disclosure.yaml');
  if (project === undefined) return [];
  const { payloads } = await loadDisclosure(project, disclosure);
  return [...payloads.values()].map(({ schema }) => schema);
}

async function openStates(
  { stateHandlers, stateUrl }: ContractVerifyOptions,
  { timeout }: Provider,
): Promise<States> {
  if (stateHandlers !== undefined && stateUrl !== undefined)
    throw new InputError({ message: 'give --state-handlers or --state-url, not both' });
  if (stateHandlers !== undefined) return statesByHandlers(stateHandlers, timeout);
  return stateUrl === undefined ? noStates : statesByUrl(stateUrl, timeout);
}

async function writeOut(folder: string, text: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'verify.json'), text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError({ file: folder, message: `cannot be written to (${code ?? message})` });
  }
}
