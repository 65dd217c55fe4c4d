import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, openAccountKeeper } from '../../../src/contract/replay/account.js';
import { keepMockServers } from '../../../src/contract/replay/mock-servers.js';
import type { MockService } from '../../../src/contract/replay/mock-service.js';
import { replayTrace } from '../../../src/contract/replay/replay-trace.js';
import { chooseReadings, variantsOf } from '../../../src/judge/readings.js';
import type { SystemFile } from '../../../src/system/system-file.generated.js';
import { acme, acmeSystem, type TraceBuilder } from '../../judge/judging.js';
import { acmeContract } from './acme-contract.js';

/** Replays a trace of acme's against a contract, ours when not given. */
export async function replay(
  service: MockService,
  { events }: Pick<TraceBuilder, 'events'>,
  contract = acmeContract,
  system: SystemFile = acmeSystem.file.value,
): Promise<Account> {
  const folder = await mkdtemp(join(tmpdir(), 'replay-'));
  const file = join(folder, 'trace.ndjson');
  const keeper = openAccountKeeper();
  try {
    await writeFile(file, `${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
    await replayTrace(file, {
      disclosure: acme,
      system,
      variants: variantsOf(acme, chooseReadings(acme, [])),
      contracts: [contract],
      servers: keepMockServers(service),
      take: (compared) => keeper.take('trace.ndjson', compared),
      onProgress: () => undefined,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
  return keeper.account();
}
