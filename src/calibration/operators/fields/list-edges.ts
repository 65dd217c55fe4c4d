import type { SchemaNode } from '../../../disclosure/payload-fields.js';
import type { Alternative } from './alternatives.js';
import type { Source } from './edges.js';
import { listOf } from './lists.js';

/** The bounds of a list. @param given its members, which are permitted. */
export function listEdges(
  root: SchemaNode,
  schema: Alternative,
  name: string,
  given: readonly unknown[],
): readonly Source[] {
  const { minItems = 0, maxItems, uniqueItems } = schema;
  const lists = (count: number): readonly unknown[] => {
    const list = listOf(root, schema, name, given, count);
    return list === undefined ? [] : [list];
  };
  const sources: Source[] = [];
  if (minItems > 0)
    sources.push({
      operator: 'field/too-few',
      keyword: 'minItems',
      says: `minItems ${minItems}`,
      past: lists(minItems - 1),
      at: lists(minItems),
    });
  else sources.push({ operator: 'field/too-few', keyword: 'minItems', says: 'no minItems', at: [[]] });
  if (maxItems !== undefined)
    sources.push({
      operator: 'field/too-many',
      keyword: 'maxItems',
      says: `maxItems ${maxItems}`,
      past: lists(maxItems + 1),
      at: lists(maxItems),
    });
  if (uniqueItems)
    sources.push({
      operator: 'field/repeated-member',
      keyword: 'uniqueItems',
      says: 'uniqueItems',
      past: repeated(lists(Math.max(1, minItems - 1))),
      at: [],
    });
  return sources;
}

function repeated(lists: readonly unknown[]): readonly unknown[] {
  return lists.map((list) => [...(list as readonly unknown[]), (list as readonly unknown[])[0]]);
}
