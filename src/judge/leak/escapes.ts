/** What stands for one byte or character in a text. */
export interface Escape {
  readonly code: number;
  /** Where it ends. */
  readonly end: number;
  /** Whether the code is that of a byte, and not of a character, which is written as UTF-8. */
  readonly isByte: boolean;
}

/** Reads what begins with a mark; undefined where nothing of the kind stands there. */
export interface Notation {
  readonly mark: number;
  read(bytes: Uint8Array, at: number): Escape | undefined;
}

const BACKSLASH = 0x5c;
const SEMICOLON = 0x3b;
const HASH = 0x23;

/** The value of each hexadecimal digit; -1 where a byte is none. */
export const HEX_DIGIT = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit += 1) {
  for (const text of [digit.toString(16), digit.toString(16).toUpperCase()])
    HEX_DIGIT[text.charCodeAt(0)] = digit;
}

/** RFC 3986 section 2.1. */
export const percentEncoding: Notation = {
  mark: 0x25,
  read: (bytes, at) => coded(digits(bytes, at + 1, 2), at + 3, true),
};

/** RFC 2045 section 6.7; two in a row, since pairs of names and values look like one. */
export const quotedPrintable: Notation = {
  mark: 0x3d,
  read(bytes, at) {
    const isOneOfTwo = [at - 3, at + 3].some(
      (other) => bytes[other] === 0x3d && digits(bytes, other + 1, 2) >= 0,
    );
    return isOneOfTwo ? coded(digits(bytes, at + 1, 2), at + 3, true) : undefined;
  },
};

const simpleEscapes: ReadonlyMap<number, number> = new Map(
  [...'"\'/\\'].map((text) => [text.charCodeAt(0), text.charCodeAt(0)] as const),
);
const controls: ReadonlyMap<number, number> = new Map(
  ['b\b', 'f\f', 'n\n', 'r\r', 't\t'].map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)] as const),
);

/** The escapes of JSON (RFC 8259 section 7), and of the languages around it: \x41, \101, \u{41}, \U00000041. */
export const backslashEscapes: Notation = {
  mark: BACKSLASH,
  read(bytes, at) {
    const high = readBackslash(bytes, at + 1);
    if (high === undefined || high.code < 0xd800 || high.code > 0xdbff || bytes[high.end] !== BACKSLASH)
      return high;
    const low = readBackslash(bytes, high.end + 1);
    if (low === undefined || low.code < 0xdc00 || low.code > 0xdfff) return high;
    return { ...low, code: 0x10000 + ((high.code - 0xd800) << 10) + (low.code - 0xdc00) };
  },
};

function readBackslash(bytes: Uint8Array, at: number): Escape | undefined {
  const kind = bytes[at] ?? 0;
  const simple = simpleEscapes.get(kind) ?? controls.get(kind);
  if (simple !== undefined) return coded(simple, at + 1, true);
  switch (String.fromCharCode(kind)) {
    case 'x':
      return coded(digits(bytes, at + 1, 2), at + 3, true);
    case 'U':
      return coded(digits(bytes, at + 1, 8), at + 9, false);
    case 'u':
      return bytes[at + 1] === 0x7b
        ? readBraces(bytes, at + 2)
        : coded(digits(bytes, at + 1, 4), at + 5, false);
    default:
      return readOctal(bytes, at);
  }
}

function readOctal(bytes: Uint8Array, at: number): Escape | undefined {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  const isOctal =
    first >= 0x30 && first <= 0x33 && [second, third].every((digit) => digit >= 0x30 && digit <= 0x37);
  return isOctal ? coded((first - 48) * 64 + (second - 48) * 8 + third - 48, at + 3, true) : undefined;
}

function readBraces(bytes: Uint8Array, at: number): Escape | undefined {
  let end = at;
  while (end < at + 7 && bytes[end] !== 0x7d) end += 1;
  return bytes[end] === 0x7d ? coded(digits(bytes, at, end - at), end + 1, false) : undefined;
}

/** The commonest of the names of HTML. */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    sol: '/',
    bsol: '\\',
    colon: ':',
    commat: '@',
    period: '.',
    lowbar: '_',
    plus: '+',
    equals: '=',
    num: '#',
  }),
);
/** The longest reference that is read: leading zeros say nothing. */
const REFERENCE_LIMIT = 40;

/** Character references of HTML (its standard, section 13.5): decimal, hexadecimal, and the commonest by name. */
export const characterReferences: Notation = {
  mark: 0x26,
  read(bytes, at) {
    const limit = Math.min(bytes.length, at + REFERENCE_LIMIT);
    let end = at + 1;
    while (end < limit && (bytes[end] === HASH || isAlphanumeric(bytes[end] ?? 0))) end += 1;
    if (end === at + 1) return undefined;
    const name = Buffer.from(bytes.subarray(at + 1, end)).toString('latin1');
    const [, hex, decimal] = /^#(?:[xX]([0-9a-fA-F]+)|(\d+))$/.exec(name) ?? [];
    const code =
      hex !== undefined
        ? Number.parseInt(hex, 16)
        : decimal !== undefined
          ? Number(decimal)
          : names.get(name)?.charCodeAt(0);
    return coded(code ?? -1, bytes[end] === SEMICOLON ? end + 1 : end, false);
  },
};

function isAlphanumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function coded(code: number, end: number, isByte: boolean): Escape | undefined {
  return code < 0 || code > 0x10ffff ? undefined : { code, end, isByte };
}

/** The number that so many hexadecimal digits say; -1 where they are not there. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  if (count < 1 || at + count > bytes.length) return -1;
  let code = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = HEX_DIGIT[bytes[index] ?? 0] ?? -1;
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

/**
 * A text without the escapes of a notation; undefined where there are none.
 *
 * @param reach how many bytes around each escape are kept. What is further from all of them is no other text than
 *   before; a blank stands for it.
 */
export function undo(
  { mark, read }: Notation,
  bytes: Uint8Array,
  reach = Number.POSITIVE_INFINITY,
): Uint8Array | undefined {
  let at = firstOf({ mark, read }, bytes);
  if (at < 0) return undefined;
  // Never longer than before: an found has as many bytes as its character, and a blank stands for one byte or more.
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let copied = -1;
  const copy = (from: number, to: number): void => {
    out.set(bytes.subarray(from, to), length);
    length += to - from;
  };
  while (at >= 0) {
    const found = read(bytes, at);
    if (found === undefined) {
      at = bytes.indexOf(mark, at + 1);
      continue;
    }
    if (copied < 0) copied = Math.max(0, at - reach);
    else if (at - copied > 2 * reach) {
      copy(copied, copied + reach);
      out[length] = 0x20;
      length += 1;
      copied = at - reach;
    }
    copy(copied, at);
    length += write(out, length, found);
    copied = found.end;
    at = bytes.indexOf(mark, copied);
  }
  copy(copied, Math.min(bytes.length, copied + reach));
  return out.subarray(0, length);
}

function firstOf({ mark, read }: Notation, bytes: Uint8Array): number {
  let at = bytes.indexOf(mark);
  while (at >= 0 && read(bytes, at) === undefined) at = bytes.indexOf(mark, at + 1);
  return at;
}

function write(out: Uint8Array, at: number, { code, isByte }: Escape): number {
  if (isByte || code < 0x80) {
    out[at] = code;
    return 1;
  }
  const character = Buffer.from(String.fromCodePoint(code));
  out.set(character, at);
  return character.length;
}
