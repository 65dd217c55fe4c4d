import { explainError, formatValidator, tellingErrors } from './format.js';
import type { Problem } from './input-error.js';
import { FIELD_LIMIT, fieldsOf, type SchemaNode } from './payload-fields.js';
import type { SourceFile } from './source-file.js';

type At = readonly (string | number)[];

const DEPTH_LIMIT = 64;

/**
 * A payload's schema must be closed at every depth and bounded in every string and list (DESIGN 4.2):
 * what it does not name is undocumented, and what it does not bound could carry anything.
 */
export function checkSchema(schema: SourceFile<SchemaNode>): readonly Problem[] {
  return [...checkNode(schema, schema.value, [], 0), ...checkAnnotations(schema)];
}

/** Definitions that refer to themselves have no end, and nothing else can be said of them. */
export function checkSize(schema: SourceFile<SchemaNode>): readonly Problem[] {
  if (fieldsOf(schema.value).length < FIELD_LIMIT) return [];
  const message = `stands for more than ${FIELD_LIMIT} fields; do its definitions refer to themselves?`;
  return [schema.problem([], message)];
}

function checkNode(file: SourceFile<SchemaNode>, node: unknown, at: At, depth: number): readonly Problem[] {
  if (typeof node === 'boolean') {
    return node ? [file.problem(at, 'permits anything; say what the field may hold')] : [];
  }
  if (typeof node !== 'object' || node === null) return [file.problem(at, 'is no schema')];
  if (depth > DEPTH_LIMIT) return [file.problem(at, 'is nested too deeply')];
  const schema = node as SchemaNode & Readonly<Record<string, unknown>>;
  const below = (more: At, child: unknown): readonly Problem[] =>
    checkNode(file, child, [...at, ...more], depth + 1);
  return [
    ...checkReference(file, schema, at),
    ...checkBounds(file, schema, at),
    ...checkNames(file, schema, at),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) => below(['properties', name], child)),
    ...Object.entries(schema.$defs ?? {}).flatMap(([name, child]) => below(['$defs', name], child)),
    ...(schema.items === undefined ? [] : below(['items'], schema.items)),
    ...['anyOf', 'oneOf', 'allOf', 'prefixItems'].flatMap((key) =>
      ((schema[key] as unknown[] | undefined) ?? []).flatMap((child, index) => below([key, index], child)),
    ),
  ];
}

/** Where a field is named decides whether its clause and its condition can be judged at all. */
function checkNames(file: SourceFile<SchemaNode>, schema: SchemaNode, at: At): readonly Problem[] {
  if (schema.properties === undefined) return [];
  // A branch has a number; a field that is called so has a name behind it.
  const isAlternative = at.some(
    (key, index) => /^(?:anyOf|oneOf|allOf)$/.test(String(key)) && typeof at[index + 1] === 'number',
  );
  if (isAlternative)
    return [
      file.problem(
        at,
        'names fields in an alternative, where their clauses could not be judged; name them outside',
      ),
    ];
  if (!Object.hasOwn(schema.properties, '__proto__')) return [];
  const problem = file.problem(
    [...at, 'properties', '__proto__'],
    'is a name that no validator looks at',
    'key',
  );
  return [problem];
}

function checkReference(file: SourceFile<SchemaNode>, schema: SchemaNode, at: At): readonly Problem[] {
  if (schema.$ref === undefined || /^#\/\$defs\/[^/]+$/.test(schema.$ref)) return [];
  return [file.problem([...at, '$ref'], 'must point to #/$defs/NAME in the same file')];
}

function checkBounds(
  file: SourceFile<SchemaNode>,
  schema: SchemaNode & Readonly<Record<string, unknown>>,
  at: At,
): readonly Problem[] {
  if (schema.enum !== undefined || schema.const !== undefined || schema.$ref !== undefined) return [];
  const types = [schema.type ?? []].flat();
  const problems: Problem[] = [];
  const isObject = types.includes('object') || schema.properties !== undefined;
  if (isObject && schema.additionalProperties !== false) {
    problems.push(file.problem(at, 'this object is open; close it with additionalProperties: false'));
  }
  if (schema['patternProperties'] !== undefined) {
    problems.push(file.problem([...at, 'patternProperties'], 'names fields by a pattern; name each field'));
  }
  if (types.includes('string') && schema.maxLength === undefined) {
    problems.push(file.problem(at, 'this string is unbounded; give it a maxLength'));
  }
  if (types.includes('array') && (schema.maxItems === undefined || schema.items === undefined)) {
    problems.push(file.problem(at, 'this list is unbounded; give it items and maxItems'));
  }
  const combines = ['anyOf', 'oneOf', 'allOf'].some((key) => schema[key] !== undefined);
  if (types.length === 0 && !isObject && !combines) {
    problems.push(file.problem(at, 'permits any type; give it a type'));
  }
  return problems;
}

function checkAnnotations(file: SourceFile<SchemaNode>): readonly Problem[] {
  const validate = formatValidator('annotation');
  return fieldsOf(file.value).flatMap(({ annotation, required, schemaKeys }) => {
    if (annotation === undefined) return [];
    const at = [...schemaKeys, 'x-candor'];
    if (!validate(annotation)) {
      return tellingErrors(validate.errors ?? []).map((error) =>
        file.problem(at, `x-candor: ${explainError(error)}`),
      );
    }
    if (annotation.when === undefined || !required) return [];
    return [file.problem(at, 'has a when, so it may not stand in required')];
  });
}
