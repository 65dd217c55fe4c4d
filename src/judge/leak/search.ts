import { buildAutomaton } from './automaton.js';
import { type Allowance, expansionsOf } from './compressed.js';
import { type Layer, OTHER_CASE } from './layer.js';
import { type Pattern, patternsOf, REVERSE } from './patterns.js';
import { runsOf, SHORTEST, type Stretch } from './runs.js';
import { startsIn } from './starts.js';
import { hasTurnedEscape, viewsOf } from './views.js';
import { isWeak } from './weak.js';

/** A value in a text, and how it was written to become what stands there, outermost first. */
export interface Hit {
  /** Which of the values, from 0. */
  readonly value: number;
  readonly layers: readonly Layer[];
}

/** Searches texts for values, however they are written. */
export interface ValueSearch {
  /** How many states the automaton has, each of some 40 bytes. */
  readonly states: number;
  /**
   * Gives each value once, in the plainest way in which it stands there.
   *
   * @param texts the same text as it left and as the transport reads it (without its percent-encoding, its JSON
   *   escapes, its content coding): what those do to a value hides nothing.
   * @param allowance what may be spent, which this takes from.
   */
  search(texts: readonly SearchedText[], allowance: Allowance): readonly Hit[];
}

export interface SearchedText {
  readonly bytes: Uint8Array;
  /** Whether another of the texts is what this was compressed from, so that it need not be unfolded again. */
  readonly isFolded?: boolean;
}

/** What the search of a message of so many bytes may spend: in proportion, and something for what unfolds into more. */
export function openAllowance(size: number): Allowance {
  return {
    bytes: SPENT_FREE + SPENT_PER_BYTE * size,
    streams: STREAMS_FREE + Math.floor(size / BYTES_PER_STREAM),
    spent: false,
  };
}

/** How many layers are taken off before what is left is searched; the search itself sees through one or two more. */
const DEPTH = 4;
const SPENT_FREE = 4 * 1024 * 1024;
const SPENT_PER_BYTE = 32;
const STREAMS_FREE = 256;
const BYTES_PER_STREAM = 64;
// How far around an escape a value may stretch that it is a part of, in whatever it is written.
const REACH_FREE = 256;
const REACH_PER_BYTE = 16;
/** How much of a pattern the automaton knows; the rest is compared where that stands. */
const ANCHOR = 32;
const DIGEST_ANCHOR = 8;

const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte,
);

interface View {
  readonly bytes: Uint8Array;
  readonly layers: readonly Layer[];
  /** Where something compressed may begin. */
  readonly starts: readonly Stretch[];
  readonly isFolded?: boolean;
}

/** The search for values of which each has enough bytes to be met by no chance; others are left out. */
export function openSearch(values: readonly string[]): ValueSearch {
  const ofValues = values.map((value) => (isWeak(value) ? [] : patternsOf(value)));
  const patterns = ofValues.flat();
  const ownerOf = Uint8Array.from(ofValues.flatMap((own, value) => own.map(() => value)));
  const automaton = buildAutomaton(patterns.map((pattern) => anchorOf(pattern)));
  const longest = Math.max(0, ...values.map((value) => Buffer.byteLength(value)));
  const reach = REACH_FREE + REACH_PER_BYTE * longest;

  /** Notes what stands in a view, where it is plainer than what is known. */
  const scan = ({ bytes, layers }: View, best: Map<number, readonly Layer[]>, allowance: Allowance): void => {
    allowance.bytes -= bytes.length;
    automaton.scan(bytes, LOWER, (number, end) => {
      const pattern = patterns[number] as Pattern;
      const value = ownerOf[number] as number;
      const plainest = best.get(value)?.length ?? Number.POSITIVE_INFINITY;
      if (plainest <= layers.length + pattern.layers.length) return;
      const from = end - anchorLength(pattern);
      allowance.bytes -= pattern.bytes.length;
      if (!stands(pattern, bytes, from)) return;
      const isSame = pattern.layers.length > 0 || sameBytes(pattern.bytes, bytes, from);
      const found = [...layers, ...pattern.layers, ...(isSame ? [] : [OTHER_CASE])];
      if (found.length < plainest) best.set(value, found);
    });
  };

  return {
    states: automaton.states,
    search(texts, allowance) {
      const best = new Map<number, readonly Layer[]>();
      if (patterns.length === 0) return [];
      let level = roots(texts);
      for (const view of level) scan(view, best, allowance);
      for (let depth = 0; depth < DEPTH && level.length > 0; depth += 1) {
        const next: View[] = [];
        for (const view of level) {
          for (const child of childrenOf(view, allowance, reach)) {
            if (allowance.bytes < child.bytes.length) {
              allowance.spent = true;
              break;
            }
            if (child.bytes.length < SHORTEST || isKnown(child, level)) continue;
            scan(child, best, allowance);
            next.push(child);
          }
        }
        level = next;
      }
      return [...best].map(([value, layers]) => ({ value, layers }));
    },
  };
}

