import { resolve } from 'node:path';
import type { System } from '../system/load.js';

/** The system with its driver and capture replaced by a module's; its file stays what it is. */
export function withModule(system: System, module: string | undefined): System {
  if (module === undefined) return system;
  const { value } = system.file;
  const before = value.driver?.kind === 'module' ? value.driver : {};
  const driver = { ...before, kind: 'module' as const, module: resolve(module) };
  const file = { ...system.file, value: { ...value, driver, capture: { kind: 'module' as const } } };
  return { ...system, file };
}
