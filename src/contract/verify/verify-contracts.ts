import { InputError } from '../../disclosure/input-error.js';
import { visible } from '../../disclosure/visible.js';
import type { LoadedContract } from '../contract.js';
import type { Provider } from './provider.js';
import { openRelay } from './relay.js';
import { whyUnreachable } from './send.js';
import type { States } from './states.js';
import { undocumentedName } from './undocumented.js';
import { type ContractReport, concludeVerification, type Verification } from './verification.js';
import { openVerifier } from './verifier.js';
import { type Bench, notBegun, verifyInteraction } from './verify-interaction.js';

/** What is verified, and against what. */
export interface VerificationTask {
  readonly disclosure: string;
  readonly contracts: readonly LoadedContract[];
  readonly provider: Provider;
  readonly states: States;
  /** Whatever else names fields that are documented, such as the schemas: an undocumented one is called otherwise. */
  readonly documented?: readonly unknown[];
  /** Called before each interaction. */
  readonly onInteraction?: (description: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Verifies a receiving service against the contracts of a disclosure: that it accepts each documented payload, by
 * Pact's Verifier and by ourselves, and rejects the same with one undocumented field, which Pact does not try.
 *
 * @throws InputError where the provider cannot be reached, the Verifier does not start, or it was interrupted.
 */
export async function verifyAgainstContracts(task: VerificationTask): Promise<Verification> {
  const { disclosure, contracts, provider, states } = task;
  const expected = contracts.reduce((sum, { contract }) => sum + contract.interactions.length, 0);
  if (expected === 0) return concludeVerification(disclosure, states.kind, expected, []);
  const reason = await whyUnreachable(provider);
  if (reason !== undefined)
    throw new InputError({ message: `${provider.url.href} cannot be reached: ${reason}` });

  const verifier = await openVerifier(provider.timeout);
  try {
    const relay = await openRelay(provider);
    try {
      const undocumented = undocumentedName(
        contracts.map(({ contract }) => contract),
        task.documented,
      );
      const bench: Bench = { provider, relay, verifier, states, undocumented };
      return concludeVerification(disclosure, states.kind, expected, await verifyEach(bench, task));
    } finally {
      await relay.close();
    }
  } finally {
    await verifier.close();
  }
}

async function verifyEach(bench: Bench, task: VerificationTask): Promise<readonly ContractReport[]> {
  const reports: ContractReport[] = [];
  let gone: string | undefined;
  for (const { contract } of task.contracts) {
    const interactions: ContractReport['interactions'][number][] = [];
    for (const interaction of contract.interactions) {
      if (task.signal?.aborted) throw new InputError({ message: 'interrupted; nothing was decided' });
      if (gone !== undefined) {
        interactions.push(notBegun(interaction, gone));
        continue;
      }
      task.onInteraction?.(visible(interaction.description));
      const report = await verifyInteraction(bench, contract, interaction);
      interactions.push(report);
      if (report.verdict === 'inconclusive') gone = await goneReason(bench.provider);
    }
    reports.push({ provider: contract.provider.name, interactions });
  }
  return reports;
}

async function goneReason(provider: Provider): Promise<string | undefined> {
  const reason = await whyUnreachable(provider);
  return reason === undefined ? undefined : `the provider can no longer be reached: ${reason}`;
}
