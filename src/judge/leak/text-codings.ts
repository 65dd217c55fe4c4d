import { coding, type Layer } from './layer.js';

/** A way to write bytes as other bytes of which a part of the input alone decides a part of the output. */
export interface TextCoding {
  readonly layer: Layer;
  /**
   * Whether letters of either case are taken for each other: where they say the same, and in base64 too, since names of
   * hosts lose the case of theirs on the way.
   */
  readonly anyCase: boolean;
  /** What a value becomes in the midst of a longer text: once for each way in which it may be aligned there. */
  fragments(bytes: Uint8Array): readonly Uint8Array[];
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const Z85 = `${DIGITS}${LOWER}${UPPER}.-:+=^!/*?&<>()[]{}@%$#`;
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
// ASCII from the blank on, which uuencode (POSIX) takes in its order; a blank is often sent as a grave accent.
const PRINTED = Array.from({ length: 64 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** RFC 4648: base64, with the URL's alphabet (section 5), base32 (section 6) and its hexadecimal order (section 7). */
const base64 = aligned('base64', `${UPPER}${LOWER}${DIGITS}+/`, true);
const base64url = aligned('base64url', `${UPPER}${LOWER}${DIGITS}-_`, true);
const base32 = aligned('base32', `${UPPER}234567`, true);

/** What is searched for as such, beside what decoding finds. */
export const textCodings: readonly TextCoding[] = [
  base64,
  base64url,
  base32,
  whole('hexadecimal digits', true, (bytes) => Buffer.from(bytes).toString('hex')),
  whole(
    'percent-encoding',
    true,
    eachByte((hex) => `%${hex}`),
  ),
  whole('UTF-16', true, (bytes) => Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf16le')),
  whole('UTF-16', true, (bytes) => Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf16le').swap16()),
  whole(
    'HTML escapes',
    true,
    eachUnit((code) => `&#${code};`),
  ),
  whole(
    'HTML escapes',
    true,
    eachUnit((code) => `&#x${code.toString(16)};`),
  ),
  whole(
    'JSON escapes',
    true,
    eachUnit((code) => `\\u${code.toString(16).padStart(4, '0')}`),
  ),
];

/** Alphabets that are seldom met: searched for, and not decoded. */
export const rareCodings: readonly TextCoding[] = [
  aligned('base32 in hexadecimal order', `${DIGITS}ABCDEFGHIJKLMNOPQRSTUV`, true),
  aligned('Crockford’s base32', `${DIGITS}ABCDEFGHJKMNPQRSTVWXYZ`, true),
  aligned('z-base-32', 'ybndrfg8ejkmcpqxot1uwisza345h769', true),
  aligned('base64 in the order of crypt', `./${DIGITS}${UPPER}${LOWER}`),
  aligned('base64 in the order of bcrypt', `./${UPPER}${LOWER}${DIGITS}`),
  aligned('uuencoding', PRINTED),
  aligned('uuencoding', PRINTED.replace(' ', '`')),
  inGroups('Ascii85', 33),
  inGroups('Z85', Z85),
  whole('base58', false, base58Of),
  whole('ROT13', true, (bytes) => Buffer.from(bytes.map(rotated))),
  whole('ROT47', false, (bytes) =>
    Buffer.from(bytes.map((byte) => (byte > 32 && byte < 127 ? 33 + ((byte + 14) % 94) : byte))),
  ),
];

/** Text of an alphabet of 2^n characters; what its neighbours decide is left out at both ends. */
function aligned(noun: string, alphabet: string, anyCase = false): TextCoding {
  const bits = Math.log2(alphabet.length);
  const offsets = bits === 6 ? [0, 1, 2] : [0, 1, 2, 3, 4];
  return {
    layer: coding(noun),
    anyCase,
    fragments: (bytes) => offsets.map((offset) => fragmentAt(bytes, offset, alphabet, bits)),
  };
}

/** @param offset how many bytes, in a group of those that begin with a character, go before. */
function fragmentAt(bytes: Uint8Array, offset: number, alphabet: string, bits: number): Uint8Array {
  const skipped = (bits - ((offset * 8) % bits)) % bits;
  const characters: number[] = [];
  for (let bit = skipped; bit + bits <= bytes.length * 8; bit += bits) {
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    const index = (pair >> (16 - bits - (bit & 7))) & (2 ** bits - 1);
    characters.push(alphabet.charCodeAt(index));
  }
  return Uint8Array.from(characters);
}

function whole(
  noun: string,
  anyCase: boolean,
  write: (bytes: Uint8Array) => Uint8Array | string,
): TextCoding {
  return { layer: coding(noun), anyCase, fragments: (bytes) => [Buffer.from(write(bytes))] };
}

function eachByte(write: (hex: string) => string): (bytes: Uint8Array) => string {
  return (bytes) => [...bytes].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('');
}

/** Each UTF-16 unit of the text that the bytes are. */
function eachUnit(write: (code: number) => string): (bytes: Uint8Array) => string {
  return (bytes) =>
    Buffer.from(bytes)
      .toString('utf8')
      .split('')
      .map((unit) => write(unit.charCodeAt(0)))
      .join('');
}

/** Four bytes in five characters; groups that are whole, from each of the four bytes with which one may begin. */
function inGroups(noun: string, alphabet: string | number): TextCoding {
  const character = (digit: number): string =>
    typeof alphabet === 'number' ? String.fromCharCode(alphabet + digit) : alphabet.charAt(digit);
  const write = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at + 4 <= bytes.length; at += 4) {
      let left = Buffer.from(bytes).readUInt32BE(at);
      let group = '';
      for (let digit = 0; digit < 5; digit += 1, left = Math.floor(left / 85))
        group = character(left % 85) + group;
      text += group;
    }
    return text;
  };
  return {
    layer: coding(noun),
    anyCase: false,
    // One group alone could be met by chance.
    fragments: (bytes) =>
      [0, 1, 2, 3]
        .map((skipped) => Buffer.from(write(bytes.subarray(skipped))))
        .filter(({ length }) => length > 5),
  };
}

/** The value as one number, as addresses of Bitcoin are written. */
function base58Of(bytes: Uint8Array): string {
  let left = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; left > 0n; left /= 58n) text = BASE58.charAt(Number(left % 58n)) + text;
  return text;
}

function rotated(byte: number): number {
  const first = byte >= 97 && byte <= 122 ? 97 : byte >= 65 && byte <= 90 ? 65 : undefined;
  return first === undefined ? byte : first + ((byte - first + 13) % 26);
}
