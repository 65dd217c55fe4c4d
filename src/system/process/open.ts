import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import type { Duration, Instant } from '../../disclosure/instant.js';
import { visible } from '../../disclosure/visible.js';
import { AdapterError } from '../adapter-error.js';
import { createBoundedTail } from '../bounded-tail.js';
import type { Driver, ProductIdentity } from '../driver.js';
import { openStderrFile } from '../stderr-file.js';
import type { ProcessDriver, ProductStart } from '../system-file.generated.js';
import { filled, filledStart, filledUrl, type StepSetting, stepsOf, takeActionStep } from './action-steps.js';
import { type RunningClock, realClock } from './clock.js';
import { type Command, runCommand, type Surroundings } from './command.js';
import { type Control, openControl } from './control.js';
import { driveProcess } from './drive.js';
import { immunityOf } from './elf.js';
import { beginFakeTime, type FakeTime, findFakeTime, preparationVariables } from './faketime.js';
import { createProduct } from './product.js';
import { MARK, processesOf } from './product-processes.js';
import { fill, type TemplateValues } from './template.js';

export interface ProcessDriverOptions {
  readonly driver: ProcessDriver;
  /** The system's id: what the product is called where its driver gives it no name. */
  readonly system: string;
  /** The folder of the system's file. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The command that starts a program where the capture sees what it sends. */
  readonly enclose: (command: Command) => Command;
  readonly given: Readonly<Record<string, string | boolean>>;
  readonly canaries: readonly { readonly name: string; readonly value: string }[];
  /** When a product's own time begins. */
  readonly start: Instant;
  /** How long one answer, command or condition may take, in real time. */
  readonly timeout: Duration;
  /** Where all that the product's programs print is kept; must not be there yet. */
  readonly stderrFile: string;
  readonly signal?: AbortSignal;
  readonly onNotice: (text: string) => void;
}

const KEPT = 1024 * 1024;
const NAME_LIMIT = 200;
const FACTOR = 1000;

/**
 * Prepares a program that knows nothing of Candor, and begins its time. It is started by `initialize`.
 *
 * @throws InputError (an AdapterError for what the product's programs do wrong), or the signal's reason.
 */
export async function openProcessDriver(options: ProcessDriverOptions): Promise<Driver> {
  const { driver, signal, enclose, timeout, stderrFile } = options;
  signal?.throwIfAborted();
  requireLinux();
  const library = driver.clock === 'faketime' ? findFakeTime() : undefined;
  const file = await openStderrFile(stderrFile);
  const log = createBoundedTail(KEPT);
  const folder = await mkdtemp(join(tmpdir(), 'candor-product-'));
  const values = valuesOf(options, folder);
  const environment = environmentOf(options, values);
  const mark = randomBytes(12).toString('hex');
  const processes = processesOf(mark);
  const surroundings: Surroundings = {
    folder: resolve(options.cwd, driver.folder ?? '.'),
    environment,
    variables: { [MARK]: mark },
    enclose,
    log,
    children: [],
    timeout,
    ...(signal === undefined ? {} : { signal }),
  };
  const control = openControl(enclose, environment, timeout);
  let time: FakeTime | undefined;
  const close = async (): Promise<void> => {
    const ends = await Promise.allSettled([
      control.close(),
      time?.close(),
      rm(folder, { recursive: true, force: true }),
      file.close(log.text(), log.dropped()),
    ]);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  };
  try {
    if (library !== undefined) await requireFakeable(options, surroundings, values);
    const identity = await prepare(options, values, withTime(surroundings, library, options));
    let clock: RunningClock;
    if (library === undefined) clock = await realClock();
    else {
      const { start } = options;
      const factor = driver.factor ?? FACTOR;
      time = await beginFakeTime({ library, start, factor, environment, enclose, timeout });
      clock = time.clock;
    }
    const timed = { ...surroundings, variables: { ...surroundings.variables, ...time?.variables } };
    const start = startOf(driver);
    const product = createProduct({
      start: start === undefined ? undefined : filledStart(start, values),
      surroundings: timed,
      processes,
      isReady: readiness(start, values, timed.folder, control),
    });
    const setting: StepSetting = {
      surroundings: timed,
      systemFolder: options.cwd,
      product,
      processes,
      control,
    };
    return driveProcess({ driver, identity, clock, values, setting, close });
  } catch (error) {
    processes.signal('SIGKILL');
    await close().catch(() => undefined);
    throw error;
  }
}

