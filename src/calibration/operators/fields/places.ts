import { evaluate } from '../../../disclosure/condition.js';
import type { Payload } from '../../../disclosure/disclosure.js';
import { dereference, type Field, type SchemaNode } from '../../../disclosure/payload-fields.js';
import { pointerOf } from '../../../disclosure/source-file.js';
import type { Charge, Message } from './message.js';

type Keys = readonly string[];

/** A field of a payload, or the first member of a list in it, in the one message that is changed. */
export interface Place {
  /** Where it stands in the payload's value. */
  readonly keys: Keys;
  /** The same with `*` for the members of lists, as fields are documented. */
  readonly pattern: Keys;
  /** The field's own name: what texts for it are made of. */
  readonly name: string;
  /** `payload#/pointer`. */
  readonly subject: string;
  /** The field itself, or the one whose list it is a member of. */
  readonly field: Field;
  readonly isMember: boolean;
  readonly schema: SchemaNode;
  readonly clause: string;
  readonly value: unknown;
}

/** Where the fields of a payload stand in a message, or could. */
export interface Places {
  /** What the message holds, members of lists among it. */
  readonly present: readonly Place[];
  /** Fields that it does not hold, though it has the object that they would stand in. */
  readonly absent: readonly Place[];
  /** Fields for which it has no such object. */
  readonly beyond: readonly Field[];
}

export function placesOf(message: Message): Places {
  const present: Place[] = [];
  const absent: Place[] = [];
  const beyond: Field[] = [];
  for (const field of message.payload.fields) {
    const keys = field.keys.map((key) => (key === '*' ? '0' : key));
    const holder = valueAt(message.value, keys.slice(0, -1));
    const name = keys.at(-1) ?? '';
    if (!isObject(holder)) {
      beyond.push(field);
      continue;
    }
    const isPresent = Object.hasOwn(holder, name);
    const place = placeOf(message.payload, field, keys, isPresent ? holder[name] : undefined);
    if (isPresent) present.push(place, ...membersOf(message.payload, place));
    else absent.push(place);
  }
  return { present, absent, beyond };
}

function placeOf(payload: Payload, field: Field, keys: Keys, value: unknown): Place {
  return {
    keys,
    pattern: field.keys,
    name: field.keys.at(-1) ?? '',
    subject: `${payload.id}#${pointerOf(keys)}`,
    field,
    isMember: false,
    schema: field.schema,
    clause: field.annotation?.clause ?? payload.clause,
    value,
  };
}

/** The first member of a list, and so on where it is a list itself. */
function membersOf(payload: Payload, list: Place): readonly Place[] {
  const { items } = list.schema;
  if (!Array.isArray(list.value) || list.value.length === 0 || typeof items !== 'object') return [];
  const keys = [...list.keys, '0'];
  const member: Place = {
    ...list,
    keys,
    pattern: [...list.pattern, '*'],
    subject: `${payload.id}#${pointerOf(keys)}`,
    isMember: true,
    schema: dereference(payload.schema, items, [])[0],
    value: list.value[0],
  };
  return [member, ...membersOf(payload, member)];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, keys: Keys): unknown {
  let next = value;
  for (const key of keys) {
    if (typeof next !== 'object' || next === null || !Object.hasOwn(next, key)) return undefined;
    next = (next as Readonly<Record<string, unknown>>)[key];
  }
  return next;
}

/** Whether a place holds one of several kinds of object, whose members are no fields of their own. */
export function isAlternative({ schema, value }: Place): boolean {
  return isObject(value) && schema.properties === undefined;
}

/** Whether a message must have a field where it has the object that it stands in (DESIGN 4.2, `when`). */
export function isOwed({ facts }: Message, { required, annotation }: Field): boolean {
  if (annotation?.when === undefined) return required;
  return evaluate(annotation.when, facts) === 'holds';
}

/** What is missing where one object loses all its members. */
export function chargesOfEmpty(message: Message, pattern: Keys): readonly Charge[] {
  const { payload } = message;
  const direct = payload.fields.filter(
    ({ keys }) => keys.length === pattern.length + 1 && pattern.every((key, index) => key === keys[index]),
  );
  return direct
    .filter((field) => isOwed(message, field))
    .map(({ annotation }) => ({ rule: 'field/missing', clause: annotation?.clause ?? payload.clause }));
}
