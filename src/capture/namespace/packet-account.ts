import type { PacketAccount } from './messages.js';

/** Counts every byte of the packets that left, and what each part of it was. All amounts are bytes. */
export interface PacketCounter {
  /** A packet of TCP, of whose bytes `fresh` are payload that was not sent before. */
  segment(packet: number, fresh: number): void;
  /** A packet of which `payload` cannot be read. */
  opaque(packet: number, payload: number): void;
  /** A packet with a message to a resolver, of which `beyond` is no part of a plain question. */
  question(packet: number, message: number, beyond: number): void;
  /** Options in the header of a packet that is counted besides. */
  options(bytes: number): void;
  /** What was counted, and did not leave the product after all: `payload` of it is TCP's. */
  takeBack(packets: number, payload: number): void;
  read(): PacketAccount;
}

export function createPacketAccount(): PacketCounter {
  let left = 0;
  let network = 0;
  let dns = 0;
  let opaque = 0;
  return {
    segment(packet, fresh) {
      left += packet;
      network += packet - fresh;
    },
    opaque(packet, payload) {
      left += packet;
      network += packet - payload;
      opaque += payload;
    },
    question(packet, message, beyond) {
      left += packet;
      network += packet - message;
      dns += message - beyond;
      opaque += beyond;
    },
    options(bytes) {
      network -= bytes;
      opaque += bytes;
    },
    takeBack(packets, payload) {
      left -= packets;
      network -= packets - payload;
    },
    read: () => ({ left, network, dns, opaque }),
  };
}
