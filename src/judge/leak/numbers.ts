import { HEX_DIGIT } from './escapes.js';
import { SHORTEST } from './runs.js';

// Eight numbers or more, each a byte, with the same few things between them: [104,111,115], 68 6f 73, 0x68:0x6f.
const DECIMAL = /(?<![\d.])(?:\d{1,3}[\s,;:|-]{1,3}){7,}\d{1,3}(?![\d.])/g;
const HEXADECIMAL = /(?<![\da-z])(?:(?:0x)?[\da-f]{2}[\s,;:|-]{1,3}){7,}(?:0x)?[\da-f]{2}(?![\da-z])/gi;
const SEPARATORS = /[\s,;:|-]+/;

/** Bytes that are written as a list of numbers, decimal or hexadecimal; undefined where there is no such list. */
export function undoNumbers(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 2 * SHORTEST) return undefined;
  if (!hasSeparators(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const lists = [
    ...(text.match(DECIMAL) ?? []).map((list) => list.split(SEPARATORS).map(Number)),
    ...(text.match(HEXADECIMAL) ?? []).map((list) =>
      list.split(SEPARATORS).map((number) => Number.parseInt(number.replace(/^0x/i, ''), 16)),
    ),
  ].filter((list) => list.every((number) => number <= 255));
  return lists.length === 0 ? undefined : Uint8Array.from(lists.flatMap((list) => [...list, 0x20]));
}

/** Whether there are enough of what stands between numbers, each with a number before it. */
function hasSeparators(bytes: Uint8Array): boolean {
  let count = 0;
  for (let index = 1; index < bytes.length; index += 1) {
    const [before, byte] = [bytes[index - 1] as number, bytes[index] as number];
    const isSeparator =
      byte === 0x20 ||
      (byte >= 0x2c && byte <= 0x2d) ||
      byte === 0x3a ||
      byte === 0x3b ||
      byte === 0x7c ||
      byte < 14;
    if (isSeparator && (HEX_DIGIT[before] as number) >= 0) count += 1;
    if (count >= SHORTEST - 1) return true;
  }
  return false;
}
