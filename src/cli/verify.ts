import { join } from 'node:path';
import { projectFolders } from '../disclosure/project.js';
import {
  keepFile,
  keepTrace,
  nameTraces,
  openRunFolder,
  requireReadableTwice,
  writeResult,
} from '../report/run-folder.js';
import { loadSystem } from '../system/load.js';
import type { Console } from './console.js';
import { exitStatusOf } from './exit-status.js';
import { KEPT_SYSTEM } from './find-system.js';
import { type Judged, judgeTraces } from './judge-traces.js';
import { tell } from './tell.js';

export interface VerifyOptions {
  readonly out: string;
  readonly system?: string;
  readonly project?: string;
  readonly reading: readonly string[];
  readonly requireAll?: boolean;
  readonly differential?: boolean;
  readonly json?: boolean;
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
  tell(console, judged, { folder: options.out, json: options.json ?? false });
  return exitStatusOf(judged.result.verdict);
}

/** Judges traces and leaves result, traces and system file in the folder of the run. */
export async function judgeInto(
  traces: readonly string[],
  options: VerifyOptions,
  console: Console,
): Promise<Judged> {
  const system = options.system === undefined ? undefined : await loadSystem(options.system);
  await requireReadableTwice(traces);
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
  await openRunFolder(options.out);
  for (const trace of named) {
    const digest = judged.result.scenarios.find(({ trace: { file } }) => file === `traces/${trace.name}`)
      ?.trace.digest;
    await keepTrace(options.out, trace, digest ?? '');
  }
  if (judged.system) await keepFile(judged.system.file.path, join(options.out, KEPT_SYSTEM));
  await writeResult(options.out, judged.result);
  return judged;
}
