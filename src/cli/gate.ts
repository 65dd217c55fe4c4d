import { realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InputError } from '../disclosure/input-error.js';
import { parseInstant } from '../disclosure/instant.js';
import type { ResultFile } from '../judge/result.generated.js';
import { readFailures } from '../report/failures.js';
import { gateAccount } from '../report/gate/account.js';
import { loadAttestations } from '../report/gate/attestations.js';
import type { GateFile } from '../report/gate/gate.generated.js';
import { judgeGate } from '../report/gate/judge-gate.js';
import type { Baseline } from '../report/gate/tell-gate.js';
import { loadWaivers } from '../report/gate/waivers.js';
import { gateText, writeGate } from '../report/gate/write-gate.js';
import { readResult } from '../report/load-result.js';
import type { Console } from './console.js';

/** The flags of `candor gate`, and of `run` and `verify` where they gate what they judged. */
export interface GateOptions {
  /** Verdicts with commas between them. */
  readonly failOn?: string;
  readonly waivers?: readonly string[];
  readonly attestations?: string;
  readonly requireAttested?: boolean;
  /** The folder of an earlier run. */
  readonly baseline?: string;
  readonly onlyNew?: boolean;
  /** The day that it is asked for, `YYYY-MM-DD`; today in UTC when not given. */
  readonly on?: string;
  readonly json?: boolean;
}

const verdicts = ['violated', 'inconclusive', 'not-exercised'] as const;
const DEFAULT_FAIL_ON: GateFile['failOn'] = ['violated', 'inconclusive'];

/**
 * `candor gate DIR`: whether the release that was judged may go.
 *
 * @returns 0 where it passes, 1 where a violation stands or a waiver has ended or covers nothing, 2 where something is
 * not decided, 3 where a scenario could not be judged.
 * @throws InputError where a file or a flag cannot be used.
 */
export async function gate(folder: string, options: GateOptions, console: Console): Promise<number> {
  const said = await gateRun(folder, options);
  if (options.json) console.out(gateText(said));
  else tellGate(said, folder, console);
  return said.status;
}

/** Asks the gate of a folder that holds a result, and leaves gate.json there. @throws InputError as {@link gate}. */
export async function gateRun(folder: string, options: GateOptions): Promise<GateFile> {
  const failOn = parseFailOn(options.failOn);
  const on = parseDay(options.on);
  if (options.onlyNew && options.baseline === undefined)
    throw new InputError({ message: '--only-new wants the folder of an earlier run with --baseline' });
  const { result, digest } = await readResult(folder);
  const failures = await readFailures(folder);
  const waivers = await loadWaivers(options.waivers ?? [], result);
  const attestations =
    options.attestations === undefined
      ? { attestations: [], inputs: [] }
      : await loadAttestations(options.attestations, result);
  const said = judgeGate({
    result,
    digest,
    failures,
    on,
    failOn,
    waivers: waivers.waivers,
    attestations: attestations.attestations,
    requireAttested: options.requireAttested ?? false,
    baseline:
      options.baseline === undefined ? undefined : await loadBaseline(options.baseline, folder, result),
    onlyNew: options.onlyNew ?? false,
    inputs: [...waivers.inputs, ...attestations.inputs],
  });
  await writeGate(folder, said);
  return said;
}

/** Prints what the gate said for a person. */
export function tellGate(said: GateFile, folder: string, console: Console): void {
  console.out(gateAccount(said, { colours: console.colours, width: console.width }));
  console.out(`\nThe gate's account: ${join(folder, 'gate.json')}\n`);
}

/** Whether a flag asks `run` or `verify` for a gate. */
export function asksForGate(options: GateOptions): boolean {
  const { failOn, waivers, attestations, requireAttested, baseline, onlyNew, on } = options;
  const named = [failOn, attestations, baseline, on].some((value) => value !== undefined);
  return named || (waivers ?? []).length > 0 || requireAttested === true || onlyNew === true;
}

function parseFailOn(text: string | undefined): GateFile['failOn'] {
  if (text === undefined) return DEFAULT_FAIL_ON;
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.filter((part) => !verdicts.some((verdict) => verdict === part));
  if (unknown.length > 0) {
    const message = `--fail-on takes ${verdicts.join(', ')} with commas between them, not ${JSON.stringify(unknown[0])}`;
    throw new InputError({ message });
  }
  if (!wanted.includes('violated')) {
    const message =
      '--fail-on must name violated: a violation is let pass by a waiver, with its reason, and not by a flag';
    throw new InputError({ message });
  }
  return verdicts.filter((verdict) => wanted.includes(verdict));
}

function parseDay(text: string | undefined): string {
  if (text === undefined) return new Date().toISOString().slice(0, 10);
  if (parseInstant(`${text}T00:00:00Z`) !== undefined) return text;
  throw new InputError({ message: `--on wants a day as YYYY-MM-DD, not ${JSON.stringify(text)}` });
}

async function loadBaseline(folder: string, judged: string, { disclosure }: ResultFile): Promise<Baseline> {
  const [own, other] = await Promise.all([judged, folder].map((path) => realpath(path).catch(() => path)));
  if (own === other)
    throw new InputError({
      file: folder,
      message: 'is the run itself; name the folder of an earlier one as baseline',
    });
  const { result, digest } = await readResult(folder);
  if (result.disclosure.id !== disclosure.id) {
    const [before, now] = [result.disclosure.id, disclosure.id].map((id) => id ?? 'no disclosure');
    throw new InputError({ file: folder, message: `is a run of ${before}, and ${judged} one of ${now}` });
  }
  return { run: basename(resolve(folder)), digest, result };
}
