/**
 * A JSON value as it is written, so that it can hold what no value can: a name that stands twice, a text or a number
 * in another form (RFC 8259). The pairs of a query or form are an object of scalars.
 */
export type WireNode =
  | { readonly kind: 'object'; readonly members: readonly WireMember[] }
  | { readonly kind: 'list'; readonly items: readonly WireNode[] }
  | { readonly kind: 'scalar'; readonly value: unknown; readonly text: string };

export interface WireMember {
  readonly name: string;
  /** The name as it is written, with its quotes. */
  readonly text: string;
  readonly node: WireNode;
}

type Keys = readonly string[];

/** A value as JSON.stringify writes it. */
export function nodeOf(value: unknown): WireNode {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(nodeOf) };
  if (typeof value !== 'object' || value === null)
    return { kind: 'scalar', value, text: JSON.stringify(value) };
  const members = Object.entries(value).map(([name, member]) => memberOf(name, nodeOf(member)));
  return { kind: 'object', members };
}

export function memberOf(name: string, node: WireNode): WireMember {
  return { name, text: JSON.stringify(name), node };
}

/** The JSON text of a node. @param space is put in every place where white space may stand. */
export function writeJson(node: WireNode, space = ''): string {
  return `${space}${written(node, space)}${space}`;
}

function written(node: WireNode, space: string): string {
  const between = `${space},${space}`;
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'list':
      return `[${space}${node.items.map((item) => written(item, space)).join(between)}${space}]`;
    case 'object': {
      const members = node.members.map(
        ({ text, node: member }) => `${text}${space}:${space}${written(member, space)}`,
      );
      return `{${space}${members.join(between)}${space}}`;
    }
  }
}

/** What stands at a place; undefined where nothing does. */
export function nodeAt(node: WireNode, [key, ...rest]: Keys): WireNode | undefined {
  if (key === undefined) return node;
  const child =
    node.kind === 'object'
      ? node.members.find(({ name }) => name === key)?.node
      : node.kind === 'list'
        ? node.items[Number(key)]
        : undefined;
  return child === undefined ? undefined : nodeAt(child, rest);
}

/** The tree with the members of one object changed; the same tree where there is no such object. */
export function withMembers(
  node: WireNode,
  [key, ...rest]: Keys,
  change: (members: readonly WireMember[]) => readonly WireMember[],
): WireNode {
  if (key === undefined) return node.kind === 'object' ? { ...node, members: change(node.members) } : node;
  if (node.kind === 'object') {
    const members = node.members.map((member) =>
      member.name === key ? { ...member, node: withMembers(member.node, rest, change) } : member,
    );
    return { ...node, members };
  }
  if (node.kind !== 'list') return node;
  const items = node.items.map((item, index) =>
    index === Number(key) ? withMembers(item, rest, change) : item,
  );
  return { ...node, items };
}

/** The tree with every scalar and every name written in another way. */
export function rewritten(
  node: WireNode,
  scalar: (text: string, value: unknown) => string,
  name: (text: string, name: string) => string = (text) => text,
): WireNode {
  switch (node.kind) {
    case 'scalar':
      return { ...node, text: scalar(node.text, node.value) };
    case 'list':
      return { ...node, items: node.items.map((item) => rewritten(item, scalar, name)) };
    case 'object': {
      const members = node.members.map((member) => ({
        ...member,
        text: name(member.text, member.name),
        node: rewritten(member.node, scalar, name),
      }));
      return { ...node, members };
    }
  }
}

/** The keys of every object in a tree, the outermost first; of a list's members only the first is entered. */
export function objectsOf(node: WireNode, keys: Keys = []): readonly Keys[] {
  if (node.kind === 'list') {
    const [first] = node.items;
    return first === undefined ? [] : objectsOf(first, [...keys, '0']);
  }
  if (node.kind === 'scalar') return [];
  return [keys, ...node.members.flatMap((member) => objectsOf(member.node, [...keys, member.name]))];
}
