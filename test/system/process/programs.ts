import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duration, Instant } from '../../../src/disclosure/instant.js';
import type { Driver, InitializeParameters } from '../../../src/system/driver.js';
import { findFakeTime } from '../../../src/system/process/faketime.js';
import { openProcessDriver, type ProcessDriverOptions } from '../../../src/system/process/open.js';
import type { ProcessDriver } from '../../../src/system/system-file.generated.js';

/** A folder with programs of a test's own, and drivers for them. */
export interface Programs {
  readonly folder: string;
  at(name: string): string;
  write(name: string, text: string): string;
  open(driver: Omit<ProcessDriver, 'kind'>, change?: Partial<ProcessDriverOptions>): Promise<Driver>;
  /** The file that all output of the latest driver is kept in. */
  log(): string;
  close(): Promise<void>;
}

export const nowhere: InitializeParameters = {
  installation: 'i-1',
  at: '2026-01-01T00:00:00.000Z',
  given: {},
  canaries: [],
  endpoints: [],
  proxy: 'http://127.0.0.1:1',
  ca: '/nowhere/ca.pem',
};

export function openPrograms(): Programs {
  const folder = mkdtempSync(join(tmpdir(), 'candor-process-'));
  const drivers: Driver[] = [];
  let count = 0;
  return {
    folder,
    at: (name) => join(folder, name),
    write: (name, text) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    open: async (driver, change = {}) => {
      count += 1;
      const opened = await openProcessDriver({
        driver: { kind: 'process', ...driver },
        system: 'one',
        cwd: folder,
        env: process.env,
        enclose: (command) => command,
        given: { network: 'off' },
        canaries: [{ name: 'hostname', value: 'candor-hostname-1' }],
        start: Date.UTC(2026, 0, 1) as Instant,
        timeout: 20_000 as Duration,
        stderrFile: join(folder, `log-${count}.txt`),
        onNotice: () => undefined,
        ...change,
      });
      drivers.push(opened);
      return opened;
    },
    log: () => join(folder, `log-${count}.txt`),
    close: async () => {
      await Promise.allSettled(drivers.map((driver) => driver.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether this machine has libfaketime; says why a test is skipped where it has not. */
export function hasFakeTime(): boolean {
  try {
    findFakeTime();
    return true;
  } catch (error) {
    if (process.env['CANDOR_NAMESPACE'] === 'required') throw error;
    process.stdout.write('      skipped: this machine has no libfaketime\n');
    return false;
  }
}
