import type { BodyCollector } from './body-collector.js';
import type { ByteReader } from './byte-reader.js';
import { fieldList, type Http1Head, parseFields } from './http1-head.js';
import { limits } from './limits.js';

/** How the end of a body is known (RFC 9112, 6.3). `malformed`: it is not, or two ways. */
export type Framing =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'malformed' };

export type BodyOutcome =
  | {
      readonly kind: 'whole';
      readonly trailers: [string, string][];
      /** Bytes that no reader of the body ever sees. */
      readonly extensionBytes: number;
    }
  | { readonly kind: 'malformed' | 'broken' };

/** Reads the framing strictly: a request with two answers to "where does it end" hides something. */
export function framingOf(head: Http1Head): Framing {
  const codings = fieldList(head.headers, 'transfer-encoding');
  const lengths = fieldList(head.headers, 'content-length');
  if (codings.length > 0) {
    const chunked = codings.length === 1 && codings[0] === 'chunked';
    return chunked && lengths.length === 0 && head.httpVersion === '1.1'
      ? { kind: 'chunked' }
      : { kind: 'malformed' };
  }
  const [length = '0'] = lengths;
  if (!/^[0-9]{1,15}$/.test(length) || lengths.some((other) => other !== length))
    return { kind: 'malformed' };
  return { kind: 'length', length: Number(length) };
}

/** Reads a body into `collector`, its transfer coding undone and its content coding not. */
export async function readBody(
  reader: ByteReader,
  framing: Exclude<Framing, { kind: 'malformed' }>,
  collector: BodyCollector,
  deadline: number,
): Promise<BodyOutcome> {
  if (framing.kind === 'chunked') return readChunks(reader, collector, deadline);
  const whole = await readExactly(reader, framing.length, collector, deadline);
  return whole ? { kind: 'whole', trailers: [], extensionBytes: 0 } : { kind: 'broken' };
}

async function readExactly(
  reader: ByteReader,
  length: number,
  collector: BodyCollector,
  deadline: number,
): Promise<boolean> {
  for (let left = length; left > 0; ) {
    // The deadline holds for a fast client too, which never lets the reader wait.
    if (performance.now() >= deadline) return false;
    if (reader.peek().length === 0 && (await reader.more(deadline)) !== 'bytes') return false;
    const chunk = reader.take(left);
    collector.add(chunk);
    left -= chunk.length;
  }
  return true;
}

/** RFC 9112, 7.1. */
async function readChunks(
  reader: ByteReader,
  collector: BodyCollector,
  deadline: number,
): Promise<BodyOutcome> {
  let extensionBytes = 0;
  for (;;) {
    const line = await readLine(reader, deadline);
    if (typeof line !== 'string') return line;
    const digits = /^[0-9A-Fa-f]{1,12}/.exec(line)?.[0];
    if (digits === undefined) return { kind: 'malformed' };
    const extension = line.slice(digits.length);
    if (extension !== '' && !/^[\t ]*;/.test(extension)) return { kind: 'malformed' };
    extensionBytes += extension.length;
    const size = Number.parseInt(digits, 16);
    if (size === 0) break;
    if (!(await readExactly(reader, size, collector, deadline))) return { kind: 'broken' };
    const end = await readLine(reader, deadline);
    if (typeof end !== 'string') return end;
    if (end !== '') return { kind: 'malformed' };
  }
  return readTrailers(reader, deadline, extensionBytes);
}

async function readTrailers(
  reader: ByteReader,
  deadline: number,
  extensionBytes: number,
): Promise<BodyOutcome> {
  const lines: string[] = [];
  for (let bytes = 0; bytes <= limits.headBytes && lines.length <= limits.headerFields; ) {
    const line = await readLine(reader, deadline);
    if (typeof line !== 'string') return line;
    if (line === '') {
      const trailers = parseFields(lines);
      return trailers === null ? { kind: 'malformed' } : { kind: 'whole', trailers, extensionBytes };
    }
    lines.push(line);
    bytes += line.length;
  }
  return { kind: 'malformed' };
}

const lineLimit = 16 * 1024;

/** One line without its CR LF. */
async function readLine(
  reader: ByteReader,
  deadline: number,
): Promise<string | { readonly kind: 'malformed' | 'broken' }> {
  for (;;) {
    const end = reader.peek().indexOf('\r\n');
    if (end > lineLimit || (end === -1 && reader.peek().length > lineLimit)) return { kind: 'malformed' };
    if (end !== -1) return reader.take(end + 2).toString('latin1', 0, end);
    if ((await reader.more(deadline)) !== 'bytes') return { kind: 'broken' };
  }
}
