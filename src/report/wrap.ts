import { visible } from '../disclosure/visible.js';

/** A text of several lines is one paragraph, and never floods the terminal. */
const TEXT_LIMIT = 4000;

/** What a file says, as one paragraph in which what cannot be seen is made visible. */
export function paragraph(text: string): string {
  return visible(text.replaceAll(/\s+/g, ' ').trim(), TEXT_LIMIT);
}

/** Breaks a text at blanks into lines of at most `width` columns; later lines begin with `indent`. */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line === '' || line === indent) line = longer;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
