import { basename } from 'node:path';
import { composedBaseline, recordedBaseline } from '../calibration/baseline.js';
import type { CalibrateOptions } from '../calibration/calibrate.js';
import type { Composing } from '../calibration/compose.js';
import { type Instrument, openJudging } from '../calibration/judging.js';
import type { Baseline } from '../calibration/mutant.js';
import { InputError } from '../disclosure/input-error.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findDisclosureProject, projectFolders } from '../disclosure/project.js';
import type { SourceFile } from '../disclosure/source-file.js';
import { chooseReadings } from '../judge/readings.js';
import { loadScenarios } from '../scenario/load.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import { requireSystem } from '../system/load.js';
import { openTrace } from '../trace/read.js';
import type { TraceEvent } from '../trace/trace-event.generated.js';
import { chooseSystem } from './choose-system.js';

export interface BenchOptions {
  readonly disclosure?: string;
  readonly system?: string;
  readonly reading: readonly string[];
  readonly project?: string;
}

/** All that a calibration is made from. */
export type Bench = Omit<CalibrateOptions, 'instrument'>;

/**
 * Loads what a calibration is made from.
 *
 * @param traces recorded traces; composed ones, one for each scenario, when there are none.
 * @throws InputError where a file cannot be used, or a trace that was given is not compliant.
 */
export async function openBench(traces: readonly string[], options: BenchOptions): Promise<Bench> {
  const folders = projectFolders(options.project);
  const system = await chooseSystem(folders, options.disclosure, options.system);
  const id = options.disclosure ?? system.file.value.disclosure;
  const project = await findDisclosureProject(folders, id);
  const disclosure = await loadDisclosure(project, id);
  requireSystem(system, disclosure);
  const scenarios = [...(await loadScenarios(project, disclosure)).values()];
  const readings = chooseReadings(disclosure, options.reading);
  const instrument: Instrument = { disclosure, system, readings };
  if (traces.length > 0) {
    const baselines = await recordedBaselines(instrument, scenarios, traces);
    return { ...instrument, scenarios, source: 'traces', baselines };
  }
  const baselines = scenarios.map(({ value }) => composedBaseline(contextOf(instrument), readings, value));
  return { ...instrument, scenarios, source: 'specimens', baselines };
}

function contextOf({ disclosure, system }: Instrument): Composing {
  return { disclosure, system: system.file.value };
}

async function recordedBaselines(
  instrument: Instrument,
  scenarios: readonly SourceFile<ScenarioFile>[],
  traces: readonly string[],
): Promise<readonly Baseline[]> {
  const judge = openJudging(instrument);
  const baselines: Baseline[] = [];
  for (const path of traces) {
    const events: TraceEvent[] = [];
    for await (const { event } of openTrace(path).events) {
      events.push(event);
      if (events.length > EVENT_LIMIT) {
        const message = `holds more than ${EVENT_LIMIT} events; every change of it is judged whole, so give short traces`;
        throw new InputError({ file: path, message });
      }
    }
    const [start] = events;
    const name = start?.type === 'start' ? start.scenario : undefined;
    const scenario = scenarios.find(({ value }) => value.scenario === name)?.value;
    requireDisclosure(instrument, path, events);
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

/** Every change of a trace is judged with all the rest of it. */
const EVENT_LIMIT = 10_000;

function requireDisclosure({ disclosure }: Instrument, path: string, [start]: readonly TraceEvent[]): void {
  if (start?.type !== 'start') throw new InputError({ file: path, message: 'is empty' });
  if (start.disclosure === disclosure.id) return;
  const message = `is of ${start.disclosure}, and ${disclosure.id} is calibrated; name it with --disclosure and --system`;
  throw new InputError({ file: path, line: 1, message });
}
