import type { Baseline } from '../mutant.js';

/** A value that was planted, by its name, and the places in which it may stand. */
export interface Planted {
  readonly name: string;
  readonly value: string;
  readonly permitted: readonly string[];
}

/** What the start of a trace says was planted. */
export function plantedIn({ events: [start] }: Baseline): readonly Planted[] {
  if (start?.type !== 'start') return [];
  return (start.canaries ?? []).map(({ name, value, permitted = [] }) => ({ name, value, permitted }));
}

/** Every byte of a text as RFC 3986 writes it in a URL: what stands there is another text, and the same value. */
export function percentEncoded(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Every unit of a text as JSON may write it (RFC 8259, section 7). */
export function jsonEscaped(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
