import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { InputError } from '../disclosure/input-error.js';
import { createSequence } from './sequence.js';
import type { TraceEvent } from './trace-event.generated.js';

/** A trace that is being written. What was handed to `write` is on its way to the file at once. */
export interface TraceWriter {
  /**
   * Appends an event; resolves when there is room for the next.
   *
   * @throws Error where the event may not stand there (a defect of the caller's), InputError where the file system
   * takes no more.
   */
  write(event: TraceEvent): Promise<void>;
  /** Resolves when everything is in the file, which is then closed. Closing twice is closing once. */
  close(): Promise<void>;
}

/** How much may be under way to the file before a writer has to wait, in bytes. */
const ROOM = 256 * 1024;

/**
 * Creates a trace for its owner alone: it holds personal data (DESIGN 8).
 *
 * @throws InputError where the file is there already, or cannot be created.
 */
export async function createTraceWriter(path: string): Promise<TraceWriter> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ file: path, message: uncreatable(error) });
  });
  return writeTo(path, file);
}

function writeTo(path: string, file: FileHandle): TraceWriter {
  const sequence = createSequence();
  const stream = file.createWriteStream({ highWaterMark: ROOM });
  let failure: InputError | undefined;
  let closing: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= new InputError({ file: path, message: `cannot be written (${error.code ?? error.message})` });
  });

  const room = (): Promise<void> => {
    waiting ??= new Promise<void>((resolve) => {
      const done = (): void => {
        stream.off('drain', done).off('close', done);
        waiting = undefined;
        resolve();
      };
      // A stream that was ended or has failed closes without draining.
      stream.on('drain', done).on('close', done);
    });
    return waiting;
  };

  const end = async (): Promise<void> => {
    if (!stream.destroyed) {
      stream.end();
      await once(stream, 'close').catch(() => undefined);
    }
    if (failure !== undefined) throw failure;
  };

  return {
    write: async (event) => {
      if (failure !== undefined) throw failure;
      if (closing !== undefined)
        throw new Error(`an event of type "${event.type}" for a trace that is closed`);
      const place = sequence.next(event);
      if (typeof place === 'string') throw new Error(`a trace that cannot be: ${place}`);
      if (!stream.write(`${JSON.stringify(event)}\n`)) await room();
      if (failure !== undefined) throw failure;
    },
    close: () => {
      closing ??= end();
      return closing;
    },
  };
}

function uncreatable(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'EEXIST':
      return 'is there already; a trace is never overwritten';
    case 'ENOENT':
      return 'cannot be created: its folder is not there';
    default:
      return `cannot be created (${error.code ?? error.message})`;
  }
}
