import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Answer, emptyAnswer } from '../system/answers.js';
import type { Authority } from './authority.js';
import type { Capture } from './capture.js';
import type { CaptureContext } from './capture-context.js';
import { serveConnection } from './connection.js';
import { createHeartbeat } from './heartbeat.js';
import { openLedger } from './ledger.js';
import { limits } from './limits.js';
import { proxyEnvironment } from './proxy-environment.js';

export interface ProxyCaptureOptions {
  /** Signs for every host. Closed by whoever opened it, after the capture. */
  authority: Authority;
  /** What is answered to a request; `200 application/json {}` without it. */
  answer?: (method: string, url: string) => Answer;
  /** The longest body that is kept, in bytes; 8 MiB without it. */
  bodyLimit?: number;
  /** The address to listen on; 127.0.0.1 without it. */
  host?: string;
}

/**
 * Opens a proxy that answers every host itself and passes nothing on, on a free port of the loopback interface (DESIGN 3, capture; 8, what it must
 * withstand). Rejects with the system's error when it cannot listen on `host`.
 */
export async function openProxyCapture(options: ProxyCaptureOptions): Promise<Capture> {
  const { authority, answer = () => emptyAnswer, bodyLimit = limits.bodyBytes, host = '127.0.0.1' } = options;
  const ledger = openLedger();
  const heartbeat = createHeartbeat(authority.certificatePem);
  const connections = new Map<Socket, Promise<void>>();
  let refusing = false;

  // Half open: a client that has sent its request and ended still gets its answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  server.maxConnections = limits.connections;
  server.listen({ host, port: 0 });
  await once(server, 'listening');
  const { port, family } = server.address() as AddressInfo;
  const address = `${family === 'IPv6' ? `[${host}]` : host}:${port}`;
  const url = `http://${address}`;
  const { claims, isProbe } = heartbeat;
  const context: CaptureContext = { ledger, authority, answer, bodyLimit, address, claims, isProbe };

  server.on('connection', (socket) => {
    if (refusing) {
      socket.on('error', () => {});
      socket.resetAndDestroy();
      return;
    }
    const served = serveConnection(socket, context)
      .catch(ledger.fail)
      .finally(() => connections.delete(socket));
    connections.set(socket, served);
  });

  const destroyConnections = (): void => {
    for (const socket of connections.keys()) socket.resetAndDestroy();
  };
  const closeOnce = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    destroyConnections();
    await Promise.all([closed, ...connections.values()]);
  };
  let closing: Promise<void> | null = null;

  return {
    kind: 'proxy',
    url,
    environment: proxyEnvironment(url, authority.certificateFile),
    take: ledger.take,
    refuse(offline) {
      refusing = offline;
      if (offline) destroyConnections();
    },
    // What the product sends past the proxy is not seen at all.
    enclose: (command) => command,
    async heartbeat() {
      const heard = await heartbeat.beat(host, port);
      return heard ? { over: ['tls'], missing: [] } : { over: [], missing: ['tls'] };
    },
    bytes: async () => undefined,
    close() {
      closing ??= closeOnce();
      return closing;
    },
  };
}
