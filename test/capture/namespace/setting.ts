import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Context } from 'mocha';
import { type Authority, openAuthority } from '../../../src/capture/authority.js';
import type { ByteAccount, Capture, Command } from '../../../src/capture/capture.js';
import type { Captured } from '../../../src/capture/captured.js';
import {
  type NamespaceCaptureOptions,
  namespaceObstacle,
  openNamespaceCapture,
} from '../../../src/capture/namespace/namespace-capture.js';

/** How a program ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** An open capture, its authority and what runs in it. */
export interface Setting {
  readonly authority: Authority;
  readonly capture: Capture;
  /** Starts a program in the capture, in a process group of its own as drivers do. */
  start(...command: Command): ChildProcess;
  /** Runs a program to its end. */
  run(...command: Command): Promise<Ended>;
  /** Runs a program of Python's from its text. */
  python(...lines: readonly string[]): Promise<Ended>;
  /** What was captured since the last time, each thing in a line. */
  taken(): Promise<string[]>;
  /** The account of bytes, and what of them nobody accounts for. */
  account(): Promise<ByteAccount & { readonly unclaimed: number }>;
  close(): Promise<void>;
}

/** Skips a test where there can be no namespace, and says why; fails it where there must be one. */
export async function requireNamespace(test: Context): Promise<void> {
  const obstacle = await namespaceObstacle();
  if (obstacle === undefined) return;
  if (process.env['CANDOR_NAMESPACE'] === 'required') throw new Error(obstacle);
  process.stderr.write(`tests in a network namespace are skipped: ${obstacle}\n`);
  test.skip();
}

export async function openSetting(options: Partial<NamespaceCaptureOptions> = {}): Promise<Setting> {
  const authority = await openAuthority();
  const capture = await openNamespaceCapture({ authority, ...options });
  const start = (...command: Command): ChildProcess => {
    const [program, ...args] = capture.enclose(command);
    const environment = { ...process.env, ...capture.environment };
    return spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  };
  const run = async (...command: Command): Promise<Ended> => {
    const child = start(...command);
    child.stdin?.end();
    const [[code, signal], ...outputs] = await Promise.all([
      once(child, 'close') as Promise<[number | null, string | null]>,
      ...[child.stdout, child.stderr].map((stream) => (stream === null ? '' : text(stream))),
    ]);
    return { code, signal, output: outputs.join('').trim() };
  };
  return {
    authority,
    capture,
    start,
    run,
    python: (...lines) => run('python3', '-c', lines.join('\n')),
    taken: async () => (await capture.take()).map(lineOf),
    async account() {
      const account = await capture.bytes();
      if (account === undefined) throw new Error('no account');
      const { left, network, tls, framing, dns, messages, opaque } = account;
      return { ...account, unclaimed: left - network - tls - framing - dns - messages - opaque };
    },
    async close() {
      await capture.close();
      await authority.close();
    },
  };
}

/** One captured thing in short: `GET https://a.test/`, `udp 192.0.2.1:9 3`, `A a.test`. */
export function lineOf(captured: Captured): string {
  if (captured.kind === 'request') return `${captured.method} ${captured.url}`;
  if (captured.kind === 'dns') return `${captured.type} ${captured.name}`;
  return `${captured.protocol} ${captured.destination} ${captured.bytes}`;
}
