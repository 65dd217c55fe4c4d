import { InputError } from '../disclosure/input-error.js';
import { type Conversation, openConversation, streamOf } from './conversation.js';
import { collectDatagrams, questionsOf } from './datagrams.js';
import { ValueFault } from './json-value.js';
import { collectKnownHosts } from './known-hosts.js';
import { type Packet, packetOf } from './packet.js';
import { layersOf, numberField } from './packet-fields.js';
import type { Recorded } from './recorded.js';
import { type Initiator, readInitiators, readPackets } from './tshark.js';

export interface PacketOptions {
  /** The TLS key log, in the format of SSLKEYLOGFILE. */
  readonly keys: string | undefined;
  /** The addresses of the product's machine; looked for where none is given. */
  readonly clients: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

const CONNECTION_LIMIT = 200_000;

/**
 * What a capture of packets (pcapng or pcap) tells of: requests of HTTP as far as they can be decrypted, questions to
 * resolvers, and everything else that left as traffic that could not be read.
 *
 * @throws InputError where there is no tshark, the files cannot be read, or it cannot be told whose packets are the
 * product's.
 */
export async function* readCapture(
  file: string,
  { keys, clients, signal }: PacketOptions,
): AsyncGenerator<Recorded, void, void> {
  const own = new Set(clients.length > 0 ? clients : clientsOf(file, await readInitiators(file, signal)));
  const conversations = new Map<string, Conversation>();
  /** The product's port in each connection, where both ends have its address. */
  const ports = new Map<string, number>();
  const datagrams = collectDatagrams();
  const hosts = collectKnownHosts();
  let number = 0;
  for await (const layers of readPackets(file, keys, signal)) {
    number += 1;
    const packet = readPacket(layers, file, number);
    if (packet === undefined) continue;
    hosts.hear(layers);
    const stream = streamOf(packet);
    const outgoing = isOutgoing(packet, own, stream, ports);
    if (stream === undefined) {
      if (outgoing) yield* datagrams.sent(packet);
      continue;
    }
    const conversation =
      conversations.get(stream) ?? (outgoing ? openConversation(packet, hosts) : undefined);
    if (conversation === undefined) continue;
    if (conversations.size >= CONNECTION_LIMIT && !conversations.has(stream)) {
      throw new InputError({ file, message: `holds more than ${CONNECTION_LIMIT} connections` });
    }
    conversations.set(stream, conversation);
    yield* outgoing ? conversation.sent(packet) : conversation.received(packet);
    if (outgoing) yield* questionsOf(packet, 0);
  }
  for (const conversation of conversations.values()) yield* conversation.end();
  yield* datagrams.end();
}

function readPacket(
  layers: Parameters<typeof packetOf>[0],
  file: string,
  number: number,
): Packet | undefined {
  try {
    return packetOf(layers);
  } catch (error) {
    if (error instanceof ValueFault)
      throw new InputError({ file, message: `packet ${number} ${error.message}` });
    throw error;
  }
}

/** On one machine both ends may have the product's address: whoever began is the product, else the higher port. */
function isOutgoing(
  { source, target, from = 0, to = 0, layers }: Packet,
  own: ReadonlySet<string>,
  stream: string | undefined,
  ports: Map<string, number>,
): boolean {
  if (!own.has(source)) return false;
  if (!own.has(target)) return true;
  if (stream === undefined) return from > to;
  const [tcp] = layersOf(layers, 'tcp');
  // SYN without ACK (RFC 9293 section 3.5).
  const begins = ((numberField(tcp, 'tcp.flags') ?? 0) & 0x12) === 0x02;
  if (begins || !ports.has(stream)) ports.set(stream, begins ? from : Math.max(from, to));
  return ports.get(stream) === from;
}

/** The machine that began everything, where it was one: all addresses of one network card are its. */
function clientsOf(file: string, initiators: readonly Initiator[]): readonly string[] {
  const addresses = [...new Set(initiators.map(({ address }) => address))];
  const cards = new Set(initiators.map(({ card, address }) => (card === '' ? address : card)));
  if (cards.size === 1) return addresses;
  if (addresses.length === 0) {
    throw new InputError({
      file,
      message: 'shows nobody beginning a connection; name the product’s machine with --client ADDRESS',
    });
  }
  throw new InputError({
    file,
    message: `several machines begin connections in it; name the product’s with --client ADDRESS: ${addresses.slice(0, 10).join(', ')}`,
  });
}
