import { pointerKeys } from '../../../disclosure/source-file.js';
import { toWire } from '../../../specimen/wire.js';
import type { Route } from '../../../system/system-file.generated.js';
import type { TransmissionEvent } from '../../../trace/trace-event.generated.js';
import { memberOf, nodeOf, type WireMember, type WireNode, writeJson } from './json-text.js';
import { type Message, withText } from './message.js';

type Keys = readonly string[];

/** The fields of a message as they stand on the wire; undefined where its route has no place for any. */
export function wireTree({ route, value, carrier }: Message): WireNode | undefined {
  if (carrier === 'none') return undefined;
  const wire = toWire(route, value);
  if (carrier === 'json') return nodeOf(wire);
  // A list is written as its name repeated.
  const members = Object.entries(wire).flatMap(([name, member]): readonly WireMember[] =>
    [member].flat().map((part) => memberOf(name, nodeOf(part))),
  );
  return { kind: 'object', members };
}

/** The message with its fields as a tree has them. */
export function withTree(message: Message, tree: WireNode): TransmissionEvent {
  return withText(
    message,
    message.carrier === 'json' ? writeJson(tree) : new URLSearchParams(pairsOf(tree)).toString(),
  );
}

/** The names and values of a query or form. */
export function pairsOf(tree: WireNode): [string, string][] {
  if (tree.kind !== 'object') return [];
  return tree.members.map(({ name, node }) => [name, node.kind === 'scalar' ? String(node.value) : '']);
}

/** Where a field stands on the wire; undefined where its members travel in several places. */
export function wireKeysOf({ map }: Route, keys: Keys): Keys | undefined {
  const names = Object.entries(map ?? {}).map(([wire, field]) => ({
    wire: asKeys(wire),
    field: asKeys(field),
  }));
  if (names.some(({ field }) => field.length > keys.length && startsWith(field, keys))) return undefined;
  const name = names.find(({ field }) => startsWith(keys, field));
  return name === undefined ? keys : [...name.wire, ...keys.slice(name.field.length)];
}

/**
 * Whether a value could be put on the wire for a place: of an object whose members travel elsewhere, the route may have
 * given its own name to another field.
 */
export function isPlaceable(route: Route, keys: Keys): boolean {
  return wireKeysOf(route, keys) !== undefined || !isNameGiven(route, keys);
}

/** Whether a route has another field in a place of the payload, in a part of it, or around it. */
export function isNameGiven({ map }: Route, keys: Keys): boolean {
  return Object.keys(map ?? {}).some((wire) => {
    const given = asKeys(wire);
    return startsWith(given, keys) || startsWith(keys, given);
  });
}

export const NAME_GIVEN = 'the route has given its name on the wire to another field';

function asKeys(name: string): Keys {
  return name.startsWith('/') ? pointerKeys(name) : [name];
}

function startsWith(keys: Keys, first: Keys): boolean {
  return first.every((key, index) => key === keys[index]);
}

const documented = new WeakMap<Message, ReadonlySet<string>>();

/** Every name that the payload or its route documents, at whatever depth: no other name may be taken for one. */
export function documentedNames(message: Message): ReadonlySet<string> {
  const known = documented.get(message);
  if (known !== undefined) return known;
  const { payload, route } = message;
  const names = new Set([
    ...payload.fields.flatMap(({ keys }) => keys),
    ...Object.entries(route.map ?? {}).flatMap(([wire, field]) => [...asKeys(wire), ...asKeys(field)]),
  ]);
  documented.set(message, names);
  return names;
}

/** A name that neither is documented nor stands there already. */
export function freeName(message: Message, wanted: string, taken: readonly WireMember[] = []): string {
  const names = documentedNames(message);
  let name = wanted;
  for (let number = 2; names.has(name) || taken.some((member) => member.name === name); number += 1)
    name = `${wanted}${number}`;
  return name;
}