/** How many bytes of a pattern the automaton knows; those that follow are compared. */
function anchorLength({ bytes, isDigest }: Pattern): number {
  return Math.min(bytes.length, isDigest === true ? DIGEST_ANCHOR : ANCHOR);
}

function anchorOf(pattern: Pattern): Uint8Array {
  return pattern.bytes.subarray(0, anchorLength(pattern)).map((byte) => LOWER[byte] as number);
}

function roots(texts: readonly SearchedText[]): readonly View[] {
  const views: View[] = [];
  for (const { bytes, isFolded = false } of texts) {
    if (bytes.length < SHORTEST || views.some((view) => isEqual(view.bytes, bytes))) continue;
    views.push({ bytes, layers: [], starts: startsIn(bytes), isFolded });
  }
  return views;
}

/** What a view becomes when one more layer is taken off. */
function* childrenOf(view: View, allowance: Allowance, reach: number): Iterable<View> {
  const { bytes, layers, starts, isFolded = false } = view;
  if (!isFolded) {
    for (const { bytes: expanded, layer } of expansionsOf(bytes, starts, allowance))
      yield { bytes: expanded, layers: [...layers, layer], starts: startsIn(expanded) };
  }
  if (!isFolded && layers.length === 0 && (starts.length > 0 || hasTurnedEscape(bytes))) {
    const turned = Uint8Array.from(bytes).reverse();
    yield {
      bytes: turned,
      layers: [REVERSE],
      starts: starts.length > 0 ? [{ from: 0, to: turned.length }] : [],
    };
  }
  for (const { bytes: undone, layer } of viewsOf(bytes, reach))
    yield { bytes: undone, layers: [...layers, layer], starts: startsIn(undone) };
  for (const { bytes: decoded, layer, starts: begins } of runsOf(bytes))
    yield { bytes: decoded, layers: [...layers, layer], starts: begins };
}

function isKnown({ bytes }: View, level: readonly View[]): boolean {
  return level.length <= 4 && level.some((view) => isEqual(view.bytes, bytes));
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && Buffer.compare(one, other) === 0;
}

function stands({ bytes: wanted, anyCase }: Pattern, bytes: Uint8Array, from: number): boolean {
  if (!anyCase) return sameBytes(wanted, bytes, from);
  if (from + wanted.length > bytes.length) return false;
  for (let index = 0; index < wanted.length; index += 1) {
    if (LOWER[wanted[index] as number] !== LOWER[bytes[from + index] as number]) return false;
  }
  return true;
}

function sameBytes(wanted: Uint8Array, bytes: Uint8Array, from: number): boolean {
  if (from + wanted.length > bytes.length) return false;
  for (let index = 0; index < wanted.length; index += 1)
    if (wanted[index] !== bytes[from + index]) return false;
  return true;
}
