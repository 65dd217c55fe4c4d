import type { Capture } from '../capture/capture.js';
import type { DisclosureFile } from '../disclosure/disclosure-file.generated.js';
import { InputError } from '../disclosure/input-error.js';
import { type Duration, formatDuration, formatInstant, type Instant } from '../disclosure/instant.js';
import type { ScenarioFile, Step } from '../scenario/scenario-file.generated.js';
import type { Driver, ProductIdentity } from '../system/driver.js';
import { endpointsOf } from '../system/endpoints.js';
import type { SystemFile } from '../system/system-file.generated.js';
import { checkClock, driverTimes, scenarioDuration } from './clock.js';
import { clockWarning } from './clock-warning.js';
import { bytesBetween, clockAccount, endEvent, startEvent } from './ends.js';
import { watchLateness } from './lateness.js';
import { type OpenDriver, openDriver } from './open-driver.js';
import type { PlantedCanary } from './planted.js';
import {
  drain,
  heartbeat,
  INSTALLATION,
  present,
  type Recording,
  stamp,
  writeHeartbeat,
} from './recording.js';
import { takeStep } from './steps.js';
import { createTraceWriter } from './write.js';

/** A file or folder of the product, and its digest as `sha256:…`. */
export interface Artifact {
  readonly name: string;
  readonly digest: string;
}

/** How far a recording has come. */
export interface RecordProgress {
  /** The step under way, from 1, and how many there are. */
  readonly step: number;
  readonly steps: number;
  readonly at: Instant;
}

export interface RecordOptions {
  readonly scenario: ScenarioFile;
  readonly disclosure: DisclosureFile;
  readonly system: SystemFile;
  /** The folder of the system's file: its programs are started in it. */
  readonly systemFolder: string;
  /** Neither file may be there yet. */
  readonly traceFile: string;
  readonly stderrFile: string;
  readonly capture: Capture;
  /** Opens what drives the product, where it is not to be what the system's file says. */
  readonly openDriver?: OpenDriver;
  /** The file of the capture's certificate authority, in PEM. */
  readonly certificateFile: string;
  readonly canaries: readonly PlantedCanary[];
  /** The names of the files in the distribution kit, where there is one. */
  readonly kit?: readonly string[];
  /** The product's files and their digests, where its system names them. */
  readonly artifacts?: readonly Artifact[];
  /** When this is done, by the clock of the machine. */
  readonly recorded?: Instant;
  /** 2026-01-01T00:00:00.000Z when not given; a clock that is the machine's own takes no notice of it. */
  readonly start?: Instant;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RecordProgress) => void;
  /** Is told what a person should know of how the product was driven: a sentence without its full stop. */
  readonly onNotice?: (text: string) => void;
}

const LONG = 600_000 as Duration;

/** When a scenario begins, where nothing else is said. */
export const START: Instant = Date.UTC(2026, 0, 1) as Instant;

/**
 * Does what a scenario says to one installation, and writes what was seen of it as a trace (DESIGN 4.4 to 4.6).
 * Resolves with the name and version that the product gives itself.
 *
 * Where it fails, the trace has no `end`, holds what was recorded until then, and no process of the product's is
 * left.
 *
 * @throws InputError (an AdapterError for the driver's faults), or the signal's reason.
 */
export async function recordScenario(options: RecordOptions): Promise<ProductIdentity> {
  const { scenario, system, signal, start = START } = options;
  if (system.driver === undefined) {
    throw new InputError({
      message: `the system ${system.system} names no driver, so that nothing can drive it`,
    });
  }
  const { step } = driverTimes(system.driver);
  checkClock(scenario, start);
  signal?.throwIfAborted();
  const writer = await createTraceWriter(options.traceFile);
  let driver: Driver | undefined;
  try {
    driver = await open(options, start);
    tellOfRealTime(options, driver);
    await tellOfPreparation(options);
    const lateness = watchLateness();
    return await observe({ options, driver, writer, step, lateness, now: start, sent: undefined, slack: 0 });
  } catch (error) {
    // The first failure is the one to tell of; ending what is left may fail for the same reason.
    await Promise.allSettled([driver?.kill(), writer.close()]);
    throw error;
  }
}

