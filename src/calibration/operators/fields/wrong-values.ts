import { obeys } from '../../../specimen/payload-value.js';
import { type Kind, kinds, kindsOf } from './alternatives.js';
import { edgesOf } from './edges.js';
import type { Message } from './message.js';
import type { Place } from './places.js';
import { isTellable, NOT_TELLABLE } from './tellable.js';

/** A value that breaks what a place permits, or why there is none. */
export type Wrong =
  | { readonly operator: string; readonly what: string; readonly value: unknown }
  | { readonly operator: string; readonly what: string; readonly because: string };

/** Values that a place may not hold: of every other type, and past every bound of those that it permits. */
export function* wrongValues(message: Message, place: Place): Iterable<Wrong> {
  yield* message.carrier === 'json' ? ofOtherTypes(message, place) : ofOtherTexts(message, place);
  const given = Array.isArray(place.value) ? place.value : [];
  for (const edge of edgesOf(message.payload.schema, place.schema, place.name, given)) {
    const { operator, says: what, past } = edge;
    if (!edge.isBreakable) continue;
    if (past === undefined)
      yield { operator, what, because: `no value was found that breaks ${edge.keyword} alone` };
    else if (!isTellable(message, place.schema, past)) yield { operator, what, because: NOT_TELLABLE };
    else yield { operator, what, value: past };
  }
}

function* ofOtherTypes({ payload }: Message, place: Place): Iterable<Wrong> {
  const permitted = kindsOf(payload.schema, place.schema);
  for (const kind of kinds) {
    if (permitted.has(kind)) continue;
    const operator = kind === 'null' ? 'field/null' : 'field/retyped';
    const value = asKind(kind, place.value);
    if (!obeys(payload.schema, place.schema, value)) yield { operator, what: `as ${kind}`, value };
  }
}

/** The nearest thing to a value in another type: a number as its digits, a list of it alone. */
function asKind(kind: Kind, value: unknown): unknown {
  switch (kind) {
    case 'string':
      return typeof value === 'object' || value === '' ? 'text' : String(value);
    case 'integer':
      return 1;
    case 'number':
      return 1.5;
    case 'boolean':
      return true;
    case 'array':
      return [value];
    case 'object':
      return {};
    case 'null':
      return null;
  }
}

/** What else may stand in a query or form, by the kind of value that it could be taken for. */
const texts: readonly (readonly [string, string, Kind])[] = [
  ['field/retyped', 'text', 'string'],
  ['field/retyped', '', 'string'],
  ['field/retyped', 'true', 'boolean'],
  ['field/retyped', '1', 'integer'],
  ['field/retyped', '1.5', 'number'],
  ['field/retyped', '[]', 'array'],
  ['field/retyped', '{}', 'object'],
  ['field/null', 'null', 'null'],
];

function* ofOtherTexts(message: Message, place: Place): Iterable<Wrong> {
  const permitted = kindsOf(message.payload.schema, place.schema);
  if (permitted.has('string') || permitted.has('array') || permitted.has('object')) {
    yield { operator: 'field/retyped', what: 'as another type', because: NOT_TELLABLE };
    yield { operator: 'field/null', what: 'as null', because: NOT_TELLABLE };
    return;
  }
  for (const [operator, value, kind] of texts) {
    const what = `as ${JSON.stringify(value)}`;
    if (permitted.has(kind)) continue;
    if (obeys(message.payload.schema, place.schema, value)) continue;
    yield { operator, what, value };
  }
}
