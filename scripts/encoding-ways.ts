import { createHash, createHmac } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

// Written apart from the search that they measure: from the standards, with the platform's own functions, so that a
// mistake of the one is not made by the other.

/** A way to write bytes as other bytes. */
export interface Way {
  readonly name: string;
  /** `whole`: what it makes of a value in the midst of others has nothing to do with what it makes of the value. */
  readonly kind: 'plain' | 'text' | 'packed' | 'digest' | 'whole';
  write(bytes: Buffer): Buffer;
}

const latin = (bytes: Buffer): string => bytes.toString('latin1');
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const eachByte = (bytes: Buffer, write: (byte: number) => string): Buffer =>
  ascii([...bytes].map(write).join(''));
const hexOf = (number: number, width: number): string => number.toString(16).padStart(width, '0');
/** As characters: of UTF-8 where the bytes are, else each byte as the character of its number. */
const characters = (bytes: Buffer): string =>
  Buffer.from(bytes.toString('utf8')).equals(bytes) ? bytes.toString('utf8') : latin(bytes);
const eachUnit = (bytes: Buffer, write: (unit: number) => string): Buffer =>
  ascii(
    characters(bytes)
      .split('')
      .map((unit) => write(unit.charCodeAt(0)))
      .join(''),
  );
const text = (name: string, write: (bytes: Buffer) => Buffer): Way => ({ name, kind: 'text', write });
const digest = (name: string, algorithm: string): Way => ({
  name,
  kind: 'digest',
  write: (bytes) => ascii(createHash(algorithm).update(bytes).digest('hex')),
});

