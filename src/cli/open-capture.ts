import type { Authority } from '../capture/authority.js';
import type { Capture } from '../capture/capture.js';
import { openModuleProduct } from '../capture/module/open-module-product.js';
import { openNamespaceCapture } from '../capture/namespace/namespace-capture.js';
import { openProxyCapture } from '../capture/proxy-capture.js';
import { InputError } from '../disclosure/input-error.js';
import { answerer } from '../system/answers.js';
import type { System } from '../system/load.js';
import { fill } from '../system/process/template.js';
import { driverTimes } from '../trace/clock.js';
import type { OpenDriver } from '../trace/open-driver.js';
import type { PlantedCanary } from '../trace/planted.js';

/** A capture, and what drives the product in it where that is not what the system's file says. */
export interface OpenedCapture {
  readonly capture: Capture;
  readonly openDriver?: OpenDriver;
}

export interface CaptureSetting {
  readonly authority: Authority;
  readonly canaries: readonly PlantedCanary[];
  /** Where a product that comes with its capture has its standard error kept. */
  readonly stderrFile: string;
  readonly signal: AbortSignal;
}

/**
 * Opens the capture that a system's file names: the proxy where it names none.
 *
 * @throws InputError where it cannot be had on this machine.
 */
export async function openCapture(
  system: System,
  { authority, canaries, stderrFile, signal }: CaptureSetting,
): Promise<OpenedCapture> {
  const { driver } = system.file.value;
  const answer = answerer(system.file.value);
  switch (captureKind(system)) {
    case 'namespace': {
      const hostname = hostnameOf(system, canaries);
      const capture = await openNamespaceCapture({
        authority,
        answer,
        ...(hostname === undefined ? {} : { hostname }),
      });
      return { capture };
    }
    case 'module': {
      if (driver?.kind !== 'module') throw new Error('a module capture without a module');
      const { timeout } = driverTimes(driver);
      const { value } = system.file;
      const settings = { driver, system: value, systemFolder: system.folder, timeout, stderrFile, signal };
      const product = await openModuleProduct(settings);
      return { capture: product.capture, openDriver: async () => product.driver };
    }
    default:
      return { capture: await openProxyCapture({ authority, answer }) };
  }
}

/** @throws InputError where a system's driver and capture do not go together. */
export function requireCapture(system: System): void {
  const { file } = system;
  const isModule = file.value.driver?.kind === 'module';
  if (isModule === (captureKind(system) === 'module')) return;
  const message = isModule
    ? 'sees nothing of a module, which is driven in this process; with "driver: { kind: module }" it must be "module"'
    : 'sees nothing but a module; it must be "proxy" or "namespace", or the driver "module"';
  throw new InputError(file.problem(['capture', 'kind'], message));
}

function captureKind({ file }: System): Capture['kind'] {
  return file.value.capture?.kind ?? (file.value.driver?.kind === 'module' ? 'module' : 'proxy');
}

function hostnameOf({ file, folder }: System, canaries: readonly PlantedCanary[]): string | undefined {
  const { driver } = file.value;
  if (driver?.kind !== 'process' || driver.hostname === undefined) return undefined;
  const canary = Object.fromEntries(canaries.map(({ name, value }) => [name, value]));
  return fill(driver.hostname, { with: {}, given: {}, canary, folder: '', system: folder });
}
