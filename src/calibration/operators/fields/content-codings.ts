import { crc32 } from 'node:zlib';

/**
 * Content codings written by hand, and not compressed: what a compressor makes of the same bytes differs from one
 * machine and version to the next.
 */

const STORED_LIMIT = 65_535;
const GZIP_DEFLATE = [0x1f, 0x8b, 8];
/** No time, no level, no operating system (RFC 1952 section 2.3.1). */
const GZIP_NEUTRAL = [0, 0, 0, 0, 0, 255];

/** The optional fields of a gzip header: readers skip what stands in them. */
export type GzipField = 'extra' | 'name' | 'comment';

const gzipFields: Readonly<
  Record<GzipField, { readonly flag: number; readonly written: readonly Buffer[] }>
> = {
  extra: { flag: 4, written: [Buffer.from([6, 0, 0x43, 0x41, 2, 0]), Buffer.from('xx')] },
  name: { flag: 8, written: [Buffer.from('name\0')] },
  comment: { flag: 16, written: [Buffer.from('comment\0')] },
};

/** One gzip member (RFC 1952). */
export function gzip(bytes: Uint8Array, field?: GzipField): Uint8Array {
  const { flag, written } = field === undefined ? { flag: 0, written: [] } : gzipFields[field];
  return gzipMember(bytes, [storedBlocks(bytes, true)], flag, written);
}

function gzipMember(
  bytes: Uint8Array,
  blocks: readonly Uint8Array[],
  flag = 0,
  fields: readonly Uint8Array[] = [],
): Uint8Array {
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(bytes), 0);
  end.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([Buffer.from([...GZIP_DEFLATE, flag, ...GZIP_NEUTRAL]), ...fields, ...blocks, end]);
}

/** The zlib format, which RFC 9110 section 8.4.1.2 means by "deflate" (RFC 1950). */
export function zlib(bytes: Uint8Array): Uint8Array {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  const end = Buffer.alloc(4);
  end.writeUInt16BE(high, 0);
  end.writeUInt16BE(low, 2);
  return Buffer.concat([Buffer.from([0x78, 0x01]), storedBlocks(bytes, true), end]);
}

/** Blocks of deflate that hold bytes as they are (RFC 1951 section 3.2.4). */
function storedBlocks(bytes: Uint8Array, isLast: boolean): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let from = 0; from === 0 || from < bytes.length; from += STORED_LIMIT) {
    const block = bytes.subarray(from, from + STORED_LIMIT);
    const ends = isLast && from + STORED_LIMIT >= bytes.length;
    const head = Buffer.alloc(5);
    head.writeUInt8(ends ? 1 : 0, 0);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(0xffff - block.length, 3);
    parts.push(head, block);
  }
  return Buffer.concat(parts);
}

/** Uncompressed metablocks of brotli, and the empty one that ends it (RFC 7932 section 9.2). */
export function brotli(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += STORED_LIMIT) {
    const block = bytes.subarray(from, from + STORED_LIMIT);
    // A window of 64 KiB is one bit, before the first; then: not the last, four nibbles of length, uncompressed.
    const shift = from === 0 ? 1 : 0;
    const head = Buffer.alloc(3);
    head.writeUIntLE((((block.length - 1) << 3) | (1 << 19)) << shift, 0, 3);
    parts.push(head, block);
  }
  return Buffer.concat([...parts, Buffer.from([bytes.length === 0 ? 0x06 : 0x03])]);
}

const LONGEST_MATCH = 258;
const BLANK = 0x20;

/** A gzip member of some bytes and so many blanks behind them, which takes a bit and a half for every thirty of those. */
export function gzipOfBlanks(bytes: Uint8Array, blanks: number): Uint8Array {
  const matches = Math.ceil((blanks - 1) / LONGEST_MATCH);
  const whole = Buffer.alloc(bytes.length + 1 + matches * LONGEST_MATCH, BLANK);
  whole.set(bytes, 0);
  return gzipMember(whole, [storedBlocks(bytes, false), repeatedBlank(matches)]);
}

/** A last block with fixed codes: a blank, then the one before it again, 258 at a time (RFC 1951 section 3.2.6). */
function repeatedBlank(matches: number): Uint8Array {
  // Last, fixed codes; then the code of a blank; each match is length 258 (285) at distance 1 (0); 256 ends it.
  const start = `110${(0x30 + BLANK).toString(2).padStart(8, '0')}`;
  const match = `${(0xc0 + 285 - 280).toString(2)}00000`;
  const bits = `${start}${match.repeat(matches)}0000000`;
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (let index = 0; index < bits.length; index += 1) {
    if (bits[index] === '1') bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return bytes;
}
