import { isAscii, isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { InputError } from '../disclosure/input-error.js';
import { unreadable } from '../disclosure/source-file.js';

/** One line of a text file, without its line feed. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

export interface LineOptions {
  /** The most bytes that a line may have. */
  readonly lineLimit: number;
  /** How many bytes are asked of the system at once. */
  readonly chunkSize: number;
  /** Takes in every byte read. */
  readonly hash?: { update(chunk: Uint8Array): unknown };
}

/** The most bytes that a line of a trace may have when nothing else is said. */
export const LINE_LIMIT: number = 32 * 1024 * 1024;
const LINE_FEED = 0x0a;
const NUL = 0x00;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The lines of a UTF-8 file, as many at a time as a chunk holds, in memory bounded by the longest line. The last
 * line needs no line feed, and a byte order mark at the start of the file is left out.
 *
 * @throws InputError where the file cannot be read, is not UTF-8 text, or a line is longer than it may be.
 */
export async function* readLines(
  path: string,
  options: LineOptions,
): AsyncGenerator<readonly Line[], void, void> {
  const file = await open(path, 'r').catch(refuse(path));
  try {
    yield* cutLines(path, file, options);
  } finally {
    await file.close();
  }
}

async function* cutLines(
  path: string,
  file: FileHandle,
  { lineLimit, chunkSize, hash }: LineOptions,
): AsyncGenerator<readonly Line[], void, void> {
  let buffer: Buffer = Buffer.allocUnsafe(chunkSize);
  /** buffer[0, filled) is what was read of lines that were not yet given. */
  let filled = 0;
  let number = 1;
  let start = true;
  for (;;) {
    if (buffer.length - filled < chunkSize) buffer = grown(buffer, filled, chunkSize);
    const { bytesRead } = await file.read(buffer, filled, chunkSize, null).catch(refuse(path));
    hash?.update(buffer.subarray(filled, filled + bytesRead));
    const searched = filled;
    filled += bytesRead;
    const last = bytesRead === 0 ? filled : afterLastFeed(buffer, searched, filled);
    // The first bytes are waited for until they can be told from a byte order mark.
    if (start && filled < BYTE_ORDER_MARK.length && bytesRead > 0) continue;
    if (last > 0) {
      const from = start && startsWithMark(buffer.subarray(0, filled)) ? BYTE_ORDER_MARK.length : 0;
      start = false;
      const cut = cutChunk(buffer.subarray(from, Math.max(from, last)), number, lineLimit);
      if (cut.lines.length > 0) yield cut.lines;
      if (cut.fault !== undefined) throw new InputError({ file: path, ...cut.fault });
      number += cut.lines.length;
      buffer.copyWithin(0, last, filled);
      filled -= last;
    }
    if (filled > lineLimit) throw new InputError({ file: path, ...tooLong(number, lineLimit) });
    if (bytesRead === 0) return;
  }
}

/** Where the first line begins that has no end yet; 0 where no line ends in [from, to). */
function afterLastFeed(buffer: Buffer, from: number, to: number): number {
  const feed = buffer.subarray(from, to).lastIndexOf(LINE_FEED);
  return feed < 0 ? 0 : from + feed + 1;
}

function startsWithMark(bytes: Buffer): boolean {
  return bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
}

interface Fault {
  readonly line: number;
  readonly column?: number;
  readonly message: string;
}

/** Cuts whole lines, up to the first that is at fault. */
function cutChunk(chunk: Buffer, first: number, lineLimit: number): { lines: Line[]; fault?: Fault } {
  const lines: Line[] = [];
  const encoding = isAscii(chunk) ? 'latin1' : 'utf8';
  const trusted = encoding === 'latin1' || isUtf8(chunk);
  for (let from = 0; from < chunk.length; ) {
    const number = first + lines.length;
    const feed = chunk.indexOf(LINE_FEED, from);
    const end = feed < 0 ? chunk.length : feed;
    if (end - from > lineLimit) return { lines, fault: tooLong(number, lineLimit) };
    if (!trusted && !isUtf8(chunk.subarray(from, end))) {
      return { lines, fault: notText(chunk.subarray(from, end), number) };
    }
    lines.push({ number, text: chunk.toString(encoding, from, end) });
    from = end + 1;
  }
  return { lines };
}

function notText(line: Buffer, number: number): Fault {
  const what = line.includes(NUL) ? 'is a binary file' : 'holds bytes that are not UTF-8';
  return { line: number, message: `${what}; a trace is UTF-8 text, one event a line` };
}

function tooLong(line: number, limit: number): Fault {
  return { line, message: `is longer than the ${limit} bytes that a line may have` };
}

function grown(buffer: Buffer, filled: number, chunkSize: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(2 * buffer.length, filled + chunkSize));
  buffer.copy(larger, 0, 0, filled);
  return larger;
}

function refuse(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    throw new InputError({ file: path, message: unreadable(error) });
  };
}
