import type { Capture } from '../capture/capture.js';
import type { Captured } from '../capture/captured.js';
import { factsOfAction } from '../disclosure/action-facts.js';
import type { DisclosureFile } from '../disclosure/disclosure-file.generated.js';
import { InputError } from '../disclosure/input-error.js';
import { type Duration, formatDuration, formatInstant, type Instant, later } from '../disclosure/instant.js';
import type { DoStep, ScenarioFile, Step } from '../scenario/scenario-file.generated.js';
import { type Adapter, type AdapterIdentity, startAdapter } from '../system/adapter.js';
import { endpointsOf } from '../system/endpoints.js';
import type { StdioDriver, SystemFile } from '../system/system-file.generated.js';
import { adapterEnvironment } from './adapter-environment.js';
import { capturedEvent } from './captured-event.js';
import { checkClock, driverTimes, durationOfStep, ticks } from './clock.js';
import { TRACE_FORMAT } from './parse-event.js';
import type { PlantedCanary } from './planted.js';
import type { ActionEvent, GapEvent, StartEvent } from './trace-event.generated.js';
import { createTraceWriter, type TraceWriter } from './write.js';

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
  /** The folder of the system's file: the adapter is started in it. */
  readonly systemFolder: string;
  /** Neither file may be there yet. */
  readonly traceFile: string;
  readonly stderrFile: string;
  readonly capture: Capture;
  /** The file of the capture's certificate authority, in PEM. */
  readonly certificateFile: string;
  readonly canaries: readonly PlantedCanary[];
  /** The names of the files in the distribution kit, where there is one. */
  readonly kit?: readonly string[];
  /** The product's files and their digests, where its system names them. */
  readonly artifacts?: readonly Artifact[];
  /** When this is done, by the clock of the machine. */
  readonly recorded?: Instant;
  /** 2026-01-01T00:00:00.000Z when not given. */
  readonly start?: Instant;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RecordProgress) => void;
}

const START = Date.UTC(2026, 0, 1) as Instant;
const INSTALLATION = 'i-1';
/** How far the clock moves between what was sent and an action, which may not share an instant. */
const MOMENT = 1000 as Duration;

/**
 * Does what a scenario says to one installation, and writes what was seen of it as a trace (DESIGN 4.4 to 4.6).
 * Resolves with the name and version that the adapter gives itself.
 *
 * Where it fails, the trace has no `end`, holds what was recorded until then, and no process of the adapter's is
 * left.
 *
 * @throws InputError (an AdapterError for the adapter's faults), or the signal's reason.
 */
export async function recordScenario(options: RecordOptions): Promise<AdapterIdentity> {
  const { scenario, system, signal } = options;
  if (system.driver?.kind !== 'stdio') {
    throw new InputError({
      message: `the system ${system.system} names no driver, so that nothing can drive it`,
    });
  }
  const { step, timeout } = driverTimes(system.driver);
  checkClock(scenario, options.start ?? START);
  signal?.throwIfAborted();
  const writer = await createTraceWriter(options.traceFile);
  let adapter: Adapter | undefined;
  try {
    adapter = await start({ options, driver: system.driver, timeout });
    return await observe({ options, adapter, writer, step, now: options.start ?? START, sent: undefined });
  } catch (error) {
    // The first failure is the one to tell of; ending what is left may fail for the same reason.
    await Promise.allSettled([adapter?.kill(), writer.close()]);
    throw error;
  }
}