function base32(bytes: Buffer, alphabet: string): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  const digits = groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
  return digits + '='.repeat((8 - (digits.length % 8)) % 8);
}
const RFC_4648 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What is meant to be found: each alone, and each within each. */
export const ways: readonly Way[] = [
  { name: 'as it is', kind: 'plain', write: (bytes) => bytes },
  text('lower case', (bytes) => ascii(latin(bytes).replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))),
  text('upper case', (bytes) => ascii(latin(bytes).replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()))),
  text('reversed', (bytes) => Buffer.from(bytes).reverse()),
  text('percent, every byte', (bytes) => eachByte(bytes, (byte) => `%${hexOf(byte, 2).toUpperCase()}`)),
  text('percent, small letters', (bytes) => eachByte(bytes, (byte) => `%${hexOf(byte, 2)}`)),
  text('percent, what must be', (bytes) =>
    eachByte(bytes, (byte) =>
      /[A-Za-z0-9._~-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${hexOf(byte, 2).toUpperCase()}`,
    ),
  ),
  text('base64', (bytes) => ascii(bytes.toString('base64'))),
  text('base64url', (bytes) => ascii(bytes.toString('base64url'))),
  text('base64 in lines', (bytes) => ascii((bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n'))),
  text('base32', (bytes) => ascii(base32(bytes, RFC_4648))),
  text('base32, small letters', (bytes) => ascii(base32(bytes, RFC_4648).toLowerCase().replaceAll('=', ''))),
  text('hexadecimal', (bytes) => ascii(bytes.toString('hex'))),
  text('hexadecimal, capitals', (bytes) => ascii(bytes.toString('hex').toUpperCase())),
  text('UTF-16, little end first', (bytes) => Buffer.from(characters(bytes), 'utf16le')),
  text('UTF-16, big end first', (bytes) => Buffer.from(characters(bytes), 'utf16le').swap16()),
  text('HTML, decimal', (bytes) => eachUnit(bytes, (unit) => `&#${unit};`)),
  text('HTML, hexadecimal', (bytes) => eachUnit(bytes, (unit) => `&#x${unit.toString(16)};`)),
  text('HTML, leading zeros', (bytes) => eachUnit(bytes, (unit) => `&#${String(unit).padStart(7, '0')};`)),
  text('JSON escapes', (bytes) => eachUnit(bytes, (unit) => `\\u${hexOf(unit, 4)}`)),
  { name: 'gzip', kind: 'packed', write: (bytes) => gzipSync(bytes) },
  { name: 'zlib', kind: 'packed', write: (bytes) => deflateSync(bytes) },
  { name: 'deflate', kind: 'packed', write: (bytes) => deflateRawSync(bytes) },
  { name: 'br', kind: 'packed', write: (bytes) => brotliCompressSync(bytes) },
  digest('MD5', 'md5'),
  digest('SHA-1', 'sha1'),
  digest('SHA-224', 'sha224'),
  digest('SHA-256', 'sha256'),
  digest('SHA-384', 'sha384'),
  digest('SHA-512', 'sha512'),
  digest('SHA3-224', 'sha3-224'),
  digest('SHA3-256', 'sha3-256'),
  digest('SHA3-384', 'sha3-384'),
  digest('SHA3-512', 'sha3-512'),
];

/** What is put around a value before a digest is made of it, and what is done to its letters. */
export const digestInputs: Readonly<Record<string, (value: string) => string>> = {
  'as it is': (value) => value,
  'lower case': (value) => value.toLowerCase(),
  'upper case': (value) => value.toUpperCase(),
  'with a line feed': (value) => `${value}\n`,
  'with a line end': (value) => `${value}\r\n`,
  'with a blank': (value) => `${value} `,
  'behind a blank': (value) => ` ${value}`,
  'with a NUL': (value) => `${value}\0`,
  'in quotes': (value) => `"${value}"`,
  'in single quotes': (value) => `'${value}'`,
  'lower case, with a line feed': (value) => `${value.toLowerCase()}\n`,
};

/** How a digest is written. */
export const digestForms: Readonly<Record<string, (digest: Buffer) => Buffer>> = {
  hexadecimal: (bytes) => ascii(bytes.toString('hex')),
  'hexadecimal, capitals': (bytes) => ascii(bytes.toString('hex').toUpperCase()),
  base64: (bytes) => ascii(bytes.toString('base64')),
  base64url: (bytes) => ascii(bytes.toString('base64url')),
  'bytes in base32': (bytes) => ascii(base32(bytes, RFC_4648)),
  'its first 16 bytes': (bytes) => ascii(bytes.subarray(0, 16).toString('hex')),
};

export const digestAlgorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA-512/256': 'sha512-256',
  'SHA3-224': 'sha3-224',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
  'RIPEMD-160': 'ripemd160',
  BLAKE2s: 'blake2s256',
  BLAKE2b: 'blake2b512',
  SM3: 'sm3',
};

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const Z85 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
const inAlphabet = (bytes: Buffer, alphabet: string): Buffer =>
  ascii(
    bytes
      .toString('base64')
      .replaceAll('=', '')
      .replaceAll(/./g, (one) => alphabet[BASE64.indexOf(one)] ?? ''),
  );

function inBase(bytes: Buffer, alphabet: string): Buffer {
  let left = BigInt(`0x0${bytes.toString('hex')}`);
  let digits = '';
  for (const base = BigInt(alphabet.length); left > 0n; left /= base)
    digits = (alphabet[Number(left % base)] ?? '') + digits;
  return ascii(digits);
}

function base85(bytes: Buffer, alphabet: string): Buffer {
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const groups = Array.from({ length: padded.length / 4 }, (_, index) => {
    let left = padded.readUInt32BE(index * 4);
    let group = '';
    for (let digit = 0; digit < 5; digit += 1, left = Math.floor(left / 85))
      group = (alphabet[left % 85] ?? '') + group;
    return group;
  });
  return ascii(groups.join('').slice(0, groups.length * 5 - (padded.length - bytes.length)));
}
const ASCII85 = Array.from({ length: 85 }, (_, index) => String.fromCharCode(33 + index)).join('');

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function turned(byte: number, by: number): number {
  const first = byte >= 97 && byte <= 122 ? 97 : byte >= 65 && byte <= 90 ? 65 : undefined;
  return first === undefined ? byte : first + ((byte - first + by) % 26);
}

/** What nobody promised to find. */
export const waysBeyond: readonly Way[] = [
  text('percent twice', (bytes) =>
    ascii(encodeURIComponent([...bytes].map((byte) => `%${hexOf(byte, 2)}`).join(''))),
  ),
  text('percent three times', (bytes) =>
    ascii(encodeURIComponent(encodeURIComponent([...bytes].map((byte) => `%${hexOf(byte, 2)}`).join('')))),
  ),
  text('base64 three times', (bytes) =>
    ascii(ascii(ascii(bytes.toString('base64')).toString('base64')).toString('base64')),
  ),
  text('base64 five times', (bytes) =>
    [1, 2, 3, 4, 5].reduce((before) => ascii(before.toString('base64')), bytes),
  ),
  text('escapes of C, hexadecimal', (bytes) => eachByte(bytes, (byte) => `\\x${hexOf(byte, 2)}`)),
  text('escapes of C, octal', (bytes) => eachByte(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`)),
  text('quoted-printable', (bytes) => eachByte(bytes, (byte) => `=${hexOf(byte, 2).toUpperCase()}`)),
  text('hexadecimal, parted by blanks', (bytes) => ascii([...bytes].map((byte) => hexOf(byte, 2)).join(' '))),
  text('hexadecimal, parted by colons', (bytes) => ascii([...bytes].map((byte) => hexOf(byte, 2)).join(':'))),
  text('a list of bytes, decimal', (bytes) => ascii(`[${[...bytes].join(',')}]`)),
  text('bits', (bytes) => eachByte(bytes, (byte) => byte.toString(2).padStart(8, '0'))),
  text('UTF-32', (bytes) =>
    Buffer.concat(
      [...characters(bytes)].map((one) => {
        const four = Buffer.alloc(4);
        four.writeUInt32LE(one.codePointAt(0) ?? 0);
        return four;
      }),
    ),
  ),
  text('UTF-7', (bytes) =>
    ascii(`+${Buffer.from(characters(bytes), 'utf16le').swap16().toString('base64').replaceAll('=', '')}-`),
  ),
  text('base32 in hexadecimal order', (bytes) => ascii(base32(bytes, '0123456789ABCDEFGHIJKLMNOPQRSTUV'))),
  text('Crockford’s base32', (bytes) =>
    ascii(base32(bytes, '0123456789ABCDEFGHJKMNPQRSTVWXYZ').replaceAll('=', '')),
  ),
  text('z-base-32', (bytes) => ascii(base32(bytes, 'ybndrfg8ejkmcpqxot1uwisza345h769').replaceAll('=', ''))),
  { name: 'base36', kind: 'whole', write: (bytes) => inBase(bytes, '0123456789abcdefghijklmnopqrstuvwxyz') },
  { name: 'base58', kind: 'whole', write: (bytes) => inBase(bytes, BASE58) },
  { name: 'base62', kind: 'whole', write: (bytes) => inBase(bytes, `0123456789${BASE64.slice(0, 52)}`) },
  text('Ascii85', (bytes) => base85(bytes, ASCII85)),
  text('Z85', (bytes) => base85(bytes, Z85)),
  text('uuencoding', (bytes) =>
    inAlphabet(
      bytes,
      Array.from({ length: 64 }, (_, index) => String.fromCharCode(32 + index))
        .join('')
        .replace(' ', '`'),
    ),
  ),
  text('base64 in the order of crypt', (bytes) => inAlphabet(bytes, `./0123456789${BASE64.slice(0, 52)}`)),
  text('base64 in an order of one’s own', (bytes) => inAlphabet(bytes, [...BASE64].reverse().join(''))),
  text('ROT13', (bytes) => Buffer.from(bytes.map((byte) => turned(byte, 13)))),
  text('ROT47', (bytes) =>
    Buffer.from(bytes.map((byte) => (byte > 32 && byte < 127 ? 33 + ((byte + 14) % 94) : byte))),
  ),
  text('Caesar’s cipher by three', (bytes) => Buffer.from(bytes.map((byte) => turned(byte, 3)))),
  text('exclusive or with one byte', (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x5a))),
  text('exclusive or, in hexadecimal', (bytes) =>
    ascii(Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString('hex')),
  ),
  text('every second character first', (bytes) =>
    Buffer.from([
      ...bytes.filter((_, index) => index % 2 === 0),
      ...bytes.filter((_, index) => index % 2 === 1),
    ]),
  ),
  text('a blank between the characters', (bytes) => ascii([...latin(bytes)].join(' '))),
  { name: 'without its last character', kind: 'whole', write: (bytes) => bytes.subarray(0, -1) },
  {
    name: 'RIPEMD-160',
    kind: 'digest',
    write: (bytes) => ascii(createHash('ripemd160').update(bytes).digest('hex')),
  },
  {
    name: 'BLAKE2b',
    kind: 'digest',
    write: (bytes) => ascii(createHash('blake2b512').update(bytes).digest('hex')),
  },
  { name: 'SM3', kind: 'digest', write: (bytes) => ascii(createHash('sm3').update(bytes).digest('hex')) },
  {
    name: 'SHA-256, its first 16 bytes',
    kind: 'digest',
    write: (bytes) => ascii(createHash('sha256').update(bytes).digest('hex').slice(0, 32)),
  },
  {
    name: 'SHA-256, its first 8 bytes',
    kind: 'digest',
    write: (bytes) => ascii(createHash('sha256').update(bytes).digest('hex').slice(0, 16)),
  },
  {
    name: 'SHA-256 of SHA-256 of MD5',
    kind: 'digest',
    write: (bytes) =>
      ['md5', 'sha256', 'sha256'].reduce(
        (before, algorithm) => ascii(createHash(algorithm).update(before).digest('hex')),
        bytes,
      ),
  },
  {
    name: 'SHA-256 with a salt',
    kind: 'digest',
    write: (bytes) => ascii(createHash('sha256').update('salt:').update(bytes).digest('hex')),
  },
  {
    name: 'HMAC with SHA-256',
    kind: 'digest',
    write: (bytes) => ascii(createHmac('sha256', 'key').update(bytes).digest('hex')),
  },
  { name: 'CRC-32', kind: 'digest', write: (bytes) => ascii(hexOf(crc32(bytes), 8)) },
];
