import type { Payload } from '../../disclosure/disclosure.js';
import { dereference, type SchemaNode } from '../../disclosure/payload-fields.js';
import { pointerOf } from '../../disclosure/source-file.js';
import { obeys, type PayloadObject } from '../../specimen/payload-value.js';
import { EACH, type RuleKey } from './rule-path.js';

/** One place in a payload's value that a rule can hold: a list, or a value that has no members. */
export interface Member {
  /** Under the payload's own names. */
  readonly keys: readonly RuleKey[];
  /** The field that it belongs to, as a JSON Pointer with `*` for each member of a list. */
  readonly pointer: string;
  readonly kind: 'list' | 'leaf';
  readonly schema: SchemaNode;
  /** Whether the schema is one of several forms, or several in one, so that no rule holds all of it. */
  readonly combined: boolean;
  readonly value: unknown;
}

/** What stands in a payload's value. */
export interface Contents {
  /** The documented fields that are there, at every depth, as JSON Pointers in the order of the schema. */
  readonly fields: readonly string[];
  readonly members: readonly Member[];
}

/** Goes through a composed value beside its schema; the members of a list are all alike, and the first stands for them. */
export function contentsOf(payload: Payload, value: PayloadObject): Contents {
  const members: Member[] = [];
  const fields: string[] = [];
  const visit = (node: SchemaNode, at: readonly RuleKey[], held: unknown): void => {
    const { combined, schema } = formOf(payload.schema, node, held);
    const pointer = pointerOf(at.map((key) => (key === EACH ? '*' : key)));
    if (typeof at.at(-1) === 'string') fields.push(pointer);
    if (Array.isArray(held)) {
      members.push({ keys: at, pointer, kind: 'list', schema, combined, value: held });
      if (typeof schema.items === 'object' && held.length > 0) visit(schema.items, [...at, EACH], held[0]);
    } else if (typeof held === 'object' && held !== null) {
      for (const [name, part] of Object.entries(held)) {
        const property = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
        visit(property ?? {}, [...at, name], part);
      }
    } else members.push({ keys: at, pointer, kind: 'leaf', schema, combined, value: held });
  };
  visit(payload.schema, [], value);
  return { fields, members };
}

/** The schema with its references followed, and of several forms the one that the value has. */
function formOf(root: SchemaNode, node: SchemaNode, value: unknown): Pick<Member, 'schema' | 'combined'> {
  const [schema] = dereference(root, node, []);
  const { anyOf, oneOf, allOf, ...own } = schema as SchemaNode & Readonly<Record<string, unknown>>;
  const either = [anyOf, oneOf].flatMap((list) => (list as readonly SchemaNode[] | undefined) ?? []);
  const all = (allOf as readonly SchemaNode[] | undefined) ?? [];
  const chosen = either.find((branch) => obeys(root, branch, value));
  const parts = [...all, ...(chosen === undefined ? [] : [chosen])];
  if (parts.length === 0) return { schema, combined: either.length > 0 };
  const forms = parts.map((part) => formOf(root, part, value).schema);
  const merged = Object.assign({}, own, ...forms) as SchemaNode;
  return { schema: merged, combined: true };
}
