import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { visible } from '../../disclosure/visible.js';
import { AdapterError } from '../adapter-error.js';
import type { ActionStep, ControlRequest, FileStep, ProductStart } from '../system-file.generated.js';
import { type Command, runCommand, type Surroundings } from './command.js';
import type { Control } from './control.js';
import type { Product } from './product.js';
import type { ProductProcesses } from './product-processes.js';
import { fill, type TemplateValues } from './template.js';

/** What a step is done to, and with. */
export interface StepSetting {
  readonly surroundings: Surroundings;
  /** The folder of the system's file: what is copied is looked for from there. */
  readonly systemFolder: string;
  readonly product: Product;
  readonly processes: ProductProcesses;
  readonly control: Control;
}

/** The steps of an action, one or several. */
export function stepsOf(action: ActionStep | readonly ActionStep[] | undefined): readonly ActionStep[] {
  if (action === undefined) return [];
  return Array.isArray(action) ? (action as readonly ActionStep[]) : [action as ActionStep];
}

/** @throws AdapterError where it cannot be done, or is not done well. */
export async function takeActionStep(
  step: ActionStep,
  values: TemplateValues,
  setting: StepSetting,
): Promise<void> {
  const { surroundings, product, processes, control } = setting;
  if ('run' in step) await runCommand(filled(step.run, values), surroundings, step.exit ?? [0]);
  else if ('keys' in step) await product.type(fill(step.keys, values));
  else if ('signal' in step) sendSignal(step.signal, product, processes);
  else if ('file' in step) await putFile(step, values, setting);
  else if ('http' in step) await control.call(filledRequest(step.http, values));
  else if ('start' in step) await product.start();
  else await product.stop();
}

/** A command with its templates filled in. */
export function filled(command: readonly string[], values: TemplateValues): Command {
  return command.map((word) => fill(word, values)) as unknown as Command;
}

/** How the product is started, with its templates filled in. */
export function filledStart(start: ProductStart, values: TemplateValues): ProductStart {
  return { ...start, run: filled(start.run, values) as [string, ...string[]] };
}

function filledRequest(request: ControlRequest, values: TemplateValues): ControlRequest {
  const headers = Object.entries(request.headers ?? {}).map(([name, value]) => [name, fill(value, values)]);
  return {
    ...request,
    url: filledUrl(request.url, values),
    headers: Object.fromEntries(headers),
    ...(request.body === undefined ? {} : { body: fill(request.body, values) }),
  };
}

/** A value in a URL is percent-encoded, so that it stays what it is. */
export function filledUrl(url: string, values: TemplateValues): string {
  return fill(url, values, encodeURIComponent);
}

function sendSignal(signal: NodeJS.Signals, product: Product, processes: ProductProcesses): void {
  product.requireAlive();
  if (processes.roots().length === 0)
    throw new AdapterError(`there is no running product to send ${signal} to`);
  processes.signal(signal, 'roots');
}

async function putFile(
  step: FileStep,
  values: TemplateValues,
  { surroundings, systemFolder }: StepSetting,
): Promise<void> {
  const path = resolve(surroundings.folder, fill(step.file, values));
  try {
    await mkdir(dirname(path), { recursive: true });
    if (step.copy === undefined) await writeFile(path, fill(step.content ?? '', values));
    else await copyFile(resolve(systemFolder, fill(step.copy, values)), path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new AdapterError(
      `the file "${visible(path, 1000)}" could not be put in place (${code ?? message})`,
    );
  }
}
