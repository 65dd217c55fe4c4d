import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CalibrationFile } from '../calibration/calibration-file.generated.js';
import { findCalibration } from '../calibration/load-calibration.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { cutDocument, documentDigest } from '../disclosure/document.js';
import { InputError } from '../disclosure/input-error.js';
import { loadDisclosure } from '../disclosure/load.js';
import { type SourceFile, unreadable } from '../disclosure/source-file.js';
import type { ResultFile } from '../judge/result.generated.js';
import { loadScenario } from '../scenario/load.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import { loadSystem, type System } from '../system/load.js';
import type { Failure } from './failures.generated.js';
import { readFailures } from './failures.js';
import type { GateFile } from './gate/gate.generated.js';
import { loadGate } from './gate/load-gate.js';
import { readResult } from './load-result.js';
import { INPUTS, KEPT_SYSTEM } from './run-folder.js';

/** A finished run, and all that it was judged with. */
export interface Run {
  readonly folder: string;
  readonly result: ResultFile;
  /** SHA-256 of result.json, as `sha256:…`. */
  readonly resultDigest: string;
  readonly disclosure: Disclosure | undefined;
  readonly system: System | undefined;
  readonly scenarios: ReadonlyMap<string, ScenarioFile>;
  /** Scenarios that could not be driven to their end. */
  readonly failures: readonly Failure[];
  readonly gate: GateFile | undefined;
  /** What is known of the instrument's own error; of this run or of another. */
  readonly calibration: SourceFile<CalibrationFile> | undefined;
  /** The document's own sentences by their digest, where the reader supplied it. */
  readonly sentences: ReadonlyMap<string, string>;
}

/**
 * Loads a finished run from its folder: nothing that lies elsewhere changes what is told of it.
 *
 * @param document the file of the vendor's document, where its sentences are to be quoted.
 * @throws InputError where the folder holds no run, or something in it is not what the result was made with.
 */
export async function loadRun(folder: string, document?: string): Promise<Run> {
  const { result, digest: resultDigest } = await readResult(folder);
  const disclosure = await loadKeptDisclosure(folder, result);
  return {
    folder,
    result,
    resultDigest,
    disclosure,
    system: await loadKeptSystem(folder, result),
    scenarios: await loadKeptScenarios(folder, disclosure, result),
    failures: await readFailures(folder),
    gate: await loadGate(folder),
    calibration: disclosure && (await findCalibration(disclosure)),
    sentences: document === undefined ? new Map() : await readSentences(document, disclosure),
  };
}

async function loadKeptDisclosure(
  folder: string,
  { disclosure }: ResultFile,
): Promise<Disclosure | undefined> {
  if (disclosure.id === null) return undefined;
  const loaded = await loadDisclosure(join(folder, INPUTS), disclosure.id);
  if (loaded.digest === disclosure.digest) return loaded;
  throw new InputError({
    file: loaded.file.path,
    message: 'is not the disclosure that the result was judged with: its digest differs',
  });
}

async function loadKeptSystem(folder: string, { system }: ResultFile): Promise<System | undefined> {
  if (system.id === null) return undefined;
  const loaded = await loadSystem(join(folder, KEPT_SYSTEM));
  if (loaded.file.digest === system.digest) return loaded;
  throw new InputError({
    file: loaded.file.path,
    message: 'is not the system file that the result was judged with: its digest differs',
  });
}

async function loadKeptScenarios(
  folder: string,
  disclosure: Disclosure | undefined,
  { scenarios }: ResultFile,
): Promise<ReadonlyMap<string, ScenarioFile>> {
  const loaded = new Map<string, ScenarioFile>();
  if (disclosure === undefined) return loaded;
  for (const { id } of scenarios) {
    if (id === null || loaded.has(id)) continue;
    const file = await loadScenario(join(folder, INPUTS), disclosure, id);
    if (file !== undefined) loaded.set(id, file.value);
  }
  return loaded;
}

/** @throws InputError where the document is not the one that was disclosed, as its digest has it. */
async function readSentences(
  document: string,
  disclosure: Disclosure | undefined,
): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(document, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ file: document, message: unreadable(error) });
  });
  const sentences = cutDocument(text);
  const digest = documentDigest(sentences);
  const expected = disclosure?.file.value.document.digest;
  if (digest === expected) return new Map(sentences.map((sentence) => [sentence.digest, sentence.text]));
  throw new InputError({
    file: document,
    message: `is not the document that was disclosed: its digest is ${digest}, and ${expected ?? 'none'} is wanted`,
  });
}
