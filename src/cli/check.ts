import { readFile } from 'node:fs/promises';
import { findCalibration } from '../calibration/load-calibration.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { accountForDocument, cutDocument, documentDigest } from '../disclosure/document.js';
import { describeProblem, InputError, type Problem } from '../disclosure/input-error.js';
import { loadDisclosure } from '../disclosure/load.js';
import { listIds, projectFolders } from '../disclosure/project.js';
import { unreadable } from '../disclosure/source-file.js';
import { visible } from '../disclosure/visible.js';
import { type Coverage, type Exercise, exerciseOf } from '../scenario/exercise.js';
import { loadScenarios } from '../scenario/load.js';
import { checkSystem, loadSystem, type System } from '../system/load.js';
import { checkScenarioActions } from '../system/process/check.js';
import type { Console } from './console.js';
import { COULD_NOT_JUDGE, UPHELD, VIOLATED } from './exit-status.js';
import { systemFiles } from './find-system.js';

export interface CheckOptions {
  readonly project?: string;
  readonly disclosure?: string;
  readonly document?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** What was found of one disclosure, its scenarios and its systems. */
interface Found {
  readonly disclosure: Disclosure;
  readonly scenarios: number;
  readonly systems: number;
  readonly exercise: Exercise;
}

interface Report {
  readonly errors: Problem[];
  readonly warnings: Problem[];
  readonly found: Found[];
}

/**
 * `candor check`: every file and every cross-reference of the nearest project folder, and with a document every
 * sentence of it.
 *
 * @returns 0 where all is well, 1 where the document and its clauses differ, 3 where a file is wrong.
 * @throws InputError where there is nothing to check, or the document cannot be read.
 */
export async function check(options: CheckOptions, console: Console): Promise<number> {
  const project = await nearestProject(options.project);
  const ids =
    options.disclosure === undefined ? await listIds([project], 'disclosures') : [options.disclosure];
  const report: Report = { errors: [], warnings: [], found: [] };
  const systems = await loadSystems(project, ids, options.disclosure === undefined, report);
  for (const id of ids) await checkOne(project, id, systems, report);
  const drift = options.document === undefined ? [] : await checkDocument(options.document, report.found);
  const failed = report.errors.length > 0 || (options.strict === true && report.warnings.length > 0);
  if (options.json) console.out(`${JSON.stringify({ ...summary(report), document: drift })}\n`);
  else print(console, report, drift, options.document);
  if (failed) return COULD_NOT_JUDGE;
  return drift.length > 0 ? VIOLATED : UPHELD;
}

async function nearestProject(named: string | undefined): Promise<string> {
  const folders = projectFolders(named);
  for (const folder of folders) if ((await listIds([folder], 'disclosures')).length > 0) return folder;
  throw new InputError({ message: `there is no folder disclosures/ in ${folders.join(' or ')}` });
}

async function collect<Value>(report: Report, work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    report.errors.push(...error.problems);
    return undefined;
  }
}

async function loadSystems(
  project: string,
  ids: readonly string[],
  all: boolean,
  report: Report,
): Promise<readonly System[]> {
  const systems: System[] = [];
  for (const path of await systemFiles([project])) {
    const system = await collect(report, () => loadSystem(path));
    if (system === undefined) continue;
    const { disclosure } = system.file.value;
    if (ids.includes(disclosure)) systems.push(system);
    else if (all)
      report.errors.push(system.file.problem(['disclosure'], `there is no disclosure ${disclosure}`));
  }
  return systems;
}

async function checkOne(project: string, id: string, all: readonly System[], report: Report): Promise<void> {
  const disclosure = await collect(report, () => loadDisclosure(project, id));
  if (disclosure === undefined) return;
  await collect(report, () => findCalibration(disclosure));
  const systems = all.filter(({ file }) => file.value.disclosure === id);
  for (const system of systems) report.errors.push(...checkSystem(system, disclosure));
  const loaded = await collect(report, () => loadScenarios(project, disclosure));
  if (loaded === undefined) return;
  const scenarios = [...loaded.values()].map(({ value }) => value);
  for (const { file } of systems) report.errors.push(...checkScenarioActions(file, scenarios));
  const kit = systems.some(({ file }) => file.value.kit !== undefined);
  const exercise = exerciseOf(disclosure, scenarios, kit);
  report.warnings.push(...uncovered(disclosure, exercise));
  report.found.push({ disclosure, scenarios: scenarios.length, systems: systems.length, exercise });
}

