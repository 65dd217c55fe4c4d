import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { checkDisclosure } from './check.js';
import type { Disclosure, Payload, Schedule } from './disclosure.js';
import type { DisclosureFile, Payload as PayloadEntry } from './disclosure-file.generated.js';
import { InputError } from './input-error.js';
import { type Duration, parseDuration } from './instant.js';
import { fieldsOf, type SchemaNode } from './payload-fields.js';
import { compilePayloadSchema } from './payload-schema.js';
import type { ScheduleQuestion } from './readings.js';
import { readSourceFile, type SourceFile } from './source-file.js';

/**
 * Loads `disclosures/<id>/disclosure.yaml` and the payload schemas in `schemas/<id>` of a project folder.
 *
 * @throws InputError where a file is unreadable, not of its format, or contradicts another.
 */
export async function loadDisclosure(project: string, id: string): Promise<Disclosure> {
  const path = join(project, 'disclosures', id, 'disclosure.yaml');
  const file = await readSourceFile<DisclosureFile>(path, 'disclosure');
  if (file.value.disclosure !== id) {
    throw new InputError(file.problem(['disclosure'], `must be ${id}, the name of its folder`));
  }
  const schemas = await loadSchemas(project, id, file);
  const problems = checkDisclosure(file, schemas);
  if (problems.length > 0) throw new InputError(problems);
  return assemble(file, schemas);
}

/** The schema file of each payload. */
export type SchemaFiles = ReadonlyMap<string, SourceFile<SchemaNode>>;

async function loadSchemas(
  project: string,
  id: string,
  file: SourceFile<DisclosureFile>,
): Promise<SchemaFiles> {
  const schemas = new Map<string, SourceFile<SchemaNode>>();
  for (const [name, payload] of Object.entries(file.value.payloads)) {
    try {
      schemas.set(name, await readSourceFile<SchemaNode>(join(project, 'schemas', id, payload.schema)));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const missing = file.problem(['payloads', name, 'schema'], `${payload.schema} cannot be used`);
      throw new InputError([missing, ...error.problems]);
    }
  }
  return schemas;
}

function assemble(file: SourceFile<DisclosureFile>, schemas: SchemaFiles): Disclosure {
  const { value } = file;
  const payloads = new Map(
    Object.entries(value.payloads).map(([id, entry]) => [id, assemblePayload(id, entry, schemas)] as const),
  );
  return {
    id: value.disclosure,
    file,
    digest: combinedDigest([file, ...schemas.values()]),
    scope: value.scope,
    presence: value.presence,
    clauses: new Map(value.clauses.map((clause) => [clause.id, clause])),
    payloads,
    interpretations: new Map((value.interpretations ?? []).map((entry) => [entry.id, entry])),
    kit: value.kit,
  };
}

function assemblePayload(id: string, entry: PayloadEntry, schemas: SchemaFiles): Payload {
  const file = schemas.get(id);
  if (file === undefined) throw new Error(`payload ${id} has no schema file`);
  return {
    id,
    clause: entry.clause,
    file,
    schema: file.value,
    fields: fieldsOf(file.value),
    validate: compilePayloadSchema(file),
    permitted: entry.permitted,
    forbidden: entry.forbidden ?? [],
    trigger: entry.trigger && {
      action: entry.trigger.action,
      within: duration(entry.trigger.within),
      clause: entry.trigger.clause ?? entry.clause,
    },
    schedule: entry.schedule && assembleSchedule(entry.schedule),
  };
}

function assembleSchedule(entry: NonNullable<PayloadEntry['schedule']>): Schedule {
  return {
    after: entry.after,
    every: duration(entry.every),
    for: duration(entry.for),
    tolerance: duration(entry.tolerance),
    clause: entry.clause,
    clauseByAction: new Map((entry.clauses ?? []).map(({ by, clause }) => [by, clause])),
    interpretations: new Map(Object.entries(entry.interpretations ?? {}) as [ScheduleQuestion, string][]),
  };
}

/** The format has already held the text to ISO 8601. */
function duration(text: string): Duration {
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new Error(`${text} passed the format and is no duration`);
  return parsed;
}

function combinedDigest(files: readonly SourceFile<unknown>[]): string {
  const lines = files.map(({ digest, path }) => `${digest.replace('sha256:', '')}  ${basename(path)}\n`);
  return `sha256:${createHash('sha256').update(lines.join('')).digest('hex')}`;
}
