import type { Clause, DisclosureFile } from './disclosure-file.generated.js';
import type { Problem } from './input-error.js';
import { fieldsOf, type SchemaNode } from './payload-fields.js';
import type { SourceFile } from './source-file.js';

type Schemas = ReadonlyMap<string, SourceFile<SchemaNode>>;

/** Clauses and what they are verified by must name each other: neither may be forgotten when the other changes. */
export function checkClauses(file: SourceFile<DisclosureFile>, schemas: Schemas): readonly Problem[] {
  const known = new Set(file.value.clauses.map(({ id }) => id));
  return [
    ...repeatedIds(file),
    ...referencesToClauses(file, known),
    ...file.value.clauses.flatMap((clause, index) => checkClause(file, schemas, clause, index)),
    ...[...schemas.values()].flatMap((schema) =>
      checkFieldClauses(file, schema, known, nameOf(schemas, schema)),
    ),
  ];
}

function repeatedIds(file: SourceFile<DisclosureFile>): readonly Problem[] {
  const seen = new Set<string>();
  return file.value.clauses.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [file.problem(['clauses', index, 'id'], `the clause ${id} stands twice`)];
  });
}

function referencesToClauses(
  file: SourceFile<DisclosureFile>,
  known: ReadonlySet<string>,
): readonly Problem[] {
  const { value } = file;
  const references: [(string | number)[], string][] = [[['scope'], value.scope]];
  if (value.kit) references.push([['kit', 'clause'], value.kit.clause]);
  for (const [id, payload] of Object.entries(value.payloads)) {
    const at = ['payloads', id];
    references.push([[...at, 'clause'], payload.clause]);
    if (payload.trigger?.clause) references.push([[...at, 'trigger', 'clause'], payload.trigger.clause]);
    if (payload.schedule) references.push([[...at, 'schedule', 'clause'], payload.schedule.clause]);
    for (const [index, { clause }] of (payload.schedule?.clauses ?? []).entries()) {
      references.push([[...at, 'schedule', 'clauses', index, 'clause'], clause]);
    }
    for (const [index, { clause }] of (payload.forbidden ?? []).entries()) {
      references.push([[...at, 'forbidden', index, 'clause'], clause]);
    }
  }
  for (const [index, { clause }] of (value.interpretations ?? []).entries()) {
    for (const id of [clause].flat()) references.push([['interpretations', index, 'clause'], id]);
  }
  return references
    .filter(([, clause]) => !known.has(clause))
    .map(([at, clause]) => file.problem(at, `there is no clause ${clause}`));
}

function checkClause(
  file: SourceFile<DisclosureFile>,
  schemas: Schemas,
  clause: Clause,
  index: number,
): readonly Problem[] {
  const references = clause['verified-by'] ?? [];
  if (clause.modality === 'statement') {
    if (references.length === 0) return [];
    const at = ['clauses', index, 'verified-by'];
    return [file.problem(at, `the clause ${clause.id} is a statement, which no wire can verify`)];
  }
  if (references.length === 0) {
    return [
      file.problem(['clauses', index], `nothing verifies the clause ${clause.id}; name a payload or a field`),
    ];
  }
  return references.flatMap((reference, position) => {
    const fault = faultOfReference(file.value, schemas, clause, reference);
    return fault === undefined ? [] : [file.problem(['clauses', index, 'verified-by', position], fault)];
  });
}

/** The forms of DESIGN 4.1: payload, payload#/pointer, payload/schedule, /trigger or /forbidden, and kit. */
function faultOfReference(
  disclosure: DisclosureFile,
  schemas: Schemas,
  clause: Clause,
  reference: string,
): string | undefined {
  if (reference === 'kit') {
    return disclosure.kit?.clause === clause.id ? undefined : `the kit does not name the clause ${clause.id}`;
  }
  const [path = '', pointer] = splitOnce(reference, '#');
  const [payload = '', part] = splitOnce(path, '/');
  const entry = Object.hasOwn(disclosure.payloads, payload) ? disclosure.payloads[payload] : undefined;
  const schema = schemas.get(payload);
  if (entry === undefined || schema === undefined) return `there is no payload ${payload}`;
  if (pointer !== undefined) {
    const field = fieldsOf(schema.value).find((candidate) => candidate.pointer === pointer);
    if (field === undefined) return `the payload ${payload} has no field ${pointer}`;
    return field.annotation?.clause === clause.id ? undefined : `the field ${reference} names another clause`;
  }
  if (part === undefined) return undefined;
  const named = clausesOfPart(entry, part);
  if (named === undefined) return `the payload ${payload} has no ${part}`;
  return named.includes(clause.id) ? undefined : `${reference} names another clause`;
}

function clausesOfPart(
  entry: DisclosureFile['payloads'][string],
  part: string,
): readonly string[] | undefined {
  if (part === 'trigger' && entry.trigger) return [entry.trigger.clause ?? entry.clause];
  if (part === 'forbidden' && entry.forbidden) return entry.forbidden.map(({ clause }) => clause);
  if (part === 'schedule' && entry.schedule) {
    return [entry.schedule.clause, ...(entry.schedule.clauses ?? []).map(({ clause }) => clause)];
  }
  return undefined;
}

function checkFieldClauses(
  file: SourceFile<DisclosureFile>,
  schema: SourceFile<SchemaNode>,
  known: ReadonlySet<string>,
  payload: string,
): readonly Problem[] {
  return fieldsOf(schema.value).flatMap(({ annotation, pointer, schemaKeys }) => {
    const reference = `${payload}#${pointer}`;
    const clause = annotation?.clause;
    if (clause === undefined) {
      return [
        schema.problem(schemaKeys, `the field ${reference} has no clause; say which in x-candor`, 'key'),
      ];
    }
    const at = [...schemaKeys, 'x-candor', 'clause'];
    if (!known.has(clause)) return [schema.problem(at, `there is no clause ${clause}`)];
    const entry = file.value.clauses.find(({ id }) => id === clause);
    if (entry?.['verified-by']?.includes(reference)) return [];
    return [
      schema.problem(at, `the clause ${clause} is not verified by ${reference}; add it to its verified-by`),
    ];
  });
}

function nameOf(schemas: Schemas, schema: SourceFile<SchemaNode>): string {
  for (const [name, candidate] of schemas) if (candidate === schema) return name;
  return '';
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
