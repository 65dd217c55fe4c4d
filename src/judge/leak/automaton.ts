/**
 * An automaton that finds many byte strings in one pass (Aho and Corasick, "Efficient string matching", 1975). Its
 * transitions of the root and its children are a plain table, since most bytes of most messages lead no further; where
 * one byte alone leads on, it leads to the state numbered next; the rest lie in one open hash table. A state takes some
 * 40 bytes.
 */
export interface Automaton {
  readonly states: number;
  /** Tells the number of every string that ends before `end` (in the order of their adding), for every `end`. */
  scan(bytes: Uint8Array, fold: Uint8Array, onHit: (string: number, end: number) => void): void;
}

/** States are kept in 23 bits of a key of 31. */
const STATE_LIMIT = 1 << 23;
const NONE = -1;
const MANY = -2;
/** Spreads keys that are alike over the table (Knuth's multiplicative hashing). */
const SPREAD = 0x9e3779b1;

/** Transitions of a trie in an open hash table: a state and a byte make a key, whose slot holds the next state. */
interface Edges {
  next(state: number, byte: number): number;
  add(state: number, byte: number, to: number): void;
}

/**
 * @param strings none of them empty, none longer than 255 bytes.
 * @throws RangeError where they have more than eight million bytes in all.
 */
export function buildAutomaton(strings: readonly Uint8Array[]): Automaton {
  const trie = buildTrie(strings);
  const { count, edges, parentOf, byteOf, order } = trie;
  const fail = new Int32Array(count);
  // The nearest state along the failure links in which a string ends: itself, or one that is shorter.
  const ending = new Int32Array(count).fill(NONE);
  const shallow = trie.depthOne + 1;
  const dense = new Int32Array(shallow * 256);
  for (const state of order) {
    const parent = parentOf[state] ?? 0;
    if (state !== 0)
      fail[state] = parent === 0 ? 0 : follow(edges, fail, fail[parent] ?? 0, byteOf[state] ?? 0);
    ending[state] = trie.stringAt[state] === NONE ? (ending[fail[state] ?? 0] ?? NONE) : state;
    if (state >= shallow) continue;
    for (let byte = 0; byte < 256; byte += 1) {
      const to = edges.next(state, byte);
      dense[state * 256 + byte] = to !== NONE ? to : state === 0 ? 0 : (dense[byte] ?? 0);
    }
  }
  const { chain, stringAt, sameAs } = trie;
  const ends = Uint8Array.from(ending, (state) => (state === NONE ? 0 : 1));
  const tell = (from: number, end: number, onHit: (string: number, end: number) => void): void => {
    for (let state = ending[from] ?? NONE; state !== NONE; state = ending[fail[state] ?? 0] ?? NONE) {
      for (let one = stringAt[state] ?? NONE; one !== NONE; one = sameAs[one] ?? NONE) onHit(one, end);
    }
  };
  return {
    states: count,
    // Written out, without a call for a byte: this is where the time goes.
    scan(bytes, fold, onHit) {
      const { length } = bytes;
      let state = 0;
      for (let index = 0; index < length; index += 1) {
        const byte = fold[bytes[index] as number] as number;
        for (;;) {
          if (state < shallow) {
            state = dense[(state << 8) | byte] as number;
            break;
          }
          const only = chain[state] as number;
          if (only === byte) {
            state += 1;
            break;
          }
          const to = only === MANY ? edges.next(state, byte) : NONE;
          if (to !== NONE) {
            state = to;
            break;
          }
          state = fail[state] as number;
        }
        if (ends[state] === 1) tell(state, index + 1, onHit);
      }
    },
  };
}

function follow(edges: Edges, fail: Int32Array, from: number, byte: number): number {
  for (let state = from; ; state = fail[state] ?? 0) {
    const to = edges.next(state, byte);
    if (to !== NONE) return to;
    if (state === 0) return 0;
  }
}

interface Trie {
  readonly count: number;
  /** How many states have the root as their parent: they are the ones numbered from 1. */
  readonly depthOne: number;
  readonly edges: Edges;
  /** The byte that leads from a state to the one numbered next, where no other leads anywhere; else NONE or MANY. */
  readonly chain: Int16Array;
  readonly parentOf: Int32Array;
  readonly byteOf: Uint8Array;
  /** The states, a parent before its children, the shorter before the longer. */
  readonly order: Iterable<number>;
  /** The last string added that ends in a state; `sameAs` leads from it to the one that is equal to it. */
  readonly stringAt: Int32Array;
  readonly sameAs: Int32Array;
}

function buildTrie(strings: readonly Uint8Array[]): Trie {
  const most = strings.reduce((sum, { length }) => sum + length, 1);
  if (most > STATE_LIMIT) throw new RangeError('there are too many strings to search for');
  const edges = openEdges(most);
  const parentOf = new Int32Array(most);
  const byteOf = new Uint8Array(most);
  const chain = new Int16Array(most).fill(NONE);
  const depthOf = new Uint8Array(most);
  const stringAt = new Int32Array(most).fill(NONE);
  const sameAs = new Int32Array(strings.length).fill(NONE);
  let count = 1;
  const step = (state: number, byte: number): number => {
    const known = edges.next(state, byte);
    if (known !== NONE) return known;
    parentOf[count] = state;
    byteOf[count] = byte;
    depthOf[count] = (depthOf[state] ?? 0) + 1;
    chain[state] = chain[state] === NONE && count === state + 1 ? byte : MANY;
    edges.add(state, byte, count);
    count += 1;
    return count - 1;
  };
  // The children of the root come first, so that their numbers are the lowest.
  for (const string of strings) step(0, string[0] ?? 0);
  const depthOne = count - 1;
  for (const [number, string] of strings.entries()) {
    let state = 0;
    for (const byte of string) state = step(state, byte);
    sameAs[number] = stringAt[state] ?? NONE;
    stringAt[state] = number;
  }
  const order = byDepth(depthOf.subarray(0, count));
  return {
    count,
    depthOne,
    edges,
    chain: chain.slice(0, count),
    parentOf,
    byteOf,
    order,
    stringAt: stringAt.slice(0, count),
    sameAs,
  };
}

/** A counting sort, since there are few depths and many states. */
function byDepth(depthOf: Uint8Array): Int32Array {
  const from = new Int32Array(257);
  for (const depth of depthOf) from[depth + 1] = (from[depth + 1] ?? 0) + 1;
  for (let depth = 1; depth < from.length; depth += 1)
    from[depth] = (from[depth] ?? 0) + (from[depth - 1] ?? 0);
  const order = new Int32Array(depthOf.length);
  for (const [state, depth] of depthOf.entries()) {
    order[from[depth] ?? 0] = state;
    from[depth] = (from[depth] ?? 0) + 1;
  }
  return order;
}

function openEdges(most: number): Edges {
  const bits = Math.max(4, Math.ceil(Math.log2(most * 2)));
  const shift = 32 - bits;
  const mask = 2 ** bits - 1;
  const keys = new Int32Array(2 ** bits).fill(NONE);
  const targets = new Int32Array(2 ** bits);
  const slotOf = (key: number): number => {
    let slot = Math.imul(key, SPREAD) >>> shift;
    while (keys[slot] !== NONE && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  return {
    next(state, byte) {
      const slot = slotOf(state * 256 + byte);
      return keys[slot] === NONE ? NONE : (targets[slot] as number);
    },
    add(state, byte, to) {
      const key = state * 256 + byte;
      const slot = slotOf(key);
      keys[slot] = key;
      targets[slot] = to;
    },
  };
}
