import { visible } from '../disclosure/visible.js';

const TEXT_LIMIT = 2000;

/**
 * A text as a SARIF message: braces are doubled, or they would be placeholders (SARIF 2.1.0 section 3.11.5), and a
 * blank stands where brackets and parentheses would be an embedded link (section 3.11.6).
 */
export function message(...paragraphs: readonly string[]): { readonly text: string } {
  const text = paragraphs
    .map((paragraph) => visible(paragraph, TEXT_LIMIT))
    .join('\n')
    .replaceAll(/[{}]/g, (brace) => brace + brace)
    .replaceAll('](', '] (');
  return { text: text === '' ? '—' : text };
}

/**
 * A file's name as a relative URI reference (RFC 3986): each segment percent-encoded, and none that would lead out of
 * the folder, begin at a root or name a scheme.
 */
export function relativeUri(file: string): string {
  const segments = file
    .toWellFormed()
    .replaceAll('\\', '/')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .map((segment) => (segment === '..' ? '_..' : encodeURIComponent(segment)));
  return segments.length === 0 ? 'unnamed' : segments.join('/');
}

/** One component of a hierarchical string (section 3.5.4), in which a slash begins the next. */
export function component(text: string): string {
  return encodeURIComponent(visible(text, TEXT_LIMIT).toWellFormed());
}
