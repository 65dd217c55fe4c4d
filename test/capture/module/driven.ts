import { fileURLToPath } from 'node:url';
import type { Captured, CapturedRequest } from '../../../src/capture/captured.js';
import {
  type ModuleProductHandle,
  openModuleProduct,
} from '../../../src/capture/module/open-module-product.js';
import { type Duration, formatInstant, type Instant } from '../../../src/disclosure/instant.js';
import type { SystemFile } from '../../../src/system/system-file.generated.js';
import { acmeSystem } from '../../judge/judging.js';

export const START = Date.UTC(2026, 0, 1) as Instant;
export const HOUR = 3_600_000;

export const modules: string = fileURLToPath(new URL('../../../../test/fixtures/modules/', import.meta.url));

/** A module as the tests drive it, from its start. */
export interface Driven extends ModuleProductHandle {
  initialize(given?: Readonly<Record<string, string | boolean>>): Promise<{ name: string; version: string }>;
  /** Does an action, and gives what left. */
  perform(action: string): Promise<readonly Captured[]>;
  /** Moves the clock by so many milliseconds, a minute at a time, and gives what left, with the time at which it did. */
  advance(milliseconds: number, step?: number): Promise<readonly { at: string; captured: Captured }[]>;
}

export async function openModule(
  module: string,
  {
    exportName,
    timeout = 20_000,
    system = acmeSystem.file.value,
  }: { exportName?: string; timeout?: number; system?: SystemFile } = {},
): Promise<Driven> {
  const handle = await openModuleProduct({
    driver: { kind: 'module', module, ...(exportName === undefined ? {} : { export: exportName }) },
    system,
    systemFolder: modules,
    timeout: timeout as Duration,
  });
  let now: number = START;
  return {
    ...handle,
    initialize: (given = {}) =>
      handle.driver.initialize({
        installation: 'i-1',
        at: formatInstant(START),
        given,
        canaries: [],
        endpoints: [],
        proxy: '',
        ca: '',
      }),
    async perform(action) {
      await handle.driver.perform(action, {});
      return handle.capture.take();
    },
    async advance(milliseconds, step = 60_000) {
      const seen: { at: string; captured: Captured }[] = [];
      for (const end = now + milliseconds; now < end; ) {
        now = Math.min(end, now + step);
        await handle.driver.advance(now as Instant);
        const at = formatInstant(now as Instant);
        for (const captured of await handle.capture.take()) seen.push({ at, captured });
      }
      return seen;
    },
  };
}

/** A request's parts that a test can compare. */
export function told(captured: Captured): unknown {
  if (captured.kind !== 'request') return captured;
  const { method, url, tls } = captured;
  return { method, url, body: captured.body.toString(), tls: tls?.protocol ?? null };
}

export function headerOf(captured: Captured | undefined, name: string): string | undefined {
  return (captured as CapturedRequest).headers.find(([key]) => key === name)?.[1];
}
