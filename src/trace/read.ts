import { createHash } from 'node:crypto';
import { InputError } from '../disclosure/input-error.js';
import type { Instant } from '../disclosure/instant.js';
import { LINE_LIMIT, type Line, readLines } from './lines.js';
import { parseEvent } from './parse-event.js';
import { createSequence } from './sequence.js';
import type { TraceEvent } from './trace-event.generated.js';

/** One event of a trace, the line that it stands on (from 1), and the instant that its `at` names. */
export interface TracedEvent {
  readonly event: TraceEvent;
  readonly line: number;
  readonly instant: Instant;
}

export interface ReadOptions {
  /** The most bytes that a line may have; 32 MiB when not given. */
  readonly lineLimit?: number;
  /** How many bytes are asked of the system at once; 256 KiB when not given. */
  readonly chunkSize?: number;
}

/** A trace that is read once, from its start to its end. */
export interface Trace {
  readonly events: AsyncIterable<TracedEvent>;
  /** SHA-256 of the file's bytes, as `sha256:` and hexadecimal digits. Known once `events` came to their end. */
  digest(): string;
}

const CHUNK_SIZE = 256 * 1024;

/**
 * Streams a trace's events, and takes the digest of the very bytes that they were read from. Nothing is opened
 * before the first event is asked for.
 *
 * The iteration throws an InputError, with the file and the line, at the first thing that is not as DESIGN 4.5
 * wants it; what stood before that has then been given. An empty file has no events and is no error.
 */
export function openTrace(path: string, options: ReadOptions = {}): Trace {
  const hash = createHash('sha256');
  let digest: string | undefined;

  async function* read(): AsyncGenerator<TracedEvent, void, void> {
    const { lineLimit = LINE_LIMIT, chunkSize = CHUNK_SIZE } = options;
    const sequence = createSequence();
    let blank: Line | undefined;
    for await (const lines of readLines(path, { lineLimit, chunkSize, hash })) {
      for (const line of lines) {
        if (isBlank(line.text)) blank ??= line;
        else if (blank === undefined) yield readEvent(path, line, sequence);
        else throw problem(path, blank, { message: 'a blank line between two events' });
      }
    }
    digest = `sha256:${hash.digest('hex')}`;
  }

  return {
    events: read(),
    digest: () => {
      if (digest === undefined) throw new Error('the digest of a trace was asked for before its end');
      return digest;
    },
  };
}

/** The events of a trace where nobody asks for its digest: see {@link openTrace}. */
export function readTrace(path: string, options: ReadOptions = {}): AsyncIterable<TracedEvent> {
  return openTrace(path, options).events;
}

function readEvent(path: string, line: Line, sequence: ReturnType<typeof createSequence>): TracedEvent {
  const parsed = parseEvent(line.text);
  if ('fault' in parsed) throw problem(path, line, parsed.fault);
  const instant = sequence.next(parsed.event);
  if (typeof instant === 'string') throw problem(path, line, { message: instant });
  return { event: parsed.event, line: line.number, instant };
}

function isBlank(text: string): boolean {
  return text.length === 0 || text === '\r' || (text.length < 1000 && text.trim() === '');
}

function problem(path: string, line: Line, fault: { message: string; column?: number }): InputError {
  return new InputError({ file: path, line: line.number, ...fault });
}
