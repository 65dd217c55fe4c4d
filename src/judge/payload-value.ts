import type { Payload } from '../disclosure/disclosure.js';
import { dereference, type SchemaNode } from '../disclosure/payload-fields.js';
import { pointerOf } from '../disclosure/source-file.js';
import type { BoundRoute, WireName } from './routes.js';

type Keys = readonly string[];

/** A payload as it was sent, under the payload's own names. */
export interface PayloadValue {
  readonly value: unknown;
  /** Where on the wire a member of it stood, as a JSON Pointer. */
  wirePointer(keys: Keys): string;
  /** Wire pointers of members that stand under a payload's name though the route gives it another. */
  readonly misnamed: readonly string[];
}

/** Binds a JSON body to the payload's names (DESIGN 4.3, `map`). */
export function bindJson(route: BoundRoute, body: unknown): PayloadValue {
  const names = route.fieldByWireName;
  if (names.length === 0) return { value: body, wirePointer: pointerOf, misnamed: [] };
  const left = structuredClone(body);
  const taken = names.flatMap((name) => {
    const member = take(left, name.wire);
    return member === undefined ? [] : [{ name, value: member.value }];
  });
  const misnamed = names
    .filter(({ field }) => take(left, field) !== undefined)
    .map(({ field }) => pointerOf(field));
  for (const { name, value } of taken) put(left, name.field, value);
  return { value: left, wirePointer: (keys) => pointerOf(wireKeys(names, keys)), misnamed };
}

/** Binds the pairs of a query or form, whose values are strings, by the schema's types. */
export function bindPairs(
  route: BoundRoute,
  pairs: readonly (readonly [string, string])[],
): PayloadValue & { readonly duplicates: readonly string[] } {
  const names = route.fieldByWireName;
  const value = Object.create(null) as Record<string, unknown>;
  const duplicates = new Set<string>();
  const misnamed: string[] = [];
  for (const [wire, text] of pairs) {
    const mapped = names.find(({ wire: [name] }) => name === wire)?.field[0];
    const field = mapped ?? wire;
    if (mapped === undefined && names.some(({ field: [name] }) => name === wire))
      misnamed.push(pointerOf([wire]));
    else addPair(route.payload, value, field, text, () => duplicates.add(pointerOf([wire])));
  }
  return {
    value,
    wirePointer: (keys) => pointerOf(wireKeys(names, keys)),
    misnamed,
    duplicates: [...duplicates],
  };
}

function addPair(
  payload: Payload,
  value: Record<string, unknown>,
  field: string,
  text: string,
  onDuplicate: () => void,
): void {
  const schema = payload.fields.find(({ keys }) => keys.length === 1 && keys[0] === field)?.schema;
  if (typesOf(payload.schema, schema).includes('array')) {
    const items = typeof schema?.items === 'object' ? schema.items : undefined;
    const before = (value[field] as unknown[] | undefined) ?? [];
    value[field] = [...before, coerce(payload.schema, items, text)];
    return;
  }
  if (field in value) onDuplicate();
  else value[field] = coerce(payload.schema, schema, text);
}

/** The types that a value may have, whether they are named, or follow from values or alternatives. */
function typesOf(root: SchemaNode, node: SchemaNode | undefined, depth = 0): readonly string[] {
  if (node === undefined || depth > ALTERNATIVES_LIMIT) return [];
  const [schema] = dereference(root, node, []);
  if (schema.type !== undefined) return [schema.type].flat();
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined) return values.map(typeOf);
  const { anyOf, oneOf, allOf } = schema as Readonly<Record<string, readonly SchemaNode[] | undefined>>;
  return [anyOf, oneOf, allOf]
    .flatMap((nodes) => nodes ?? [])
    .flatMap((one) => typesOf(root, one, depth + 1));
}

function typeOf(value: unknown): string {
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Alternatives within alternatives; definitions may refer to themselves. */
const ALTERNATIVES_LIMIT = 8;
const INTEGER = /^-?(0|[1-9]\d{0,15})$/;
const NUMBER = /^-?(0|[1-9]\d{0,15})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/;

/** A text that reads as one of the schema's types becomes it; any other stays text, and is judged as such. */
function coerce(root: SchemaNode, schema: SchemaNode | undefined, text: string): unknown {
  const types = typesOf(root, schema);
  if (types.includes('string')) return text;
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.includes('integer') && INTEGER.test(text)) return Number(text);
  if (types.includes('number') && NUMBER.test(text)) return Number(text);
  return text;
}

function wireKeys(names: readonly WireName[], keys: Keys): Keys {
  const name = names.find(({ field }) => field.every((key, index) => key === keys[index]));
  return name === undefined ? keys : [...name.wire, ...keys.slice(name.field.length)];
}

function take(root: unknown, keys: Keys): { readonly value: unknown } | undefined {
  const [key, ...rest] = keys;
  if (typeof root !== 'object' || root === null || key === undefined || !Object.hasOwn(root, key))
    return undefined;
  const holder = root as Record<string, unknown>;
  if (rest.length === 0) {
    const value = holder[key];
    delete holder[key];
    return { value };
  }
  const found = take(holder[key], rest);
  const child = holder[key];
  // An object that held nothing but mapped members is the vendor's wrapping, not a field.
  if (found && typeof child === 'object' && child !== null && Object.keys(child).length === 0)
    delete holder[key];
  return found;
}

function put(root: unknown, keys: Keys, value: unknown): void {
  let holder = root;
  for (const key of keys.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null) return;
    if (!Object.hasOwn(holder, key)) define(holder, key, {});
    holder = (holder as Record<string, unknown>)[key];
  }
  const last = keys.at(-1);
  if (typeof holder === 'object' && holder !== null && last !== undefined) define(holder, last, value);
}

function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}
