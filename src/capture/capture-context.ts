import type { Socket } from 'node:net';
import type { Answer } from '../system/answers.js';
import type { Authority } from './authority.js';
import type { ByteReader } from './byte-reader.js';
import type { CapturedRequest, TlsSession } from './captured.js';
import type { ConnectionAccount } from './connection-account.js';
import type { Destination } from './destination.js';
import type { Ledger, Slot } from './ledger.js';

/** What all connections of one capture share. */
export interface CaptureContext {
  readonly ledger: Ledger;
  readonly authority: Authority;
  readonly answer: (method: string, url: string) => Answer;
  readonly bodyLimit: number;
  /** The proxy's own `host:port`. */
  readonly address: string;
  /** Whether a request is Candor's own heartbeat; it is then seen, and not the product's. */
  readonly claims: (request: CapturedRequest) => boolean;
  /** Whether a connection from a port to a destination is a heartbeat's. */
  readonly isProbe: (port: number, destination: string) => boolean;
}

/** What the layers of one connection share. */
export interface ConnectionContext extends CaptureContext {
  readonly account: ConnectionAccount;
}

/** One layer of a connection on which a protocol is spoken: the proxy port, a tunnel, TLS in a tunnel. */
export interface Channel {
  readonly stream: Socket;
  readonly reader: ByteReader;
  /** Where the tunnel leads; null at the proxy port itself. */
  readonly destination: Destination | null;
  /** null means plaintext. */
  readonly tls: TlsSession | null;
  /** The slot of the connection itself, until its first request takes it over. */
  contact: Slot | null;
}

/** The slot for a request that begins: the connection's own for the first, a new one for each after it. */
export function claimSlot(channel: Channel, context: CaptureContext): Slot {
  const slot = channel.contact ?? context.ledger.begin();
  // A connection may stand open for long before anything is asked on it.
  slot.begins();
  channel.contact = null;
  return slot;
}

/** Records a whole request, unless it is Candor's own. `reserved` as for `Slot.settle`. */
export function settleRequest(
  slot: Slot,
  request: CapturedRequest,
  context: ConnectionContext,
  reserved: number,
): 'heartbeat' | 'recorded' {
  if (!context.claims(request)) {
    slot.settle(request, reserved);
    return 'recorded';
  }
  context.account.disown();
  context.ledger.release(reserved);
  slot.discard();
  return 'heartbeat';
}

/** Where opaque bytes were going, as far as it is known. */
export function destinationOf(channel: Channel, context: CaptureContext, url?: string): string {
  if (channel.destination !== null) return channel.destination.text;
  if (url === undefined || !URL.canParse(url)) return context.address;
  const { host, port, protocol } = new URL(url);
  if (host === '') return context.address;
  return port === '' ? `${host}:${protocol === 'https:' || protocol === 'wss:' ? 443 : 80}` : host;
}
