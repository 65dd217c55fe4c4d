import type { Payload } from '../../disclosure/disclosure.js';
import type { Field } from '../../disclosure/payload-fields.js';
import type { PayloadObject } from '../../specimen/payload-value.js';

type Keys = readonly string[];

/** A member of a payload that holds no others, and the field that it is. */
export interface Leaf {
  readonly keys: Keys;
  readonly field: Field | undefined;
  /** Its place as `payload#/pointer`, `*` standing for a member of a list. */
  readonly place: string;
}

/** The leaves of a payload, one for each field: of a list's members the first. */
export function leavesOf(payload: Payload, value: PayloadObject): readonly Leaf[] {
  const leaves = new Map<string, Leaf>();
  for (const { keys, generic } of within(value, [], [])) {
    const pointer = generic.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    const place = `${payload.id}#${pointer}`;
    if (!leaves.has(place)) leaves.set(place, { keys, field: fieldOf(payload, generic), place });
  }
  return [...leaves.values()];
}

function within(
  value: unknown,
  keys: Keys,
  generic: Keys,
): readonly { readonly keys: Keys; readonly generic: Keys }[] {
  if (typeof value !== 'object' || value === null) return [{ keys, generic }];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, member]) =>
    within(member, [...keys, key], [...generic, isList ? '*' : key]),
  );
}

/** The field of a leaf, or the list that it is a member of. */
function fieldOf(payload: Payload, generic: Keys): Field | undefined {
  const own = generic.at(-1) === '*' ? generic.slice(0, -1) : generic;
  return payload.fields.find(
    ({ keys }) => keys.length === own.length && keys.every((key, index) => key === own[index]),
  );
}

/** Whether a planted value may stand in a leaf: a list that is permitted permits its members. */
export function isPermittedAt(permitted: readonly string[], place: string): boolean {
  return permitted.includes(place) || permitted.includes(place.replace(/(?:\/\*)+$/, ''));
}

/** The payload with another value in one place. */
export function withMember(value: PayloadObject, keys: Keys, member: unknown): PayloadObject {
  return changed(value, keys, member) as PayloadObject;
}

function changed(holder: unknown, [key, ...rest]: Keys, member: unknown): unknown {
  if (key === undefined) return member;
  if (Array.isArray(holder))
    return holder.map((item, at) => (String(at) === key ? changed(item, rest, member) : item));
  const entries = Object.entries(holder as object);
  const known = entries.some(([name]) => name === key);
  const others = entries.map(([name, held]): [string, unknown] => [
    name,
    name === key ? changed(held, rest, member) : held,
  ]);
  // Not by assignment: a name may be __proto__.
  return Object.fromEntries(known ? others : [...others, [key, changed({}, rest, member)]]);
}
