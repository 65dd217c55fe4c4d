import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Duration } from '../../src/disclosure/instant.js';
import { type AdapterOptions, startAdapter } from '../../src/system/adapter.js';
import type { Driver, InitializeParameters } from '../../src/system/driver.js';

/** The folder of the adapters that tests drive. */
export const adapters: string = fileURLToPath(new URL('../../../test/fixtures/adapters/', import.meta.url));

export const parameters: InitializeParameters = {
  installation: 'i-1',
  at: '2026-01-01T00:00:00.000Z',
  given: { virtualized: false },
  canaries: [{ name: 'hostname', value: 'host-7c2e' }],
  endpoints: ['https://one.test'],
  proxy: 'http://127.0.0.1:1',
  ca: '/nowhere/ca.pem',
};

export function startFixture(name: string, options: Partial<AdapterOptions> = {}): Promise<Driver> {
  return startAdapter({
    command: [process.execPath, `${name}.mjs`],
    cwd: adapters,
    env: process.env,
    timeout: 20_000 as Duration,
    ...options,
  });
}

/** Whether a process of this id is running; one that has ended and was not yet reaped is not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/\) [ZX] /.test(status);
  } catch {
    return false;
  }
}

/** A folder for one test; `remove` is for its end. */
export function temporaryFolder(): { path: string; file(name: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'candor-test-'));
  return {
    path,
    file: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
