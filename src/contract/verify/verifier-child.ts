import { createRequire } from 'node:module';
import type { VerifierAnswer, VerifierTask } from './verifier-messages.js';

/** What is used of pact-core, in the version that `@pact-foundation/pact` itself goes by. */
interface PactCore {
  readonly Verifier: new (
    options: Readonly<Record<string, unknown>>,
  ) => {
    verify(): Promise<unknown>;
  };
}

// The process in which Pact's native code runs, with nothing of the environment of whoever started it. The class
// Verifier of @pact-foundation/pact is passed by: on the way through its proxy a form becomes JSON that is cut off.
const answer = (message: VerifierAnswer): void => {
  process.send?.(message);
};

async function verify(core: PactCore, { pact, provider, url, timeout }: VerifierTask): Promise<void> {
  const options = {
    provider,
    providerBaseUrl: url,
    pactUrls: [pact],
    logLevel: 'error',
    timeout,
    failIfNoPactsFound: true,
    enablePending: false,
  };
  try {
    answer({ kind: 'result', result: textOf(await new core.Verifier(options).verify()) });
  } catch (error) {
    // A verification that failed is thrown, with the same account for its message.
    answer({ kind: 'result', result: error instanceof Error ? error.message : String(error) });
  }
}

function textOf(result: unknown): string {
  return typeof result === 'string' ? result : JSON.stringify(result);
}

try {
  const pact = createRequire(process.argv[2] ?? '');
  const core = pact('@pact-foundation/pact-core') as PactCore;
  process.on('message', (task: VerifierTask) => verify(core, task));
  process.once('disconnect', () => process.exit());
  answer({ kind: 'ready' });
} catch (error) {
  answer({ kind: 'failed', because: error instanceof Error ? error.message : String(error) });
}
