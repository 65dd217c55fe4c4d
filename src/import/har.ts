import { createReadStream } from 'node:fs';
import { InputError } from '../disclosure/input-error.js';
import { unreadable } from '../disclosure/source-file.js';
import type { BodyRoutes } from './body-routes.js';
import { recordedInEntry } from './har-entry.js';
import { readJsonArray } from './json-array.js';
import { ValueFault } from './json-value.js';
import type { Recorded } from './recorded.js';

const limits = { depth: 64, values: 1_000_000, characters: 256 * 1024 * 1024 };

/**
 * What a HAR 1.2 file tells of, in the order in which it does. It may be of any size: memory is bounded by its
 * largest entry, and what was answered is read over.
 *
 * @throws InputError, with the number of the entry, where it is no HAR.
 */
export async function* readHar(file: string, bodies: BodyRoutes): AsyncGenerator<Recorded, void, void> {
  const options = { file, item: 'entry', path: ['log', 'entries'], limits, skips: isAnswer };
  for await (const { number, value } of readJsonArray(fileChunks(file), options)) {
    try {
      yield* recordedInEntry(value, bodies);
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      throw new InputError({ file, message: `entry ${number}: ${error.message}` });
    }
  }
}

/** Answers may be large, and nothing in them was sent. */
function isAnswer(names: readonly string[]): boolean {
  const [first, second] = names;
  return first === 'response' && (second === 'content' || second === 'headers' || second === 'cookies');
}

/** @throws InputError, while it is read, where the file cannot be. */
export async function* fileChunks(file: string): AsyncGenerator<Uint8Array, void, void> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }))
      yield chunk as Uint8Array;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError({ file, message: unreadable(error as NodeJS.ErrnoException) });
  }
}
