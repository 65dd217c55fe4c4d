import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { visible } from '../../disclosure/visible.js';
import { AdapterError } from '../adapter-error.js';
import type { BoundedTail } from '../bounded-tail.js';
import { detached, endGroup, watchGroup } from '../process-group.js';

/** A program and its arguments; never a shell's text. */
export type Command = readonly [string, ...string[]];

/** How programs are started. */
export interface Surroundings {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Variables that programs alone have, and nothing that starts them. */
  readonly variables: Readonly<Record<string, string>>;
  /** The command that is started in a command's place, where the capture sees what it sends. */
  readonly enclose: (command: Command) => Command;
  /** What is to be kept of all that programs print. */
  readonly log: BoundedTail;
  /** Every program that was started, so that none outlives the scenario. */
  readonly children: ChildProcess[];
  /** How long one command may take, in milliseconds of real time. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it has printed on either stream, the end of it. */
  printed(): string;
}

const PRINTED = 64 * 1024;
/** How long what a program printed last may be under way when it has ended, in milliseconds. */
const SETTLE = 100;
const GRACE = 1000;

/** The command with variables that only the program itself has, and nothing that starts it. */
export function withVariables(variables: Readonly<Record<string, string>>, command: Command): Command {
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return settings.length === 0 ? command : ['env', ...settings, ...command];
}

/**
 * Starts a program, whose output is kept, where the capture sees what it sends.
 *
 * @param wrap what is put around it besides, such as a terminal.
 * @throws AdapterError where there is no such program.
 */
export async function startProgram(
  command: Command,
  surroundings: Surroundings,
  input: 'ignore' | 'pipe',
  wrap: (command: Command) => Command = (wrapped) => wrapped,
): Promise<Started> {
  const { folder, environment, variables, enclose, log, children } = surroundings;
  await requireFolder(folder, command);
  const [program, ...rest] = enclose(wrap(withVariables(variables, command)));
  const child = spawn(program, rest, {
    cwd: folder,
    env: environment,
    detached,
    windowsHide: true,
    stdio: [input, 'pipe', 'pipe'],
  });
  let printed: Buffer = Buffer.alloc(0);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log.push(chunk);
      printed = Buffer.concat([printed, chunk]).subarray(-PRINTED);
    });
    stream?.on('error', () => undefined);
  }
  child.stdin?.on('error', () => undefined);
  await once(child, 'spawn').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such program' : (error.code ?? error.message);
    throw new AdapterError(`${named(command)} could not be started: ${why}`);
  });
  watchGroup(child);
  children.push(child);
  return { child, printed: () => printed.toString('utf8') };
}

async function requireFolder(folder: string, command: Command): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new AdapterError(
    `${named(command)} could not be started in "${visible(folder, 1000)}": there is no such folder`,
  );
}

/**
 * Runs a command to its end. What it leaves running in the background goes on: that may be the product.
 *
 * @returns what it printed on either stream, the end of it.
 * @throws AdapterError where it does not end in time, or with a status that is not well.
 */
export async function runCommand(
  command: Command,
  surroundings: Surroundings,
  well: readonly number[] = [0],
): Promise<string> {
  const { timeout, signal } = surroundings;
  signal?.throwIfAborted();
  const { child, printed } = await startProgram(command, surroundings, 'ignore');
  const late = AbortSignal.timeout(timeout);
  const limit = signal === undefined ? late : AbortSignal.any([late, signal]);
  try {
    await exited(child, limit);
  } catch {
    await endGroup(child, GRACE);
    signal?.throwIfAborted();
    throw new AdapterError(
      `${named(command)} did not end within the ${timeout / 1000} s that it may take`,
      undefined,
      printed(),
      'output',
    );
  }
  await closedWithin(SETTLE, child.stdout, child.stderr);
  if (child.exitCode !== null && well.includes(child.exitCode)) return printed();
  throw new AdapterError(`${named(command)} ${howEnded(child, command)}`, undefined, printed(), 'output');
}

async function exited(child: ChildProcess, signal: AbortSignal): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit', { signal });
}

async function closedWithin(wait: number, ...streams: (Readable | null)[]): Promise<void> {
  const open = streams.filter((stream) => stream !== null && !stream.closed);
  const ends = open.map((stream) =>
    stream === null ? undefined : once(stream, 'close').catch(() => undefined),
  );
  const timer = new AbortController();
  const late = pause(wait, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([Promise.all(ends), late]);
  timer.abort();
}

/** How a program ended, and what a status of a shell's kind says of it. */
export function howEnded(child: ChildProcess, [program]: Command): string {
  if (child.exitCode === null) return `was ended by ${child.signalCode ?? 'a signal'}`;
  const status = `ended with exit status ${child.exitCode}`;
  if (child.exitCode === 127) return `${status}; perhaps there is no program "${visible(program)}"`;
  if (child.exitCode === 126) return `${status}; perhaps "${visible(program)}" may not be executed`;
  return status;
}

export function named(command: readonly string[]): string {
  return `the command "${visible(command.join(' '))}"`;
}
