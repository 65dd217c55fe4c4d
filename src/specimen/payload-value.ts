import { type ValidateFunction, Ajv2020 as Validator } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FieldAnnotation } from '../disclosure/annotation.generated.js';
import { evaluate, type Facts } from '../disclosure/condition.js';
import type { Payload } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { dereference, type SchemaNode } from '../disclosure/payload-fields.js';
import { textsFor } from './text-value.js';

/** A payload's value, under the payload's own names. */
export type PayloadObject = Readonly<Record<string, unknown>>;

/** Definitions that refer to themselves end here; what is deeper is left out where it may be. */
const DEPTH_LIMIT = 8;

interface Place {
  readonly root: SchemaNode;
  readonly facts: Facts;
  /** The name of the field that the value is for. */
  readonly name: string;
  readonly depth: number;
}

/**
 * A value that a payload may have in a state: it obeys the schema, holds every field that belongs in that state and
 * no other, and tells the truth where a field tells a fact (DESIGN 4.2, `when` and `equals`). The same payload and
 * facts give the same value.
 *
 * @throws InputError where no such value was found.
 */
export function composePayload(payload: Payload, facts: Facts): PayloadObject {
  const value = compose(payload.schema, { root: payload.schema, facts, name: payload.id, depth: 0 });
  if (value !== undefined && payload.validate(value)) return value as PayloadObject;
  const [error] = payload.validate.errors ?? [];
  const where = error === undefined ? payload.id : `${payload.id}#${error.instancePath}`;
  throw new InputError({
    file: payload.file.path,
    message: `no value could be composed that ${where} permits; give a recorded trace that holds one`,
  });
}

/** A value for one schema; undefined where none was found, or where it is too deep. */
function compose(node: SchemaNode, place: Place): unknown {
  const [schema] = dereference(place.root, node, []);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum.find((value) => value !== null) ?? schema.enum[0];
  const branches = branchesOf(schema);
  if (branches.length > 0) return firstOf(branches, schema, place);
  const types = [schema.type ?? (schema.properties === undefined ? 'string' : 'object')].flat();
  for (const type of types) {
    const value = place.depth > DEPTH_LIMIT ? undefined : ofType(type, schema, place);
    if (value !== undefined) return value;
  }
  return types.includes('null') ? null : undefined;
}

/** The alternatives of a schema that combines others, each with what the schema itself says. */
function branchesOf(schema: SchemaNode): readonly SchemaNode[] {
  const { anyOf, oneOf, allOf, ...own } = schema as SchemaNode & Readonly<Record<string, unknown>>;
  const either = [anyOf, oneOf].flatMap((list) => (list as readonly SchemaNode[] | undefined) ?? []);
  const all = (allOf as readonly SchemaNode[] | undefined) ?? [];
  if (either.length === 0 && all.length === 0) return [];
  const joined: SchemaNode = Object.assign({}, own, ...all);
  return either.length === 0 ? [joined] : either.map((branch) => ({ ...joined, ...branch }));
}

function firstOf(branches: readonly SchemaNode[], schema: SchemaNode, place: Place): unknown {
  return branches
    .map((branch) => compose(branch, { ...place, depth: place.depth + 1 }))
    .find((value) => value !== undefined && obeys(place.root, schema, value));
}

function ofType(type: string, schema: SchemaNode, place: Place): unknown {
  switch (type) {
    case 'object':
      return objectFor(schema, place);
    case 'array':
      return listFor(schema, place);
    case 'string':
      return textsFor(schema, place.name).find((text) => obeys(place.root, schema, text));
    case 'integer':
    case 'number':
      return numbersFor(schema).find((number) => obeys(place.root, schema, number));
    case 'boolean':
      return true;
    default:
      return undefined;
  }
}

function objectFor(schema: SchemaNode, place: Place): object | undefined {
  const members: [string, unknown][] = [];
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const value = memberFor(property, { ...place, name, depth: place.depth + 1 });
    if (value !== undefined) members.push([name, value]);
    else if (schema.required?.includes(name)) return undefined;
  }
  // Not by assignment: a field may be called __proto__.
  return Object.fromEntries(members);
}

function memberFor(property: SchemaNode, place: Place): unknown {
  const annotation = property['x-candor'];
  if (evaluate(annotation?.when, place.facts) !== 'holds') return undefined;
  if (annotation?.equals !== undefined) return toldFact(annotation.equals, place.facts);
  return compose(property, place);
}

/** What a field that tells a fact must say; undefined where the fact is not known, or has nothing to be told. */
export function toldFact(
  equals: NonNullable<FieldAnnotation['equals']>,
  facts: Facts,
): string | number | boolean | undefined {
  const fact = facts.get(typeof equals === 'string' ? equals : equals.fact);
  if (fact === undefined || typeof equals === 'string' || equals.map === undefined) return fact;
  return Object.hasOwn(equals.map, String(fact)) ? equals.map[String(fact)] : undefined;
}

function listFor(schema: SchemaNode, place: Place): readonly unknown[] | undefined {
  const least = Math.max(schema.minItems ?? 0, Math.min(1, schema.maxItems ?? 1));
  const members: unknown[] = [];
  for (let index = 0; index < least; index += 1) {
    const name = index === 0 ? place.name : `${place.name}${index + 1}`;
    const member =
      typeof schema.items === 'object'
        ? compose(schema.items, { ...place, name, depth: place.depth + 1 })
        : undefined;
    if (member === undefined) return schema.minItems ? undefined : [];
    members.push(member);
  }
  return members;
}

function numbersFor(schema: SchemaNode): readonly number[] {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, multipleOf } = schema;
  const step = multipleOf ?? 1;
  const near = [minimum, maximum, above, below].flatMap((bound) =>
    bound === undefined ? [] : [bound, bound + step, bound - step, bound / 2],
  );
  return [1, step, 0, ...near];
}

interface Compiled {
  readonly validator: Validator;
  readonly nodes: WeakMap<SchemaNode, ValidateFunction>;
}

/** By the root of the payload's schema. */
const compiled = new WeakMap<SchemaNode, Compiled>();

/** Whether a value obeys one part of a payload's schema, by itself. */
export function obeys(root: SchemaNode, node: SchemaNode, value: unknown): boolean {
  const known = compiled.get(root) ?? { validator: openValidator(), nodes: new WeakMap() };
  compiled.set(root, known);
  const { validator, nodes } = known;
  const validate =
    nodes.get(node) ??
    validator.compile({ ...node, ...(root.$defs === undefined ? {} : { $defs: root.$defs }) });
  nodes.set(node, validate);
  return validate(value);
}

function openValidator(): Validator {
  // The whole schema was checked when it was loaded.
  const validator = new Validator({
    ownProperties: true,
    strict: false,
    validateSchema: false,
    addUsedSchema: false,
  });
  addFormats.default(validator);
  validator.addKeyword('x-candor');
  return validator;
}
