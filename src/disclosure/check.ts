import { checkClauses } from './check-clauses.js';
import { checkConditions } from './check-conditions.js';
import { checkSchedules } from './check-schedules.js';
import { checkSchema, checkSize } from './check-schema.js';
import type { DisclosureFile } from './disclosure-file.generated.js';
import type { Problem } from './input-error.js';
import type { SchemaNode } from './payload-fields.js';
import type { SourceFile } from './source-file.js';

/** Every contradiction within a disclosure and between it and its payload schemas, in the order of the files. */
export function checkDisclosure(
  file: SourceFile<DisclosureFile>,
  schemas: ReadonlyMap<string, SourceFile<SchemaNode>>,
): readonly Problem[] {
  const endless = [...schemas.values()].flatMap(checkSize);
  if (endless.length > 0) return endless;
  return [
    ...checkClauses(file, schemas),
    ...checkConditions(file, schemas),
    ...checkSchedules(file),
    ...[...schemas.values()].flatMap(checkSchema),
  ];
}
