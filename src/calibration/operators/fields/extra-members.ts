import { pointerOf } from '../../../disclosure/source-file.js';
import {
  memberOf,
  nodeAt,
  nodeOf,
  objectsOf,
  type WireMember,
  type WireNode,
  withMembers,
} from './json-text.js';
import type { Change, Charge, Message } from './message.js';
import { isAlternative, type Place } from './places.js';
import { documentedNames, freeName, wireKeysOf, withTree } from './wire-tree.js';

const extraNames = ['extra', '__proto__', 'constructor', ''];

/** One member more in every object, or one parameter more, under names that a careless reader overlooks. */
export function* extraMutants(message: Message, tree: WireNode, places: readonly Place[]): Iterable<Change> {
  const operator = 'field/extra';
  const documented = documentedNames(message);
  const values: readonly unknown[] = message.carrier === 'json' ? ['text', null, {}] : ['text', ''];
  for (const keys of objectsOf(tree)) {
    const node = nodeAt(tree, keys);
    const members = node?.kind === 'object' ? node.members : [];
    for (const wanted of extraNames) {
      const name = wanted === 'extra' ? freeName(message, wanted, members) : wanted;
      const subject = `${message.payload.id}#${pointerOf([...keys, name])} on the wire`;
      if (documented.has(name)) {
        yield { operator, subject, because: 'the payload documents that name' };
        continue;
      }
      for (const value of values) {
        const more: WireMember = memberOf(name, nodeOf(value));
        yield {
          operator,
          subject: `${subject}: ${JSON.stringify(value)}`,
          event: withTree(
            message,
            withMembers(tree, keys, (known) => [...known, more]),
          ),
          charges: [chargeOf(message, places, keys)],
        };
      }
    }
  }
}

/** In one of several alternatives, a member more leaves none that the whole could be. */
function chargeOf(message: Message, places: readonly Place[], keys: readonly string[]): Charge {
  const around = places.findLast((place) => {
    const wire = wireKeysOf(message.route, place.keys);
    return wire?.every((key, index) => key === keys[index]);
  });
  return around !== undefined && isAlternative(around)
    ? { rule: 'field/invalid', clause: around.clause }
    : { rule: 'field/undocumented', clause: message.payload.clause };
}
