/** Where a line may be broken. The template turns it into a space of no width, so that no copied text has it. */
const BREAK = '\u200b';
const PLAIN = /^[\x20-\x7e]*$/;
// What cannot be seen, and what stands on the character before it: with those, a font may lack the pair of them.
const UNSEEN = /[\p{C}\p{M}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** A word up to this length is left whole. */
const WORD = 16;
/** A stretch of a long word that has no better place to be broken is broken after each of so many characters. */
const STRETCH = 8;
/** No text is longer in the PDF, in UTF-16 code units; result.json has all of it. */
const TEXT_LIMIT = 2000;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * What the template is given: in every string of a value, however deep, a character without a glyph becomes its code
 * (‹U+4E2D›), since PDF/A refuses it, and a long word may be broken. What is undefined becomes null, and a number that
 * JSON cannot say, 0.
 */
export function printable(value: unknown, coverage: ReadonlySet<number>): Json {
  if (typeof value === 'string') return breakable(shown(value, coverage));
  if (typeof value === 'number') return Number.isFinite(value) ? value : 0;
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => printable(item, coverage));
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, printable(item, coverage)]));
}

/** A text with a glyph for each of its characters, and no longer than the limit. */
function shown(text: string, coverage: ReadonlySet<number>): string {
  const rest = text.length - TEXT_LIMIT;
  const cut = rest > 0 ? `${text.slice(0, TEXT_LIMIT)}… and ${rest} more characters` : text;
  if (PLAIN.test(cut)) return cut;
  return Array.from(cut, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (coverage.has(code) && !UNSEEN.test(character)) return character;
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  }).join('');
}

/** A text in which a word longer than a narrow column may be broken: after its punctuation, or anywhere. */
function breakable(text: string): string {
  return text
    .split(' ')
    .map((word) => (word.length <= WORD ? word : breakWord(word)))
    .join(' ');
}

function breakWord(word: string): string {
  return word
    .replaceAll(/[/._:=&?,;#@)\]}>›|-]+/g, `$&${BREAK}`)
    .replaceAll(/[a-z0-9](?=[A-Z][a-z])/g, `$&${BREAK}`)
    .split(BREAK)
    .map((stretch) => (stretch.length <= WORD ? stretch : chunks(stretch).join(BREAK)))
    .join(BREAK);
}

function chunks(stretch: string): readonly string[] {
  const characters = Array.from(stretch);
  const count = Math.ceil(characters.length / STRETCH);
  return Array.from({ length: count }, (_, at) =>
    characters.slice(at * STRETCH, (at + 1) * STRETCH).join(''),
  );
}
