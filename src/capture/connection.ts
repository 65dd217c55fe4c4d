import type { Socket } from 'node:net';
import { createByteReader } from './byte-reader.js';
import type { CaptureContext, Channel } from './capture-context.js';
import type { Destination } from './destination.js';
import { serveHttp1 } from './http1.js';
import { serveHttp2 } from './http2.js';
import type { Slot } from './ledger.js';
import { limits } from './limits.js';
import { serveOpaque } from './opaque.js';
import { recognise } from './recognise.js';
import { openTls } from './tls-layer.js';

/**
 * Serves one connection to the proxy port until it ends: recognises what is spoken, goes down into a
 * tunnel and into TLS as the client does, and destroys the socket at last. Never rejects for what a
 * client does.
 */
export async function serveConnection(socket: Socket, shared: CaptureContext): Promise<void> {
  socket.on('error', () => {});
  const context = withoutProbes(shared, socket.remotePort ?? 0);
  const contact = context.ledger.begin();
  contact.waitFor(limits.contactTime);
  const channel: Channel = {
    stream: socket,
    reader: createByteReader(socket),
    destination: null,
    tls: null,
    contact,
  };
  try {
    await serveChannel(channel, context);
    // Whoever connects to the proxy and says nothing has sent nothing anywhere.
    const bytes = channel.reader.position;
    if (bytes === 0) channel.contact?.discard();
    else channel.contact?.settle({ kind: 'opaque', protocol: 'tcp', destination: context.address, bytes });
  } finally {
    socket.destroy();
  }
}

/** The context with a ledger in which a heartbeat that is broken off leaves no trace either. */
function withoutProbes(context: CaptureContext, port: number): CaptureContext {
  const begin = (): Slot => {
    const slot = context.ledger.begin();
    return {
      ...slot,
      settle(captured, reserved) {
        const isProbe = captured.kind === 'opaque' && context.isProbe(port, captured.destination);
        if (isProbe) slot.discard();
        else slot.settle(captured, reserved);
      },
    };
  };
  return { ...context, ledger: { ...context.ledger, begin } };
}

async function serveChannel(channel: Channel, context: CaptureContext): Promise<void> {
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
async function serveTunnel(outer: Channel, destination: Destination, context: CaptureContext): Promise<void> {
  const channel: Channel = { ...outer, destination };
  outer.contact = null;
  const start = outer.reader.position;
  await serveChannel(channel, context);
  settleContact(channel.contact, 'tcp', destination, outer.reader.position - start);
}

/**
 * A handshake that fails, or after which nothing is asked (a client that checks its pin only then), is
 * opaque: its bytes are those of the tunnel, as they left.
 */
async function serveTls(outer: Channel, destination: Destination, context: CaptureContext): Promise<void> {
  const { stream: socket, contact } = outer;
  outer.contact = null;
  contact?.waitFor(limits.handshakeTime);
  const start = outer.reader.position;
  outer.reader.release();

  const opened = await openTls(socket, destination.host, context.authority);
  if (opened === null) return settleContact(contact, 'tls', destination, socket.bytesRead - start);
  contact?.waitFor(limits.contactTime);
  const { stream, session } = opened;
  const channel: Channel = { stream, reader: createByteReader(stream), destination, tls: session, contact };
  await serveChannel(channel, context);
  settleContact(channel.contact, 'tls', destination, socket.bytesRead - start);
  stream.destroy();
}

function settleContact(
  contact: Slot | null,
  protocol: 'tcp' | 'tls',
  destination: Destination,
  bytes: number,
): void {
  contact?.settle({ kind: 'opaque', protocol, destination: destination.text, bytes });
}
