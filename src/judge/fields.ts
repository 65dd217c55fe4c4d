import type { ErrorObject } from 'ajv';
import { describeCondition, evaluate, type Facts } from '../disclosure/condition.js';
import type { Payload } from '../disclosure/disclosure.js';
import { explainError } from '../disclosure/format.js';
import type { Field } from '../disclosure/payload-fields.js';
import { pointerKeys, pointerOf } from '../disclosure/source-file.js';
import { visible } from '../disclosure/visible.js';
import {
  invalidField,
  missingField,
  undocumentedField,
  untrueField,
  unwarrantedField,
} from './field-rules.js';
import type { PayloadValue } from './payload-value.js';
import type { Rule } from './rule.js';

/** One fault of one field. `member` is where it stood on the wire, as a JSON Pointer. */
export interface FieldFault {
  readonly rule: Rule;
  readonly clause: string;
  readonly message: string;
  readonly member: string;
  readonly sent: string | undefined;
  readonly allowed: string;
  /** Of a member that no field claims: how many bytes it takes, written plainly. */
  readonly bytes?: number;
}

export interface FieldJudgement {
  readonly faults: FieldFault[];
  /** The clauses of the fields that were there to be judged. */
  readonly exercised: string[];
  /** The documented fields that were there. */
  readonly present: Set<Field>;
  /** Clauses that rest on a fact that is not known, and which. */
  readonly undecided: { readonly clause: string; readonly reason: string }[];
}

const FAULT_LIMIT = 500;
const ALTERNATIVE = /\/(?:anyOf|oneOf)\/\d+\//;

/** Holds a payload against its schema, then each field against the installation's facts. */
export function judgeFields(payload: Payload, sent: PayloadValue, facts: Facts): FieldJudgement {
  const judgement: FieldJudgement = { faults: [], exercised: [], present: new Set(), undecided: [] };
  for (const member of sent.misnamed) judgement.faults.push(undocumented(payload, member));
  const invalid = judgeSchema(payload, sent, judgement);
  for (const field of payload.fields) {
    for (const holder of holdersOf(sent.value, field.keys)) {
      judgeField(payload, field, holder, sent, facts, invalid, judgement);
    }
  }
  return judgement;
}

/** What the schema alone says. @returns the places whose value is invalid, as JSON Pointers. */
function judgeSchema(payload: Payload, sent: PayloadValue, { faults }: FieldJudgement): ReadonlySet<string> {
  const invalid = new Set<string>();
  if (payload.validate(sent.value)) return invalid;
  for (const error of payload.validate.errors ?? []) {
    if (faults.length >= FAULT_LIMIT) break;
    // Why one alternative does not fit says nothing: another may have been meant. That none does is an error too.
    if (ALTERNATIVE.test(error.schemaPath)) continue;
    const fault = faultOf(payload, sent, error, invalid);
    if (fault !== undefined) faults.push(fault);
  }
  return invalid;
}

/** What the facts say of one field in one object: whether it belongs, and whether it tells what is so. */
function judgeField(
  payload: Payload,
  field: Field,
  holder: Holder,
  sent: PayloadValue,
  facts: Facts,
  invalid: ReadonlySet<string>,
  { faults, exercised, present: seen, undecided }: FieldJudgement,
): void {
  const name = field.keys.at(-1) ?? '';
  const clause = field.annotation?.clause ?? payload.clause;
  const present = Object.hasOwn(holder.object, name);
  if (present) {
    exercised.push(clause);
    seen.add(field);
  }
  const { annotation } = field;
  if (annotation?.when === undefined && (annotation?.equals === undefined || !present)) return;
  const keys = [...holder.keys, name];
  const member = sent.wirePointer(keys);
  const value = (holder.object as Record<string, unknown>)[name];
  const truth = evaluate(annotation.when, facts);
  if (truth === 'unknown') undecided.push({ clause, reason: unknownFact(field, facts) });
  else if (present !== (truth === 'holds')) {
    if (annotation.when !== undefined) faults.push(conditional(field, clause, member, present, value));
  }
  if (!present || invalid.has(pointerOf(keys))) return;
  const told = judgeTruth(field, clause, member, value, facts);
  if (told === undefined) return;
  if ('reason' in told) undecided.push(told);
  else faults.push(told);
}

function faultOf(
  payload: Payload,
  sent: PayloadValue,
  error: ErrorObject,
  invalid: Set<string>,
): FieldFault | undefined {
  const keys = pointerKeys(error.instancePath);
  const parameters = error.params as { additionalProperty?: string; missingProperty?: string };
  if (error.keyword === 'additionalProperties') {
    const place = [...keys, parameters.additionalProperty ?? ''];
    return undocumented(payload, sent.wirePointer(place), at(sent.value, place));
  }
  if (error.keyword === 'required') {
    const missing = [...keys, parameters.missingProperty ?? ''];
    const member = sent.wirePointer(missing);
    return {
      rule: missingField,
      clause: fieldAt(payload, missing)?.annotation?.clause ?? payload.clause,
      message: `the field ${visible(member)} of ${payload.id} is missing`,
      member,
      sent: undefined,
      allowed: 'required in every state',
    };
  }
  // One wrong value can break several keywords; the first says enough.
  if (invalid.has(error.instancePath)) return undefined;
  invalid.add(error.instancePath);
  const field = fieldAt(payload, keys);
  const member = sent.wirePointer(keys);
  const name =
    keys.length === 0 ? `the payload ${payload.id}` : `the field ${visible(member)} of ${payload.id}`;
  return {
    rule: invalidField,
    clause: field?.annotation?.clause ?? payload.clause,
    message: `${name} is invalid: ${explainError(error)}`,
    member,
    sent: describeValue(at(sent.value, keys), field),
    allowed: explainError(error),
  };
}

