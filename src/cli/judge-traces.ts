import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findDisclosureProject } from '../disclosure/project.js';
import type { SourceFile } from '../disclosure/source-file.js';
import { createJudge, type Judge, type Judgement } from '../judge/judge.js';
import { chooseReadings, type Readings, type Variant, variantsOf } from '../judge/readings.js';
import type { ResultFile } from '../judge/result.generated.js';
import { assembleResult, type JudgedTrace } from '../judge/result.js';
import type { KeptTrace } from '../report/run-folder.js';
import { loadScenario } from '../scenario/load.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import { requireSystem, type System } from '../system/load.js';
import { openTrace } from '../trace/read.js';
import type { StartEvent, TraceEvent } from '../trace/trace-event.generated.js';
import { compareAll } from './differential-traces.js';
import { findSystem } from './find-system.js';
import { version } from './version.js';

export interface JudgeTracesOptions {
  readonly traces: readonly KeptTrace[];
  readonly folders: readonly string[];
  /** Overrides what the traces name. */
  readonly system: System | undefined;
  readonly readings: readonly string[];
  readonly requireAll: boolean;
  /** Whether the traces of each scenario are observations to be compared: with planted values alike, and changed. */
  readonly differential?: boolean;
  readonly onProgress?: (trace: string, events: number) => void;
}

/** What was judged, and with what. */
export interface Judged {
  readonly result: ResultFile;
  readonly disclosure: Disclosure | undefined;
  readonly system: System | undefined;
  /** The scenarios that the traces name. */
  readonly scenarios: readonly SourceFile<ScenarioFile>[];
}

interface Basis {
  readonly project: string;
  readonly disclosure: Disclosure;
  readonly system: System;
  readonly readings: Readings;
  readonly variants: readonly Variant[];
}

/**
 * Load, judge, put together: every trace in turn, all against one disclosure and one system.
 *
 * @throws InputError where a trace or a file that it names cannot be used.
 */
export async function judgeTraces(options: JudgeTracesOptions): Promise<Judged> {
  let basis: Basis | undefined;
  const judged: JudgedTrace[] = [];
  const scenarios = new Map<string, SourceFile<ScenarioFile>>();
  for (const { source: path, name } of [...options.traces].sort(byName)) {
    const trace = openTrace(path);
    let judge: Judge | undefined;
    for await (const { event, line } of trace.events) {
      if (judge === undefined) {
        const start = event as StartEvent;
        basis = await requireBasis(basis, options, path, start);
        const scenario = await scenarioOf(basis, start);
        if (scenario !== undefined) scenarios.set(scenario.path, scenario);
        judge = openJudge(basis, scenario);
      }
      push(judge, event, line, path);
      if (line % 1000 === 0) options.onProgress?.(path, line);
    }
    judged.push({ file: `traces/${name}`, digest: trace.digest(), judgement: judge?.finish() ?? silence() });
  }
  const told =
    options.differential && basis !== undefined
      ? await compareAll(basis.disclosure, basis.system.file.value, options.traces, judged)
      : judged;
  const result = assembleResult(
    {
      disclosure: basis?.disclosure,
      system: basis?.system,
      readings: basis?.readings ?? new Map(),
      variants: basis?.variants ?? [],
      requireAll: options.requireAll,
      instrument: `candor ${version()}`,
    },
    told,
  );
  return {
    result,
    disclosure: basis?.disclosure,
    system: basis?.system,
    scenarios: [...scenarios.values()],
  };
}

function byName(one: KeptTrace, other: KeptTrace): number {
  return one.name < other.name ? -1 : 1;
}

async function requireBasis(
  basis: Basis | undefined,
  options: JudgeTracesOptions,
  path: string,
  start: StartEvent,
): Promise<Basis> {
  if (basis === undefined) return loadBasis(options, path, start);
  const differs =
    basis.disclosure.id !== start.disclosure || (!options.system && basis.system.id !== start.system);
  if (!differs) return basis;
  const message = `is of ${start.disclosure} and ${start.system}, the traces before it of ${basis.disclosure.id} and ${basis.system.id}; judge them apart`;
  throw new InputError({ file: path, line: 1, message });
}

async function loadBasis(options: JudgeTracesOptions, path: string, start: StartEvent): Promise<Basis> {
  const project = await findDisclosureProject(options.folders, start.disclosure).catch((error: unknown) => {
    throw located(error, { file: path, line: 1 });
  });
  const disclosure = await loadDisclosure(project, start.disclosure);
  const system = options.system ?? (await findSystem(options.folders, path, start.system));
  requireSystem(system, disclosure);
  const readings = chooseReadings(disclosure, options.readings);
  return { project, disclosure, system, readings, variants: variantsOf(disclosure, readings) };
}

async function scenarioOf(
  { project, disclosure }: Basis,
  { scenario }: StartEvent,
): Promise<SourceFile<ScenarioFile> | undefined> {
  return scenario === undefined ? undefined : loadScenario(project, disclosure, scenario);
}

function openJudge(
  { disclosure, system, variants }: Basis,
  scenario: SourceFile<ScenarioFile> | undefined,
): Judge {
  return createJudge({
    disclosure,
    system: system.file.value,
    scenario: scenario?.value,
    variants,
  });
}

/** The judge knows the line and not the file. */
function push(judge: Judge, event: TraceEvent, line: number, file: string): void {
  try {
    judge.push(event, line);
  } catch (error) {
    throw located(error, { file });
  }
}

/** An error of whoever knows what is wrong, but not where. */
function located(error: unknown, place: { readonly file: string; readonly line?: number }): unknown {
  if (!(error instanceof InputError)) return error;
  return new InputError(error.problems.map((problem) => ({ ...place, ...problem })));
}

/** An empty trace says nothing at all. */
function silence(): Judgement {
  return {
    start: undefined,
    from: undefined,
    until: undefined,
    complete: false,
    transmissions: 0,
    excluded: [],
    heartbeats: 0,
    lastSign: undefined,
    accounts: new Map(),
    scheduleAccounts: [],
    stateAccounts: new Map(),
    statelessAccounts: new Map(),
    windows: [],
    windowsOmitted: 0,
    sightings: { payloads: new Map(), fields: new Map() },
    breaches: [],
    omitted: 0,
    bytes: undefined,
    uncertainty: undefined,
    notes: ['the trace is empty'],
  };
}
