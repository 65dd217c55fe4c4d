import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { AdapterError } from '../adapter-error.js';
import { createBoundedTail } from '../bounded-tail.js';
import { connect } from '../json-rpc-connection.js';
import { detached, endGroup, watchGroup } from '../process-group.js';
import type { Command } from './command.js';

/** A program of Candor's own, run where the product is, that answers requests. */
export interface Peer {
  request(method: string, parameters: object): Promise<Readonly<Record<string, unknown>>>;
  /** Ends it: its input is closed, and it ends by itself, or is ended. */
  close(): Promise<void>;
}

const GRACE = 1000;
const STDERR_KEPT = 16 * 1024;

/** The path of a program that stands beside this file. */
export function programBeside(name: string): string {
  return fileURLToPath(new URL(`./${name}.js`, import.meta.url));
}

/**
 * Starts a program of Candor's own. What it says wrong is an AdapterError that calls it `what`.
 *
 * @throws AdapterError where it cannot be started.
 */
export async function startPeer(
  what: string,
  command: Command,
  environment: NodeJS.ProcessEnv,
  timeout: number,
): Promise<Peer> {
  const [program, ...rest] = command;
  const child = spawn(program, rest, {
    env: environment,
    detached,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stderr = createBoundedTail(STDERR_KEPT);
  const fault = (told: string): AdapterError =>
    new AdapterError(`${what} ${told}`, undefined, stderr.text(STDERR_KEPT));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
  await once(child, 'spawn').catch((error: NodeJS.ErrnoException) => {
    throw fault(`could not be started (${error.code ?? error.message})`);
  });
  watchGroup(child);
  const connection = connect({ input: child.stdin, output: child.stdout, timeout, fault });
  child.once('exit', () => setImmediate(() => connection.fail(fault('ended'))));
  let closing: Promise<void> | undefined;
  return {
    request: async (method, parameters) =>
      (await connection.request(method, parameters)) as Readonly<Record<string, unknown>>,
    close: () => {
      closing ??= end(child);
      return closing;
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  const ended = child.exitCode !== null || child.signalCode !== null;
  const timer = AbortSignal.timeout(GRACE);
  if (!ended) await once(child, 'exit', { signal: timer }).catch(() => undefined);
  await endGroup(child, GRACE);
}
