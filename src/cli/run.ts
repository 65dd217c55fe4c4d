import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findCalibration } from '../calibration/load-calibration.js';
import { type Authority, openAuthority } from '../capture/authority.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError, type Problem } from '../disclosure/input-error.js';
import { type Duration, type Instant, later } from '../disclosure/instant.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findDisclosureProject, projectFolders } from '../disclosure/project.js';
import { unreadable } from '../disclosure/source-file.js';
import type { Failure } from '../report/failures.generated.js';
import { writeFailures } from '../report/failures.js';
import { KEPT_SYSTEM, keepFile, openRunFolder, requireFresh } from '../report/run-folder.js';
import { loadScenarios } from '../scenario/load.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import { loadSystem, requireSystem, type System } from '../system/load.js';
import { checkScenarioActions } from '../system/process/check.js';
import { scenarioDuration } from '../trace/clock.js';
import { type Artifact, recordScenario, START } from '../trace/record.js';
import type { Console } from './console.js';
import { withModule } from './driven-module.js';
import { COULD_NOT_JUDGE } from './exit-status.js';
import type { GateOptions } from './gate.js';
import { openCapture, requireCapture } from './open-capture.js';
import { digestArtifacts } from './product-artifacts.js';
import { differentialObservations, type Observation, plainObservations } from './run-differential.js';
import { tell } from './tell.js';
import { decide, judgeInto } from './verify.js';

export interface RunOptions extends GateOptions {
  readonly system: string;
  readonly out?: string;
  readonly project?: string;
  readonly reading: readonly string[];
  readonly requireAll?: boolean;
  readonly json?: boolean;
  readonly jobs?: number;
  /** Whether each scenario is observed again, and with each planted value changed. */
  readonly differential?: boolean;
  /** The product's module, in the place of the driver and the capture that the system names. */
  readonly module?: string;
  /** The calibration to keep with the run, where it is not the one beside the disclosure. */
  readonly calibration?: string;
}

/**
 * `candor run`: load, drive, capture, judge, report.
 *
 * @returns the exit status.
 * @throws InputError where a file cannot be used, or the signal's reason when it is aborted.
 */
export async function run(
  wanted: readonly string[],
  options: RunOptions,
  console: Console,
  signal: AbortSignal,
): Promise<number> {
  const system = withModule(await loadSystem(options.system), options.module);
  const project = await findDisclosureProject(projectFolders(options.project), system.file.value.disclosure);
  const disclosure = await loadDisclosure(project, system.file.value.disclosure);
  requireSystem(system, disclosure);
  requireDriver(system);
  requireCapture(system);
  const scenarios = chooseScenarios(await loadScenarios(project, disclosure), wanted);
  const lacking = checkScenarioActions(system.file, scenarios);
  if (lacking.length > 0) throw new InputError(lacking);
  const observationsOf = options.differential ? differentialObservations : plainObservations;
  const observations = observationsOf(disclosure, scenarios);
  // Judging reads it again; that it cannot be read is said before anything is driven.
  await findCalibration(disclosure, options.calibration);
  const kit = await listKit(system);
  const artifacts = await digestArtifacts(system, (message) => console.err(`candor: ${message}\n`));
  const recorded = recordedNow();
  const out = options.out ?? join('reports', `${system.id}-${stampOf(new Date())}`);
  await requireFresh(out);
  await openRunFolder(out);
  await mkdir(join(out, 'stderr'), { recursive: true, mode: 0o700 });
  await keepFile(system.file.path, join(out, KEPT_SYSTEM));

  const failures = await drive({
    disclosure,
    system,
    observations,
    kit,
    artifacts,
    recorded,
    out,
    options,
    console,
    signal,
  });
  signal.throwIfAborted();
  await writeFailures(out, failures);
  const traces = (await readdir(join(out, 'traces'))).map((name) => join(out, 'traces', name));
  const judged = traces.length === 0 ? undefined : await judgeInto(traces, { ...options, out }, console);
  if (judged !== undefined) await tell(console, judged, { folder: out, json: options.json ?? false });
  for (const { scenario, message } of failures)
    console.err(`candor: ${scenario} could not be judged: ${message}\n`);
  return judged === undefined ? COULD_NOT_JUDGE : decide(judged, out, options, console);
}

function requireDriver({ file }: System): void {
  if (file.value.driver !== undefined) return;
  throw new InputError(
    file.problem([], 'names no driver, so that nothing can be run; "candor verify" judges traces'),
  );
}

