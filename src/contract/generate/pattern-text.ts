/** Any character at all: engines differ in what a dot leaves out, and in how they are told not to. */
export const ANY = '[\\s\\S]';

/** The pattern has something that engines read differently, or not at all. */
export class NotPortable extends Error {}

/** A text as a pattern that matches it and nothing else. */
export function literalPattern(text: string): string {
  return [...text].map((character) => literal(character, false)).join('');
}

/** The anchored pattern of a rule, from one that matches the whole text. */
export function anchored(body: string): string {
  return `^(?:${body})$`;
}

/** A character of a pattern. @throws NotPortable where its letter case is to be ignored and there is no plain pair. */
export function literal(character: string, ignoreCase: boolean): string {
  if (ignoreCase && /[A-Za-z]/.test(character)) {
    return `[${character.toLowerCase()}${character.toUpperCase()}]`;
  }
  if (ignoreCase && /\p{L}/u.test(character)) throw new NotPortable();
  if (/[\\^$.*+?()[\]{}|]/.test(character)) return `\\${character}`;
  return unseen(character) ?? character;
}

/** Within a class, engines other than JavaScript's give a meaning to && and ~~ too. */
function inClass(character: string): string {
  if (/[\\\]^[-]/.test(character)) return `\\${character}`;
  return unseen(character) ?? (/[&~#]/.test(character) ? hexadecimal(character) : character);
}

function unseen(character: string): string | undefined {
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(character) ? hexadecimal(character) : undefined;
}

function hexadecimal(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return character;
  // Behind ASCII \x names a byte in some engines.
  const digits = code.toString(16);
  return code > 0x7f ? `\\u${digits.padStart(4, '0')}` : `\\x${digits.padStart(2, '0')}`;
}

/** A range of a class, or one character of it. @throws NotPortable as `literal` does. */
export function range(first: string, last: string, ignoreCase: boolean): string {
  const written = (from: string, to: string): string =>
    from === to ? inClass(from) : `${inClass(from)}-${inClass(to)}`;
  const own = written(first, last);
  if (!ignoreCase) return own;
  const both = first + last;
  if (/^[a-z]{2}$/.test(both)) return own + written(first.toUpperCase(), last.toUpperCase());
  if (/^[A-Z]{2}$/.test(both)) return own + written(first.toLowerCase(), last.toLowerCase());
  // A range with some letters in it would need those of the other case that it lacks.
  if (first !== last && first <= 'z' && last >= 'A' && !(first <= 'A' && last >= 'z'))
    throw new NotPortable();
  if (/\p{L}/u.test(both)) throw new NotPortable();
  return own;
}

/** The character of a number. @throws NotPortable for one half of a surrogate pair, which is none. */
export function codePoint(hexadecimal: string): string {
  const code = /^[0-9A-Fa-f]{1,6}$/.test(hexadecimal) ? Number.parseInt(hexadecimal, 16) : Number.NaN;
  if (!(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) throw new NotPortable();
  return String.fromCodePoint(code);
}
