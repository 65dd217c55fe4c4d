import type { Alternative } from './alternatives.js';
import type { Source } from './edges.js';

/** The values that a schema lists: each of them lies at the edge, and what resembles one behind it. */
export function valueEdges(schema: Alternative): readonly Source[] {
  const keyword = schema.const === undefined ? 'enum' : 'const';
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
  const others: readonly (readonly [string, (value: unknown) => readonly unknown[]])[] = [
    ['another value', neighbours],
    ['another letter case', otherCase],
  ];
  const sources = others.map(
    ([what, change]): Source => ({
      operator: 'field/unlisted',
      keyword,
      says: `${keyword}, by ${what}`,
      past: values.flatMap(change),
      at: change === neighbours ? values : [],
    }),
  );
  const hasLetters = values.some((value) => otherCase(value).length > 0);
  return hasLetters ? sources : sources.slice(0, 1);
}

function neighbours(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return [`${value}X`, `X${value.slice(1)}`, 'X', ''];
  if (typeof value === 'number') return [value + 1, value - 1, value + 0.5, -value];
  return typeof value === 'boolean' ? [!value] : [];
}

function otherCase(value: unknown): readonly string[] {
  if (typeof value !== 'string') return [];
  return [value.toUpperCase(), value.toLowerCase(), swapped(value)].filter((text) => text !== value);
}

/** The text with the case of its first letter that has two changed. */
export function swapped(text: string): string {
  return text.replace(/\p{Lu}|\p{Ll}/u, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
