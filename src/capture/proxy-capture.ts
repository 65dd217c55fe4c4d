import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Answer, emptyAnswer } from '../system/answers.js';
import type { Authority } from './authority.js';
import type { CaptureContext } from './capture-context.js';
import type { Captured } from './captured.js';
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

/** A proxy that answers every host itself and passes nothing on: a product's whole world. */
export interface ProxyCapture {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The variables by which common clients find the proxy and trust its authority. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Everything that arrived since the last take, in the order in which it began. Waits until the requests
   * that have begun are read and answered: at most half a minute, after which they are broken off and
   * opaque. Rejects when `answer` threw. May be called once more after `close`, for what that cut off.
   */
  take(): Promise<Captured[]>;
  /** While true the product is offline: its connections are destroyed, and new ones at once. */
  refuse(refusing: boolean): void;
  /**
   * Sends a probe of Candor's own through this proxy: true if and only if the capture saw exactly its
   * token. It is no part of any take. Never rejects.
   */
  heartbeat(): Promise<boolean>;
  /** Destroys all connections and the listener. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens a capture on a free port of the loopback interface (DESIGN 3, capture; 8, what it must
 * withstand). Rejects with the system's error when it cannot listen on `host`.
 */
export async function openProxyCapture(options: ProxyCaptureOptions): Promise<ProxyCapture> {
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
    url,
    environment: proxyEnvironment(url, authority.certificateFile),
    take: ledger.take,
    refuse(offline) {
      refusing = offline;
      if (offline) destroyConnections();
    },
    heartbeat: () => heartbeat.beat(host, port),
    close() {
      closing ??= closeOnce();
      return closing;
    },
  };
}
