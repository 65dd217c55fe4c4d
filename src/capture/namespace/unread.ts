import type { Packet } from './packet.js';
import type { PacketCounter } from './packet-account.js';
import type { Places } from './places.js';
import type { Traffic } from './traffic.js';

/** Counts and tells what of a packet cannot be read. */
export interface Unread {
  /** @param bytes how many of the packet's bytes; all others are the network's */
  tell(packet: Packet, protocol: string, bytes: number): void;
}

export function createUnread(account: PacketCounter, traffic: Traffic, places: Places): Unread {
  return {
    tell(packet, protocol, bytes) {
      account.opaque(packet.bytes.length, bytes);
      const { sourcePort, destinationPort } = portsOf(packet, protocol);
      const address = packet.destination;
      const destination =
        destinationPort === null ? places.host(address) : places.text({ address, port: destinationPort });
      traffic.add(protocol, destination, `${packet.source.toString('latin1')}${sourcePort}`, bytes);
    },
  };
}

/** TCP and UDP have their ports at the same place. */
function portsOf(
  packet: Packet,
  protocol: string,
): { readonly sourcePort: number; readonly destinationPort: number | null } {
  const { bytes, offset } = packet;
  const hasPorts = ['tcp', 'udp', 'quic'].includes(protocol) && offset + 4 <= bytes.length;
  if (!hasPorts) return { sourcePort: 0, destinationPort: null };
  return { sourcePort: bytes.readUInt16BE(offset), destinationPort: bytes.readUInt16BE(offset + 2) };
}
