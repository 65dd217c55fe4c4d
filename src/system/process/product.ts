import { type ChildProcess, spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { InputError } from '../../disclosure/input-error.js';
import { visible } from '../../disclosure/visible.js';
import { AdapterError } from '../adapter-error.js';
import { endGroup } from '../process-group.js';
import type { ProductStart } from '../system-file.generated.js';
import { type Command, howEnded, type Started, type Surroundings, startProgram } from './command.js';
import type { ProductProcesses } from './product-processes.js';

/** The product itself, where it runs as long as a scenario. */
export interface Product {
  readonly running: boolean;
  /** Resolves when it can be acted on. */
  start(): Promise<void>;
  /** Asks it to end, and ends what has not ended by itself. Does nothing where it is not running. */
  stop(): Promise<void>;
  type(keys: string): Promise<void>;
  /** Throws where it has ended without being asked to. */
  requireAlive(): void;
  /** Waits for something, but no longer than the product lives and nobody breaks it off. */
  during<Value>(work: Promise<Value>): Promise<Value>;
  /** Until called with false, its end is what was wanted. */
  expectEnd(expected: boolean): void;
}

export interface ProductOptions {
  /** Its templates filled in. */
  readonly start: ProductStart | undefined;
  readonly surroundings: Surroundings;
  readonly processes: ProductProcesses;
  /** Whether something is so yet, such as that its control interface answers; undefined where nothing is waited for. */
  readonly isReady: ((printed: string) => Promise<boolean>) | undefined;
}

const GRACE = 3000;
const PATIENCE = 3000;
const POLL = 10;

export function createProduct({ start, surroundings, processes, isReady }: ProductOptions): Product {
  let started: Started | undefined;
  let ending = false;
  let failure: AdapterError | undefined;
  let announce: (error: AdapterError) => void = () => undefined;
  const what = `the product "${visible(start?.run.join(' ') ?? '')}"`;

  const died = (child: ChildProcess, command: Command, printed: () => string): void => {
    // A program that goes into the background ends well, and leaves itself behind.
    if (ending || started?.child !== child || (child.exitCode === 0 && processes.living().length > 0)) return;
    failure ??= new AdapterError(
      `${what} ${howEnded(child, command)} in the middle of the scenario`,
      undefined,
      printed(),
      'output',
    );
    announce(failure);
  };

  const requireAlive = (): void => {
    const child = started?.child;
    // The news of its end may still be under way.
    if (child !== undefined && (child.exitCode !== null || child.signalCode !== null))
      died(child, (start?.run ?? ['']) as Command, started?.printed ?? (() => ''));
    if (failure !== undefined) throw failure;
  };

  const during = async <Value>(work: Promise<Value>): Promise<Value> => {
    requireAlive();
    const { signal } = surroundings;
    let abort = (): void => undefined;
    const dying = new Promise<never>((_resolve, reject) => {
      announce = reject;
      abort = () => reject(signal?.reason);
    });
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      return await Promise.race([work, dying]);
    } finally {
      announce = () => undefined;
      signal?.removeEventListener('abort', abort);
      // Where the product died, nobody waits for the work any more.
      work.catch(() => undefined);
    }
  };

  const untilReady = async (printed: () => string): Promise<void> => {
    if (isReady === undefined) return;
    const begun = performance.now();
    while (!(await isReady(printed()))) {
      surroundings.signal?.throwIfAborted();
      requireAlive();
      if (performance.now() - begun > surroundings.timeout) {
        throw new AdapterError(
          `${what} was not ready within the ${surroundings.timeout / 1000} s that it may take`,
          undefined,
          printed(),
          'output',
        );
      }
      await pause(POLL);
    }
  };

  return {
    get running() {
      return started !== undefined;
    },
    start: async () => {
      requireAlive();
      if (start === undefined) throw new InputError({ message: 'the driver has no "start" to start' });
      if (started !== undefined) throw new AdapterError(`${what} is to be started while it is running`);
      ending = false;
      const command = start.run as Command;
      const now = await startProgram(
        command,
        surroundings,
        'pipe',
        start.terminal === true ? inTerminal : undefined,
      );
      started = now;
      // What it printed last may still be under way when it has ended.
      now.child.once('exit', () => setTimeout(() => died(now.child, command, now.printed), 50));
      if (now.child.exitCode !== null) died(now.child, command, now.printed);
      await untilReady(now.printed);
    },
    stop: async () => {
      if (started === undefined) return;
      const { child } = started;
      ending = true;
      await askToEnd(processes);
      processes.signal('SIGKILL');
      if (!(await endGroup(child, GRACE, PATIENCE)))
        throw new AdapterError(`${what} left a process behind that could not be ended`);
      started = undefined;
    },
    type: async (keys) => {
      const input = started?.child.stdin;
      if (!input?.writable)
        throw new AdapterError(`${what} takes no keys: it is not running, or has closed its input`);
      await new Promise<void>((resolve, reject) => {
        input.write(keys, (error) => (error ? reject(new AdapterError(`${what} took no keys`)) : resolve()));
      });
    },
    requireAlive,
    during,
    expectEnd: (expected) => {
      ending = expected;
    },
  };
}

/** What is left when those that started it have ended is asked as well. */
async function askToEnd(processes: ProductProcesses): Promise<void> {
  const asked = new Set<number>();
  const begun = performance.now();
  while (performance.now() - begun < GRACE) {
    const roots = processes.roots();
    if (roots.length === 0) return;
    const unasked = roots.filter((pid) => !asked.has(pid));
    for (const pid of unasked) asked.add(pid);
    processes.send('SIGTERM', unasked);
    await pause(POLL);
  }
}

/**
 * In a terminal of its own, by script(1) of util-linux. That takes a shell's text: so the command's words are variables,
 * which the shell puts in whole, and which the program itself does not get.
 */
function inTerminal(command: Command): Command {
  const { error } = spawnSync('script', ['--version'], { stdio: 'ignore' });
  if (error !== undefined) {
    throw new InputError({
      message:
        'a product with "terminal: true" needs the program script, which is not there; install util-linux (Debian: bsdutils)',
    });
  }
  const names = command.map((_word, index) => `CANDOR_WORD_${index}`);
  const settings = command.map((word, index) => `CANDOR_WORD_${index}=${word}`);
  const unset = names.map((name) => `-u ${name}`).join(' ');
  const words = names.map((name) => `"$${name}"`).join(' ');
  return ['env', ...settings, 'script', '-qfec', `exec env ${unset} ${words}`, '/dev/null'];
}
