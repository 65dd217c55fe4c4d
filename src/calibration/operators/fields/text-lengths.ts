import type { SchemaNode } from '../../../disclosure/payload-fields.js';
import { textOfLength, textsFor } from '../../../specimen/text-value.js';

const SEEDS = 5;
const LONGEST_SEGMENT = 4;

/** Forms of a format that can be drawn out, beside the plain ones. */
const stretchable: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00.0Z',
  'iso-date-time': '2026-01-01T00:00:00.0Z',
  time: '00:00:00.0Z',
  'iso-time': '00:00:00.0Z',
  uri: 'https://example.test/a',
  url: 'https://example.test/a',
};

/** How many characters a text has: code points, as JSON Schema counts them. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/**
 * Texts of just so many characters that may well obey what a schema says beside its bounds, the likeliest first: those
 * that do are drawn out or cut in every place. Whoever wants one tries them against the schema.
 */
export function* textsOfLength(schema: SchemaNode, name: string, length: number): Iterable<string> {
  if (schema.pattern === undefined && schema.format === undefined) {
    yield textOfLength(name, length);
    return;
  }
  const { minLength: _least, maxLength: _most, ...open } = schema;
  // The same for every length that is asked for, since they are slow to find and then known.
  const seeds = textsFor({ ...open, maxLength: Math.max(length, (schema.maxLength ?? 0) + 1) }, name);
  const longer = stretchable[schema.format ?? ''];
  const tried = [...(longer === undefined ? [] : [longer]), ...seeds.slice(0, SEEDS), ...seeds.slice(-SEEDS)];
  yield* tried.filter((seed) => seed.length === length);
  for (const seed of tried) yield* seed.length < length ? drawnOut(seed, length) : cut(seed, length);
  yield textOfLength(name, length);
}

/** The text with one of its parts repeated. */
function* drawnOut(text: string, length: number): Iterable<string> {
  const lacking = length - text.length;
  for (let size = 1; size <= Math.min(LONGEST_SEGMENT, text.length); size += 1) {
    if (lacking % size !== 0) continue;
    for (let from = text.length - size; from >= 0; from -= 1) {
      const segment = text.slice(from, from + size);
      yield text.slice(0, from) + segment.repeat(1 + lacking / size) + text.slice(from + size);
    }
  }
}

function* cut(text: string, length: number): Iterable<string> {
  const excess = text.length - length;
  for (let from = length; excess > 0 && from >= 0; from -= 1)
    yield text.slice(0, from) + text.slice(from + excess);
}
