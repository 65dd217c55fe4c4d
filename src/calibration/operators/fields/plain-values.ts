import type { Facts } from '../../../disclosure/condition.js';
import type { Payload } from '../../../disclosure/disclosure.js';
import { InputError } from '../../../disclosure/input-error.js';
import type { SchemaNode } from '../../../disclosure/payload-fields.js';
import { compilePayloadSchema } from '../../../disclosure/payload-schema.js';
import { composePayload, obeys } from '../../../specimen/payload-value.js';
import { textsFor } from '../../../specimen/text-value.js';
import { type Alternative, alternativesOf } from './alternatives.js';

/** Numbers that a schema may permit: small ones, then those at its bounds. */
export function numbersFor(schema: SchemaNode): readonly number[] {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, multipleOf } = schema;
  const step = multipleOf ?? 1;
  const near = [minimum, maximum, above, below].flatMap((bound) =>
    bound === undefined ? [] : [bound, bound + step, bound - step, bound / 2],
  );
  const stepped = near.map((number) => Math.ceil(number / step) * step);
  return [1, step, 0, ...near, ...stepped].filter(Number.isFinite);
}

/** Scalars that obey one alternative of a schema, the plainest first. */
export function scalarsOf(root: SchemaNode, alternative: Alternative, name: string): readonly unknown[] {
  return candidates(alternative, name).filter((value) => obeys(root, alternative, value));
}

function candidates(alternative: Alternative, name: string): readonly unknown[] {
  if (alternative.const !== undefined) return [alternative.const];
  if (alternative.enum !== undefined) return alternative.enum;
  switch (alternative.type) {
    case 'string':
      return textsFor(alternative, name).slice(0, 20);
    case 'integer':
    case 'number':
      return numbersFor(alternative);
    case 'boolean':
      return [true, false];
    case 'null':
      return [null];
    default:
      return [];
  }
}

/**
 * A value that a field may have by its schema, whatever the state; undefined where none was found.
 *
 * @param facts decide what objects in it hold.
 */
export function valueFor(payload: Payload, schema: SchemaNode, name: string, facts: Facts): unknown {
  const root = payload.schema;
  for (const alternative of alternativesOf(root, schema)) {
    for (const scalar of scalarsOf(root, alternative, name)) if (obeys(root, schema, scalar)) return scalar;
    if (alternative.type !== 'array' && alternative.type !== 'object') continue;
    const composed = compose(payload, alternative, name, facts);
    if (composed !== undefined && obeys(root, schema, composed)) return composed;
  }
  return undefined;
}

/** Keywords that say nothing of an object or list, and the annotation, which is for the field as a whole. */
const ofScalars = new Set([
  'x-candor',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
]);

/** An object or list, composed as the only field of a payload. */
function compose(payload: Payload, alternative: Alternative, name: string, facts: Facts): unknown {
  const property = Object.fromEntries(
    Object.entries(alternative).filter(([keyword]) => !ofScalars.has(keyword)),
  );
  const { $defs } = payload.schema;
  const schema: SchemaNode = {
    type: 'object',
    additionalProperties: false,
    required: [name],
    properties: { [name]: property },
    ...($defs === undefined ? {} : { $defs }),
  };
  const file = { ...payload.file, value: schema };
  try {
    return composePayload({ ...payload, file, schema, validate: compilePayloadSchema(file) }, facts)[name];
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
