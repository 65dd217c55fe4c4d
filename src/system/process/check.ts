import type { Disclosure } from '../../disclosure/disclosure.js';
import type { Problem } from '../../disclosure/input-error.js';
import type { SourceFile } from '../../disclosure/source-file.js';
import type { ScenarioFile } from '../../scenario/scenario-file.generated.js';
import type { ActionStep, ProcessDriver, SystemFile } from '../system-file.generated.js';
import { stepsOf } from './action-steps.js';
import { faultsOfTemplate, type TemplateNames } from './template.js';

type Keys = readonly (string | number)[];
type Fault = (keys: Keys, message: string, at?: 'key' | 'value') => Problem;

/** What is checked of a driver, and against what. */
interface Checking {
  readonly driver: ProcessDriver;
  readonly names: TemplateNames;
  readonly fault: Fault;
}

/** What a process driver names must be the disclosure's, and its steps must be such as can be taken. */
export function checkProcessDriver(
  file: SourceFile<SystemFile>,
  driver: ProcessDriver,
  disclosure: Disclosure,
): readonly Problem[] {
  const { facts = {}, actions, canaries = [] } = disclosure.file.value;
  const names: TemplateNames = {
    with: undefined,
    given: new Set(Object.keys(facts)),
    canary: new Set(canaries.map(({ name }) => name)),
  };
  const fault: Fault = (keys, message, at) => file.problem(['driver', ...keys], message, at);
  const checking: Checking = { driver, names, fault };
  return [
    ...checkSettings(checking),
    ...(driver.prepare ?? []).flatMap((step, index) => checkPreparation(step, ['prepare', index], checking)),
    ...Object.entries(driver.actions).flatMap(([name, action]) => {
      if (!Object.hasOwn(actions, name))
        return [fault(['actions', name], `the disclosure has no action ${name}`, 'key')];
      const within = { ...checking, names: { ...names, with: new Set(actions[name]?.with ?? []) } };
      return stepsOf(action).flatMap((step, index) =>
        checkStep(step, ['actions', name, ...(Array.isArray(action) ? [index] : [])], within),
      );
    }),
  ];
}

/** A scenario can only be driven where each of its actions is one of the driver's. */
export function checkScenarioActions(
  file: SourceFile<SystemFile>,
  scenarios: readonly ScenarioFile[],
): readonly Problem[] {
  const { driver } = file.value;
  if (driver?.kind !== 'process') return [];
  const lacking = new Map<string, string>();
  for (const { scenario, when } of scenarios) {
    for (const step of when) {
      if ('do' in step && !Object.hasOwn(driver.actions, step.do) && !lacking.has(step.do))
        lacking.set(step.do, scenario);
    }
  }
  return [...lacking].map(([action, scenario]) =>
    file.problem(
      ['driver', 'actions'],
      `lack ${action}, which the scenario ${scenario} does; an empty list says that the product sees nothing of it`,
      'key',
    ),
  );
}

function checkSettings({ driver, names, fault }: Checking): readonly Problem[] {
  const { start, environment = {}, hostname, product, factor, clock } = driver;
  const texts: [Keys, string][] = Object.entries(environment).map(([name, text]) => [
    ['environment', name],
    text,
  ]);
  if (hostname !== undefined) texts.push([['hostname'], hostname]);
  if (product !== undefined && typeof product.version !== 'string')
    texts.push(...wordsOf(['product', 'version', 'run'], product.version.run));
  if (Array.isArray(start)) texts.push(...wordsOf(['start'], start as readonly string[]));
  else if (start !== undefined && 'run' in start) {
    texts.push(...wordsOf(['start', 'run'], start.run));
    for (const [kind, text] of Object.entries(start.ready ?? {}))
      texts.push([['start', 'ready', kind], text]);
  }
  const problems = texts.flatMap(([keys, text]) => checkText(text, keys, names, fault));
  if (factor !== undefined && clock !== 'faketime')
    problems.push(fault(['factor'], 'has no effect on the real clock; add "clock: faketime"'));
  return problems;
}

/** Before the product is there, nothing can be done to it. */
function checkPreparation(step: ActionStep, keys: Keys, checking: Checking): readonly Problem[] {
  if ('run' in step || 'file' in step) return checkStep(step, keys, checking);
  const [kind = ''] = Object.keys(step);
  return [
    checking.fault(keys, `"${kind}" needs the product, which is not there yet; only "run" and "file" are`),
  ];
}

function checkStep(step: ActionStep, keys: Keys, { driver, names, fault }: Checking): readonly Problem[] {
  const text = (key: Keys, value: string | undefined): readonly Problem[] =>
    value === undefined ? [] : checkText(value, [...keys, ...key], names, fault);
  if ('run' in step) return wordsOf(['run'], step.run).flatMap(([key, word]) => text(key, word));
  if ('file' in step) {
    const given = Number(step.content !== undefined) + Number(step.copy !== undefined);
    const content =
      given === 1 ? [] : [fault(keys, 'a file needs either its "content" or what it is a "copy" of')];
    return [
      ...content,
      ...text(['file'], step.file),
      ...text(['content'], step.content),
      ...text(['copy'], step.copy),
    ];
  }
  if ('http' in step) {
    const { url, body, headers = {} } = step.http;
    const fields = Object.entries(headers).flatMap(([name, value]) => text(['http', 'headers', name], value));
    return [
      ...checkUrl(url, [...keys, 'http', 'url'], fault),
      ...text(['http', 'url'], url),
      ...fields,
      ...text(['http', 'body'], body),
    ];
  }
  const own = 'keys' in step ? text(['keys'], step.keys) : [];
  if ('signal' in step || driver.start !== undefined) return own;
  const [kind = ''] = Object.keys(step);
  return [...own, fault(keys, `"${kind}" needs a product that runs; the driver has no "start"`)];
}

function checkUrl(url: string, keys: Keys, fault: Fault): readonly Problem[] {
  const example = url.replaceAll(/\$\{[^}]*\}/g, '1');
  if (URL.canParse(example) && /^https?:$/.test(new URL(example).protocol)) return [];
  return [fault(keys, 'is no URL of http or https, such as http://127.0.0.1:8080/settings')];
}

function checkText(text: string, keys: Keys, names: TemplateNames, fault: Fault): Problem[] {
  return faultsOfTemplate(text, names).map((message) => fault(keys, message));
}

function wordsOf(keys: Keys, command: readonly string[]): [Keys, string][] {
  return command.map((word, index) => [[...keys, index], word]);
}
