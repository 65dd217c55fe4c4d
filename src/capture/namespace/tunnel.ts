import { openSync, read, readSync, writeSync } from 'node:fs';

/** The device through which everything goes that is not for the namespace itself. */
export interface Tunnel {
  /**
   * Reads packets one after another, in their order, for as long as the process lives.
   *
   * @param receive given each packet; its bytes are good until it returns
   * @param fail told when the device cannot be read any more
   */
  read(receive: (packet: Buffer) => void, fail: (cause: Error) => void): void;
  /** Gives a packet to the kernel, as if it came from outside. */
  write(packet: Buffer): void;
  /** How many packets the kernel had to drop because they were not read in time. */
  dropped(): number;
}

export const deviceName = 'candor0';
const largest = 65_536;

/** @param file the device's descriptor */
export function openTunnel(file: number): Tunnel {
  const buffer = Buffer.allocUnsafe(largest);
  const table = openSync('/proc/net/dev', 'r');
  const tableBuffer = Buffer.alloc(4096);
  return {
    read(receive, fail) {
      const next = (): void => {
        read(file, buffer, 0, largest, null, (error, length) => {
          if (error !== null) return fail(error);
          receive(buffer.subarray(0, length));
          next();
        });
      };
      next();
    },
    write(packet) {
      writeSync(file, packet);
    },
    dropped: () => droppedPackets(table, tableBuffer),
  };
}

/** From the twelfth column of the device's line (proc(5), /proc/net/dev). */
function droppedPackets(table: number, buffer: Buffer): number {
  // From its start, so that it is made anew.
  const lines = buffer.toString('latin1', 0, readSync(table, buffer, 0, buffer.length, 0)).split('\n');
  const line = lines.find((text) => text.trimStart().startsWith(`${deviceName}:`)) ?? '';
  return Number(
    line
      .slice(line.indexOf(':') + 1)
      .trim()
      .split(/\s+/)[11] ?? Number.NaN,
  );
}
