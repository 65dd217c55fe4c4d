/** A text as JSON, with every character as an escape (RFC 8259 section 7). */
export function escaped(text: string, isUpperCase = false): string {
  const units = Array.from({ length: text.length }, (_, index) => {
    const digits = text.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${isUpperCase ? digits.toUpperCase() : digits}`;
  });
  return `"${units.join('')}"`;
}

/** A text with every byte of it percent-encoded (WHATWG URL section 1.3). */
export function percentEncoded(text: string, isLowerCase = false): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const digits = byte.toString(16).padStart(2, '0');
      return `%${isLowerCase ? digits : digits.toUpperCase()}`;
    })
    .join('');
}
