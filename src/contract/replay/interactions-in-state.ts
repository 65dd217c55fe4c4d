import { evaluate, type Facts } from '../../disclosure/condition.js';
import type { Payload } from '../../disclosure/disclosure.js';
import type { Contract, Interaction } from '../contract.js';
import { limitsOfValue } from './field-limits.js';

/** The interactions of a contract that a transmission is held against, by their places in it. */
export interface Selection {
  readonly interactions: readonly number[];
  /**
   * `state`: those that agree with the installation's facts. `any-state`: none of the payload does, or none at all,
   * and so those of every state are there.
   */
  readonly by: 'state' | 'any-state';
}

/**
 * A mock server matches any interaction that it knows, whatever its provider state says. So it is given only those
 * that the installation's facts leave: an interaction with a field that does not belong in this state, or without
 * one that does, or that tells a fact otherwise than it is known to be, is of another state.
 *
 * @param payload the payload that the judge takes the transmission for; undefined where it matches no route.
 */
export function interactionsInState(
  contract: Contract,
  payloads: ReadonlyMap<string, Payload>,
  facts: Facts,
  payload: string | undefined,
): Selection {
  const entries = [...contract.interactions.entries()];
  const agreeing = entries.filter(([, interaction]) => {
    const known = payloads.get(interaction.comments.candor.payload);
    return known === undefined || agrees(interaction, known, facts);
  });
  const isOf = ([, { comments }]: readonly [number, Interaction]): boolean =>
    comments.candor.payload === payload;
  if (agreeing.length === 0) return { interactions: placesOf(entries), by: 'any-state' };
  if (payload === undefined || agreeing.some(isOf) || !entries.some(isOf))
    return { interactions: placesOf(agreeing), by: 'state' };
  const places = placesOf([...agreeing, ...entries.filter(isOf)]);
  return { interactions: places.toSorted((one, other) => one - other), by: 'any-state' };
}

function agrees({ providerStates, comments }: Interaction, payload: Payload, facts: Facts): boolean {
  const { fields, limits = {} } = comments.candor;
  return payload.fields.every(({ annotation, pointer }) => {
    const isThere = Object.hasOwn(fields, pointer);
    const { when, equals } = annotation ?? {};
    if (!isThere && !hasHolder(fields, pointer)) return true;
    if (when !== undefined && evaluate(when, facts) === (isThere ? 'fails' : 'holds')) return false;
    // An interaction that stands for several states leaves open which value is true, and says so.
    if (equals === undefined || !isThere || limitsOfValue(limits[pointer]).length > 0) return true;
    const fact = typeof equals === 'string' ? equals : equals.fact;
    return providerStates.every(({ params }) => {
      const told = params?.[fact];
      const known = facts.get(fact);
      return told === undefined || known === undefined || told === known;
    });
  });
}

/** Whether the object in which a field would stand is one of the interaction's. */
function hasHolder(fields: object, pointer: string): boolean {
  const holder = pointer.slice(0, pointer.lastIndexOf('/')).replace(/(?:\/\*)+$/, '');
  return holder === '' || Object.hasOwn(fields, holder);
}

function placesOf(entries: readonly (readonly [number, Interaction])[]): readonly number[] {
  return entries.map(([place]) => place);
}