function start({
  options,
  driver,
  timeout,
}: {
  readonly options: RecordOptions;
  readonly driver: StdioDriver;
  readonly timeout: Duration;
}): Promise<Adapter> {
  const { systemFolder, capture, stderrFile, signal } = options;
  return startAdapter({
    command: driver.command,
    cwd: systemFolder,
    env: adapterEnvironment(process.env, capture.environment),
    timeout,
    stderrFile,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** One recording under way. `now` is its clock, the one thing that changes. */
interface Recording {
  readonly options: RecordOptions;
  readonly adapter: Adapter;
  readonly writer: TraceWriter;
  /** How far the clock moves at a time. */
  readonly step: Duration;
  now: Instant;
  /** The last instant at which something was sent. */
  sent: Instant | undefined;
}

async function observe(recording: Recording): Promise<AdapterIdentity> {
  const { options, adapter, writer } = recording;
  const { scenario } = options;
  const { missing } = await options.capture.heartbeat();
  const identity = await initialize(recording).catch(async (error: unknown) => {
    await writer.write(startEvent(recording));
    throw error;
  });
  await writer.write(startEvent(recording, identity));
  if (missing.length === 0) await writer.write({ type: 'heartbeat', at: formatInstant(recording.now) });
  await writer.write({ type: 'facts', ...stamp(recording), facts: { ...scenario.given } });
  await drain(recording);
  for (const [index, step] of scenario.when.entries()) await take(recording, step, index + 1);
  // What the product sends as it goes was sent all the same, so it goes before the trace ends.
  await adapter.shutdown();
  await drain(recording);
  await heartbeat(recording);
  options.signal?.throwIfAborted();
  await writer.write({ type: 'end', at: formatInstant(recording.now) });
  await writer.close();
  return identity;
}

/** @param identity what the product calls itself; not known where it could not be asked. */
function startEvent({ options, now, step }: Recording, identity?: AdapterIdentity): StartEvent {
  const { disclosure, system, scenario, canaries, kit, artifacts = [], recorded } = options;
  const files = artifacts.map(({ name, digest }) => ({ name, digest }));
  return {
    type: 'start',
    format: TRACE_FORMAT,
    at: formatInstant(now),
    disclosure: disclosure.disclosure,
    system: system.system,
    scenario: scenario.scenario,
    canaries: canaries.map(({ name, value, permitted }) => ({ name, value, permitted: [...permitted] })),
    heartbeats: 'both-ends',
    ...(recorded === undefined ? {} : { recorded: formatInstant(recorded) }),
    ...(identity === undefined ? {} : { product: { ...identity, artifacts: files } }),
    capture: 'proxy',
    clock: { kind: 'stepped', step: formatDuration(step) },
    ...(kit === undefined ? {} : { kit: [...kit] }),
  };
}

function initialize({ options, adapter, now }: Recording): Promise<AdapterIdentity> {
  const { scenario, system, canaries, capture, certificateFile } = options;
  return adapter.initialize({
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
  const { options } = recording;
  const { onProgress, scenario } = options;
  const tell = (): void => onProgress?.({ step: number, steps: scenario.when.length, at: recording.now });
  const duration = durationOfStep(step);
  tell();
  if ('do' in step) await perform(recording, step);
  else if ('wait' in step) await advance(recording, duration, tell);
  else if ('sleep' in step && duration > 0) await sleep(recording, duration);
  else if ('offline' in step && duration > 0) await offline(recording, duration, tell);
  tell();
}

/**
 * State comes before what was sent in it: the action's facts stand before the transmissions of the same instant.
 * So an action never shares its instant with what was sent before it (DESIGN 6: state events at an instant apply
 * before transmissions of the same instant).
 */
async function perform(recording: Recording, step: DoStep): Promise<void> {
  const { adapter, options, writer } = recording;
  // A product that sends without cease would put the action off for ever.
  for (let tries = 0; recording.sent === recording.now && tries < 60; tries += 1) {
    await moveTo(recording, later(recording.now, MOMENT));
  }
  const parameters = step.with ?? {};
  await adapter.perform(step.do, parameters);
  const captured = await options.capture.take();
  const { actions } = options.disclosure;
  const action = Object.hasOwn(actions, step.do) ? actions[step.do] : undefined;
  const facts = action === undefined ? {} : factsOfAction(action, parameters);
  const event: ActionEvent = { type: 'action', ...stamp(recording), action: step.do };
  await writer.write(Object.keys(facts).length === 0 ? event : { ...event, facts });
  await writeCaptured(recording, captured);
}

async function advance(recording: Recording, duration: Duration, tell: () => void): Promise<void> {
  for (const instant of ticks(recording.now, duration, recording.step)) {
    await moveTo(recording, instant);
    tell();
  }
}

/** The product is not advanced while the host sleeps: it wakes at the gap's end and finds the time gone. */
async function sleep(recording: Recording, duration: Duration): Promise<void> {
  const awake = later(recording.now, duration);
  await writeGap(recording, awake, 'host-asleep');
  await moveTo(recording, awake);
}

async function offline(recording: Recording, duration: Duration, tell: () => void): Promise<void> {
  const { capture } = recording.options;
  await writeGap(recording, later(recording.now, duration), 'offline');
  capture.refuse(true);
  try {
    await advance(recording, duration, tell);
  } finally {
    capture.refuse(false);
  }
}

async function moveTo(recording: Recording, instant: Instant): Promise<void> {
  await recording.adapter.advance(instant);
  recording.now = instant;
  await drain(recording);
}

async function drain(recording: Recording): Promise<void> {
  const captured = await recording.options.capture.take();
  if (captured.length > 0) await writeCaptured(recording, captured);
}

async function writeCaptured(recording: Recording, captured: readonly Captured[]): Promise<void> {
  if (captured.length > 0) recording.sent = recording.now;
  for (const one of captured) await recording.writer.write(capturedEvent(one, recording.now, INSTALLATION));
}

async function writeGap(recording: Recording, until: Instant, cause: GapEvent['cause']): Promise<void> {
  await recording.writer.write({ type: 'gap', ...stamp(recording), until: formatInstant(until), cause });
}

/** A heartbeat that was not captured leaves no event, and its absence is what the judge goes by. */
async function heartbeat({ options, writer, now }: Recording): Promise<void> {
  const { missing } = await options.capture.heartbeat();
  if (missing.length === 0) await writer.write({ type: 'heartbeat', at: formatInstant(now) });
}

function stamp({ now }: Recording): { at: string; installation: string } {
  return { at: formatInstant(now), installation: INSTALLATION };
}
