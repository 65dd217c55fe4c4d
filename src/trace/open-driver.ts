import type { Capture } from '../capture/capture.js';
import { InputError } from '../disclosure/input-error.js';
import type { Duration, Instant } from '../disclosure/instant.js';
import { startAdapter } from '../system/adapter.js';
import type { Driver } from '../system/driver.js';
import { openProcessDriver } from '../system/process/open.js';
import type { SystemFile } from '../system/system-file.generated.js';
import { adapterEnvironment } from './adapter-environment.js';
import { driverTimes } from './clock.js';

/** What a driver is opened with, besides its own part of the system's file. */
export interface DriverSetting {
  readonly system: SystemFile;
  /** The folder of the system's file: its programs are started from there. */
  readonly systemFolder: string;
  /** Where the product's standard error is kept; must not be there yet. */
  readonly stderrFile: string;
  readonly capture: Capture;
  readonly given: Readonly<Record<string, string | boolean>>;
  readonly canaries: readonly { readonly name: string; readonly value: string }[];
  /** When the scenario begins, where the driver can choose. */
  readonly start: Instant;
  readonly signal?: AbortSignal;
  /** Is told what a person should know of how it is driven: a sentence without its full stop. */
  readonly onNotice?: (text: string) => void;
}

/** Opens what drives one installation of a product. */
export type OpenDriver = (setting: DriverSetting) => Promise<Driver>;

/**
 * Opens the driver that a system's file describes, its programs where the capture sees them. A module's driver comes
 * with its capture, and is opened by whoever opens that.
 *
 * @throws InputError where there is none, or what it names cannot be started.
 */
export const openDriver: OpenDriver = async (setting) => {
  const { driver } = setting.system;
  switch (driver?.kind) {
    case 'stdio':
      return startAdapter({ ...programsOf(setting, driverTimes(driver).timeout), command: driver.command });
    case 'process':
      return openProcessDriver({
        ...programsOf(setting, driverTimes(driver).timeout),
        driver,
        system: setting.system.system,
        given: setting.given,
        canaries: setting.canaries,
        start: setting.start,
        onNotice: setting.onNotice ?? (() => undefined),
      });
    case 'module':
      throw new InputError({ message: 'a module can only be driven by the capture "module"' });
    default:
      throw new InputError({
        message: `the system ${setting.system.system} names no driver, so that nothing can drive it`,
      });
  }
};

function programsOf(setting: DriverSetting, timeout: Duration) {
  const { systemFolder, stderrFile, capture, signal } = setting;
  return {
    cwd: systemFolder,
    env: adapterEnvironment(process.env, capture.environment),
    enclose: capture.enclose.bind(capture),
    timeout,
    stderrFile,
    ...(signal === undefined ? {} : { signal }),
  };
}
