import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { coding, type Layer, property } from './layer.js';

/** Something that a digest may be made of, and how it comes from the value. */
export interface Input {
  readonly bytes: Uint8Array;
  readonly layers: readonly Layer[];
}

/** By their names in OpenSSL. Of the rare ones no further digest is made. */
const algorithms: Readonly<Record<string, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
  'sha512-256': 'SHA-512/256',
  'sha3-224': 'SHA3-224',
  'sha3-256': 'SHA3-256',
  'sha3-384': 'SHA3-384',
  'sha3-512': 'SHA3-512',
};
const rareAlgorithms: Readonly<Record<string, string>> = {
  ripemd160: 'RIPEMD-160',
  blake2s256: 'BLAKE2s',
  blake2b512: 'BLAKE2b',
  sm3: 'SM3',
};

/** What is found of a digest: so long a beginning cannot be met by chance, and digests are often cut to it. */
const KEPT = 16;

const affixes: readonly (readonly [before: string, after: string, noun: string])[] = [
  ['', '\n', 'text with a line feed'],
  ['', '\r\n', 'text with a line end'],
  ['', ' ', 'text with a blank'],
  [' ', '', 'text behind a blank'],
  ['', '\0', 'text with a NUL'],
  ['"', '"', 'text in quotes'],
  ["'", "'", 'text in single quotes'],
];

/** The value with what is often put around it. */
export function withAffixes(value: string): readonly Input[] {
  const trimmed = value.trim();
  return [
    ...affixes.map(([before, after, noun]) => ({
      bytes: Buffer.from(`${before}${value}${after}`),
      layers: [property(noun)],
    })),
    ...(trimmed === value
      ? []
      : [{ bytes: Buffer.from(trimmed), layers: [property('text without blanks around it')] }]),
  ];
}

/** The whole value in the ways in which it is written before a digest is made of it. */
export function writtenWhole(value: string): readonly Input[] {
  const bytes = Buffer.from(value);
  const base64 = bytes.toString('base64');
  const base64url = bytes.toString('base64url');
  const base32 = base32Of(bytes);
  const hex = bytes.toString('hex');
  const wide = Buffer.from(value, 'utf16le');
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const units = value.split('').map((unit) => unit.charCodeAt(0));
  const escaped = units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
  const texts: readonly (readonly [noun: string, ...texts: readonly string[]])[] = [
    ['base64', base64, base64.replaceAll('=', '')],
    ['base64url', base64url, base64url.padEnd(base64.length, '=')],
    [
      'base32',
      base32,
      base32.toLowerCase(),
      base32.replaceAll('=', ''),
      base32.replaceAll('=', '').toLowerCase(),
    ],
    ['hexadecimal digits', hex, hex.toUpperCase()],
    ['percent-encoding', percent, percent.toUpperCase(), encodeURIComponent(value.toWellFormed())],
    [
      'HTML escapes',
      units.map((unit) => `&#${unit};`).join(''),
      units.map((unit) => `&#x${unit.toString(16)};`).join(''),
    ],
    ['HTML escapes', units.map((unit) => `&#x${unit.toString(16).toUpperCase()};`).join('')],
    ['HTML escapes', units.map((unit) => `&#${String(unit).padStart(7, '0')};`).join('')],
    [
      'JSON escapes',
      escaped,
      escaped.toUpperCase().replaceAll('\\U', '\\u'),
      JSON.stringify(value).slice(1, -1),
    ],
  ];
  return distinct([
    { bytes: Buffer.from([...value].reverse().join('')), layers: [property('reverse')] },
    { bytes: Uint8Array.from(bytes).reverse(), layers: [property('reverse')] },
    ...texts.flatMap(([noun, ...written]) =>
      written.map((text) => ({ bytes: Buffer.from(text), layers: [coding(noun)] })),
    ),
    { bytes: wide, layers: [coding('UTF-16')] },
    { bytes: Buffer.from(wide).swap16(), layers: [coding('UTF-16')] },
    { bytes: gzipSync(bytes), layers: [coding('gzip')] },
    { bytes: deflateSync(bytes), layers: [coding('zlib')] },
    { bytes: deflateRawSync(bytes), layers: [coding('deflate')] },
    { bytes: brotliCompressSync(bytes), layers: [coding('br')] },
  ]);
}

/** Every digest of an input; of a digest's own texts as well, where that is asked for. */
export function digestsOf(input: Input, { ofDigests }: { readonly ofDigests: boolean }): readonly Input[] {
  const all = { ...algorithms, ...rareAlgorithms };
  return Object.entries(all).flatMap(([algorithm, name]) => {
    const digest = createHash(algorithm).update(input.bytes).digest();
    const layers = [property(`${name} digest`), ...input.layers];
    const own = { bytes: digest.subarray(0, KEPT), layers };
    if (!ofDigests || algorithm in rareAlgorithms) return [own];
    const texts = ['hex', 'HEX', 'base64', 'raw'].map((form) => ({ bytes: textOf(digest, form), layers }));
    return [own, ...texts.flatMap((text) => ofText(text))];
  });
}

function ofText({ bytes, layers }: Input): readonly Input[] {
  return Object.entries(algorithms).map(([algorithm, name]) => ({
    bytes: createHash(algorithm).update(bytes).digest().subarray(0, KEPT),
    layers: [property(`${name} digest`), ...layers],
  }));
}

function textOf(digest: Buffer, form: string): Uint8Array {
  switch (form) {
    case 'hex':
      return Buffer.from(digest.toString('hex'));
    case 'HEX':
      return Buffer.from(digest.toString('hex').toUpperCase());
    case 'base64':
      return Buffer.from(digest.toString('base64'));
    default:
      return digest;
  }
}

function base32Of(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = (bits.match(/.{1,5}/g) ?? [])
    .map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

function distinct(inputs: readonly Input[]): readonly Input[] {
  const known = new Map(inputs.map((input) => [Buffer.from(input.bytes).toString('latin1'), input]));
  return [...known.values()];
}