function open(options: RecordOptions, start: Instant): Promise<Driver> {
  const { system, systemFolder, stderrFile, capture, scenario, canaries, signal, onNotice } = options;
  return (options.openDriver ?? openDriver)({
    system,
    systemFolder,
    stderrFile,
    capture,
    given: scenario.given ?? {},
    canaries: canaries.map(({ name, value }) => ({ name, value })),
    start,
    ...(signal === undefined ? {} : { signal }),
    ...(onNotice === undefined ? {} : { onNotice }),
  });
}

/** A wait that takes as long as it says is better known beforehand. */
function tellOfRealTime({ scenario, onNotice }: RecordOptions, { clock }: Driver): void {
  const duration = scenarioDuration(scenario);
  if (clock.kind !== 'real' || duration < LONG) return;
  onNotice?.(`this takes ${formatDuration(duration)} of the machine’s time, with "clock: real"`);
}

/** What is sent while the product is prepared is no part of what is judged, and is not passed over in silence. */
async function tellOfPreparation({ system, capture, onNotice }: RecordOptions): Promise<void> {
  if (system.driver?.kind !== 'process') return;
  const captured = await capture.take();
  if (captured.length === 0) return;
  const things = captured.length === 1 ? 'one thing was sent' : `${captured.length} things were sent`;
  onNotice?.(`${things} while the product was prepared, which is no part of what is judged`);
}

async function observe(recording: Recording): Promise<ProductIdentity> {
  const { options, driver, writer } = recording;
  const { capture, scenario, signal } = options;
  const heard = await capture.heartbeat();
  const before = await capture.bytes();
  // What the product sends as it starts is sent after this.
  if (driver.clock.kind !== 'stepped') recording.now = driver.clock.at(performance.now());
  try {
    const identity = await initialize(recording).catch(async (error: unknown) => {
      await writer.write(startEvent(recording, driver.clock));
      throw error;
    });
    await writer.write(startEvent(recording, driver.clock, identity));
    await writeHeartbeat(recording, heard);
    await writer.write({ type: 'facts', ...stamp(recording), facts: { ...scenario.given } });
    await drain(recording);
    for (const [index, step] of scenario.when.entries()) await take(recording, step, index + 1);
    const clock = await clockAccount(driver.clock, recording.slack);
    // What the product sends as it goes was sent all the same, so it goes before the trace ends.
    await driver.shutdown();
    await drain(recording);
    await heartbeat(recording);
    signal?.throwIfAborted();
    const bytes = bytesBetween(before, await capture.bytes());
    const warning = clockWarning(options.disclosure, driver.clock, clock);
    if (warning !== undefined) options.onNotice?.(warning);
    await writer.write(endEvent(present(recording), bytes, clock));
    await writer.close();
    return identity;
  } finally {
    recording.lateness.stop();
  }
}

function initialize({ options, driver, now }: Recording): Promise<ProductIdentity> {
  const { scenario, system, canaries, capture, certificateFile } = options;
  return driver.initialize({
    installation: INSTALLATION,
    at: formatInstant(now),
    given: scenario.given ?? {},
    canaries: canaries.map(({ name, value }) => ({ name, value })),
    endpoints: endpointsOf(system),
    proxy: capture.url,
    ca: certificateFile,
  });
}

async function take(recording: Recording, step: Step, number: number): Promise<void> {
  const { onProgress, scenario } = recording.options;
  const tell = (): void =>
    onProgress?.({ step: number, steps: scenario.when.length, at: present(recording) });
  tell();
  await takeStep(recording, step, tell);
  tell();
}
