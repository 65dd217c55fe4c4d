import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../../disclosure/input-error.js';
import type { Duration, Instant } from '../../disclosure/instant.js';
import { visible } from '../../disclosure/visible.js';
import { AdapterError } from '../../system/adapter-error.js';
import { createBoundedTail } from '../../system/bounded-tail.js';
import type { Driver, ProductIdentity } from '../../system/driver.js';
import { openStderrFile, type StderrFile } from '../../system/stderr-file.js';
import type { ModuleDriver, SystemFile } from '../../system/system-file.generated.js';
import type { Capture } from '../capture.js';
import type { Captured } from '../captured.js';
import type { Question, ThreadAnswer } from './messages.js';
import { packageIdentity } from './package-identity.js';
import { readRecord } from './read-wire.js';
import { startThread } from './thread.js';

export interface ModuleProductOptions {
  readonly driver: ModuleDriver;
  /** By which requests are answered. */
  readonly system: SystemFile;
  /** The folder of the system's file: the module's place is told from there. */
  readonly systemFolder: string;
  /** How long the module may take to do one thing, in real time. */
  readonly timeout: Duration;
}

/** What a recording says of its own, once the thread is there. */
export interface ModuleSetting {
  /** Where what the module prints is kept; must not be there yet. */
  readonly stderrFile?: string;
  /** Rejects what is under way with the signal's reason, and ends the thread. */
  readonly signal?: AbortSignal;
}

/** A module's driver and the capture that goes with it: both are one thread, and end together. */
export interface ModuleProductHandle {
  readonly driver: Driver;
  readonly capture: Capture;
  /** The driver for one recording. @throws InputError where the file cannot be created. */
  openDriver(setting: ModuleSetting): Promise<Driver>;
}

const STDERR_KEPT = 1024 * 1024;
const STDERR_TOLD = 16 * 1024;
const heartbeatHost = 'heartbeat.candor.invalid';

/**
 * Starts a thread for a JavaScript product, in which its requests are answered and its time is Candor's
 * (docs/formats/module-driver.md). The module itself is loaded by the driver's `initialize`.
 *
 * @throws InputError where there is no such file. What goes wrong in the module later is an {@link AdapterError}.
 */
export async function openModuleProduct(options: ModuleProductOptions): Promise<ModuleProductHandle> {
  const { driver, system, systemFolder, timeout } = options;
  const path = resolve(systemFolder, driver.module);
  const named = `the module "${visible(driver.module)}"`;
  const file = await stat(path).catch(() => undefined);
  if (file?.isFile() !== true) {
    throw new InputError({ file: path, message: 'is no file; driver.module names the JavaScript to load' });
  }
  let kept: StderrFile | undefined;
  const stderr = createBoundedTail(STDERR_KEPT);
  const captured: Captured[] = [];
  const awaited = new Set<string>();
  const heard = new Set<string>();
  const thread = startThread({
    data: { module: pathToFileURL(path).href, exportName: driver.export ?? 'default', system },
    timeout,
    fault: (what, request) => new AdapterError(`${named} ${what}`, request, stderr.text(STDERR_TOLD)),
    onError: (chunk) => stderr.push(chunk),
    onRecord: async (record) => {
      for (const one of await readRecord(record)) {
        if (one.kind === 'request' && awaited.has(one.url)) heard.add(one.url);
        else captured.push(one);
      }
    },
  });
  /** Whether all that left is known: the thread tells of it with each answer. */
  let told = false;
  const ask = async (question: Question): Promise<ThreadAnswer> => {
    const answer = await thread.ask(question);
    told = question.kind !== 'shutdown' && question.kind !== 'heartbeat';
    return answer;
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      await thread.end();
      await kept?.close(stderr.text(), stderr.dropped());
    })();
    return closing;
  };

  const product: Driver = {
    clock: { kind: 'stepped' },
    async initialize({ installation, at, given, canaries, endpoints }): Promise<ProductIdentity> {
      const context = { installation, at, given, canaries, endpoints };
      const { identity } = await ask({ kind: 'initialize', context });
      return { ...(await packageIdentity(path)), ...identity };
    },
    perform: async (action, parameters) => {
      await ask({ kind: 'perform', action, parameters });
    },
    advance: async (to: Instant) => {
      await ask({ kind: 'advance', to });
    },
    sleep: async (to: Instant) => {
      await ask({ kind: 'sleep', to });
    },
    // The thread stays until its capture is closed: the last heartbeat is sent from there.
    shutdown: async () => {
      await ask({ kind: 'shutdown' });
    },
    kill: close,
    get stderr() {
      return stderr.text(STDERR_TOLD);
    },
  };
  return {
    driver: product,
    async openDriver({ stderrFile, signal }) {
      if (stderrFile !== undefined) kept = await openStderrFile(stderrFile);
      if (signal !== undefined) thread.endWith(signal);
      return product;
    },
    capture: {
      kind: 'module',
      url: '',
      environment: {},
      enclose: (command) => command,
      async take() {
        if (closing === undefined && !told) await ask({ kind: 'take' });
        told = false;
        return captured.splice(0);
      },
      refuse: (refusing) => thread.tell({ kind: 'refuse', refusing }),
      async heartbeat() {
        const url = `https://${heartbeatHost}/${randomBytes(16).toString('hex')}`;
        awaited.add(url);
        await thread.ask({ kind: 'heartbeat', url }).catch(() => undefined);
        awaited.delete(url);
        return heard.delete(url) ? { over: ['tls'], missing: [] } : { over: [], missing: ['tls'] };
      },
      // Nothing is put into packets here.
      bytes: async () => undefined,
      close,
    },
  };
}
