/**
 * The sum of a stretch of bytes as 16-bit words, in one's complement (RFC 1071), an odd byte at the end padded.
 *
 * @param start the sum so far, of 16 bits
 */
export function sumWords(bytes: Buffer, from = 0, to: number = bytes.length, start = 0): number {
  let sum = start;
  const even = from + ((to - from) & ~1);
  for (let offset = from; offset < even; offset += 2) {
    sum += ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
  }
  if (even < to) sum += (bytes[even] as number) << 8;
  return fold(sum);
}

/** Adds the carries in. */
export function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return folded;
}

/** The checksum after some words of what it covers were replaced, by their sums (RFC 1624, equation 3). */
export function adjustChecksum(checksum: number, removed: number, added: number): number {
  return ~fold((~checksum & 0xffff) + (~removed & 0xffff) + added) & 0xffff;
}
