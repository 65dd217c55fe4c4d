import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { composedBaseline, recordedBaseline } from '../calibration/baseline.js';
import { calibrate as measure } from '../calibration/calibrate.js';
import type { CalibrationFile } from '../calibration/calibration-file.generated.js';
import type { Composing } from '../calibration/compose.js';
import { type Instrument, openJudging } from '../calibration/judging.js';
import { CALIBRATION } from '../calibration/load-calibration.js';
import type { Baseline } from '../calibration/mutant.js';
import { InputError } from '../disclosure/input-error.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findDisclosureProject, projectFolders } from '../disclosure/project.js';
import { type SourceFile, unreadable } from '../disclosure/source-file.js';
import { chooseReadings } from '../judge/readings.js';
import { calibrationTable } from '../report/calibration-table.js';
import { writeWhole } from '../report/write-whole.js';
import { loadScenarios } from '../scenario/load.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import { requireSystem } from '../system/load.js';
import { openTrace } from '../trace/read.js';
import type { TraceEvent } from '../trace/trace-event.generated.js';
import { chooseSystem } from './choose-system.js';
import type { Console } from './console.js';
import { NOT_DECIDED, UPHELD, VIOLATED } from './exit-status.js';
import { version } from './version.js';

export interface CalibrationOptions {
  readonly disclosure?: string;
  readonly system?: string;
  readonly reading: readonly string[];
  readonly project?: string;
  /** A file, or true for standard output. */
  readonly json?: string | boolean;
  readonly write?: boolean;
  readonly check?: boolean;
}

/**
 * `candor calibrate`: puts violations into compliant traces, and tells how many of them the judge finds.
 *
 * @param traces recorded traces that nothing is wrong with; composed ones, one for each scenario, when there are none.
 * @returns the exit status: 0 where every violation was found by the right rule and nothing else was accused, 1 where
 * not, or where the file that lies beside the disclosure is another with `check`, 2 where there was nothing to measure.
 * @throws InputError where a file cannot be used, or a trace that was given is not compliant.
 */
export async function calibrate(
  traces: readonly string[],
  options: CalibrationOptions,
  console: Console,
): Promise<number> {
  requireFileName(options.json);
  const folders = projectFolders(options.project);
  const system = await chooseSystem(folders, options.disclosure, options.system);
  const id = options.disclosure ?? system.file.value.disclosure;
  const project = await findDisclosureProject(folders, id);
  const disclosure = await loadDisclosure(project, id);
  requireSystem(system, disclosure);
  const scenarios = [...(await loadScenarios(project, disclosure)).values()];
  const readings = chooseReadings(disclosure, options.reading);
  const instrument: Instrument = { disclosure, system, readings };
  const baselines =
    traces.length === 0
      ? scenarios.map(({ value }) => composedBaseline(contextOf(instrument), readings, value))
      : await recordedBaselines(instrument, scenarios, traces);
  const file = measure({
    ...instrument,
    scenarios,
    source: traces.length === 0 ? 'specimens' : 'traces',
    baselines,
    instrument: `candor ${version()}`,
    onProgress: (judged) => console.progress(`${judged} changes judged`),
  });
  console.progress();
  return tell(file, join(dirname(disclosure.file.path), CALIBRATION), options, console);
}

function contextOf({ disclosure, system }: Instrument): Composing {
  return { disclosure, system: system.file.value };
}

/** A trace that follows `--json` would be taken for the file to write. */
function requireFileName(json: string | boolean | undefined): void {
  if (typeof json !== 'string' || !json.endsWith('.ndjson')) return;
  throw new InputError({ message: `--json ${json}: would write over a trace; put --json behind the traces` });
}

/** @throws InputError where one is not of the disclosure, or something is wrong with it. */
async function recordedBaselines(
  instrument: Instrument,
  scenarios: readonly SourceFile<ScenarioFile>[],
  traces: readonly string[],
): Promise<readonly Baseline[]> {
  const judge = openJudging(instrument);
  const baselines: Baseline[] = [];
  for (const path of traces) {
    const events: TraceEvent[] = [];
    for await (const { event } of openTrace(path).events) events.push(event);
    const [start] = events;
    const name = start?.type === 'start' ? start.scenario : undefined;
    const scenario = scenarios.find(({ value }) => value.scenario === name)?.value;
    const baseline = recordedBaseline(contextOf(instrument), name ?? basename(path), scenario, events);
    const { verdict, findings } = judge(baseline.events, scenario);
    if (verdict === 'violated' || verdict === 'inconclusive') {
      const rules = [...new Set(findings.map(({ rule }) => rule))].join(', ');
      const why = rules === '' ? `it is ${verdict}` : `it breaks ${rules}`;
      const message = `is not compliant, so that nothing can be measured by it: ${why}; "candor verify" tells more`;
      throw new InputError({ file: path, message });
    }
    baselines.push(baseline);
  }
  return baselines;
}

async function tell(
  file: CalibrationFile,
  place: string,
  { json, write, check }: CalibrationOptions,
  console: Console,
): Promise<number> {
  const text = `${JSON.stringify(file, undefined, 2)}\n`;
  if (json === true) console.out(text);
  else console.out(calibrationTable(file, { colours: console.colours, width: console.width }));
  if (typeof json === 'string') await writeWhole(json, [text]);
  if (write) await writeWhole(place, [text]);
  const { mutants, equivalents } = file;
  if (check && !(await isWritten(place, text))) {
    console.err(`candor: stale: ${place}; run "candor calibrate --write"\n`);
    return VIOLATED;
  }
  if (mutants.total === 0) return NOT_DECIDED;
  return mutants.found === mutants.total && equivalents.falseAlarms === 0 ? UPHELD : VIOLATED;
}

async function isWritten(place: string, text: string): Promise<boolean> {
  const known = await readFile(place, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError({ file: place, message: unreadable(error) });
  });
  return known === text;
}