function chooseScenarios(
  known: ReadonlyMap<string, { readonly value: ScenarioFile }>,
  wanted: readonly string[],
): readonly ScenarioFile[] {
  const problems: Problem[] = wanted
    .filter((id) => !known.has(id))
    .map((id) => ({
      message: `there is no scenario ${JSON.stringify(id)}; known: ${[...known.keys()].join(', ')}`,
    }));
  if (problems.length > 0) throw new InputError(problems);
  if (known.size === 0) throw new InputError({ message: 'the disclosure has no scenarios to run' });
  const ids = wanted.length === 0 ? [...known.keys()] : [...new Set(wanted)];
  return ids.flatMap((id) => known.get(id)?.value ?? []);
}

async function listKit(system: System): Promise<readonly string[] | undefined> {
  const { kit } = system.file.value;
  if (kit === undefined) return undefined;
  try {
    return (await readdir(join(system.folder, kit))).sort();
  } catch (error) {
    throw new InputError(system.file.problem(['kit'], unreadable(error as NodeJS.ErrnoException)));
  }
}

/** The run's instant: now, or where SOURCE_DATE_EPOCH fixes it (reproducible-builds.org), in seconds. */
function recordedNow(): Instant {
  const fixed = process.env['SOURCE_DATE_EPOCH'];
  return (fixed !== undefined && /^\d{1,11}$/.test(fixed) ? Number(fixed) * 1000 : Date.now()) as Instant;
}

function stampOf(now: Date): string {
  return `${now
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z')}-${randomBytes(2).toString('hex')}`;
}

interface Drive {
  readonly disclosure: Disclosure;
  readonly system: System;
  readonly observations: readonly Observation[];
  readonly kit: readonly string[] | undefined;
  readonly artifacts: readonly Artifact[];
  readonly recorded: Instant;
  readonly out: string;
  readonly options: RunOptions;
  readonly console: Console;
  readonly signal: AbortSignal;
}

/** Every scenario through a product and a capture of its own, some side by side, under one certificate authority. */
async function drive(plan: Drive): Promise<readonly Failure[]> {
  const { observations, options, console, signal } = plan;
  // Each scenario listens for its own end, and as many go on at a time as are wanted.
  setMaxListeners(0, signal, process);
  const authority = await openAuthority({ span: spanOf(plan) });
  const failures: Failure[] = [];
  const queue = [...observations];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      try {
        await recordOne(plan, authority, next);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        failures.push(failureOf(next, error));
      }
      done += 1;
      console.progress(`${done} of ${observations.length} recordings, last ${next.name}`);
    }
  };
  const jobs = Math.min(options.jobs ?? availableParallelism(), observations.length);
  const ends = await Promise.allSettled(Array.from({ length: jobs }, work));
  await authority.close();
  console.progress();
  signal.throwIfAborted();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return failures.sort((one, other) => (one.scenario < other.scenario ? -1 : 1));
}

/** The longest time that actions may take altogether, in milliseconds of the machine's. */
const ACTING = 120_000;

/** The span of time in which the products believe that they live: certificates must be valid in all of it. */
function spanOf({ observations, system }: Drive): { from: Date; to: Date } {
  const { driver } = system.file.value;
  const factor = driver?.kind === 'process' && driver.clock === 'faketime' ? (driver.factor ?? 1000) : 1;
  const longest = Math.max(...observations.map(({ scenario }) => scenarioDuration(scenario))) as Duration;
  const end = later(later(START, longest), (factor * ACTING) as Duration);
  // A product is prepared a day before its scenario begins.
  return { from: new Date(START - 86_400_000), to: new Date(end) };
}

/** Of a scenario that is observed more than once, which of its recordings it was. */
function failureOf({ scenario: { scenario }, name }: Observation, { message }: Error): Failure {
  return { scenario, message: name === scenario ? message : `${name}: ${message}` };
}

async function recordOne(
  plan: Drive,
  authority: Authority,
  { scenario, name, canaries }: Observation,
): Promise<void> {
  const { disclosure, system, kit, artifacts, recorded, out, console, signal } = plan;
  const stderrFile = join(out, 'stderr', `${name}.txt`);
  const { capture, openDriver } = await openCapture(system, { authority, canaries, stderrFile, signal });
  try {
    await recordScenario({
      scenario,
      disclosure: disclosure.file.value,
      system: system.file.value,
      systemFolder: system.folder,
      traceFile: join(out, 'traces', `${name}.ndjson`),
      stderrFile,
      capture,
      certificateFile: authority.certificateFile,
      canaries,
      ...(openDriver === undefined ? {} : { openDriver }),
      ...(kit === undefined ? {} : { kit }),
      artifacts,
      recorded,
      signal,
      onNotice: (text) => console.err(`candor: ${name}: ${text}\n`),
    });
  } finally {
    await capture.close();
  }
}
