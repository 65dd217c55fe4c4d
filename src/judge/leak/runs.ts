import { HEX_DIGIT } from './escapes.js';
import { coding, type Layer } from './layer.js';

/** Decoded runs of one alphabet, one after the other with a blank between, all read from the same alignment. */
export interface DecodedRuns {
  readonly bytes: Uint8Array;
  readonly layer: Layer;
  /** Where in `bytes` something compressed may begin, and where its run ends. */
  readonly starts: readonly Stretch[];
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** An alphabet of 2^bits characters. */
interface Alphabet {
  readonly layer: Layer;
  readonly bits: number;
  /** How many characters a group of whole bytes takes: a run may begin at any of them. */
  readonly group: number;
  /** The value of each byte; -1 where it is none of the alphabet. */
  readonly values: Int8Array;
  /** A shorter run holds no planted value. */
  readonly shortest: number;
}

const BLANK = 0x20;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SLASH = 0x2f;
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;
const PLUS = 0x2b;

/** Eight bytes: no planted value is shorter, and neither is what any decoding must leave. */
export const SHORTEST = 8;

const base64: Alphabet = {
  layer: coding('base64'),
  bits: 6,
  group: 4,
  values: valuesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', '-_'),
  shortest: Math.ceil((SHORTEST * 8) / 6),
};
const hex: Alphabet = {
  layer: coding('hexadecimal digits'),
  bits: 4,
  group: 2,
  values: HEX_DIGIT,
  shortest: SHORTEST * 2,
};
const base32: Alphabet = {
  layer: coding('base32'),
  bits: 5,
  group: 8,
  values: valuesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', '', true),
  shortest: Math.ceil((SHORTEST * 8) / 5),
};

/** Every run of base64, base32 and hexadecimal digits in a text, decoded from each alignment (RFC 4648). */
export function* runsOf(bytes: Uint8Array): Iterable<DecodedRuns> {
  const widest = findRuns(bytes, { from: 0, to: bytes.length }, base64);
  if (widest.length === 0) return;
  yield* decodedFrom(bytes, widest, base64);
  // The other alphabets are parts of the first, so that their runs lie in its runs.
  for (const alphabet of [hex, base32]) {
    const runs = widest.flatMap((within) => findRuns(bytes, within, alphabet));
    if (runs.length > 0) yield* decodedFrom(bytes, runs, alphabet);
  }
}

function* decodedFrom(
  bytes: Uint8Array,
  runs: readonly Stretch[],
  alphabet: Alphabet,
): Iterable<DecodedRuns> {
  for (let skip = 0; skip < alphabet.group; skip += 1) yield decode(bytes, runs, alphabet, skip);
}

/** Where runs begin and end. One goes on over line ends, as MIME has it (RFC 2045 section 6.8). */
function findRuns(bytes: Uint8Array, within: Stretch, { values, shortest }: Alphabet): readonly Stretch[] {
  const runs: Stretch[] = [];
  let from = -1;
  let last = -1;
  for (let index = within.from; index <= within.to; index += 1) {
    const byte = index < within.to ? (bytes[index] as number) : BLANK;
    if ((values[byte] as number) >= 0) {
      if (from < 0) from = index;
      last = index;
    } else if (from >= 0 && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) {
      if (last + 1 - from >= shortest) runs.push({ from, to: last + 1 });
      from = -1;
    }
  }
  return runs;
}

function decode(bytes: Uint8Array, runs: readonly Stretch[], alphabet: Alphabet, skip: number): DecodedRuns {
  const { bits, layer } = alphabet;
  const room = runs.reduce((sum, { from, to }) => sum + Math.ceil(((to - from) * bits) / 8) + 1, 0);
  const out = new Uint8Array(room);
  const starts: Stretch[] = [];
  let length = 0;
  for (const run of runs) {
    // Names and identifiers are in these alphabets too: what is compressed has digits among its letters.
    const isDense = (skip === 0 || bits === 6) && looksDense(bytes, run.from, run.to);
    const begins: number[] = isDense && skip === 0 ? [length] : [];
    length = decodeRun(bytes, run, alphabet, skip, {
      out,
      length,
      onSlash: (at) => isDense && begins.push(at),
    });
    for (const begin of begins) starts.push({ from: begin, to: length });
    out[length] = BLANK;
    length += 1;
  }
  return { bytes: out.subarray(0, length), layer, starts };
}

interface Sink {
  readonly out: Uint8Array;
  readonly length: number;
  /** Told where a slash stood with nothing held over: in a path, something else may begin behind it. */
  readonly onSlash: (at: number) => void;
}

/** Gives how much of `out` is filled then. */
function decodeRun(
  bytes: Uint8Array,
  { from, to }: Stretch,
  { bits, values }: Alphabet,
  skip: number,
  { out, length: before, onSlash }: Sink,
): number {
  let length = before;
  let held = 0;
  let have = 0;
  let left = skip;
  for (let index = from; index < to; index += 1) {
    const byte = bytes[index] as number;
    const value = values[byte] as number;
    if (value < 0) continue;
    if (left > 0) left -= 1;
    else {
      held = ((held << bits) | value) & 0xffff;
      have += bits;
    }
    if (have >= 8) {
      have -= 8;
      out[length] = (held >> have) & 0xff;
      length += 1;
    }
    if (byte === SLASH && left === 0 && have === 0) onSlash(length);
  }
  return length;
}

/**
 * Whether a run has digits among letters that no hexadecimal number has, or is such a number itself; identifiers with
 * hyphens are not.
 */
function looksDense(bytes: Uint8Array, from: number, to: number): boolean {
  let hasDigit = false;
  let hasMark = false;
  let isHex = true;
  for (let index = from; index < to; index += 1) {
    const byte = bytes[index] as number;
    if (byte === HYPHEN || byte === UNDERSCORE) hasMark = true;
    else if ((byte >= 0x30 && byte <= 0x39) || byte === PLUS) hasDigit = true;
    else if ((HEX_DIGIT[byte] as number) < 0) isHex = false;
    if (hasDigit && !isHex) return true;
  }
  return isHex && hasDigit && !hasMark;
}

function valuesOf(alphabet: string, also: string, anyCase = false): Int8Array {
  const values = new Int8Array(256).fill(-1);
  for (const [index, character] of [...alphabet].entries()) {
    values[character.charCodeAt(0)] = index;
    if (anyCase) values[character.toLowerCase().charCodeAt(0)] = index;
  }
  // The URL's alphabet has others for the last two.
  for (const [index, character] of [...also].entries()) values[character.charCodeAt(0)] = 62 + index;
  return values;
}
