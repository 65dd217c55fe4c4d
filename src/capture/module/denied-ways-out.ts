import childProcess, { ChildProcess } from 'node:child_process';
import workerThreads from 'node:worker_threads';
import { bounded } from './denied-network.js';
import type { Records } from './records.js';

type Callable = (this: unknown, ...parameters: unknown[]) => unknown;

/** The bindings of Node's own by which something leaves. */
const leading = /^(?:tcp|udp|pipe|tls|cares|process|stream|js_stream|http2)(?:_wrap)?$|^spawn_sync$/;

/**
 * Denies what would leave this thread behind: programs, other threads, native addons and Node's own bindings. Each
 * attempt is kept, for what it would have sent is not known.
 */
export function denyWaysOut(records: Records): void {
  const deny = (what: string): Error => {
    records.add({ kind: 'opaque', protocol: 'process', destination: bounded(what), bytes: 0 });
    return Object.assign(new Error(`${what} is denied to this module`), { code: 'EPERM' });
  };

  const spawn = function (this: ChildProcess, options: { readonly file?: unknown }): never {
    throw deny(String(options?.file ?? 'a program'));
  };
  Reflect.set(ChildProcess.prototype, 'spawn', spawn);
  for (const name of ['spawnSync', 'execSync', 'execFileSync'] as const) {
    Reflect.set(childProcess, name, (file: unknown) => {
      throw deny(String(file));
    });
  }
  class DeniedWorker {
    constructor(file: unknown) {
      throw deny(`a thread of ${file}`);
    }
  }
  Reflect.set(workerThreads, 'Worker', DeniedWorker);

  Reflect.set(process, 'dlopen', (_module: unknown, file: unknown) => {
    throw deny(`the native addon ${file}`);
  });
  for (const name of ['binding', '_linkedBinding']) {
    const original = Reflect.get(process, name) as Callable | undefined;
    if (original === undefined) continue;
    Reflect.set(process, name, (binding: unknown) => {
      if (leading.test(String(binding))) throw deny(`process.${name}(${binding})`);
      return Reflect.apply(original, process, [binding]);
    });
  }
}
