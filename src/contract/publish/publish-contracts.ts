import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import type { LoadedContract } from '../contract.js';
import type { Broker } from './broker.js';
import { askBroker, failureOf } from './broker-client.js';

/** What the broker is told of the product whose contracts these are. */
export interface ConsumerVersion {
  readonly version: string;
  readonly branch?: string;
  readonly tags: readonly string[];
}

const LIMIT = 120_000;

/**
 * Publishes contracts to a broker, one after the other.
 *
 * @param onPublished called with the provider of each that the broker took
 * @throws InputError where there is none, or the broker does not take one; those before it are published then.
 */
export async function publishContracts(
  contracts: readonly LoadedContract[],
  broker: Broker,
  { version, branch, tags }: ConsumerVersion,
  onPublished: (provider: string) => void,
): Promise<void> {
  if (contracts.length === 0) throw new InputError({ message: 'there is no contract to publish' });
  // The client takes tags with commas between them, and only so.
  const comma = tags.find((tag) => tag.includes(',') || tag === '');
  if (comma !== undefined) throw new InputError({ message: '--tag may not be empty, nor hold a comma' });
  if (version === '') throw new InputError({ message: '--consumer-app-version may not be empty' });
  const parameters = [
    `--consumer-app-version=${version}`,
    ...(branch === undefined ? [] : [`--branch=${branch}`]),
    ...(tags.length === 0 ? [] : [`--tag=${tags.join(',')}`]),
  ];
  // What it is given it reads as a pattern: in a folder of ours the name of a file is no pattern.
  const folder = await mkdtemp(join(tmpdir(), 'candor-publish-'));
  try {
    for (const [index, { path, contract }] of contracts.entries()) {
      await copyFile(path, join(folder, 'contract.json'));
      const outcome = await askBroker(broker, ['publish', 'contract.json', ...parameters], {
        cwd: folder,
        limit: LIMIT,
      });
      if (!outcome.succeeded) {
        const before = `${index} of ${contracts.length} contracts were published before it`;
        throw new InputError({
          message: `the Pact Broker did not take the contract with ${contract.provider.name}: ${failureOf(outcome, broker)} (${before})`,
        });
      }
      onPublished(contract.provider.name);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
