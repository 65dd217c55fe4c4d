import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { openAuthority } from '../../src/capture/authority.js';
import type { CaptureContext } from '../../src/capture/capture-context.js';
import type { Captured } from '../../src/capture/captured.js';
import { serveConnection } from '../../src/capture/connection.js';
import { type ConnectionAccount, openConnectionAccount } from '../../src/capture/connection-account.js';
import type { Destination } from '../../src/capture/destination.js';
import { openLedger } from '../../src/capture/ledger.js';
import { limits } from '../../src/capture/limits.js';
import { emptyAnswer } from '../../src/system/answers.js';

/** A listener that serves each connection as if it led to `destination`, and counts its bytes. */
export interface Counted {
  readonly url: string;
  readonly port: number;
  readonly certificatePem: string;
  /** All that was captured when the last connection had ended, and what its account says. */
  ended(): Promise<{ readonly captured: readonly Captured[]; readonly account: ConnectionAccount }>;
  close(): Promise<void>;
}

export interface CountedOptions {
  readonly destination?: Destination | null;
  readonly claims?: CaptureContext['claims'];
  readonly bodyLimit?: number;
}

export const documented: Destination = { host: 'a.test', port: 443, text: 'a.test:443' };

export async function openCounted(options: CountedOptions = {}): Promise<Counted> {
  const authority = await openAuthority();
  const ledger = openLedger();
  const context: CaptureContext = {
    ledger,
    authority,
    answer: () => emptyAnswer,
    bodyLimit: options.bodyLimit ?? limits.bodyBytes,
    address: '127.0.0.1:1',
    claims: options.claims ?? (() => false),
    isProbe: () => false,
  };
  const served: { account: ConnectionAccount; over: Promise<void> }[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const account = openConnectionAccount();
    const destination = options.destination === undefined ? documented : options.destination;
    served.push({ account, over: serveConnection(socket, context, { destination, account }) });
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    certificatePem: authority.certificatePem,
    async ended() {
      while (served.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const last = served.at(-1);
      if (last === undefined) throw new Error('nobody connected');
      await last.over;
      return { captured: await ledger.take(), account: last.account };
    },
    async close() {
      server.close();
      await Promise.all(served.map(({ over }) => over));
      await authority.close();
    },
  };
}
