import type { PayloadObject } from '../../../specimen/payload-value.js';

type Keys = readonly string[];

/** The payload's value with one member replaced, or added. */
export function withValue(value: PayloadObject, keys: Keys, member: unknown): PayloadObject {
  return edited(value, keys, () => member) as PayloadObject;
}

/** The payload's value without one member; a list loses its place too. */
export function withoutValue(value: PayloadObject, keys: Keys): PayloadObject {
  return edited(value, keys, undefined) as PayloadObject;
}

function edited(value: unknown, [key, ...rest]: Keys, change: (() => unknown) | undefined): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  const next = (before: unknown): unknown => (rest.length > 0 ? edited(before, rest, change) : change?.());
  const isDropped = rest.length === 0 && change === undefined;
  if (Array.isArray(value)) {
    const index = Number(key);
    return isDropped ? value.toSpliced(index, 1) : value.with(index, next(value[index]));
  }
  const members = Object.entries(value);
  const known = members.some(([name]) => name === key);
  const kept = members.flatMap(([name, member]): [string, unknown][] => {
    if (name !== key) return [[name, member]];
    return isDropped ? [] : [[name, next(member)]];
  });
  // Not by assignment: a field may be called __proto__.
  return Object.fromEntries(known || isDropped ? kept : [...kept, [key, next(undefined)]]);
}
