import { brotliDecompressSync, constants, inflateRawSync } from 'node:zlib';
import { coding, type Layer } from './layer.js';
import { looksBrotli, looksDeflated } from './plausible-stream.js';
import { SHORTEST, type Stretch } from './runs.js';

/** What a compressed stream says. */
export interface Expanded {
  readonly bytes: Uint8Array;
  readonly layer: Layer;
}

/** What a search may still spend. */
export interface Allowance {
  /** Bytes that may still be looked at or made. */
  bytes: number;
  /** Streams that may still be tried: each costs as much as thousands of bytes. */
  streams: number;
  /** Whether something was left out for want of either. */
  spent: boolean;
}

const GZIP = coding('gzip');
const ZLIB = coding('zlib');
const DEFLATE = coding('deflate');
const BROTLI = coding('br');

// The flags of RFC 1952 section 2.3.1.
const GZIP_CHECK = 2;
const GZIP_EXTRA = 4;
const GZIP_NAME = 8;
const GZIP_COMMENT = 16;
const GZIP_RESERVED = 0xe0;

/**
 * Everything in a text that is compressed: gzip and zlib wherever they begin, since they say so; deflate and br, which
 * do not, only where `starts` says that something begins.
 */
export function* expansionsOf(
  bytes: Uint8Array,
  starts: readonly Stretch[],
  allowance: Allowance,
): Iterable<Expanded> {
  for (const at of beginnings(bytes)) {
    const isGzip = bytes[at] === 0x1f;
    const from = isGzip ? endOfGzipHeader(bytes, at) : at + 2;
    const expanded =
      from === undefined ? undefined : inflate(bytes.subarray(from), allowance, constants.Z_SYNC_FLUSH);
    if (expanded !== undefined) yield { bytes: expanded, layer: isGzip ? GZIP : ZLIB };
  }
  for (const { from, to } of starts) {
    const stream = bytes.subarray(from, to);
    const inflated = inflate(stream, allowance, constants.Z_FINISH);
    if (inflated !== undefined) yield { bytes: inflated, layer: DEFLATE };
    const expanded = looksBrotli(stream, mostOf(from, stream)) ? unbrotli(stream, allowance) : undefined;
    if (expanded !== undefined) yield { bytes: expanded, layer: BROTLI };
  }
}

/** In the midst of a text, what would say much is a chance; at its start, it may be all that there is. */
function mostOf(from: number, { length }: Uint8Array): number {
  return from === 0 ? 1024 * length : 64 * Math.min(length, 256);
}

function* beginnings(bytes: Uint8Array): Iterable<number> {
  for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1))
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8) yield at;
  for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1))
    if (isZlibHeader(bytes, at)) yield at;
  // With a smaller window than is usual, only where it is all that there is.
  if (bytes[0] !== 0x78 && isZlibHeader(bytes, 0)) yield 0;
}

/** RFC 1950 section 2.2: method 8, a window that there is, a check that holds, and no dictionary. */
function isZlibHeader(bytes: Uint8Array, at: number): boolean {
  const [first = 0, second = 0] = bytes.subarray(at, at + 2);
  return (first & 15) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0 && (second & 0x20) === 0;
}

function endOfGzipHeader(bytes: Uint8Array, from: number): number | undefined {
  const flags = bytes[from + 3] ?? GZIP_RESERVED;
  if (flags & GZIP_RESERVED) return undefined;
  let at = from + 10;
  if (flags & GZIP_EXTRA) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of [GZIP_NAME, GZIP_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  return flags & GZIP_CHECK ? at + 2 : at;
}

/**
 * @param flush Z_SYNC_FLUSH reads a stream as far as it goes: what says that it is one hides nothing by a checksum that
 *   is wrong or an end that is missing. What does not say so has to be whole, or chance would make streams.
 */
function inflate(stream: Uint8Array, allowance: Allowance, finishFlush: number): Uint8Array | undefined {
  if (!looksDeflated(stream)) return undefined;
  return attempt(allowance, (maxOutputLength) => inflateRawSync(stream, { maxOutputLength, finishFlush }));
}

function unbrotli(stream: Uint8Array, allowance: Allowance): Uint8Array | undefined {
  return attempt(allowance, (maxOutputLength) => brotliDecompressSync(stream, { maxOutputLength }));
}

const EXPANSION_LIMIT = 8 * 1024 * 1024;

function attempt(allowance: Allowance, expand: (limit: number) => Uint8Array): Uint8Array | undefined {
  if (allowance.streams <= 0 || allowance.bytes < SHORTEST) {
    allowance.spent = true;
    return undefined;
  }
  allowance.streams -= 1;
  try {
    const expanded = expand(Math.min(EXPANSION_LIMIT, allowance.bytes));
    return expanded.length < SHORTEST ? undefined : expanded;
  } catch (error) {
    // What is no stream is no fault; one that says more than may be read is not read at all.
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') allowance.spent = true;
    return undefined;
  }
}
