import type { FieldAnnotation } from './annotation.generated.js';

/** A JSON Schema as its author wrote it, as far as fields are concerned. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode | boolean;
  readonly additionalProperties?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly 'x-candor'?: FieldAnnotation;
}

/** One documented field of a payload. In its keys `*` stands for every member of a list. */
export interface Field {
  readonly keys: readonly string[];
  /** The same as a JSON Pointer: what `payload#/pointer` names. */
  readonly pointer: string;
  /** Where it stands in the schema file, for saying so. */
  readonly schemaKeys: readonly string[];
  readonly required: boolean;
  readonly schema: SchemaNode;
  readonly annotation: FieldAnnotation | undefined;
}

const DEPTH_LIMIT = 32;

/** Definitions that refer to each other can stand for more fields than anybody wrote. */
export const FIELD_LIMIT = 5000;

/** Every property of a payload's schema, at every depth, in the order in which it stands there; bounded. */
export function fieldsOf(root: SchemaNode): readonly Field[] {
  const fields: Field[] = [];
  collect(root, root, [], [], fields);
  return fields;
}

function collect(
  root: SchemaNode,
  node: SchemaNode,
  keys: readonly string[],
  schemaKeys: readonly string[],
  into: Field[],
): void {
  if (keys.length > DEPTH_LIMIT || into.length >= FIELD_LIMIT) return;
  const [schema, at] = dereference(root, node, schemaKeys);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (into.length >= FIELD_LIMIT) return;
    const propertyKeys = [...keys, name];
    const propertyAt = [...at, 'properties', name];
    into.push({
      keys: propertyKeys,
      pointer: propertyKeys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      schemaKeys: propertyAt,
      required: schema.required?.includes(name) ?? false,
      schema: dereference(root, property, propertyAt)[0],
      annotation: property['x-candor'],
    });
    collect(root, property, propertyKeys, propertyAt, into);
  }
  if (typeof schema.items === 'object') collect(root, schema.items, [...keys, '*'], [...at, 'items'], into);
}

/** Follows `#/$defs/name`; a schema that points elsewhere is refused when it is checked. */
export function dereference(
  root: SchemaNode,
  node: SchemaNode,
  at: readonly string[],
): readonly [SchemaNode, readonly string[]] {
  const name = /^#\/\$defs\/([^/]+)$/.exec(node.$ref ?? '')?.[1];
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target === undefined || name === undefined ? [node, at] : [target, ['$defs', name]];
}
