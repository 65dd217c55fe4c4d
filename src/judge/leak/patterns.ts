import { digestsOf, type Input, withAffixes, writtenWhole } from './digests.js';
import { coding, type Layer, property } from './layer.js';
import { rareCodings, type TextCoding, textCodings } from './text-codings.js';

/** Bytes that show a value, and how it was written to become them. */
export interface Pattern {
  readonly bytes: Uint8Array;
  /** Whether letters of either case will do. */
  readonly anyCase: boolean;
  /** Whether the bytes are as good as random. */
  readonly isDigest?: boolean;
  readonly layers: readonly Layer[];
}

export const REVERSE = property('reverse');

/**
 * Everything that is searched for, for one value: itself and its reverse in any letter case, each written in every
 * coding, each of those reversed, and the beginnings of its digests. What hides deeper is found by decoding.
 */
export function patternsOf(value: string): readonly Pattern[] {
  const cases = casesOf(value);
  const patterns = [
    ...cases.flatMap((input) => textPatterns(input)),
    ...cases.flatMap((input) => digestPatterns(input)),
  ];
  const known = new Map<string, Pattern>();
  for (const pattern of patterns) {
    const bytes = Buffer.from(pattern.bytes).toString('latin1');
    const key = `${pattern.anyCase} ${pattern.anyCase ? bytes.replaceAll(/[A-Z]/g, lower) : bytes}`;
    const before = known.get(key);
    if (before === undefined || before.layers.length > pattern.layers.length) known.set(key, pattern);
  }
  return [...known.values()];
}

function lower(letter: string): string {
  return letter.toLowerCase();
}

interface Spelling extends Input {
  readonly value: string;
}

function casesOf(value: string): readonly Spelling[] {
  const all = [
    { value, layers: [] },
    { value: value.toLowerCase(), layers: [property('lower case')] },
    { value: value.toUpperCase(), layers: [property('upper case')] },
    // What knows no letters but those of ASCII leaves the others as they are.
    { value: value.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()), layers: [property('lower case')] },
    { value: value.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()), layers: [property('upper case')] },
  ].map((spelling) => ({ ...spelling, bytes: Buffer.from(spelling.value) }));
  return all.filter((one, index) => all.findIndex(({ value: same }) => same === one.value) === index);
}

function textPatterns(input: Spelling): readonly Pattern[] {
  const plain: Pattern = { bytes: input.bytes, anyCase: true, layers: input.layers };
  const reverse = Buffer.from([...input.value].reverse().join(''));
  const backwards: Pattern = { bytes: reverse, anyCase: true, layers: [REVERSE] };
  return [
    plain,
    backwards,
    { ...backwards, bytes: reversed(input.bytes) },
    ...textCodings.flatMap((one) => [
      ...inCoding(one, input.bytes, input.layers),
      ...inCoding(one, input.bytes, input.layers).map(turned),
      ...inCoding(one, reverse, [REVERSE, ...input.layers]),
    ]),
    ...rareCodings.flatMap((one) => inCoding(one, input.bytes, input.layers)),
  ];
}

function inCoding(
  { layer, anyCase, fragments }: TextCoding,
  bytes: Uint8Array,
  layers: readonly Layer[],
): readonly Pattern[] {
  return fragments(bytes).map((fragment) => ({ bytes: fragment, anyCase, layers: [layer, ...layers] }));
}

function turned({ bytes, anyCase, layers }: Pattern): Pattern {
  return { bytes: reversed(bytes), anyCase, layers: [REVERSE, ...layers] };
}

function reversed(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes).reverse();
}

/** Digests are searched for as bytes, since their digits are decoded; backwards, they are searched for as digits. */
function digestPatterns(input: Spelling): readonly Pattern[] {
  const affixed = withAffixes(input.value).map((one) => ({
    ...one,
    layers: [...one.layers, ...input.layers],
  }));
  const written = writtenWhole(input.value).map((one) => ({
    ...one,
    layers: [...one.layers, ...input.layers],
  }));
  const plain = [input, ...affixed].flatMap((one) => digestsOf(one, { ofDigests: one === input }));
  const ofWritten = written.flatMap((one) => digestsOf(one, { ofDigests: false }));
  return [
    ...[...plain, ...ofWritten].map(({ bytes, layers }) => ({
      bytes,
      anyCase: false,
      isDigest: true,
      layers,
    })),
    ...plain.map(({ bytes, layers }) => backwardsDigits(bytes, layers)),
  ];
}

/** The decoded digits of a digest whose digits were turned round: that of its last byte is the first. */
function backwardsDigits(bytes: Uint8Array, layers: readonly Layer[]): Pattern {
  const turnedDigits = reversed(bytes).map((byte) => ((byte & 15) << 4) | (byte >> 4));
  return {
    bytes: turnedDigits,
    anyCase: false,
    isDigest: true,
    layers: [REVERSE, coding('hexadecimal digits'), ...layers],
  };
}
