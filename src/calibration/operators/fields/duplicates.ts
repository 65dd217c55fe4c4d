import { kindsOf } from './alternatives.js';
import { memberOf, nodeAt, nodeOf, type WireMember, type WireNode, withMembers } from './json-text.js';
import type { Change, Message } from './message.js';
import { withText } from './message.js';
import type { Place } from './places.js';
import { escaped, percentEncoded } from './spellings.js';
import { pairsOf, wireKeysOf, withTree } from './wire-tree.js';

const operator = 'field/duplicate';

/** A name that stands twice: with one value, with another that the first reader does not see, and spelled otherwise. */
export function* duplicateMutants(message: Message, tree: WireNode, place: Place): Iterable<Change> {
  if (place.isMember) return;
  const { subject } = place;
  const wire = wireKeysOf(message.route, place.keys);
  const node = wire === undefined ? undefined : nodeAt(tree, wire);
  if (wire === undefined || node === undefined) {
    yield { operator, subject, because: 'its members travel in several places, and it has none of its own' };
    return;
  }
  if (message.carrier === 'json') yield* inJson(message, tree, place, wire, node);
  else yield* inPairs(message, tree, place, wire.at(-1) ?? '', node);
}

/** Most readers keep the last of two members, so what must not be seen goes first. */
function* inJson(
  message: Message,
  tree: WireNode,
  { subject }: Place,
  wire: readonly string[],
  node: WireNode,
): Iterable<Change> {
  const name = wire.at(-1) ?? '';
  const first = (member: WireMember) => (members: readonly WireMember[]) => [member, ...members];
  const members: readonly (readonly [string, WireMember])[] = [
    ['with the same value', memberOf(name, node)],
    ['with another value before it', memberOf(name, nodeOf('another'))],
    ['with null before it', memberOf(name, nodeOf(null))],
    ['spelled with escapes', { ...memberOf(name, node), text: escaped(name) }],
  ];
  for (const [how, member] of members) {
    if (how === 'spelled with escapes' && name === '') continue;
    const event = withTree(message, withMembers(tree, wire.slice(0, -1), first(member)));
    yield { operator, subject: `${subject}: ${how}`, event, charges: chargesOf(message) };
  }
}

/** The judge reads the first of two pairs, so what must not be seen goes behind. */
function* inPairs(
  message: Message,
  tree: WireNode,
  { schema, subject }: Place,
  name: string,
  node: WireNode,
): Iterable<Change> {
  if (kindsOf(message.payload.schema, schema).has('array')) {
    yield { operator, subject, because: 'a list is written as its name repeated' };
    return;
  }
  const more: readonly (readonly [string, WireMember])[] = [
    ['with the same value', memberOf(name, node)],
    ['with another value behind it', memberOf(name, nodeOf('another'))],
    ['with nothing behind it', memberOf(name, nodeOf(''))],
  ];
  for (const [how, member] of more) {
    const event = withTree(
      message,
      withMembers(tree, [], (members) => [...members, member]),
    );
    yield { operator, subject: `${subject}: ${how}`, event, charges: chargesOf(message) };
  }
  const value = node.kind === 'scalar' ? String(node.value) : '';
  const text = `${new URLSearchParams(pairsOf(tree))}&${percentEncoded(name)}=${percentEncoded(value)}`;
  yield {
    operator,
    subject: `${subject}: spelled with escapes`,
    event: withText(message, text),
    charges: chargesOf(message),
  };
}

function chargesOf({ payload }: Message) {
  return [{ rule: 'field/duplicate', clause: payload.clause }];
}
