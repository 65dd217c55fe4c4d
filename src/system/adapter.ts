import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Duration, formatInstant } from '../disclosure/instant.js';
import { visible } from '../disclosure/visible.js';
import { AdapterError } from './adapter-error.js';
import { type BoundedTail, createBoundedTail } from './bounded-tail.js';
import type { Driver, ProductIdentity } from './driver.js';
import { type Connection, connect } from './json-rpc-connection.js';
import { detached, endGroup, watchGroup } from './process-group.js';
import { openStderrFile, type StderrFile } from './stderr-file.js';

export interface AdapterOptions {
  /** The program and its arguments; started without a shell. */
  readonly command: Command;
  /** What is to be started in its place, so that it runs where the capture sees what it sends. */
  readonly enclose?: (command: Command) => Command;
  /** The folder that it is started in. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** How long one request may take, in real time. */
  readonly timeout: Duration;
  /** How long it may take to end once it was told to, before it is killed; 2 seconds when not given. */
  readonly grace?: Duration;
  /** Where its standard error is kept; must not be there yet. */
  readonly stderrFile?: string;
  /** Rejects what is under way with the signal's reason, and kills the adapter. */
  readonly signal?: AbortSignal;
}

/** A program and its arguments. */
type Command = readonly [string, ...string[]];
type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const GRACE = 2000;
const STDERR_KEPT = 1024 * 1024;
const STDERR_TOLD = 16 * 1024;
/** How long an exit and the closing of the pipes may lie apart, in milliseconds. */
const SETTLE = 250;
const NAME_LIMIT = 200;

/**
 * Starts the program that drives a product under test, as the leader of a process group of its own, and speaks the
 * driver protocol with it (DESIGN 4.6). Whatever goes wrong with it is an {@link AdapterError}.
 *
 * @throws AdapterError where there is no such program, or it cannot be started.
 */
export async function startAdapter(options: AdapterOptions): Promise<Driver> {
  options.signal?.throwIfAborted();
  const file = options.stderrFile === undefined ? undefined : await openStderrFile(options.stderrFile);
  try {
    const child = await start(options);
    return drive(child, options, file);
  } catch (error) {
    await file?.close('', 0);
    throw error;
  }
}

