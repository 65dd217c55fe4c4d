import type { ValidateFunction } from 'ajv';
import type { Condition } from './condition.js';
import type { Clause, DisclosureFile, Interpretation } from './disclosure-file.generated.js';
import type { Duration } from './instant.js';
import type { Field, SchemaNode } from './payload-fields.js';
import type { ScheduleQuestion } from './readings.js';
import type { SourceFile } from './source-file.js';

/** A vendor's published document, loaded and cross-checked. */
export interface Disclosure {
  readonly id: string;
  readonly file: SourceFile<DisclosureFile>;
  /** SHA-256 over the lines that `sha256sum disclosure.yaml *.schema.json` prints, in that order. */
  readonly digest: string;
  readonly scope: string;
  readonly presence: Condition | undefined;
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly payloads: ReadonlyMap<string, Payload>;
  readonly interpretations: ReadonlyMap<string, Interpretation>;
  readonly kit: { readonly clause: string; readonly files: readonly string[] } | undefined;
}

/** One documented kind of transmission. */
export interface Payload {
  readonly id: string;
  readonly clause: string;
  readonly file: SourceFile<SchemaNode>;
  readonly schema: SchemaNode;
  readonly fields: readonly Field[];
  readonly validate: ValidateFunction;
  readonly permitted: Condition | undefined;
  readonly forbidden: readonly { readonly while: Condition; readonly clause: string }[];
  readonly trigger: Trigger | undefined;
  readonly schedule: Schedule | undefined;
}

export interface Trigger {
  readonly action: string;
  readonly within: Duration;
  readonly clause: string;
}

export interface Schedule {
  readonly after: Condition;
  readonly every: Duration;
  readonly for: Duration;
  readonly tolerance: Duration;
  readonly clause: string;
  /** The clause that carries the schedule, by the action that started the window. */
  readonly clauseByAction: ReadonlyMap<string, string>;
  readonly interpretations: ReadonlyMap<ScheduleQuestion, string>;
}

/** The clauses that a payload's transmissions put to the test: its own, and those that name it as a whole. */
export function clausesVerifiedBy(disclosure: Disclosure, payload: Payload): readonly string[] {
  const naming = [...disclosure.clauses.values()].filter((clause) =>
    clause['verified-by']?.includes(payload.id),
  );
  return [...new Set([payload.clause, ...naming.map(({ id }) => id)])];
}
