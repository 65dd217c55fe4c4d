import type { Address } from './addresses.js';
import { sumWords } from './checksum.js';
import { type Endpoint, type Packet, protocols } from './packet.js';

/** A UDP packet with its checksums (RFC 768; RFC 8200, 8.1). */
export function buildUdp(source: Endpoint, destination: Endpoint, payload: Buffer): Buffer {
  const datagram = Buffer.alloc(8 + payload.length);
  datagram.writeUInt16BE(source.port, 0);
  datagram.writeUInt16BE(destination.port, 2);
  datagram.writeUInt16BE(datagram.length, 4);
  payload.copy(datagram, 8);
  const sum = transportChecksum(source.address, destination.address, protocols.udp, datagram);
  // A checksum of zero would say that there is none.
  datagram.writeUInt16BE(sum === 0 ? 0xffff : sum, 6);
  return buildIP(source.address, destination.address, protocols.udp, datagram);
}

/** That nobody listens where a UDP packet went, with as much of it as is allowed (RFC 792; RFC 4443, 3.1). */
export function buildPortUnreachable(packet: Packet): Buffer {
  const { version, source, destination, bytes } = packet;
  const quoted = bytes.subarray(0, version === 4 ? 548 : 1232);
  const message = Buffer.alloc(8 + quoted.length);
  message.set(version === 4 ? [3, 3] : [1, 4]);
  quoted.copy(message, 8);
  const sum =
    version === 4
      ? ~sumWords(message) & 0xffff
      : transportChecksum(destination, source, protocols.icmp6, message);
  message.writeUInt16BE(sum, 2);
  return buildIP(destination, source, version === 4 ? protocols.icmp : protocols.icmp6, message);
}

function buildIP(source: Address, destination: Address, protocol: number, payload: Buffer): Buffer {
  return source.length === 4
    ? buildIPv4(source, destination, protocol, payload)
    : buildIPv6(source, destination, protocol, payload);
}

function buildIPv4(source: Address, destination: Address, protocol: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(20 + payload.length, 2);
  // Not to be fragmented: then it needs no identification (RFC 6864, 4.1).
  header.writeUInt16BE(0x4000, 6);
  header.writeUInt8(64, 8);
  header.writeUInt8(protocol, 9);
  source.copy(header, 12);
  destination.copy(header, 16);
  header.writeUInt16BE(~sumWords(header) & 0xffff, 10);
  return Buffer.concat([header, payload]);
}

function buildIPv6(source: Address, destination: Address, protocol: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt8(0x60, 0);
  header.writeUInt16BE(payload.length, 4);
  header.writeUInt8(protocol, 6);
  header.writeUInt8(64, 7);
  source.copy(header, 8);
  destination.copy(header, 24);
  return Buffer.concat([header, payload]);
}

/** The checksum over a message and its pseudo-header, which both versions of IP sum to the same. */
export function transportChecksum(
  source: Address,
  destination: Address,
  protocol: number,
  message: Buffer,
): number {
  const addresses = sumWords(destination, 0, destination.length, sumWords(source));
  return ~sumWords(message, 0, message.length, addresses + protocol + message.length) & 0xffff;
}
