import { setImmediate as turn } from 'node:timers/promises';
import type { Captured, CapturedRequest } from './captured.js';
import { limits } from './limits.js';

/** The place in the order of arrival of something that has begun and is not yet known to be whole. */
export interface Slot {
  /** A take waits for this slot for so many milliseconds from now. */
  waitFor(milliseconds: number): void;
  /** What fills it begins only now. Without this it began with the slot. */
  begins(): void;
  /** Fills the slot. `reserved` are the bytes already reserved for it. A filled slot stays as it is. */
  settle(captured: Captured, reserved?: number): void;
  /** Nothing came of it. */
  discard(): void;
}

/** What arrived, in order, until somebody takes it. */
export interface Ledger {
  begin(): Slot;
  /** Asks for memory until the next take; false when there is none left. */
  reserve(bytes: number): boolean;
  release(bytes: number): void;
  /** Makes the next take reject: Candor's own answering failed. */
  fail(cause: unknown): void;
  /**
   * Waits until what had begun is settled, each slot as long as it asked for, then gives and forgets
   * all that is settled. What is still open keeps its place for a later take.
   */
  take(): Promise<Captured[]>;
}

interface Entry {
  moment: number;
  waitUntil: number;
  captured: Captured | null;
  cost: number;
}

const entryOverhead = 256;

function costOf(captured: Captured): number {
  if (captured.kind === 'opaque') return entryOverhead + captured.destination.length;
  if (captured.kind === 'dns') return entryOverhead + captured.name.length + captured.destination.length;
  return entryOverhead + captured.url.length + headerBytes(captured);
}

function headerBytes(request: CapturedRequest): number {
  return request.headers.reduce((sum, [name, value]) => sum + name.length + value.length + entryOverhead, 0);
}

function sizeOf(captured: Captured): number {
  if (captured.kind !== 'request') return captured.bytes;
  if (captured.bytes !== undefined) return captured.bytes;
  return (
    captured.body.length +
    captured.headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  );
}

/**
 * An empty ledger that holds at most `capacity` bytes between two takes (DESIGN 8). What comes beyond
 * is counted in one opaque entry of protocol `overflow`, so that it is never lost silently.
 */
export function openLedger(capacity: number = limits.heldBytes): Ledger {
  const entries = new Set<Entry>();
  const failures: unknown[] = [];
  let held = 0;
  let overflow = 0;
  let announce: () => void = () => {};

  const reserve = (bytes: number): boolean => {
    if (held + bytes > capacity) return false;
    held += bytes;
    return true;
  };
  const release = (bytes: number): void => {
    held -= bytes;
  };

  const begin = (): Slot => {
    const entry: Entry = { moment: performance.now(), waitUntil: 0, captured: null, cost: 0 };
    entries.add(entry);
    return {
      waitFor(milliseconds) {
        entry.waitUntil = performance.now() + milliseconds;
        announce();
      },
      begins() {
        entry.moment = performance.now();
      },
      settle(captured, reserved = 0) {
        if (entry.captured !== null || !entries.has(entry)) return release(reserved);
        const cost = costOf(captured);
        if (reserve(cost)) {
          entry.captured = { ...captured, moment: captured.moment ?? entry.moment };
          entry.cost = cost + reserved;
        } else {
          release(reserved);
          overflow += sizeOf(captured);
          entries.delete(entry);
        }
        announce();
      },
      discard() {
        if (entry.captured !== null) return;
        entries.delete(entry);
        announce();
      },
    };
  };

  const settled = async (begun: readonly Entry[]): Promise<void> => {
    for (;;) {
      const now = performance.now();
      const open = begun.filter((e) => e.captured === null && entries.has(e) && e.waitUntil > now);
      if (open.length === 0) return;
      const longest = Math.max(...open.map((entry) => entry.waitUntil - now));
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.ceil(longest));
        const before = announce;
        announce = () => {
          clearTimeout(timer);
          announce = before;
          before();
          resolve();
        };
      });
    }
  };

  const take = async (): Promise<Captured[]> => {
    // Two turns of the event loop: what the kernel already holds is then known here as begun.
    await turn();
    await turn();
    await settled([...entries]);
    if (failures.length > 0) throw failures.shift();
    const taken: Captured[] = [];
    for (const entry of entries) {
      if (entry.captured === null) continue;
      taken.push(entry.captured);
      release(entry.cost);
      entries.delete(entry);
    }
    if (overflow > 0) {
      const moment = performance.now();
      taken.push({ kind: 'opaque', protocol: 'overflow', destination: 'several', bytes: overflow, moment });
    }
    overflow = 0;
    return taken;
  };

  return { begin, reserve, release, fail: (cause) => void failures.push(cause), take };
}
