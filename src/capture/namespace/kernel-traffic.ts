import { ipv6 } from './addresses.js';
import { type Packet, protocols } from './packet.js';

/** Tells what the kernel sends of itself from what a program sent. */
export interface KernelTraffic {
  /** Remembers a packet that was given to the kernel, which may complain of it. */
  wrote(packet: Buffer): void;
  /** Whether the kernel sent an ICMP packet of its own accord, and nothing of it can be a program's. */
  isOwn(packet: Packet): boolean;
}

const remembered = 64;
const quotedAtMost = 1280;

export function createKernelTraffic(): KernelTraffic {
  const written: Buffer[] = [];
  return {
    wrote(packet) {
      written.push(Buffer.from(packet.subarray(0, quotedAtMost)));
      if (written.length > remembered) written.shift();
    },
    isOwn(packet) {
      const message = packet.bytes.subarray(packet.offset);
      if (isMembershipReport(packet, message)) return true;
      return isComplaint(packet, message) && written.some((known) => isQuoteOf(message.subarray(8), known));
    },
  };
}

/** That nobody listens at a port, to whoever sent there (RFC 792; RFC 4443, 3.1), with nothing in its unused field. */
function isComplaint({ protocol, options }: Packet, message: Buffer): boolean {
  if (message.length < 8 || options !== 0 || message.readUInt32BE(4) !== 0) return false;
  const kind = message.readUInt16BE(0);
  return protocol === protocols.icmp ? kind === 0x0303 : protocol === protocols.icmp6 && kind === 0x0104;
}

function isQuoteOf(quote: Buffer, packet: Buffer): boolean {
  return quote.length > 0 && quote.equals(packet.subarray(0, quote.length));
}

const solicitedNode = Buffer.concat([
  Buffer.from('ff0200000000000000000001ff', 'hex'),
  ipv6.own.subarray(13),
]);
const allRouters = Buffer.from('ff020000000000000000000000000002', 'hex');

/**
 * A report of the groups that the kernel joins for our own address (RFC 3810, 5.2). A report of other groups is a
 * program's doing: their addresses could carry something.
 */
function isMembershipReport({ protocol }: Packet, message: Buffer): boolean {
  if (protocol !== protocols.icmp6 || message.length < 8 || message.readUInt8(0) !== 143) return false;
  const records = message.readUInt16BE(6);
  if (message.length !== 8 + 20 * records) return false;
  return Array.from({ length: records }, (_, index) => message.subarray(8 + 20 * index)).every((record) => {
    const group = record.subarray(4, 20);
    const isBare = record.readUInt8(1) === 0 && record.readUInt16BE(2) === 0;
    return isBare && (group.equals(solicitedNode) || group.equals(allRouters));
  });
}

const alerts = [Buffer.from('94040000', 'hex'), Buffer.from('050200000100', 'hex')] as const;

/** Whether a packet has that option alone by which routers look at reports of groups (RFC 2113; RFC 2711). */
export function isRouterAlert({ bytes, version, offset, options }: Packet): boolean {
  const [ipv4Alert, ipv6Alert] = alerts;
  if (version === 4) return options === 4 && bytes.subarray(20, offset).equals(ipv4Alert);
  return options === 8 && bytes.subarray(42, offset).equals(ipv6Alert);
}
