import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canBe } from '../disclosure/check-conditions.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError, type Problem } from '../disclosure/input-error.js';
import { readSourceFile, type SourceFile } from '../disclosure/source-file.js';
import type { DoStep, ScenarioFile } from './scenario-file.generated.js';

/**
 * The scenarios of a disclosure, in the order of their names.
 *
 * @throws InputError where one is unreadable, not of its format, or names what the disclosure does not have.
 */
export async function loadScenarios(
  project: string,
  disclosure: Disclosure,
): Promise<ReadonlyMap<string, SourceFile<ScenarioFile>>> {
  const folder = join(project, 'scenarios', disclosure.id);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.yaml')).sort();
  const problems: Problem[] = [];
  const scenarios = new Map<string, SourceFile<ScenarioFile>>();
  for (const name of names) {
    try {
      const file = await readSourceFile<ScenarioFile>(join(folder, name), 'scenario');
      problems.push(...checkScenario(file, disclosure));
      scenarios.set(file.value.scenario, file);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return scenarios;
}

/**
 * One scenario of a disclosure; undefined where there is none of that name.
 *
 * @throws InputError where it is unreadable, not of its format, or names what the disclosure does not have.
 */
export async function loadScenario(
  project: string,
  disclosure: Disclosure,
  id: string,
): Promise<SourceFile<ScenarioFile> | undefined> {
  const folder = join(project, 'scenarios', disclosure.id);
  const names = await readdir(folder).catch(() => []);
  // A name from a trace becomes a path only if the folder lists it.
  const name = names.find((candidate) => candidate === `${id}.yaml`);
  if (name === undefined) return undefined;
  const file = await readSourceFile<ScenarioFile>(join(folder, name), 'scenario');
  const problems = checkScenario(file, disclosure);
  if (problems.length > 0) throw new InputError(problems);
  return file;
}

/** What a scenario names must be the disclosure's: actions, their parameters, facts and payloads. */
export function checkScenario(file: SourceFile<ScenarioFile>, disclosure: Disclosure): readonly Problem[] {
  const { value } = file;
  const { facts } = disclosure.file.value;
  const problems: Problem[] = [];
  if (`${value.scenario}.yaml` !== basename(file.path)) {
    problems.push(
      file.problem(['scenario'], `must be ${basename(file.path, '.yaml')}, the name of its file`),
    );
  }
  if (value.disclosure !== disclosure.id) {
    problems.push(file.problem(['disclosure'], `must be ${disclosure.id}, the name of its folder`));
  }
  for (const [name, given] of Object.entries(value.given ?? {})) {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (fact === undefined) problems.push(file.problem(['given', name], `there is no fact ${name}`, 'key'));
    else if (!canBe(fact, given)) {
      problems.push(file.problem(['given', name], `the fact ${name} is never ${String(given)}`));
    }
  }
  for (const [index, step] of value.when.entries()) {
    if ('do' in step) problems.push(...checkAction(file, disclosure, step, index));
  }
  for (const [index, { payload }] of value.then.entries()) {
    if (disclosure.payloads.has(payload)) continue;
    problems.push(file.problem(['then', index, 'payload'], `there is no payload ${payload}`));
  }
  return problems;
}

function checkAction(
  file: SourceFile<ScenarioFile>,
  disclosure: Disclosure,
  step: DoStep,
  index: number,
): readonly Problem[] {
  const { actions } = disclosure.file.value;
  const action = Object.hasOwn(actions, step.do) ? actions[step.do] : undefined;
  if (action === undefined) return [file.problem(['when', index, 'do'], `there is no action ${step.do}`)];
  return Object.keys(step.with ?? {})
    .filter((parameter) => !(action.with ?? []).includes(parameter))
    .map((parameter) =>
      file.problem(
        ['when', index, 'with', parameter],
        `the action ${step.do} takes no parameter ${parameter}`,
        'key',
      ),
    );
}
