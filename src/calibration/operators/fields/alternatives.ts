import { dereference, type SchemaNode } from '../../../disclosure/payload-fields.js';

type Combined = SchemaNode & {
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
};

/** The kinds of value that JSON Schema tells apart. */
export const kinds = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null'] as const;
export type Kind = (typeof kinds)[number];

/** One of the ways in which a value may obey a schema: of one kind, or one of some values. */
export type Alternative = SchemaNode & { readonly type?: Kind };

const DEPTH_LIMIT = 8;
const known = new WeakMap<SchemaNode, readonly Alternative[]>();

/** The ways in which a value may obey a schema, in the order in which it names them. */
export function alternativesOf(root: SchemaNode, schema: SchemaNode): readonly Alternative[] {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const found = expand(root, schema, 0);
  known.set(schema, found);
  return found;
}

function expand(root: SchemaNode, node: SchemaNode, depth: number): readonly Alternative[] {
  if (depth > DEPTH_LIMIT) return [];
  const [schema] = dereference(root, node, []);
  const { anyOf, oneOf, allOf, ...own } = schema as Combined;
  const all = (allOf ?? []).map((part) => dereference(root, part, [])[0]);
  const joined: SchemaNode = Object.assign({}, own, ...all);
  const branches = [...(anyOf ?? []), ...(oneOf ?? [])];
  if (branches.length > 0)
    return branches.flatMap((branch) =>
      expand(root, { ...joined, ...dereference(root, branch, [])[0] }, depth + 1),
    );
  if (all.length > 0) return expand(root, joined, depth + 1);
  const types = [schema.type ?? (schema.properties === undefined ? [] : 'object')].flat();
  if (types.length < 2 && types[0] === schema.type) return [schema as Alternative];
  return types.map((type) => ({ ...schema, type }) as Alternative);
}

/** Which kinds of value a schema may permit; `number` permits every integer. */
export function kindsOf(root: SchemaNode, schema: SchemaNode): ReadonlySet<Kind> {
  const found = alternativesOf(root, schema).flatMap((alternative): readonly Kind[] => {
    const { type, const: only } = alternative;
    if (type === 'number') return ['number', 'integer'];
    if (type !== undefined) return [type];
    const values = only === undefined ? (alternative.enum ?? []) : [only];
    return values.map(kindOf);
  });
  return new Set(found);
}

export function kindOf(value: unknown): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'string' || typeof value === 'boolean' ? (typeof value as Kind) : 'object';
}
