import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import type { Contract, Interaction } from '../contract.js';
import { findPactPackage } from '../pact-packages.js';
import { type AskedProcess, NoReply, startProcess } from './child-process.js';
import { type PactAccount, readPactAccount } from './pact-account.js';
import type { VerifierAnswer, VerifierTask } from './verifier-messages.js';

/** Pact's Verifier, in a process of its own. */
export interface Verifier {
  /** Verifies one interaction of a contract, alone, against what answers at a URL. */
  verify(contract: Contract, interaction: Interaction, url: string): Promise<PactAccount>;
  close(): Promise<void>;
}

type VerifierProcess = AskedProcess<VerifierTask, VerifierAnswer>;

const START_LIMIT = 60_000;
/** Beyond what the provider may take: the Verifier must not be the one that gives up first. */
const MARGIN = 5000;
const END_MARGIN = 20_000;

/**
 * Starts Pact's Verifier.
 *
 * @param timeout how long the provider may take for one answer, in milliseconds
 * @throws InputError where it is not installed or does not start.
 */
export async function openVerifier(timeout: number): Promise<Verifier> {
  const pact = findPactPackage('@pact-foundation/pact', 'package.json');
  const folder = await mkdtemp(join(tmpdir(), 'candor-verify-'));
  let running: VerifierProcess | undefined;

  const start = async (): Promise<VerifierProcess> => {
    const started: VerifierProcess = startProcess(new URL('./verifier-child.js', import.meta.url), {
      parameters: [pact],
      cwd: folder,
      env: verifierEnvironment(process.env),
    });
    const greeting = await started.greeting(START_LIMIT);
    if (!(greeting instanceof NoReply) && greeting.kind === 'ready') return started;
    await started.close();
    throw new InputError({ message: `Pact's Verifier does not start: ${reasonOf(greeting)}` });
  };
  const end = async (): Promise<void> => {
    await running?.close();
    running = undefined;
  };
  const close = async (): Promise<void> => {
    await end();
    await rm(folder, { recursive: true, force: true });
  };

  try {
    running = await start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async verify(contract, interaction, url) {
      const file = join(folder, 'interaction.json');
      await writeFile(file, JSON.stringify({ ...contract, interactions: [interaction] }));
      running ??= await start();
      const task: VerifierTask = {
        pact: file,
        provider: contract.provider.name,
        url,
        timeout: timeout + MARGIN,
      };
      const answer = await running.ask(task, timeout + END_MARGIN);
      if (!(answer instanceof NoReply) && answer.kind === 'result')
        return readPactAccount(answer.result, interaction);
      await end();
      return { kind: 'not-run', because: `Pact's Verifier: ${reasonOf(answer)}` };
    },
    close,
  };
}

function reasonOf(answer: VerifierAnswer | NoReply): string {
  return 'because' in answer ? answer.because : 'it answered what it was not asked';
}

/**
 * What the Verifier's process may know. Its own variables could filter interactions away or publish results, its
 * tracking is off, and no proxy takes what is for this machine.
 */
export function verifierEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot'].flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]]));
  return { ...Object.fromEntries(kept), PACT_DO_NOT_TRACK: 'true' };
}
