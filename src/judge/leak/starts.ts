import { isUtf8 } from 'node:buffer';
import type { Stretch } from './runs.js';

/** What stands before a value in most formats: quotes, an equals sign, the end of a line. */
const BEFORE: ReadonlySet<number> = new Set([...'"\'`=:;,|/&?#>)]} \n\t'].map((text) => text.charCodeAt(0)));
/** A compressed stream shows within so many bytes that it is no text. */
const SOON = 8;

/**
 * Where in a text something compressed may begin that does not say so itself: at its start, and behind what stands
 * before a value, where bytes follow that no text has. Nowhere in what is text alone.
 */
export function startsIn(bytes: Uint8Array): readonly Stretch[] {
  if (isWritten(bytes)) return [];
  const starts: Stretch[] = [];
  let next = -1;
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    if (isUntold(bytes[index] as number)) next = index;
    const isStart = index === 0 || (BEFORE.has(bytes[index - 1] as number) && isText(bytes, index - 3));
    if (next >= 0 && isStart && (index === 0 || next - index < SOON))
      starts.push({ from: index, to: bytes.length });
  }
  return starts;
}

/** Whether all of it is text, in UTF-8 or in Latin-1: without controls, and without those that Latin-1 adds. */
function isWritten(bytes: Uint8Array): boolean {
  let hasHighControl = false;
  for (const byte of bytes) {
    if (byte < 9 || (byte > 13 && byte < 32)) return false;
    if (byte >= 0x80 && byte < 0xa0) hasHighControl = true;
  }
  return !hasHighControl || isUtf8(bytes);
}

/** Whether a byte is a control or belongs to no character of ASCII. */
function isUntold(byte: number): boolean {
  return byte < 9 || byte > 126 || (byte > 13 && byte < 32);
}

/** Whether two bytes are text, or lie before the beginning. */
function isText(bytes: Uint8Array, from: number): boolean {
  for (let index = Math.max(0, from); index < from + 2; index += 1)
    if (isUntold(bytes[index] as number)) return false;
  return true;
}
