import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findCalibration } from '../calibration/load-calibration.js';
import { type Authority, openAuthority } from '../capture/authority.js';
import { openProxyCapture } from '../capture/proxy-capture.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError, type Problem } from '../disclosure/input-error.js';
import type { Instant } from '../disclosure/instant.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findDisclosureProject, projectFolders } from '../disclosure/project.js';
import { unreadable } from '../disclosure/source-file.js';
import type { Failure } from '../report/failures.generated.js';
import { writeFailures } from '../report/failures.js';
import { KEPT_SYSTEM, keepFile, openRunFolder, requireFresh } from '../report/run-folder.js';
import { loadScenarios } from '../scenario/load.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import { answerer } from '../system/answers.js';
import { loadSystem, requireSystem, type System } from '../system/load.js';
import { plantedCanaries } from '../trace/planted.js';
import { type Artifact, recordScenario } from '../trace/record.js';
import type { Console } from './console.js';
import { COULD_NOT_JUDGE } from './exit-status.js';
import type { GateOptions } from './gate.js';
import { digestArtifacts } from './product-artifacts.js';
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
  const system = await loadSystem(options.system);
  const project = await findDisclosureProject(projectFolders(options.project), system.file.value.disclosure);
  const disclosure = await loadDisclosure(project, system.file.value.disclosure);
  requireSystem(system, disclosure);
  requireDriver(system);
  const scenarios = chooseScenarios(await loadScenarios(project, disclosure), wanted);
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
    scenarios,
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
  readonly scenarios: readonly ScenarioFile[];
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
  const { scenarios, options, console, signal } = plan;
  const authority = await openAuthority();
  const failures: Failure[] = [];
  const queue = [...scenarios];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let scenario = queue.shift(); scenario !== undefined && !signal.aborted; scenario = queue.shift()) {
      try {
        await recordOne(plan, authority, scenario);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        failures.push({ scenario: scenario.scenario, message: error.message });
      }
      done += 1;
      console.progress(`${done} of ${scenarios.length} scenarios, last ${scenario.scenario}`);
    }
  };
  const jobs = Math.min(options.jobs ?? availableParallelism(), scenarios.length);
  const ends = await Promise.allSettled(Array.from({ length: jobs }, work));
  await authority.close();
  console.progress();
  signal.throwIfAborted();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return failures.sort((one, other) => (one.scenario < other.scenario ? -1 : 1));
}

async function recordOne(plan: Drive, authority: Authority, scenario: ScenarioFile): Promise<void> {
  const { disclosure, system, kit, artifacts, recorded, out, signal } = plan;
  const capture = await openProxyCapture({ authority, answer: answerer(system.file.value) });
  try {
    await recordScenario({
      scenario,
      disclosure: disclosure.file.value,
      system: system.file.value,
      systemFolder: system.folder,
      traceFile: join(out, 'traces', `${scenario.scenario}.ndjson`),
      stderrFile: join(out, 'stderr', `${scenario.scenario}.txt`),
      capture,
      certificateFile: authority.certificateFile,
      canaries: plantedCanaries(disclosure, scenario),
      ...(kit === undefined ? {} : { kit }),
      artifacts,
      recorded,
      signal,
    });
  } finally {
    await capture.close();
  }
}