/** What no scenario exercises, at the clause or field concerned. */
function uncovered(disclosure: Disclosure, { clauses, conditions, fields }: Exercise): readonly Problem[] {
  const { file } = disclosure;
  const fieldProblem = (name: string, message: string): Problem => {
    const [id = '', pointer = ''] = name.split('#');
    const payload = disclosure.payloads.get(id);
    const field = payload?.fields.find((candidate) => candidate.pointer === pointer);
    return payload === undefined
      ? { message }
      : payload.file.problem(field?.schemaKeys ?? [], message, 'key');
  };
  return [
    ...clauses.missing.map((id) => {
      const index = file.value.clauses.findIndex((clause) => clause.id === id);
      return file.problem(['clauses', index], `no scenario exercises the clause ${id}`);
    }),
    ...fields.missing.map((name) => fieldProblem(name, `no scenario has the field ${name} sent`)),
    ...conditions.missing.map((name) =>
      fieldProblem(name, `no scenarios see ${name} both sent and left out`),
    ),
  ];
}

/** @throws InputError where the document cannot be read, or it is not clear whose it is. */
async function checkDocument(path: string, found: readonly Found[]): Promise<readonly Problem[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ file: path, message: unreadable(error) });
  });
  const [only, ...others] = found;
  if (only === undefined) return [];
  if (others.length > 0) {
    throw new InputError({
      file: path,
      message: 'may be of several disclosures; name one with --disclosure ID',
    });
  }
  const { file } = only.disclosure;
  const { clauses, document } = file.value;
  const { gone, unaccounted } = accountForDocument(text, clauses);
  const problems = [
    ...gone.map((clause) =>
      file.problem(
        ['clauses', clauses.indexOf(clause)],
        `the sentence of ${clause.id} (${clause.at}) no longer stands in the document`,
      ),
    ),
    ...unaccounted.map(({ at, text: sentence }) => {
      const line = Number(/^line (\d+)/.exec(at)?.[1]);
      return { file: path, line, message: `no clause accounts for ${at}: ${visible(sentence, 160)}` };
    }),
  ];
  if (problems.length > 0 || documentDigest(cutDocument(text)) === document.digest) return problems;
  return [
    file.problem(['document', 'digest'], `is not ${documentDigest(cutDocument(text))}, the document's`),
  ];
}

function summary({ errors, found, warnings }: Report) {
  return {
    errors: errors.map(describeProblem),
    warnings: warnings.map(describeProblem),
    disclosures: found.map(({ disclosure, exercise, scenarios, systems }) => ({
      id: disclosure.id,
      clauses: disclosure.clauses.size,
      payloads: disclosure.payloads.size,
      interpretations: disclosure.interpretations.size,
      scenarios,
      systems,
      exercise,
    })),
  };
}

function print(
  console: Console,
  report: Report,
  drift: readonly Problem[],
  document: string | undefined,
): void {
  for (const problem of report.errors) console.err(`error: ${describeProblem(problem)}\n`);
  for (const problem of report.warnings) console.err(`warning: ${describeProblem(problem)}\n`);
  for (const problem of drift) console.err(`document: ${describeProblem(problem)}\n`);
  for (const { disclosure, exercise, scenarios, systems } of report.found) {
    const statements = [...disclosure.clauses.values()].filter(
      ({ modality }) => modality === 'statement',
    ).length;
    const counts = [
      `${disclosure.clauses.size} clauses, ${statements} of them for a person to attest`,
      `${disclosure.payloads.size} payloads`,
      `${exercise.fields.all.length} fields`,
      `${disclosure.interpretations.size} interpretations`,
    ];
    console.out(`${console.colours.bold(disclosure.id)}: ${counts.join(', ')}\n`);
    console.out(
      `  ${scenarios} scenarios exercise ${share(exercise.clauses)} clauses that can be verified, `,
    );
    console.out(`${share(exercise.fields)} fields, and ${share(exercise.conditions)} conditions both ways\n`);
    console.out(`  ${systems} systems\n`);
    if (document !== undefined && drift.length === 0) {
      console.out(`  every sentence of ${document} is a clause, and every clause stands in it\n`);
    }
  }
}

function share({ all, missing }: Coverage): string {
  return `${all.length - missing.length} of ${all.length}`;
}
