import { carry } from '../../carry.js';
import { memberOf, nodeAt, type WireNode, withMembers } from './json-text.js';
import type { Change, Charge, Message } from './message.js';
import { withoutValue, withValue } from './payload-edit.js';
import { isOwed, type Place } from './places.js';
import { swapped } from './value-edges.js';
import { documentedNames, freeName, isNameGiven, NAME_GIVEN, wireKeysOf, withTree } from './wire-tree.js';

/** A field under another name: in another letter case, with something behind it, and by its name off the wire. */
export function* renamedMutants(message: Message, tree: WireNode, place: Place): Iterable<Change> {
  const operator = 'field/renamed';
  if (place.isMember) return;
  const name = place.keys.at(-1) ?? '';
  const wire = wireKeysOf(message.route, place.keys);
  const documented = documentedNames(message);
  const lettered = swapped(wire?.at(-1) ?? name);
  const names = [lettered, freeName(message, `${wire?.at(-1) ?? name}2`)];
  if (documented.has(lettered)) {
    yield {
      operator,
      subject: `${place.subject}: in another letter case`,
      because: 'it has no other that is not documented',
    };
    names.shift();
  }
  for (const other of names) {
    const event =
      wire === undefined
        ? renamedWhole(message, place, other)
        : withTree(message, renamed(tree, wire, other));
    yield {
      operator,
      subject: `${place.subject}: as ${JSON.stringify(other)}`,
      event,
      charges: chargesOfRenamed(message, place),
    };
  }
  if (
    wire === undefined ||
    (wire.length === place.keys.length && wire.every((key, index) => key === place.keys[index]))
  )
    return;
  yield* unmapped(message, tree, place, wire);
}

function chargesOfRenamed(message: Message, { clause, field }: Place): readonly Charge[] {
  const undocumented = { rule: 'field/undocumented', clause: message.payload.clause };
  return isOwed(message, field) ? [undocumented, { rule: 'field/missing', clause }] : [undocumented];
}

function renamed(tree: WireNode, wire: readonly string[], other: string): WireNode {
  const name = wire.at(-1);
  return withMembers(tree, wire.slice(0, -1), (members) =>
    members.map((member) => (member.name === name ? memberOf(other, member.node) : member)),
  );
}

/** An object whose members travel in several places has no name of its own on the wire but the payload's. */
function renamedWhole(message: Message, { keys, value }: Place, other: string) {
  const renamedValue = withValue(withoutValue(message.value, keys), [...keys.slice(0, -1), other], value);
  return carry(message.system, message.route, message.event, renamedValue);
}

/** The field in its payload's place, where its route has another for it. */
function* unmapped(
  message: Message,
  tree: WireNode,
  place: Place,
  wire: readonly string[],
): Iterable<Change> {
  const subject = `${place.subject}: under the payload’s own name`;
  const operator = 'field/renamed';
  if (isNameGiven(message.route, place.keys)) {
    yield { operator, subject, because: NAME_GIVEN };
    return;
  }
  if (message.carrier !== 'json') {
    const event = withTree(message, renamed(tree, wire, place.keys.at(-1) ?? ''));
    yield { operator, subject, event, charges: chargesOfRenamed(message, place) };
    return;
  }
  const node = nodeAt(tree, wire);
  if (node === undefined) return;
  const left = withMembers(tree, wire.slice(0, -1), (members) =>
    members.filter(({ name }) => name !== wire.at(-1)),
  );
  const event = withTree(message, placed(left, place.keys, node));
  yield { operator, subject, event, charges: chargesOfRenamed(message, place) };
}

/** The tree with a node at a place, and the objects that lead there. */
function placed(tree: WireNode, keys: readonly string[], node: WireNode): WireNode {
  const [key = '', ...rest] = keys;
  return withMembers(tree, [], (members) => {
    const known = members.find(({ name }) => name === key)?.node ?? { kind: 'object', members: [] };
    const child = rest.length === 0 ? node : placed(known, rest, node);
    return [...members.filter(({ name }) => name !== key), memberOf(key, child)];
  });
}
