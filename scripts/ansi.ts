export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'note';

/** A stretch of text in one style. */
export interface Span {
  readonly text: string;
  readonly styles: readonly Style[];
}

export type Line = readonly Span[];

const ESCAPE = String.fromCharCode(27);
const starts: Readonly<Record<string, Style>> = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  32: 'green',
  33: 'yellow',
};
const ends: Readonly<Record<string, readonly Style[]>> = {
  0: ['bold', 'dim', 'red', 'green', 'yellow'],
  22: ['bold', 'dim'],
  39: ['red', 'green', 'yellow'],
};

/** Reads a text with the colours of ECMA-48 (SGR) that a terminal report has; throws at any other. */
export function readAnsi(text: string): readonly Line[] {
  const styles = new Set<Style>();
  return text.split('\n').map((line) => {
    const [first = '', ...rest] = line.split(`${ESCAPE}[`);
    const spans: Span[] = [{ text: first, styles: [...styles] }];
    for (const part of rest) {
      const end = part.indexOf('m');
      apply(styles, part.slice(0, end));
      spans.push({ text: part.slice(end + 1), styles: [...styles] });
    }
    return spans.filter((span) => span.text !== '');
  });
}

function apply(styles: Set<Style>, code: string): void {
  const started = starts[code];
  const ended = ends[code];
  if (started !== undefined) styles.add(started);
  else if (ended !== undefined) for (const style of ended) styles.delete(style);
  else throw new Error(`the colour ${JSON.stringify(code)} cannot be drawn`);
}

/** The line without its styles. */
export function plain(line: Line): string {
  return line.map(({ text }) => text).join('');
}

/** Breaks a line as a terminal of so many columns does. */
export function fold(line: Line, columns: number): readonly Line[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text, styles } of line) {
    let rest = text;
    while (rest !== '') {
      if (used === columns) {
        lines.push([]);
        used = 0;
      }
      const piece = rest.slice(0, columns - used);
      lines.at(-1)?.push({ text: piece, styles });
      used += piece.length;
      rest = rest.slice(piece.length);
    }
  }
  return lines;
}