async function start({ command, enclose, cwd, env }: AdapterOptions): Promise<Child> {
  const [program, ...rest] = enclose?.(command) ?? command;
  try {
    const child = spawn(program, rest, {
      cwd,
      env,
      detached,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    await once(child, 'spawn');
    watchGroup(child);
    return child;
  } catch (error) {
    const why = await whyNotStarted(error as NodeJS.ErrnoException, cwd);
    throw new AdapterError(`${adapterOf(command)} could not be started in "${visible(cwd, 1000)}": ${why}`);
  }
}

async function whyNotStarted(error: NodeJS.ErrnoException, cwd: string): Promise<string> {
  const folder = await stat(cwd).catch(() => undefined);
  if (folder?.isDirectory() !== true) return 'there is no such folder';
  if (error.code === 'ENOENT') return 'there is no such program';
  if (error.code === 'EACCES') return 'the program may not be executed';
  return `the system refused it (${error.code ?? visible(error.message)})`;
}

function drive(child: Child, options: AdapterOptions, file: StderrFile | undefined): Driver {
  const { command, timeout, grace = GRACE, signal } = options;
  const stderr = createBoundedTail(STDERR_KEPT);
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const fault = (what: string, request?: string): AdapterError =>
    new AdapterError(`${adapterOf(command)} ${what}`, request, stderr.text(STDERR_TOLD));
  const connection = connect({ input: child.stdin, output: child.stdout, timeout, fault });
  reportDeath(child, connection, fault);

  let ending: Promise<void> | undefined;
  const kill = (): Promise<void> => {
    ending ??= end(child, connection, { grace, fault, stderr, file }).finally(() =>
      signal?.removeEventListener('abort', abort),
    );
    return ending;
  };
  const abort = (): void => {
    connection.fail(signal?.reason);
    // Whoever owns the adapter awaits the same promise, and hears of a failure there.
    kill().catch(() => undefined);
  };
  signal?.addEventListener('abort', abort, { once: true });

  const advance: Driver['advance'] = async (to) => {
    await connection.request('advance', { to: formatInstant(to) });
  };

  return {
    clock: { kind: 'stepped' },
    initialize: async (parameters) => {
      const answer = await connection.request('initialize', parameters);
      const identity = identityOf(answer);
      if (identity !== undefined) return identity;
      const shown = visible(JSON.stringify(answer));
      throw fault(
        `answered "initialize" with ${shown} where {"name": …, "version": …} is wanted`,
        'initialize',
      );
    },
    perform: async (action, parameters) => {
      await connection.request('perform', { action, with: parameters });
    },
    advance,
    // It is not advanced while its host sleeps: it wakes at the end and finds the time gone.
    sleep: advance,
    shutdown: async () => {
      try {
        await askToEnd(child, connection, grace);
      } finally {
        await kill();
      }
    },
    kill,
    get stderr() {
      return stderr.text(STDERR_TOLD);
    },
  };
}

/** An adapter that ends well instead of answering `shutdown` has done what it was asked. */
async function askToEnd(child: Child, connection: Connection, grace: number): Promise<void> {
  try {
    await connection.request('shutdown', {});
  } catch (error) {
    if (child.exitCode !== 0) throw error;
  }
  child.stdin.end();
  await within(grace, exited(child));
}

async function end(
  child: Child,
  connection: Connection,
  means: {
    readonly grace: number;
    readonly fault: (what: string) => AdapterError;
    readonly stderr: BoundedTail;
    readonly file: StderrFile | undefined;
  },
): Promise<void> {
  connection.fail(means.fault('was stopped'));
  const gone = await endGroup(child, means.grace);
  // A process that left the group may hold the pipes open for ever; what it says is no longer of interest.
  await within(SETTLE, closed(child.stderr));
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  await means.file?.close(means.stderr.text(), means.stderr.dropped());
  if (!gone) throw means.fault('left a process behind that could not be ended');
}

/** Tells the connection when the adapter can no longer answer, and why. */
function reportDeath(
  child: Child,
  connection: Connection,
  fault: (what: string, request?: string) => Error,
): void {
  const report = (what: string): void => {
    const request = connection.asking();
    const when =
      request === undefined ? 'before it was told to shut down' : `before it answered "${request}"`;
    connection.fail(fault(`${what} ${when}`, request));
  };
  child.once('exit', (code, signal) => {
    // Its last words may still be in the pipes, and a grandchild may keep those open.
    within(SETTLE, Promise.all([closed(child.stdout), closed(child.stderr)])).then(() =>
      report(code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`),
    );
  });
  const hungUp = (what: string) => async (): Promise<void> => {
    await pause(SETTLE);
    if (child.exitCode === null && child.signalCode === null) report(what);
  };
  child.stdout.once('end', hungUp('closed its standard output'));
  child.stdin.on('error', hungUp('closed its standard input'));
  child.stdout.on('error', hungUp('closed its standard output'));
  child.stderr.on('error', () => undefined);
}

function exited(child: ChildProcess): Promise<unknown> {
  return child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
}

function closed(stream: Readable): Promise<unknown> {
  return stream.readableEnded || stream.destroyed
    ? Promise.resolve()
    : once(stream, 'close').catch(() => undefined);
}

/** Waits for something, but no longer than so many milliseconds. */
async function within(wait: number, something: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([something, pause(wait, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}

function identityOf(answer: unknown): ProductIdentity | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { name, version } = answer as Readonly<Record<string, unknown>>;
  return isName(name) && isName(version) ? { name, version } : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= NAME_LIMIT;
}

function adapterOf(command: readonly string[]): string {
  return `the adapter "${visible(command.join(' '))}"`;
}
