import { findCalibration } from '../calibration/load-calibration.js';
import { projectFolders } from '../disclosure/project.js';
import { readFailures } from '../report/failures.js';
import type { Run } from '../report/load-run.js';
import {
  keepInputs,
  keepTrace,
  nameTraces,
  openRunFolder,
  requireReadableTwice,
  writeResult,
} from '../report/run-folder.js';
import { loadSystem } from '../system/load.js';
import type { Console } from './console.js';
import { COULD_NOT_JUDGE, exitStatusOf } from './exit-status.js';
import { asksForGate, type GateOptions, gateRun, tellGate } from './gate.js';
import { type Judged, judgeTraces } from './judge-traces.js';
import { tell } from './tell.js';

export interface VerifyOptions extends GateOptions {
  readonly out: string;
  readonly system?: string;
  readonly project?: string;
  readonly reading: readonly string[];
  readonly requireAll?: boolean;
  readonly differential?: boolean;
  /** The calibration to keep with the run, where it is not the one beside the disclosure. */
  readonly calibration?: string;
  readonly json?: boolean;
}

/** What was judged and, where there is one, the calibration that is kept with it. */
export interface JudgedRun extends Judged {
  readonly calibration: Run['calibration'];
}

/**
 * `candor verify`: load, judge, report.
 *
 * @returns the exit status.
 * @throws InputError where a trace or a file that it names cannot be used.
 */
export async function verify(
  traces: readonly string[],
  options: VerifyOptions,
  console: Console,
): Promise<number> {
  const judged = await judgeInto(traces, options, console);
  await tell(console, judged, { folder: options.out, json: options.json ?? false });
  return decide(judged, options.out, options, console);
}

/**
 * The status of what was judged: as the verdict has it, or the gate where a flag asks for one. Where a scenario of the
 * run could not be driven to its end, what was judged of the others does not decide it.
 */
export async function decide(
  { result }: Judged,
  folder: string,
  options: GateOptions,
  console: Console,
): Promise<number> {
  if (!asksForGate(options)) {
    const failures = await readFailures(folder);
    return failures.length === 0 ? exitStatusOf(result.verdict) : COULD_NOT_JUDGE;
  }
  const said = await gateRun(folder, options);
  if (!options.json) tellGate(said, folder, console);
  return said.status;
}

/** Judges traces and leaves result, traces and what they were judged with in the folder of the run. */
export async function judgeInto(
  traces: readonly string[],
  options: VerifyOptions,
  console: Console,
): Promise<JudgedRun> {
  const system = options.system === undefined ? undefined : await loadSystem(options.system);
  await requireReadableTwice(options.calibration === undefined ? traces : [...traces, options.calibration]);
  const named = nameTraces(traces);
  const judged = await judgeTraces({
    traces: named,
    folders: projectFolders(options.project),
    system,
    readings: options.reading,
    requireAll: options.requireAll ?? false,
    differential: options.differential ?? false,
    onProgress: (trace, events) => console.progress(`${trace}: ${events} events`),
  });
  console.progress();
  const { disclosure } = judged;
  const calibration = disclosure && (await findCalibration(disclosure, options.calibration));
  await openRunFolder(options.out);
  for (const trace of named) {
    const digest = judged.result.scenarios.find(({ trace: { file } }) => file === `traces/${trace.name}`)
      ?.trace.digest;
    await keepTrace(options.out, trace, digest ?? '');
  }
  await keepInputs(options.out, { ...judged, calibration });
  await writeResult(options.out, judged.result);
  return { ...judged, calibration };
}
