import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import type { CapturedRequest } from './captured.js';
import { limits } from './limits.js';

/** The one host that Candor asks for itself; `.invalid` never resolves (RFC 6761, 6.4). */
const heartbeatHost = 'heartbeat.candor.invalid';
const target = `${heartbeatHost}:443`;

export interface Heartbeat {
  /** Whether a captured request carries a token of ours that is still awaited. It is then seen. */
  claims(request: CapturedRequest): boolean;
  /** Whether the connection from a local port to `host:port` is a probe's, whole or not. */
  isProbe(port: number, destination: string): boolean;
  /** Sends one probe through the proxy at `port`; whether the capture saw it. Never rejects. */
  beat(host: string, port: number): Promise<boolean>;
}

/** Probes of the capture's own, made as an ordinary client's would be (DESIGN 4.5, heartbeat). */
export function createHeartbeat(certificatePem: string): Heartbeat {
  const awaited = new Map<string, boolean>();
  const ports = new Set<number>();
  const remember = (socket: Socket): void => {
    const port = socket.localPort ?? 0;
    ports.add(port);
    // The other end learns a moment later that the socket is closed.
    socket.once('close', () => setTimeout(() => ports.delete(port), limits.quietTime).unref());
  };
  return {
    claims(request) {
      if (request.method !== 'GET' || !awaited.has(request.url)) return false;
      awaited.set(request.url, true);
      return true;
    },
    isProbe: (port, destination) => destination === target && ports.has(port),
    async beat(host, port) {
      const path = `/${randomBytes(16).toString('hex')}`;
      const url = `https://${heartbeatHost}${path}`;
      awaited.set(url, false);
      const signal = AbortSignal.timeout(limits.heartbeatTime);
      try {
        const tunnel = await openTunnel(host, port, signal, remember);
        await get(tunnel, path, certificatePem, signal);
      } catch {
        // The probe's failure is its answer.
      }
      const seen = awaited.get(url) === true;
      awaited.delete(url);
      return seen;
    },
  };
}

function openTunnel(
  host: string,
  port: number,
  signal: AbortSignal,
  connected: (socket: Socket) => void,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host, port, method: 'CONNECT', path: target, agent: false, signal });
    request.on('error', reject);
    request.on('socket', (socket) => socket.once('connect', () => connected(socket)));
    request.on('response', () => reject(new Error('The proxy refused the tunnel.')));
    request.on('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error('The proxy refused the tunnel.'));
    });
    request.end();
  });
}

function get(tunnel: Socket, path: string, ca: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    tunnel.on('error', reject);
    const createConnection = () => connect({ socket: tunnel, servername: heartbeatHost, ca });
    const request = httpsRequest({ host: heartbeatHost, path, createConnection, signal });
    request.on('error', (error) => {
      tunnel.destroy();
      reject(error);
    });
    request.on('response', (response) => {
      response.on('error', reject);
      response.on('end', () => {
        tunnel.destroy();
        resolve();
      });
      response.resume();
    });
    request.end();
  });
}
