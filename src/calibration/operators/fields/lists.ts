import { dereference, type SchemaNode } from '../../../disclosure/payload-fields.js';
import { obeys } from '../../../specimen/payload-value.js';
import { alternativesOf } from './alternatives.js';
import { scalarsOf } from './plain-values.js';
import { textsOfLength } from './text-lengths.js';

/** A body that holds more values than this may not be read; what is more would show the limit and not the list. */
const VALUE_LIMIT = 15_000;

/**
 * A list of so many members that the schema of its members permits: the given ones first, then copies of the first, or
 * others where no two may be the same. Undefined where there are not so many, or the list would be too long to be read.
 */
export function listOf(
  root: SchemaNode,
  list: SchemaNode,
  name: string,
  given: readonly unknown[],
  count: number,
): readonly unknown[] | undefined {
  if (typeof list.items !== 'object') return count === 0 ? [] : undefined;
  if (count <= given.length) return given.slice(0, count);
  const [items] = dereference(root, list.items, []);
  const first = given.length > 0 ? given[0] : plain(root, items, name)[0];
  if (first === undefined || count * sizeOf(first) > VALUE_LIMIT) return undefined;
  const copies = list.uniqueItems ? others(root, items, name, given, count) : undefined;
  if (list.uniqueItems) return copies;
  return [...given, ...Array.from({ length: count - given.length }, () => first)];
}

function plain(root: SchemaNode, items: SchemaNode, name: string): readonly unknown[] {
  return alternativesOf(root, items).flatMap((alternative) => scalarsOf(root, alternative, name));
}

function others(
  root: SchemaNode,
  items: SchemaNode,
  name: string,
  given: readonly unknown[],
  count: number,
): readonly unknown[] | undefined {
  const found = new Map(given.map((member) => [JSON.stringify(member), member]));
  for (const candidate of [...plain(root, items, name), ...numbered(root, items, name, count)]) {
    if (found.size >= count) break;
    if (obeys(root, items, candidate)) found.set(JSON.stringify(candidate), candidate);
  }
  return found.size < count ? undefined : [...found.values()];
}

/** Texts and numbers that differ in a number that they hold. */
function numbered(root: SchemaNode, items: SchemaNode, name: string, count: number): readonly unknown[] {
  return alternativesOf(root, items).flatMap((alternative): readonly unknown[] => {
    const numbers = Array.from({ length: count }, (_, index) => index);
    if (alternative.type === 'string') {
      const length = Math.min(alternative.maxLength ?? name.length, Math.max(alternative.minLength ?? 0, 8));
      const [text = ''] = textsOfLength(alternative, name, length);
      return numbers.map((number) => text.slice(0, length - String(number).length) + number);
    }
    if (alternative.type !== 'integer' && alternative.type !== 'number') return [];
    const from = alternative.minimum ?? 0;
    return numbers.map((number) => from + number * (alternative.multipleOf ?? 1));
  });
}

function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, member) => sum + sizeOf(member), 1);
}
