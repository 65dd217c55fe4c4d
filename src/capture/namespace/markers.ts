import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { ipv4 } from './addresses.js';
import type { Datagram, Packet } from './packet.js';

/** Datagrams of our own that go through the tunnel as all else does, and so show how far it has been read. */
export interface Markers {
  /** Resolves when all that was put into the tunnel before has been read from it. */
  pass(): Promise<void>;
  /** Whether a datagram is one of them. */
  recognise(packet: Packet, datagram: Datagram): boolean;
}

/** A marker may be dropped with all else when the tunnel's queue is full. Milliseconds. */
const patience = 100;
const lateAtMost = 10_000;

/** @param socket connected to the address that markers go to */
export function createMarkers(socket: Socket): Markers {
  const awaited = new Map<string, () => void>();
  const late = new Set<string>();
  const { port } = socket.address();

  return {
    pass: () =>
      new Promise((passed) => {
        const token = randomBytes(16);
        const key = token.toString('latin1');
        const send = (): void => socket.send(token, () => {});
        const again = setInterval(() => {
          // One of them may still come when the other has passed.
          if (late.size < lateAtMost) late.add(key);
          send();
        }, patience);
        awaited.set(key, () => {
          clearInterval(again);
          awaited.delete(key);
          passed();
        });
        send();
      }),
    recognise({ version, destination }, { sourcePort, payload }) {
      if (version !== 4 || sourcePort !== port || !destination.equals(ipv4.marker)) return false;
      const token = payload.toString('latin1');
      const pass = awaited.get(token);
      pass?.();
      return pass !== undefined || late.has(token);
    },
  };
}
