import { SHORTEST } from './runs.js';

// To try a stream in vain costs as much as to search thousands of bytes, and most of what could be one is none: so the
// first bits are looked at here.

/** How many symbols of a block are looked at. */
const SYMBOLS = 48;

/** Whether a deflate stream may begin here, by its first block (RFC 1951 section 3.2). */
export function looksDeflated(stream: Uint8Array): boolean {
  if (stream.length < SHORTEST / 2) return false;
  const bits = openBits(stream);
  bits.read(1);
  switch (bits.read(2)) {
    case 0:
      return (bits.byte(1) ^ bits.byte(3)) === 0xff && (bits.byte(2) ^ bits.byte(4)) === 0xff;
    case 1:
      return looksFixed(bits);
    case 2:
      return looksDynamic(bits);
    default:
      return false;
  }
}

/** Symbols of the fixed code: none that there is not, and no copy of what has not been said (section 3.2.6). */
function looksFixed(bits: Bits): boolean {
  let said = 0;
  for (let count = 0; count < SYMBOLS && bits.left() >= 7; count += 1) {
    const symbol = fixedSymbol(bits);
    if (symbol === END) return said >= SHORTEST;
    if (symbol < END) {
      said += 1;
      continue;
    }
    const length = lengthOf(bits, symbol);
    const distance = distanceOf(bits);
    if (length === undefined || distance === undefined || distance > said) return false;
    said += length;
  }
  return said >= SHORTEST;
}

const END = 256;

function fixedSymbol(bits: Bits): number {
  const seven = bits.code(7);
  if (seven <= 0b0010111) return END + seven;
  const eight = seven * 2 + bits.code(1);
  if (eight <= 0b10111111) return eight - 0b00110000;
  if (eight <= 0b11000111) return 280 + eight - 0b11000000;
  return 144 + eight * 2 + bits.code(1) - 0b110010000;
}

/** The tables of section 3.2.5, by their rule: the extra bits grow by one every four lengths, every two distances. */
function lengthOf(bits: Bits, symbol: number): number | undefined {
  const code = symbol - 257;
  if (code > 28) return undefined;
  if (code === 28) return 258;
  if (code < 8) return 3 + code;
  const extra = (code >> 2) - 1;
  return 3 + ((4 + (code & 3)) << extra) + bits.read(extra);
}

function distanceOf(bits: Bits): number | undefined {
  const code = bits.code(5);
  if (code > 29) return undefined;
  if (code < 4) return 1 + code;
  const extra = (code >> 1) - 1;
  return 1 + ((2 + (code & 1)) << extra) + bits.read(extra);
}

/** The lengths of the code for lengths fill it exactly (section 3.2.7). */
function looksDynamic(bits: Bits): boolean {
  const [literals, distances, lengths] = [bits.read(5), bits.read(5), bits.read(4)];
  if (literals > 29 || distances > 29) return false;
  let filled = 0;
  for (let index = 0; index < lengths + 4; index += 1) {
    const length = bits.read(3);
    if (length > 0) filled += 128 >> length;
  }
  return filled === 128;
}

/**
 * Whether a brotli stream may begin here, by its first metablock (RFC 7932 section 9.2): it says not too much.
 *
 * @param most how many bytes the metablock may say.
 */
export function looksBrotli(stream: Uint8Array, most: number): boolean {
  if (stream.length < SHORTEST / 2) return false;
  const bits = openBits(stream);
  if (bits.read(1) === 1 && bits.read(3) === 0 && bits.read(3) === 1) return false;
  const isLast = bits.read(1) === 1;
  if (isLast && bits.read(1) === 1) return false;
  const nibbles = bits.read(2);
  if (nibbles === 3) return false;
  const length = bits.read(16 + 4 * nibbles) + 1;
  return length >= SHORTEST && length <= most;
}

/** Bits from the lowest of each byte on; beyond the end all are zero. */
interface Bits {
  read(count: number): number;
  /** A Huffman code, whose highest bit comes first. */
  code(count: number): number;
  /** The byte so many behind the one that is being read. */
  byte(ahead: number): number;
  left(): number;
}

function openBits(bytes: Uint8Array): Bits {
  let at = 0;
  const next = (): number => {
    const bit = ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
    at += 1;
    return bit;
  };
  return {
    read(count) {
      let value = 0;
      for (let index = 0; index < count; index += 1) value |= next() << index;
      return value;
    },
    code(count) {
      let value = 0;
      for (let index = 0; index < count; index += 1) value = value * 2 + next();
      return value;
    },
    byte: (ahead) => bytes[(at >> 3) + ahead] ?? 0,
    left: () => bytes.length * 8 - at,
  };
}
