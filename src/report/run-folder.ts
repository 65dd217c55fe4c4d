import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import canonicalize from 'canonicalize';
import { CALIBRATION } from '../calibration/load-calibration.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { unreadable } from '../disclosure/source-file.js';
import type { ResultFile } from '../judge/result.generated.js';
import type { System } from '../system/load.js';
import { writeWhole } from './write-whole.js';

/** Where a run keeps what it was judged with, laid out as a project: disclosures, schemas, scenarios. */
export const INPUTS = 'inputs';

/** Where a run keeps the system file that it was made with, from the folder of the run. */
export const KEPT_SYSTEM = join(INPUTS, 'system.yaml');

/** Where a run keeps the calibration of its disclosure, from the folder of the run and with forward slashes. */
export function keptCalibration(disclosure: string): string {
  return [INPUTS, 'disclosures', disclosure, CALIBRATION].join('/');
}

/** Captures hold personal data: nobody but their owner reads what a run leaves behind. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Makes the folder of a run and the folders in it. @throws InputError where that cannot be done. */
export async function openRunFolder(folder: string): Promise<void> {
  try {
    for (const part of ['.', 'traces', 'inputs'])
      await mkdir(join(folder, part), { recursive: true, mode: FOLDER_MODE });
  } catch (error) {
    throw new InputError({
      file: folder,
      message: `cannot become a folder (${(error as NodeJS.ErrnoException).code})`,
    });
  }
}

/** @throws InputError where the folder already holds a run: what was captured is never mixed or overwritten. */
export async function requireFresh(folder: string): Promise<void> {
  const entries = await readdir(join(folder, 'traces')).catch(() => []);
  if (entries.length === 0) return;
  throw new InputError({
    file: folder,
    message: 'already holds the traces of a run; name another folder with --out',
  });
}

/** A trace, and the name under which the folder of the run keeps it. */
export interface KeptTrace {
  readonly source: string;
  readonly name: string;
}

/**
 * Names for traces in the folder of a run: their own, numbered where two have the same. A trace has the same name
 * in whatever order they are given.
 */
export function nameTraces(sources: readonly string[]): readonly KeptTrace[] {
  const taken = new Set<string>();
  const names = new Map<number, string>();
  const inOrder = [...sources.entries()].sort(([, one], [, other]) => (one < other ? -1 : 1));
  for (const [index, source] of inOrder) names.set(index, freeName(basename(source), taken));
  return sources.map((source, index) => ({ source, name: names.get(index) ?? basename(source) }));
}

/** @throws InputError where a trace could be read only once: it is judged first, and then kept. */
export async function requireReadableTwice(sources: readonly string[]): Promise<void> {
  for (const file of sources) {
    const entry = await stat(file).catch(() => undefined);
    if (entry === undefined || entry.isFile() || entry.isDirectory()) continue;
    throw new InputError({ file, message: 'is a pipe or a device; a file is wanted, for it is read twice' });
  }
}

/**
 * Copies a trace that was judged into the folder of the run, so that a result and its evidence stay together.
 *
 * @throws InputError where the copy is not what was judged, or would take the place of another trace.
 */
export async function keepTrace(folder: string, { source, name }: KeptTrace, digest: string): Promise<void> {
  const target = join(folder, 'traces', name);
  if (await sameFile(source, target)) return;
  const there = await digestOf(target);
  if (there === digest) return;
  if (there !== undefined) {
    throw new InputError({ file: target, message: 'is another trace; name another folder with --out' });
  }
  const hash = createHash('sha256');
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(source), tap, createWriteStream(target, { mode: FILE_MODE, flags: 'wx' }));
  if (`sha256:${hash.digest('hex')}` === digest) return;
  throw new InputError({ file: source, message: 'was changed while it was judged; judge it again' });
}

/** The digest of a file; undefined where there is none. */
async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InputError({ file: path, message: unreadable(error as NodeJS.ErrnoException) });
  }
  return `sha256:${hash.digest('hex')}`;
}

/**
 * Keeps what a run was judged with in its folder, so that it can be judged and told again when the project has moved
 * on: the system, the disclosure, its payload schemas, the scenarios that the traces name, and the calibration where
 * there is one.
 */
export async function keepInputs(
  folder: string,
  { system, disclosure, scenarios, calibration }: KeptInputs,
): Promise<void> {
  const keep = async (path: string, ...place: readonly string[]): Promise<void> => {
    const within = join(folder, INPUTS, ...place);
    await mkdir(within, { recursive: true, mode: FOLDER_MODE });
    await keepFile(path, join(within, basename(path)));
  };
  if (system !== undefined) await keepFile(system.file.path, join(folder, KEPT_SYSTEM));
  if (disclosure === undefined) return;
  await keep(disclosure.file.path, 'disclosures', disclosure.id);
  for (const { file } of disclosure.payloads.values()) await keep(file.path, 'schemas', disclosure.id);
  for (const { path } of scenarios) await keep(path, 'scenarios', disclosure.id);
  const calibrated = join(folder, keptCalibration(disclosure.id));
  if (calibration !== undefined) await keepFile(calibration.path, calibrated);
  // One that an earlier judgement left there would pass for this one's.
  else await rm(calibrated, { force: true });
}

interface KeptInputs {
  readonly system: System | undefined;
  readonly disclosure: Disclosure | undefined;
  readonly scenarios: readonly { readonly path: string }[];
  readonly calibration: { readonly path: string } | undefined;
}

/** Copies one file, readable by its owner only. @throws InputError where it cannot be read. */
export async function keepFile(source: string, target: string): Promise<void> {
  if (await sameFile(source, target)) return;
  try {
    await copyFile(source, target);
    await chmod(target, FILE_MODE);
  } catch (error) {
    throw new InputError({ file: source, message: unreadable(error as NodeJS.ErrnoException) });
  }
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = name.replace(/(\.[^.]*)?$/, `-${number}$1`);
  taken.add(free);
  return free;
}

async function sameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [one, other].map((path) => realpath(path).catch(() => undefined)),
  );
  return first !== undefined && first === second;
}

/** Writes result.json in canonical form (RFC 8785), whole or not at all. */
export async function writeResult(folder: string, result: ResultFile): Promise<void> {
  await writeWhole(join(folder, 'result.json'), [resultText(result)]);
}

export function resultText(result: ResultFile): string {
  return `${canonicalize(result) ?? ''}\n`;
}
