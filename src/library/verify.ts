import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../cli/run.js';
import { InputError } from '../disclosure/input-error.js';
import { readFailures } from '../report/failures.js';
import { loadResult } from '../report/load-result.js';
import { quietConsole } from './quiet-console.js';
import { type Verified, verifiedOf } from './verified.js';

export interface VerifyOptions {
  /** The file of the system under test (docs/formats/system.md). */
  readonly system: string | URL;
  /** Where its disclosure, schemas and scenarios are; the working directory when not given. */
  readonly project?: string | URL;
  /** The scenarios to run; all of the disclosure's when not given. */
  readonly scenarios?: readonly string[];
  /** The product's module (docs/formats/module-driver.md), in the place of the driver that the system names. */
  readonly module?: string | URL;
  /** Interpretations to read otherwise than the disclosure chose, by their ids. */
  readonly readings?: Readonly<Record<string, string>>;
  /** Whether it is only upheld where every clause that can be verified was exercised. */
  readonly requireAll?: boolean;
  /** Whether each scenario is observed again with each planted value changed, to find what was made from it. */
  readonly differential?: boolean;
  /** How many scenarios are run side by side; one a processor when not given. */
  readonly jobs?: number;
  /** Where result and evidence are left; a temporary folder that is removed when not given. */
  readonly folder?: string | URL;
  /** Ends what is under way, and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Drives a product through scenarios, captures what it sends and judges it, as `candor run` does.
 *
 * @throws InputError where a file cannot be used, or a scenario could not be driven to its end: then nothing is said of
 * the product at all.
 */
export async function verify(options: VerifyOptions): Promise<Verified> {
  const { signal = new AbortController().signal } = options;
  const kept = options.folder === undefined ? undefined : pathOf(options.folder);
  const temporary = kept === undefined ? await mkdtemp(join(tmpdir(), 'candor-')) : undefined;
  const folder = join(kept ?? temporary ?? '', kept === undefined ? 'run' : '');
  const { console, notices } = quietConsole();
  try {
    await run(options.scenarios ?? [], { ...runOptions(options), out: folder }, console, signal);
    await requireDriven(folder);
    return verifiedOf(await loadResult(folder), { notices: notices(), folder: kept });
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

function runOptions({ system, project, module, readings, requireAll, differential, jobs }: VerifyOptions) {
  return {
    system: pathOf(system),
    reading: Object.entries(readings ?? {}).map(([id, reading]) => `${id}=${reading}`),
    requireAll: requireAll ?? false,
    differential: differential ?? false,
    // The result is read from the folder; a report for a person is not wanted.
    json: true,
    ...(project === undefined ? {} : { project: pathOf(project) }),
    ...(module === undefined ? {} : { module: pathOf(module) }),
    ...(jobs === undefined ? {} : { jobs }),
  };
}

async function requireDriven(folder: string): Promise<void> {
  const failures = await readFailures(folder);
  if (failures.length === 0) return;
  throw new InputError(failures.map(({ scenario, message }) => ({ message: `${scenario}: ${message}` })));
}

function pathOf(place: string | URL): string {
  return typeof place === 'string' && !place.startsWith('file:') ? place : fileURLToPath(place);
}
