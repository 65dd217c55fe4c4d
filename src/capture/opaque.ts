import type { ByteReader } from './byte-reader.js';
import { type CaptureContext, type Channel, claimSlot, destinationOf } from './capture-context.js';
import type { Slot } from './ledger.js';
import { limits } from './limits.js';

/** Something that began in a slot at a position of the stream, and cannot be read to its end. */
export interface Begun {
  readonly slot: Slot;
  readonly start: number;
  readonly protocol: string;
  readonly url?: string;
}

/**
 * Gives up what had begun: ends the connection, counts what still arrives for a short while, and
 * records all its bytes as opaque (rule `capture/opaque`). Nothing is kept but the count.
 */
export async function abandon(channel: Channel, context: CaptureContext, begun: Begun): Promise<'gone'> {
  await end(channel);
  const destination = destinationOf(channel, context, begun.url);
  const bytes = channel.reader.position - begun.start;
  begun.slot.settle({ kind: 'opaque', protocol: begun.protocol, destination, bytes });
  return 'gone';
}

/** Ends a connection after its last answer. Bytes that a client sends all the same are opaque. */
export async function finish(
  channel: Channel,
  context: CaptureContext,
  protocol = 'http/1.1',
): Promise<void> {
  const start = channel.reader.position;
  const slot = claimSlot(channel, context);
  slot.waitFor(limits.quietTime);
  await end(channel);
  const bytes = channel.reader.position - start;
  if (bytes === 0) return slot.discard();
  slot.settle({ kind: 'opaque', protocol, destination: destinationOf(channel, context), bytes });
}

/** Reads a stream that is neither TLS nor HTTP until it pauses or ends: opaque. */
export async function serveOpaque(channel: Channel, context: CaptureContext): Promise<void> {
  const slot = claimSlot(channel, context);
  slot.waitFor(limits.lingerTime + limits.quietTime);
  const start = channel.reader.position;
  await drain(channel.reader);
  await abandon(channel, context, { slot, start, protocol: channel.tls === null ? 'tcp' : 'tls' });
}

async function end(channel: Channel): Promise<void> {
  if (!channel.stream.destroyed) channel.stream.end();
  await drain(channel.reader);
}

async function drain(reader: ByteReader): Promise<void> {
  const last = performance.now() + limits.lingerTime;
  for (;;) {
    reader.take(reader.peek().length);
    const now = performance.now();
    if (now >= last) return;
    if ((await reader.more(Math.min(last, now + limits.quietTime))) !== 'bytes') return;
  }
}
