import type { SchemaNode } from '../../../disclosure/payload-fields.js';
import { obeys } from '../../../specimen/payload-value.js';
import { textsFor } from '../../../specimen/text-value.js';
import type { Alternative } from './alternatives.js';
import type { Source } from './edges.js';
import { lengthOf, textsOfLength } from './text-lengths.js';

/** A longer text would make a trace of megabytes, and show no more. */
const LENGTH_LIMIT = 100_000;

/** What is put into a text that has a form: each may be let through by a form that is checked carelessly. */
const intruders = [
  ['another character', '!', '§', 'Ω', 'a', '0', ' '],
  ['a line break', '\n'],
  ['a control character', '\u0001'],
  ['a lone surrogate', '\ud800'],
] as const;

/** The bounds and forms of a text. */
export function textEdges(root: SchemaNode, schema: Alternative, name: string): readonly Source[] {
  const { minLength = 0, maxLength = LENGTH_LIMIT } = schema;
  const sources: Source[] = [];
  if (minLength > 0 && minLength < LENGTH_LIMIT) {
    sources.push({
      operator: 'field/too-short',
      keyword: 'minLength',
      says: `minLength ${minLength}`,
      past: textsOfLength(schema, name, minLength - 1),
      at: textsOfLength(schema, name, minLength),
    });
  }
  if (maxLength < LENGTH_LIMIT) {
    sources.push({
      operator: 'field/too-long',
      keyword: 'maxLength',
      says: `maxLength ${maxLength}`,
      past: textsOfLength(schema, name, maxLength + 1),
      at: textsOfLength(schema, name, maxLength),
    });
  }
  for (const keyword of ['pattern', 'format'] as const) {
    if (schema[keyword] === undefined) continue;
    for (const [what, ...intruding] of intruders) {
      sources.push({
        operator: `field/off-${keyword}`,
        keyword,
        says: `${keyword}, by ${what}`,
        past: spoiled(root, schema, name, intruding),
        at: [],
      });
    }
  }
  return sources;
}

const TEXTS = 5;

/** Permitted texts with one character put behind, before, or in the place of another. */
function* spoiled(
  root: SchemaNode,
  schema: Alternative,
  name: string,
  intruding: readonly string[],
): Iterable<string> {
  const permitted = textsFor(schema, name).filter((text) => obeys(root, schema, text));
  for (const text of permitted.slice(0, TEXTS)) {
    const characters = [...text];
    for (const intruder of intruding) {
      if (lengthOf(text) < (schema.maxLength ?? LENGTH_LIMIT)) yield* [text + intruder, intruder + text];
      for (const index of characters.keys()) yield characters.with(-1 - index, intruder).join('');
    }
  }
}
