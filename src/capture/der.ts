/** The little of ASN.1's distinguished encoding (ITU-T X.690) that a certificate needs. */

function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  return [0x82, length >> 8, length & 0xff];
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => element(0x31, ...parts);
export const octets = (content: Uint8Array): Buffer => element(0x04, content);
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text));
export const yes = (): Buffer => element(0x01, Buffer.from([0xff]));

/** A context-specific element: `constructed` when it holds others. */
export function tagged(number: number, content: Uint8Array, constructed = false): Buffer {
  return element((constructed ? 0xa0 : 0x80) | number, content);
}

/** A non-negative integer from its big-endian bytes, the shortest way. */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const magnitude = first === -1 ? Uint8Array.of(0) : bytes.subarray(first);
  const sign = (magnitude[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : Uint8Array.of();
  return element(0x02, sign, magnitude);
}

/** A bit string; `unused` are the bits of the last byte that do not count. */
export function bits(content: Uint8Array, unused = 0): Buffer {
  return element(0x03, Uint8Array.of(unused), content);
}

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** An instant, to the second: UTCTime until 2049, then GeneralizedTime (RFC 5280, 4.1.2.5). */
export function time(instant: Date): Buffer {
  const digits = `${instant.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
  return instant.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2)))
    : element(0x18, Buffer.from(digits));
}
