import { type Node, parseTree } from 'jsonc-parser';
import { pointerKeys, pointerOf } from '../../disclosure/source-file.js';
import type { Canary } from '../canary.js';
import type { PayloadValue } from '../payload-value.js';

/** The payload that a route bound, from where it stood. */
export interface Bound {
  readonly id: string;
  readonly from: 'body' | 'query';
  /** Whether a body is a form, and not JSON. */
  readonly isForm?: boolean;
  readonly sent: PayloadValue;
}

/** A text of a payload: a member's, or its name, which nothing permits. */
export interface Leaf {
  readonly keys: readonly string[];
  readonly text: string;
  readonly isName: boolean;
}

/** Every text in a payload's value. */
export function leavesOf(value: unknown, keys: readonly string[] = []): readonly Leaf[] {
  if (typeof value === 'string') return [{ keys, text: value, isName: false }];
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, child]) => [
    ...(isList ? [] : [{ keys: [...keys, key], text: key, isName: true }]),
    ...leavesOf(child, [...keys, key]),
  ]);
}

/** A member of a list is named by `*` in a permitted place, and the list permits its members. */
export function isPermitted({ permitted }: Canary, payload: Bound, { keys, isName }: Leaf): boolean {
  if (isName) return false;
  const generic = pointerOf(keys.map((key) => (/^\d+$/.test(key) ? '*' : key)));
  const list = generic.replace(/(?:\/\*)+$/, '');
  return [generic, list].some((pointer) => permitted.has(`${payload.id}#${pointer}`));
}

/** The members in which a value may stand, by their names on the wire. */
export function permittedMembers(canary: Canary, { id, sent }: Bound): ReadonlySet<string> {
  const places = [...canary.permitted].filter((place) => place.startsWith(`${id}#`));
  return new Set(places.map((place) => sent.wirePointer(pointerKeys(place.slice(id.length + 1)))));
}

/**
 * A body without the texts in which a value may stand. A member that stands twice is taken out where readers take it
 * from, and not where they drop it.
 */
export function withoutPermitted(text: string, canary: Canary, payload: Bound): string {
  const permitted = leavesOf(payload.sent.value).filter((leaf) => isPermitted(canary, payload, leaf));
  const members = new Set(permitted.map(({ keys }) => payload.sent.wirePointer(keys)));
  if (members.size === 0) return text;
  return payload.isForm === true ? withoutPairs(text, members, permitted) : withoutStrings(text, members);
}

function withoutStrings(text: string, members: ReadonlySet<string>): string {
  const root = parseTree(text);
  let rest = '';
  let from = 0;
  for (const { offset, length } of root === undefined ? [] : stringsAt(root, members, '')) {
    rest += text.slice(from, offset + 1);
    from = offset + length - 1;
  }
  return rest + text.slice(from);
}

/** The strings at some JSON Pointers, in the order of the text. */
function stringsAt(node: Node, members: ReadonlySet<string>, pointer: string): readonly Node[] {
  if (node.type === 'string') return members.has(pointer) ? [node] : [];
  const children = node.children ?? [];
  if (node.type === 'array')
    return children.flatMap((child, index) => stringsAt(child, members, `${pointer}/${index}`));
  if (node.type !== 'object') return [];
  const last = new Map(children.map(({ children: [name] = [] }, index) => [name?.value, index]));
  return children.flatMap(({ children: [name, value] = [] }, index) =>
    name === undefined || value === undefined || last.get(name.value) !== index
      ? []
      : stringsAt(value, members, `${pointer}${pointerOf([String(name.value)])}`),
  );
}

/** Of a form, a field takes the first pair of its name; a list takes as many as it has members. */
function withoutPairs(text: string, members: ReadonlySet<string>, permitted: readonly Leaf[]): string {
  const left = new Map<string, number>();
  for (const member of members) {
    const name = pointerKeys(member)[0] ?? '';
    left.set(name, (left.get(name) ?? 0) + 1);
  }
  if (permitted.length === 0) return text;
  return text
    .split('&')
    .map((pair) => {
      const [[name = ''] = []] = [...new URLSearchParams(pair)];
      const count = left.get(name) ?? 0;
      if (count === 0) return pair;
      left.set(name, count - 1);
      return pair.slice(0, pair.indexOf('=') + 1);
    })
    .join('&');
}
