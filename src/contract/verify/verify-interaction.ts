import { worst } from '../../judge/verdict.js';
import type { Contract, Interaction } from '../contract.js';
import { checkDocumented, checkDocumentedAgain, checkPact, checkUndocumented, notMade } from './checks.js';
import { type DocumentedRequest, documentedRequest, toOutgoing } from './documented-request.js';
import type { Provider } from './provider.js';
import type { Exchange, Relay } from './relay.js';
import { send, whyUnreachable } from './send.js';
import type { States } from './states.js';
import { undocumentedRequests } from './undocumented.js';
import type { Check, InteractionReport } from './verification.js';
import type { Verifier } from './verifier.js';

/** What verifies, and what is verified. */
export interface Bench {
  readonly provider: Provider;
  readonly relay: Relay;
  readonly verifier: Verifier;
  readonly states: States;
  /** The name of the undocumented field. */
  readonly undocumented: string;
}

/** Why nothing more can be learnt of an interaction: its state was not set up, or the provider is gone. */
class NothingMore extends Error {
  readonly check: 'state' | 'provider';

  constructor(check: 'state' | 'provider', because: string) {
    super(because);
    this.check = check;
  }
}

/**
 * Puts one interaction to the test: by Pact's Verifier, by its request alone, by the same with one undocumented field
 * at each place, and by its request again. The state is set up before each of them.
 */
export async function verifyInteraction(
  bench: Bench,
  contract: Contract,
  interaction: Interaction,
): Promise<InteractionReport> {
  const checks: Check[] = [];
  let executed = false;
  try {
    const request = documentedRequest(interaction);
    const pact = await verifyByPact(bench, contract, interaction, request);
    executed = pact.executed;
    checks.push(pact.check);
    await requireThere(bench, pact.check);
    for await (const check of verifyByRequests(bench, interaction, request)) {
      checks.push(check);
      await requireThere(bench, check);
    }
  } catch (error) {
    if (!(error instanceof NothingMore)) throw error;
    checks.push(notMade(error.check, error.message));
  }
  return reportOf(interaction, executed, checks);
}

/** An interaction that was not begun. */
export function notBegun(interaction: Interaction, because: string): InteractionReport {
  return reportOf(interaction, false, [notMade('provider', because)]);
}

function reportOf(
  { key, description, providerStates }: Interaction,
  executed: boolean,
  checks: readonly Check[],
): InteractionReport {
  const verdict = worst(checks.map((check) => check.verdict));
  return { key, description, state: providerStates[0].name, executed, verdict, checks };
}

async function verifyByPact(
  { provider, relay, verifier, states }: Bench,
  contract: Contract,
  interaction: Interaction,
  request: DocumentedRequest,
): Promise<ReturnType<typeof checkPact>> {
  await setUp(states, interaction);
  relay.take();
  const account = await verifier.verify(contract, interaction, relay.url);
  return checkPact(provider, request, account, relay.take());
}

async function* verifyByRequests(
  { provider, states, undocumented }: Bench,
  interaction: Interaction,
  request: DocumentedRequest,
): AsyncGenerator<Check> {
  const exchange = async (documented: DocumentedRequest): Promise<Exchange> => {
    await setUp(states, interaction);
    const sent = toOutgoing(documented);
    return { sent, answer: await send(provider, sent) };
  };
  const first = checkDocumented(provider, 'documented', await exchange(request));
  yield first;
  // Where the documented payload is not accepted, no rejection says anything of a field.
  if (first.verdict !== 'upheld') return;
  const variants = undocumentedRequests(request, undocumented);
  if (variants.length === 0) {
    yield notMade(
      'undocumented',
      'its body is neither JSON nor a form, so that no undocumented field was tried',
    );
    return;
  }
  for (const variant of variants) {
    yield checkUndocumented(provider, variant, await exchange(variant.request));
  }
  yield checkDocumentedAgain(provider, await exchange(request));
}

async function setUp(states: States, { providerStates }: Interaction): Promise<void> {
  for (const state of providerStates) {
    const reason = await states.setUp(state);
    if (reason !== undefined) throw new NothingMore('state', `the state was not set up: ${reason}`);
  }
}

/** A provider that is gone would only be waited for, once for each request that is left. */
async function requireThere({ provider }: Bench, { verdict, answer }: Check): Promise<void> {
  if (verdict !== 'inconclusive' || answer !== undefined) return;
  const reason = await whyUnreachable(provider);
  if (reason !== undefined)
    throw new NothingMore('provider', `the provider can no longer be reached: ${reason}`);
}
