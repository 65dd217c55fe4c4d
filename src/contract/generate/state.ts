import { type Condition, describeCondition, type Facts } from '../../disclosure/condition.js';
import type { Disclosure, Payload } from '../../disclosure/disclosure.js';

/** A state of an installation in words, and the facts that make it. */
export interface State {
  readonly name: string;
  readonly facts: Readonly<Record<string, string | boolean>>;
}

/** The name of a state that nothing decides. */
export const ANY_STATE = 'any state';

/**
 * The state in which a payload has just these fields: the facts that permit or forbid it, that have a field belong, or that
 * a field tells. What decides only of fields that are absent is left out, so that a new field in other states renames
 * nothing; and no two sets of fields share a state, for a field's facts are in it wherever the field is.
 *
 * @param fields the fields that are there, as JSON Pointers.
 */
export function stateOf(
  disclosure: Disclosure,
  payload: Payload,
  fields: ReadonlySet<string>,
  facts: Facts,
): State {
  const rulings = [payload.permitted ?? {}, ...payload.forbidden.map((ruling) => ruling.while)];
  const deciding = new Set(rulings.flatMap((ruling) => Object.keys(ruling)));
  for (const { annotation, pointer } of payload.fields) {
    if (!fields.has(pointer) || annotation === undefined) continue;
    for (const name of Object.keys(annotation.when ?? {})) deciding.add(name);
    const { equals } = annotation;
    if (equals !== undefined) deciding.add(typeof equals === 'string' ? equals : equals.fact);
  }
  const known = Object.keys(disclosure.file.value.facts).flatMap((name): [string, string | boolean][] => {
    const value = deciding.has(name) ? facts.get(name) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  const condition: Condition = Object.fromEntries(known);
  return {
    name: known.length === 0 ? ANY_STATE : describeCondition(condition),
    facts: Object.fromEntries(known),
  };
}
