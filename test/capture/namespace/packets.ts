import fc from 'fast-check';
import { transportChecksum } from '../../../src/capture/namespace/build-packet.js';
import { type Packet, readPacket } from '../../../src/capture/namespace/packet.js';

/** What a TCP segment of a test says. */
export interface TcpParts {
  readonly source: Buffer;
  readonly destination: Buffer;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence?: number;
  readonly flags?: number;
  readonly payload?: Buffer;
}

export const flags = { fin: 1, syn: 2, reset: 4, ack: 16 } as const;

/** The checksum of RFC 1071 in its plainest form. */
export function plainChecksum(bytes: Buffer): number {
  let sum = 0n;
  const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from([0])]);
  for (let offset = 0; offset < padded.length; offset += 2) sum += BigInt(padded.readUInt16BE(offset));
  while (sum > 0xffffn) sum = (sum & 0xffffn) + (sum >> 16n);
  return Number(~sum & 0xffffn);
}

/** The pseudo-header of RFC 793, 3.1 or RFC 8200, 8.1 before a message. */
export function withPseudoHeader(packet: Packet): Buffer {
  const message = packet.bytes.subarray(packet.offset);
  const end =
    packet.version === 4
      ? Buffer.from([0, packet.protocol, message.length >> 8, message.length & 0xff])
      : Buffer.from([0, 0, message.length >> 8, message.length & 0xff, 0, 0, 0, packet.protocol]);
  return Buffer.concat([packet.source, packet.destination, end, message]);
}

/** A packet of any protocol, without options. */
export function ipPacket(source: Buffer, destination: Buffer, protocol: number, payload: Buffer): Buffer {
  if (source.length === 16) {
    const header = Buffer.alloc(8);
    header.writeUInt8(0x60, 0);
    header.writeUInt16BE(payload.length, 4);
    header.writeUInt8(protocol, 6);
    header.writeUInt8(64, 7);
    return Buffer.concat([header, source, destination, payload]);
  }
  const header = Buffer.alloc(12);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(20 + payload.length, 2);
  header.writeUInt8(64, 8);
  header.writeUInt8(protocol, 9);
  const whole = Buffer.concat([header, source, destination]);
  whole.writeUInt16BE(plainChecksum(whole), 10);
  return Buffer.concat([whole, payload]);
}

export function tcpPacket(parts: TcpParts): Buffer {
  const { source, destination, sourcePort, destinationPort, sequence = 0, payload = Buffer.alloc(0) } = parts;
  const segment = Buffer.alloc(20);
  segment.writeUInt16BE(sourcePort, 0);
  segment.writeUInt16BE(destinationPort, 2);
  segment.writeUInt32BE(sequence, 4);
  segment.writeUInt8(0x50, 12);
  segment.writeUInt8(parts.flags ?? 0, 13);
  const whole = Buffer.concat([segment, payload]);
  whole.writeUInt16BE(transportChecksum(source, destination, 6, whole), 16);
  return ipPacket(source, destination, 6, whole);
}

export function packetOf(bytes: Buffer): Packet {
  const packet = readPacket(bytes);
  if (packet === null) throw new Error('no packet');
  return packet;
}

export const anyBytes = (constraints: fc.IntArrayConstraints): fc.Arbitrary<Buffer> =>
  fc.uint8Array(constraints).map((array) => Buffer.from(array));

export const anyAddress = (length: 4 | 16): fc.Arbitrary<Buffer> =>
  anyBytes({ minLength: length, maxLength: length });
export const anyPort: fc.Arbitrary<number> = fc.integer({ min: 0, max: 65535 });
