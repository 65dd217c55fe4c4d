import type { SchemaNode } from '../../../disclosure/payload-fields.js';
import { obeys } from '../../../specimen/payload-value.js';
import type { Place } from './places.js';

const characters = [
  ['letters beyond ASCII', 'é'],
  ['letters of another script', '漢'],
  ['characters beyond the first plane', '😀'],
] as const;

const LENGTH_LIMIT = 100_000;

/** Texts beyond ASCII that a place permits: as many characters of each kind as it has room for, however many bytes. */
export function beyondAscii(
  root: SchemaNode,
  { schema }: Place,
): readonly (readonly [what: string, text: string])[] {
  return characters.flatMap(([what, character]) => {
    const text = character.repeat(Math.min(schema.maxLength ?? 1, LENGTH_LIMIT));
    return obeys(root, schema, text) ? [[what, text] as const] : [];
  });
}
