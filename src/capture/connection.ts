import type { Socket } from 'node:net';
import { createByteReader } from './byte-reader.js';
import type { CaptureContext, Channel, ConnectionContext } from './capture-context.js';
import { type ConnectionAccount, openConnectionAccount } from './connection-account.js';
import type { Destination } from './destination.js';
import { serveHttp1 } from './http1.js';
import { serveHttp2 } from './http2.js';
import type { Slot } from './ledger.js';
import { limits } from './limits.js';
import { serveOpaque } from './opaque.js';
import { recognise } from './recognise.js';
import { openTls } from './tls-layer.js';

/** A connection of which every byte is accounted for, and where it leads, if that is known without a CONNECT. */
export interface DirectConnection {
  /** null at a proxy port. */
  readonly destination: Destination | null;
  readonly account: ConnectionAccount;
}

/**
 * Serves one connection until it ends: recognises what is spoken, goes down into a tunnel and into TLS as the
 * client does, and destroys the socket at last. Never rejects for what a client does.
 *
 * @param direct where the client believes that it is connected to. Without it the socket is a proxy port's, and
 *   requests are recorded without their bytes.
 */
export async function serveConnection(
  socket: Socket,
  shared: CaptureContext,
  direct?: DirectConnection,
): Promise<void> {
  socket.on('error', () => {});
  const account = direct?.account ?? openConnectionAccount();
  account.follow(socket);
  const context = accounting(shared, account, socket.remotePort ?? 0, direct !== undefined);
  const contact = context.ledger.begin();
  contact.waitFor(limits.contactTime);
  const channel: Channel = {
    stream: socket,
    reader: createByteReader(socket),
    destination: direct?.destination ?? null,
    tls: null,
    contact,
  };
  try {
    const takeBack = account.checkpoint();
    await serveChannel(channel, context);
    const bytes = channel.reader.position;
    // Whoever connects to the proxy and says nothing has sent nothing anywhere.
    if (bytes === 0 && channel.destination === null) channel.contact?.discard();
    else settleContact(channel.contact, 'tcp', channel.destination?.text ?? context.address, bytes, takeBack);
  } finally {
    socket.destroy();
  }
}

/**
 * The context with a ledger that tells the account what is settled, and in which a heartbeat that is broken off
 * leaves no trace either.
 */
function accounting(
  context: CaptureContext,
  account: ConnectionAccount,
  port: number,
  counted: boolean,
): ConnectionContext {
  const begin = (): Slot => {
    const slot = context.ledger.begin();
    let settled = false;
    return {
      ...slot,
      settle(captured, reserved) {
        if (!settled && captured.kind === 'opaque') account.addOpaque(captured.bytes);
        if (!settled && captured.kind === 'request') account.addMessage(captured.bytes ?? 0);
        settled = true;
        const isProbe = captured.kind === 'opaque' && context.isProbe(port, captured.destination);
        if (isProbe) {
          account.disown();
          slot.discard();
        } else if (captured.kind === 'request' && !counted) {
          const { bytes: _uncounted, ...request } = captured;
          slot.settle(request, reserved);
        } else slot.settle(captured, reserved);
      },
    };
  };
  return { ...context, account, ledger: { ...context.ledger, begin } };
}

async function serveChannel(channel: Channel, context: ConnectionContext): Promise<void> {
  const recognised = await recognise(channel.reader);
  switch (recognised) {
    case 'nothing':
      return;
    case 'other':
      return serveOpaque(channel, context);
    case 'http2':
      return serveHttp2(channel, context);
    case 'tls':
      // TLS in TLS, or at the proxy port itself, is nothing that a client of this proxy speaks.
      if (channel.destination === null || channel.tls !== null) return serveOpaque(channel, context);
      return serveTls(channel, channel.destination, context);
    case 'http1': {
      const destination = await serveHttp1(channel, context);
      if (destination !== null) await serveTunnel(channel, destination, context);
    }
  }
}

/** What comes after a CONNECT. Nothing at all is still a contact with the destination, of no bytes. */
async function serveTunnel(
  outer: Channel,
  destination: Destination,
  context: ConnectionContext,
): Promise<void> {
  const channel: Channel = { ...outer, destination };
  outer.contact = null;
  const start = outer.reader.position;
  const takeBack = context.account.checkpoint();
  await serveChannel(channel, context);
  settleContact(channel.contact, 'tcp', destination.text, outer.reader.position - start, takeBack);
}

/**
 * A handshake that fails, or after which nothing is asked (a client that checks its pin only then), is
 * opaque: its bytes are those of the tunnel, as they left.
 */
async function serveTls(outer: Channel, destination: Destination, context: ConnectionContext): Promise<void> {
  const { stream: socket, contact } = outer;
  const takeBack = context.account.checkpoint();
  outer.contact = null;
  contact?.waitFor(limits.handshakeTime);
  const start = outer.reader.position;
  outer.reader.release();

  const opened = await openTls(socket, destination.host, context.authority);
  const settle = (pending: Slot | null): void =>
    settleContact(pending, 'tls handshake', destination.text, socket.bytesRead - start, takeBack);
  if (opened === null) return settle(contact);
  contact?.waitFor(limits.contactTime);
  const { stream, session } = opened;
  context.account.secure(stream, start);
  const channel: Channel = { stream, reader: createByteReader(stream), destination, tls: session, contact };
  await serveChannel(channel, context);
  settle(channel.contact);
  await ended(channel);
  stream.destroy();
}

/**
 * Waits until the client has ended TLS as well, for a while: its last alert (RFC 8446, 6.1) left it all the same, and is
 * counted only where it is read.
 */
async function ended({ stream, reader }: Channel): Promise<void> {
  if (!stream.destroyed) stream.end();
  const last = performance.now() + limits.lingerTime;
  do reader.take(reader.peek().length);
  while ((await reader.more(last)) === 'bytes');
}

function settleContact(
  contact: Slot | null,
  protocol: 'tcp' | 'tls handshake',
  destination: string,
  bytes: number,
  takeBack: () => void,
): void {
  if (contact === null) return;
  takeBack();
  contact.settle({ kind: 'opaque', protocol, destination, bytes });
}
