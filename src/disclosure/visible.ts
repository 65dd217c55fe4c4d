// C0 and C1 controls, format characters (bidirectional overrides, zero width), separators and lone surrogates.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

/**
 * Text from a trace or a product, made harmless to read: what cannot be seen becomes ‹U+202E›, and what is
 * longer than the limit (in UTF-16 code units) is cut.
 */
export function visible(text: string, limit = 120): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut.replace(UNSEEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `‹U+${code}›`;
  });
}