function requireLinux(): void {
  if (process.platform === 'linux') return;
  throw new InputError({
    message: `a process driver follows the product’s processes in /proc, which only Linux has, and this is ${process.platform}`,
  });
}

function valuesOf({ given, canaries, cwd }: ProcessDriverOptions, folder: string): TemplateValues {
  const canary = Object.fromEntries(canaries.map(({ name, value }) => [name, value]));
  return { with: {}, given, canary, folder, system: cwd };
}

function environmentOf({ env, driver }: ProcessDriverOptions, values: TemplateValues): NodeJS.ProcessEnv {
  const own = Object.entries(driver.environment ?? {}).map(([name, value]) => [name, fill(value, values)]);
  return { ...env, ...Object.fromEntries(own) };
}

/** While it is prepared the product lives a day before the scenario begins. */
function withTime(
  surroundings: Surroundings,
  library: string | undefined,
  { start }: ProcessDriverOptions,
): Surroundings {
  if (library === undefined) return surroundings;
  const { environment } = surroundings;
  const time = preparationVariables({ library, start, environment });
  return { ...surroundings, variables: { ...surroundings.variables, ...time } };
}

/** How the product is started, where it runs as long as the scenario. */
export function startOf({ start }: ProcessDriver): ProductStart | undefined {
  if (start === undefined) return undefined;
  return Array.isArray(start) ? { run: start as [string, ...string[]] } : (start as ProductStart);
}

/** A program that reads no time of libfaketime's would live in another time than all that is said of it. */
async function requireFakeable(
  { driver, onNotice }: ProcessDriverOptions,
  { folder, environment }: Surroundings,
  values: TemplateValues,
): Promise<void> {
  const immune = async (command: readonly string[]): Promise<string | undefined> => {
    const [program = ''] = filled(command, values);
    const why = await immunityOf(program, folder, environment['PATH']);
    return why === undefined ? undefined : `"${visible(program)}" ${why}`;
  };
  const start = startOf(driver);
  const fault = start === undefined ? undefined : await immune(start.run);
  if (fault !== undefined) {
    throw new AdapterError(
      `the product ${fault}, so that libfaketime cannot give it a time of its own; use "clock: real"`,
    );
  }
  const commands = Object.values(driver.actions).flatMap((action) =>
    stepsOf(action).flatMap((step) => ('run' in step ? [step.run] : [])),
  );
  for (const command of commands) {
    const notice = await immune(command);
    if (notice !== undefined) onNotice(`the program ${notice}, and has the machine’s time`);
  }
}

/** What comes before the first heartbeat, and what the product calls itself. */
async function prepare(
  { driver, system, cwd }: ProcessDriverOptions,
  values: TemplateValues,
  surroundings: Surroundings,
): Promise<ProductIdentity> {
  const nothing = createProduct({
    start: undefined,
    surroundings,
    processes: processesOf(''),
    isReady: undefined,
  });
  const control: Control = openControl(surroundings.enclose, {}, surroundings.timeout);
  const setting = { surroundings, systemFolder: cwd, product: nothing, processes: processesOf(''), control };
  for (const step of driver.prepare ?? []) await takeActionStep(step, values, setting);
  await control.close();
  const { product } = driver;
  if (product === undefined) return { name: system, version: 'unknown' };
  if (typeof product.version === 'string') return { name: product.name, version: product.version };
  const command = filled(product.version.run, values);
  const printed = await runCommand(command, surroundings);
  const version = printed.trimStart().split(/\r?\n/, 1)[0]?.trim().slice(0, NAME_LIMIT) ?? '';
  if (version !== '') return { name: product.name, version };
  throw new AdapterError(`the command "${visible(command.join(' '))}" printed no version`);
}

function readiness(
  start: ProductStart | undefined,
  values: TemplateValues,
  folder: string,
  control: Control,
): ((printed: string) => Promise<boolean>) | undefined {
  const ready = start?.ready;
  if (ready === undefined) return undefined;
  if ('http' in ready) return () => control.answers(filledUrl(ready.http, values));
  if ('file' in ready) return async () => existsSync(resolve(folder, fill(ready.file, values)));
  return async (printed) => printed.includes(fill(ready.output, values));
}
