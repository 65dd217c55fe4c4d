import { isUtf8 } from 'node:buffer';
import {
  backslashEscapes,
  characterReferences,
  HEX_DIGIT,
  percentEncoding,
  quotedPrintable,
  undo,
} from './escapes.js';
import { coding, type Layer } from './layer.js';
import { undoNumbers } from './numbers.js';

/** A text as another reader reads it, and the layer that this takes away. */
export interface Undone {
  readonly bytes: Uint8Array;
  readonly layer: Layer;
}

const notations = [
  { notation: percentEncoding, layer: coding('percent-encoding') },
  { notation: backslashEscapes, layer: coding('JSON escapes') },
  { notation: characterReferences, layer: coding('HTML escapes') },
  { notation: quotedPrintable, layer: coding('quoted-printable') },
];
const NUMBERS = coding('a list of numbers');
const WIDE = coding('UTF-16');
const NARROW = coding('UTF-8');

/**
 * Every way to read a text that changes something in it.
 *
 * @param reach how many bytes around what changes are kept, where it changes in few places.
 */
export function* viewsOf(bytes: Uint8Array, reach: number): Iterable<Undone> {
  for (const { notation, layer } of notations) {
    const undone = undo(notation, bytes, reach);
    if (undone !== undefined) yield { bytes: undone, layer };
  }
  const narrow = undoUtf8(bytes);
  if (narrow !== undefined) yield { bytes: narrow, layer: NARROW };
  const numbers = undoNumbers(bytes);
  if (numbers !== undefined) yield { bytes: numbers, layer: NUMBERS };
  const single = dropNuls(bytes);
  if (single !== undefined) yield { bytes: single, layer: WIDE };
}

/** Bytes that were taken for characters, as JSON.stringify takes those of a binary string, made bytes again. */
function undoUtf8(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.indexOf(0xc2) < 0 && bytes.indexOf(0xc3) < 0) return undefined;
  if (!isUtf8(bytes)) return undefined;
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1, length += 1) {
    const byte = bytes[index] ?? 0;
    const isPair = byte === 0xc2 || byte === 0xc3;
    out[length] = isPair ? ((byte & 3) << 6) | ((bytes[index + 1] ?? 0) & 63) : byte;
    if (isPair) index += 1;
  }
  return out.subarray(0, length);
}

/** As many characters in a row as the shortest planted value has. */
const WIDE_RUN = 8;

/** Text of two or four bytes a character, without the bytes that say nothing. */
function dropNuls(bytes: Uint8Array): Uint8Array | undefined {
  if (!hasWideRun(bytes)) return undefined;
  // Where all of it is in pairs, a character may be NUL too.
  for (const high of [1, 0]) if (isNulAt(bytes, high)) return bytes.filter((_, index) => index % 2 !== high);
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    out[length] = byte;
    if (byte !== 0) length += 1;
  }
  return out.subarray(0, length);
}

function isNulAt(bytes: Uint8Array, high: number): boolean {
  for (let index = high; index < bytes.length; index += 2) if (bytes[index] !== 0) return false;
  return true;
}

/** Whether every second byte, or three of four, are NUL for so many characters. */
function hasWideRun(bytes: Uint8Array): boolean {
  let run = 0;
  for (let index = 1; index < bytes.length; index += 1) {
    if (bytes[index - 1] === 0) continue;
    run = bytes[index] === 0 ? run + 1 : 0;
    if (run >= WIDE_RUN - 1) return true;
  }
  return false;
}

/** Whether an escape stands there back to front: &#, \u, or % behind two digits. */
export function hasTurnedEscape(bytes: Uint8Array): boolean {
  for (let index = 1; index < bytes.length; index += 1) {
    const [before, byte] = [bytes[index - 1], bytes[index]];
    if (byte === 0x26 && before === 0x23) return true;
    if (byte === 0x5c && before === 0x75) return true;
    if (byte === 0x25 && isDigit(before) && isDigit(bytes[index - 2])) return true;
  }
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && (HEX_DIGIT[byte] ?? -1) >= 0;
}
