import type { SchemaNode } from '../../../disclosure/payload-fields.js';
import { obeys } from '../../../specimen/payload-value.js';
import { type Alternative, alternativesOf } from './alternatives.js';
import { listEdges } from './list-edges.js';
import { numberEdges } from './number-edges.js';
import { textEdges } from './text-edges.js';
import { valueEdges } from './value-edges.js';

/** What a schema says in one keyword, with values that may lie at it and values that may break it and nothing else. */
export interface Source {
  readonly operator: string;
  readonly keyword: string;
  /** In words: `maxLength 40`. */
  readonly says: string;
  /** Left out where nothing could break it. */
  readonly past?: Iterable<unknown>;
  readonly at: Iterable<unknown>;
}

/** A keyword of a schema with values on either side of it. */
export interface Edge {
  readonly operator: string;
  readonly keyword: string;
  readonly says: string;
  readonly isBreakable: boolean;
  /** A value that breaks it and nothing else; undefined where none was found. */
  readonly past: unknown;
  readonly at: readonly unknown[];
}

const known = new WeakMap<SchemaNode, Map<string, readonly Edge[]>>();

/**
 * The edges of what a schema permits, for every way in which a value may obey it. The same schema gives the same.
 *
 * @param given members of a list that are permitted, where the value is one.
 */
export function edgesOf(
  root: SchemaNode,
  schema: SchemaNode,
  name: string,
  given: readonly unknown[],
): readonly Edge[] {
  const byName = known.get(schema) ?? new Map<string, readonly Edge[]>();
  known.set(schema, byName);
  const before = given.length === 0 ? byName.get(name) : undefined;
  if (before !== undefined) return before;
  const edges = alternativesOf(root, schema).flatMap((alternative) =>
    sourcesOf(root, alternative, name, given).map((source) => settle(root, schema, alternative, source)),
  );
  if (given.length === 0) byName.set(name, edges);
  return edges;
}

function sourcesOf(
  root: SchemaNode,
  alternative: Alternative,
  name: string,
  given: readonly unknown[],
): readonly Source[] {
  if (alternative.const !== undefined || alternative.enum !== undefined) return valueEdges(alternative);
  switch (alternative.type) {
    case 'string':
      return textEdges(root, alternative, name);
    case 'integer':
    case 'number':
      return numberEdges(alternative);
    case 'array':
      return listEdges(root, alternative, name, given);
    default:
      return [];
  }
}

function settle(root: SchemaNode, schema: SchemaNode, alternative: Alternative, source: Source): Edge {
  const { operator, keyword, says } = source;
  const rest = without(alternative, keyword);
  return {
    operator,
    keyword,
    says,
    isBreakable: source.past !== undefined,
    past: first(source.past ?? [], (value) => !obeys(root, schema, value) && obeys(root, rest, value)),
    at: keyword === 'enum' || keyword === 'const' ? [...source.at] : atEdge(root, schema, source.at),
  };
}

function atEdge(root: SchemaNode, schema: SchemaNode, values: Iterable<unknown>): readonly unknown[] {
  const found = first(values, (value) => obeys(root, schema, value));
  return found === undefined ? [] : [found];
}

function first(values: Iterable<unknown>, wanted: (value: unknown) => boolean): unknown {
  for (const value of values) if (wanted(value)) return value;
  return undefined;
}

const rests = new WeakMap<SchemaNode, Map<string, SchemaNode>>();

function without(alternative: Alternative, keyword: string): SchemaNode {
  const byKeyword = rests.get(alternative) ?? new Map<string, SchemaNode>();
  rests.set(alternative, byKeyword);
  const before = byKeyword.get(keyword);
  if (before !== undefined) return before;
  const entries = Object.entries(alternative).filter(([name]) => name !== keyword);
  const rest = Object.fromEntries(entries) as SchemaNode;
  byKeyword.set(keyword, rest);
  return rest;
}
