import { setTimeout } from 'node:timers/promises';
import type { Contract } from '../contract.js';
import { type Answer, exchange } from './exchange.js';
import type { MockServer, MockService } from './mock-service.js';
import { pactWords } from './pact-words.js';

/** Mock servers by what they know, started when they are first wanted. */
export interface MockServers {
  /**
   * What a server makes of one message that knows these interactions of a contract and no other.
   *
   * @param interactions their places in the contract, in order; at least one.
   * @throws InputError where the process of the mock servers is not there any more.
   */
  answer(contract: Contract, interactions: readonly number[], message: Buffer): Promise<Answer>;
  /** What Pact says of a message that it rejects, from a server that has got nothing else. */
  why(contract: Contract, interactions: readonly number[], message: Buffer): Promise<unknown>;
}

interface Standing {
  readonly server: Promise<MockServer>;
  users: number;
  requests: number;
  bytes: number;
}

/** So many stand side by side; whoever uses more states of an installation in turn waits for their start. */
const STANDING_LIMIT = 16;
// A mock server keeps every request that it got, to tell of them at the end.
const REQUEST_LIMIT = 1000;
const BYTE_LIMIT = 16 * 1024 * 1024;
const ASKED_AT_MOST = 100;
/** Milliseconds. */
const ASKED_AGAIN_AFTER = 20;

export function keepMockServers(service: MockService): MockServers {
  const standing = new Map<string, Standing>();

  const close = async ({ server }: Standing): Promise<void> => service.close(await server);

  /** The one that was not used for longest goes, of those that nobody uses now. */
  const makeRoom = async (): Promise<void> => {
    for (const [key, entry] of standing) {
      if (standing.size < STANDING_LIMIT) return;
      if (entry.users > 0) continue;
      standing.delete(key);
      await close(entry);
    }
  };

  const stand = (key: string, contract: Contract, interactions: readonly number[]): Standing => {
    const known = standing.get(key);
    standing.delete(key);
    const isSpent = known !== undefined && (known.requests >= REQUEST_LIMIT || known.bytes >= BYTE_LIMIT);
    const server =
      known === undefined || isSpent ? service.open(excerpt(contract, interactions)) : known.server;
    const entry = known === undefined || isSpent ? { server, users: 0, requests: 0, bytes: 0 } : known;
    standing.set(key, entry);
    return entry;
  };

  /** Stands until it is given back. */
  const borrow = async (
    key: string,
    contract: Contract,
    interactions: readonly number[],
  ): Promise<Standing> => {
    if (!standing.has(key)) await makeRoom();
    const before = standing.get(key);
    const entry = stand(key, contract, interactions);
    entry.users += 1;
    if (before !== undefined && before !== entry && before.users === 0) await close(before);
    return entry;
  };

  const giveBack = async (key: string, entry: Standing): Promise<void> => {
    entry.users -= 1;
    if (entry.users === 0 && standing.get(key) !== entry) await close(entry);
  };

  return {
    async answer(contract, interactions, message) {
      const key = `${contract.provider.name} ${interactions.join()}`;
      const entry = await borrow(key, contract, interactions);
      entry.requests += 1;
      entry.bytes += message.length;
      try {
        const answer = await exchange((await entry.server).port, message);
        if (answer.kind === 'none') await service.requireAlive();
        return answer;
      } finally {
        await giveBack(key, entry);
      }
    },
    async why(contract, interactions, message) {
      const server = await service.open(excerpt(contract, interactions));
      try {
        const { kind } = await exchange(server.port, message);
        return await wordsOn(service, server, kind === 'rejects' ? ASKED_AT_MOST : 1);
      } finally {
        await service.close(server);
      }
    },
  };
}

/** A server answers a request before it has written down what it made of it: it is asked until it knows. */
async function wordsOn(service: MockService, server: MockServer, times: number): Promise<unknown> {
  const said = await service.mismatches(server);
  if (times <= 1 || pactWords(said).length > 0) return said;
  await setTimeout(ASKED_AGAIN_AFTER);
  return wordsOn(service, server, times - 1);
}

function excerpt(contract: Contract, interactions: readonly number[]): object {
  return { ...contract, interactions: interactions.flatMap((index) => contract.interactions[index] ?? []) };
}
