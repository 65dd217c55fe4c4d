import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * The processes of a product, wherever they have gone: those that carry its mark in their environment, and what these
 * started.
 */
export interface ProductProcesses {
  /** Those that are alive. */
  living(): readonly number[];
  /** Of those, the ones that no other started: what a signal to the product is sent to. */
  roots(): readonly number[];
  signal(signal: NodeJS.Signals, which?: 'all' | 'roots'): void;
  send(signal: NodeJS.Signals, pids: readonly number[]): void;
  /** Stops every one, again and again until none is left running that could start another. */
  stop(): Promise<void>;
  continue(): void;
}

/** The variable that a product's processes are known by. */
export const MARK = 'CANDOR_PRODUCT';
const ROUNDS = 20;

interface Status {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

/** @param mark the value of the variable `MARK`. */
export function processesOf(mark: string): ProductProcesses {
  const wanted = `${MARK}=${mark}`;
  const own = (): readonly Status[] => {
    const all = numbersIn('/proc').flatMap((pid) => statusOf(pid) ?? []);
    return withChildren(
      all.filter(({ pid }) => carries(pid, wanted)),
      all,
    ).filter(({ state }) => state !== 'Z' && state !== 'X');
  };
  const rootsOf = (all: readonly Status[]): readonly Status[] =>
    all.filter(({ parent }) => all.every(({ pid }) => pid !== parent));
  const send = (signal: NodeJS.Signals, pids: readonly number[]): void => {
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended meanwhile, and needs no signal.
      }
    }
  };
  const living = (): readonly number[] => own().map(({ pid }) => pid);
  const roots = (): readonly number[] => rootsOf(own()).map(({ pid }) => pid);
  return {
    living,
    roots,
    signal: (signal, which = 'all') => send(signal, which === 'all' ? living() : roots()),
    send,
    stop: async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const running = own().filter(({ state }) => state !== 'T' && state !== 't');
        if (running.length === 0) return;
        send(
          'SIGSTOP',
          running.map(({ pid }) => pid),
        );
        await pause(1);
      }
    },
    continue: () => send('SIGCONT', living()),
  };
}

/** A child may have cleared its environment. */
function withChildren(some: readonly Status[], all: readonly Status[]): readonly Status[] {
  const found = new Map(some.map((status) => [status.pid, status]));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const status of all) if (found.has(status.parent)) found.set(status.pid, status);
  }
  return [...found.values()];
}

function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function carries(pid: number, wanted: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(wanted);
  } catch {
    return false;
  }
}

function statusOf(pid: number): Status | undefined {
  try {
    // proc(5): the program's name in parentheses may hold anything, so the fields count from the last one.
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state = '', parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(parent), state };
  } catch {
    return undefined;
  }
}
