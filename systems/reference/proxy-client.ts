import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { HttpMessage, Message, OpaqueMessage } from './message.js';

const DEADLINE_MILLISECONDS = 10_000;
const OPAQUE_LINGER_MILLISECONDS = 250;

/** Where the product's network begins: every message leaves through this proxy and trusts this authority. */
export interface Network {
  readonly proxy: URL;
  /** The authority's certificate, PEM. */
  readonly authority: string;
}

/**
 * Sends one message and waits until it is answered, whatever the answer. Rejects where the proxy refuses,
 * the connection breaks, the peer is not vouched for by the authority, or ten seconds have passed.
 */
export async function send(message: Message, network: Network): Promise<void> {
  const signal = AbortSignal.timeout(DEADLINE_MILLISECONDS);
  if (message.kind === 'opaque') return sendOpaque(message, network, signal);
  const url = new URL(message.url);
  if (url.protocol === 'http:') return sendPlain(message, network, signal);
  const tunnel = await openTunnel(`${url.hostname}:${url.port || '443'}`, network, signal);
  try {
    await sendThrough(tunnel, message, url, network, signal);
  } finally {
    tunnel.destroy();
  }
}

/** RFC 9110 section 9.3.6: a byte stream to `authority`, once the proxy has said 200. */
function openTunnel(authority: string, network: Network, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest({
      host: network.proxy.hostname,
      port: network.proxy.port,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority },
      agent: false,
      signal,
    });
    asking.once('connect', (response, socket: Socket) => {
      // The request's own listeners are gone once it has become a tunnel, and an error without one is fatal.
      socket.on('error', () => socket.destroy());
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy answered ${response.statusCode} for ${authority}`));
    });
    asking.on('error', reject);
    asking.end();
  });
}

function sendThrough(
  tunnel: Socket,
  message: HttpMessage,
  url: URL,
  network: Network,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = httpsRequest(
      {
        method: message.method,
        host: url.hostname,
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, ...message.headers },
        signal,
        // Only without an agent, not even the one that `agent: false` makes, is the tunnel the connection.
        createConnection: () =>
          connectTls({
            socket: tunnel,
            servername: url.hostname,
            ca: network.authority,
            ALPNProtocols: ['http/1.1'],
            ...(message.tls === undefined ? {} : { minVersion: 'TLSv1', ...message.tls }),
          }),
      },
      (response) => untilEnd(response).then(resolve, reject),
    );
    asking.on('error', reject);
    asking.end(message.body);
  });
}

/** Absolute-form (RFC 9112 section 3.2.2), which is how plain HTTP goes through a proxy. */
function sendPlain(message: HttpMessage, network: Network, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest(
      {
        host: network.proxy.hostname,
        port: network.proxy.port,
        method: message.method,
        path: message.url,
        headers: { host: new URL(message.url).host, ...message.headers },
        agent: false,
        signal,
      },
      (response) => untilEnd(response).then(resolve, reject),
    );
    asking.on('error', reject);
    asking.end(message.body);
  });
}

async function sendOpaque(message: OpaqueMessage, network: Network, signal: AbortSignal): Promise<void> {
  const tunnel = await openTunnel(message.authority, network, signal);
  const closed = new Promise<void>((resolve) => {
    tunnel.once('close', () => resolve());
  });
  // Nobody need answer such bytes, so the tunnel is given a moment and then closed from here.
  const linger = setTimeout(() => tunnel.destroy(), OPAQUE_LINGER_MILLISECONDS);
  tunnel.resume();
  tunnel.end(message.bytes);
  await closed;
  clearTimeout(linger);
}

function untilEnd(response: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    response.once('end', resolve);
    response.on('error', reject);
    response.resume();
  });
}