function undocumented(payload: Payload, member: string, value?: unknown): FieldFault {
  return {
    rule: undocumentedField,
    clause: payload.clause,
    message: `the field ${visible(member)} of ${payload.id} is not documented`,
    member,
    sent: visible(member),
    allowed: `the ${payload.fields.length} fields of ${payload.id}`,
    bytes: member.length + (value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value) ?? '')),
  };
}

function conditional(
  field: Field,
  clause: string,
  member: string,
  present: boolean,
  value: unknown,
): FieldFault {
  const condition = describeCondition(field.annotation?.when);
  return {
    rule: present ? unwarrantedField : missingField,
    clause,
    message: present
      ? `the field ${visible(member)} was sent though it belongs only where ${condition}`
      : `the field ${visible(member)} is missing though ${condition}`,
    member,
    sent: present ? describeValue(value, field) : undefined,
    allowed: `only where ${condition}`,
  };
}

function judgeTruth(
  field: Field,
  clause: string,
  member: string,
  value: unknown,
  facts: Facts,
): FieldFault | { readonly clause: string; readonly reason: string } | undefined {
  const equals = field.annotation?.equals;
  if (equals === undefined) return undefined;
  const name = typeof equals === 'string' ? equals : equals.fact;
  const map = typeof equals === 'string' ? undefined : equals.map;
  const fact = facts.get(name);
  if (fact === undefined)
    return { clause, reason: `the fact ${name}, which ${field.pointer} tells, is not known` };
  const told = map === undefined ? fact : Object.hasOwn(map, String(fact)) ? map[String(fact)] : undefined;
  if (told === value) return undefined;
  return {
    rule: untrueField,
    clause,
    message: `the field ${visible(member)} contradicts the fact that ${name} is ${String(fact)}`,
    member,
    sent: describeValue(value, field),
    allowed: told === undefined ? `nothing, while ${name} is ${String(fact)}` : JSON.stringify(told),
  };
}

function unknownFact(field: Field, facts: Facts): string {
  const unknown = Object.keys(field.annotation?.when ?? {}).filter((name) => !facts.has(name));
  return `whether ${field.pointer} belongs rests on facts that are not known: ${unknown.join(', ')}`;
}

interface Holder {
  readonly object: object;
  readonly keys: readonly string[];
}

/** The objects in which a field may stand; `*` in its keys is every member of a list. */
function holdersOf(value: unknown, keys: readonly string[]): readonly Holder[] {
  const path = keys.slice(0, -1);
  // Most fields stand at the top, and most of the time would go into asking for it.
  return path.length === 0 ? holder(value, []) : within(value, path, []);
}

function within(value: unknown, path: readonly string[], keys: readonly string[]): readonly Holder[] {
  const [key, ...rest] = path;
  if (key === undefined) return holder(value, keys);
  if (key !== '*') return within(at(value, [key]), rest, [...keys, key]);
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => within(item, rest, [...keys, String(index)]));
}

function holder(value: unknown, keys: readonly string[]): readonly Holder[] {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? [{ object: value, keys }] : [];
}

function at(value: unknown, keys: readonly string[]): unknown {
  let next = value;
  for (const key of keys) {
    if (typeof next !== 'object' || next === null || !Object.hasOwn(next, key)) return undefined;
    next = (next as Record<string, unknown>)[key];
  }
  return next;
}

/** The field that a place in a payload belongs to, or the nearest that holds it. */
export function fieldAt(payload: Payload, keys: readonly string[]): Field | undefined {
  for (let length = keys.length; length > 0; length -= 1) {
    const field = payload.fields.find(
      (candidate) =>
        candidate.keys.length === length &&
        candidate.keys.every((key, index) => key === '*' || key === keys[index]),
    );
    if (field !== undefined) return field;
  }
  return undefined;
}

/** A value as reports may show it: in full only where its field is public (DESIGN 4.2, `sensitivity`). */
export function describeValue(value: unknown, field: Field | undefined): string {
  if (field?.annotation?.sensitivity === 'public' && isPlain(field, value)) {
    return visible(JSON.stringify(value) ?? 'nothing');
  }
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === null) return 'null';
  return value === undefined ? 'nothing' : `a value of type ${typeof value}`;
}

/** What stands in an object, or in place of one, may be less public than the field that holds it. */
function isPlain({ schema }: Field, value: unknown): boolean {
  const items = typeof schema.items === 'object' ? schema.items : undefined;
  const holdsObjects = [schema, items].some(
    (node) => node?.properties !== undefined || node?.$ref !== undefined,
  );
  return !holdsObjects && [value].flat().every((part) => typeof part !== 'object' || part === null);
}
