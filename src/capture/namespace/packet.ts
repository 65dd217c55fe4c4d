import type { Address } from './addresses.js';
import { adjustChecksum, sumWords } from './checksum.js';

/** Numbers of protocols (IANA). */
export const protocols = { icmp: 1, tcp: 6, udp: 17, icmp6: 58 } as const;

/** One IP packet, and where its parts are. */
export interface Packet {
  readonly bytes: Buffer;
  readonly version: 4 | 6;
  readonly source: Address;
  readonly destination: Address;
  /** Of what it carries, beyond the extension headers of IPv6. */
  readonly protocol: number;
  /** Where that begins. */
  readonly offset: number;
  /** Bytes of options or extension headers between the header and what it carries. */
  readonly options: number;
  /** Whether it is a part of a larger one. */
  readonly fragment: boolean;
}

const extensions = new Set([0, 43, 60]);
const fragmentHeader = 44;

/** Reads a packet (RFC 791, 3.1; RFC 8200, 3 and 4). null when its lengths contradict each other. */
export function readPacket(bytes: Buffer): Packet | null {
  const version = (bytes[0] ?? 0) >> 4;
  if (version === 4) return readIPv4(bytes);
  return version === 6 ? readIPv6(bytes) : null;
}

function readIPv4(bytes: Buffer): Packet | null {
  if (bytes.length < 20) return null;
  const offset = 4 * (bytes.readUInt8(0) & 0xf);
  if (offset < 20 || offset > bytes.length || bytes.readUInt16BE(2) !== bytes.length) return null;
  return {
    bytes,
    version: 4,
    source: bytes.subarray(12, 16),
    destination: bytes.subarray(16, 20),
    protocol: bytes.readUInt8(9),
    offset,
    options: offset - 20,
    fragment: (bytes.readUInt16BE(6) & 0x3fff) !== 0,
  };
}

function readIPv6(bytes: Buffer): Packet | null {
  if (bytes.length < 40 || bytes.readUInt16BE(4) !== bytes.length - 40) return null;
  let protocol = bytes.readUInt8(6);
  let offset = 40;
  let fragment = false;
  while (extensions.has(protocol) || protocol === fragmentHeader) {
    if (offset + 8 > bytes.length) return null;
    const length = protocol === fragmentHeader ? 8 : 8 * (bytes.readUInt8(offset + 1) + 1);
    fragment ||= protocol === fragmentHeader;
    protocol = bytes.readUInt8(offset);
    offset += length;
    if (offset > bytes.length) return null;
    // What follows in a later fragment is the middle of something.
    if (fragment) break;
  }
  return {
    bytes,
    version: 6,
    source: bytes.subarray(8, 24),
    destination: bytes.subarray(24, 40),
    protocol,
    offset,
    options: offset - 40 - (fragment ? 8 : 0),
    fragment,
  };
}

/** A TCP segment in a packet (RFC 9293, 3.1). */
export interface Segment {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly syn: boolean;
  readonly ack: boolean;
  readonly fin: boolean;
  readonly reset: boolean;
  /** How many bytes it carries. */
  readonly length: number;
}

export function readSegment({ bytes, offset }: Packet): Segment | null {
  if (offset + 20 > bytes.length) return null;
  const length = bytes.length - offset - 4 * (bytes.readUInt8(offset + 12) >> 4);
  const flags = bytes.readUInt8(offset + 13);
  if (length < 0) return null;
  return {
    sourcePort: bytes.readUInt16BE(offset),
    destinationPort: bytes.readUInt16BE(offset + 2),
    sequence: bytes.readUInt32BE(offset + 4),
    fin: (flags & 1) !== 0,
    syn: (flags & 2) !== 0,
    reset: (flags & 4) !== 0,
    ack: (flags & 16) !== 0,
    length,
  };
}

/** A UDP datagram in a packet (RFC 768). */
export interface Datagram {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Buffer;
}

export function readDatagram({ bytes, offset }: Packet): Datagram | null {
  if (offset + 8 > bytes.length || bytes.readUInt16BE(offset + 4) !== bytes.length - offset) return null;
  return {
    sourcePort: bytes.readUInt16BE(offset),
    destinationPort: bytes.readUInt16BE(offset + 2),
    payload: bytes.subarray(offset + 8),
  };
}

/** One end of a flow. */
export interface Endpoint {
  readonly address: Address;
  readonly port: number;
}

/**
 * Gives a TCP packet other ends, in its own bytes. The checksums are adjusted and not made anew: a segment that was
 * wrong stays wrong, and the kernel drops it.
 */
export function redirect(packet: Packet, source: Endpoint, destination: Endpoint): void {
  const { bytes, version, offset } = packet;
  const [from, to] = version === 4 ? [12, 20] : [8, 40];
  const removed = sumWords(bytes, from, to);
  source.address.copy(bytes, from);
  destination.address.copy(bytes, from + source.address.length);
  const added = sumWords(bytes, from, to);
  if (version === 4) bytes.writeUInt16BE(adjustChecksum(bytes.readUInt16BE(10), removed, added), 10);

  const removedPorts = sumWords(bytes, offset, offset + 4, removed);
  bytes.writeUInt16BE(source.port, offset);
  bytes.writeUInt16BE(destination.port, offset + 2);
  const addedPorts = sumWords(bytes, offset, offset + 4, added);
  const checksum = offset + 16;
  bytes.writeUInt16BE(adjustChecksum(bytes.readUInt16BE(checksum), removedPorts, addedPorts), checksum);
}
