import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root: string = fileURLToPath(new URL('../../../', import.meta.url));

/** A fenced block that a comment in the line above it marks: `<!-- format: trace, file: a/b.ndjson -->`. */
export interface Block {
  /** `page.md:12`, the line of the fence. */
  readonly place: string;
  readonly marks: ReadonlyMap<string, string>;
  readonly text: string;
}

const BLOCK = /^<!-- (?<marks>[a-z]+(?::? [^\n]*?)?) -->\n```\w*\n(?<text>.*?)^```$/gms;

/** The documents that a reader may open, from the root of the checkout. */
export function pages(): readonly string[] {
  const top = readdirSync(root).filter((name) => name.endsWith('.md'));
  const below = ['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.split(sep).includes('node_modules'))
      .map((name) => join(folder, name)),
  );
  return [...top, 'reports/README.md', ...below].sort();
}

export function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** The marked blocks of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
  const text = readPage(page);
  return [...text.matchAll(BLOCK)].map((match) => ({
    place: `${page}:${text.slice(0, match.index).split('\n').length + 1}`,
    marks: new Map((match.groups?.['marks'] ?? '').split(', ').map(markOf)),
    text: match.groups?.['text'] ?? '',
  }));
}

function markOf(mark: string): [string, string] {
  const [name = '', value = ''] = mark.split(': ');
  return [name, value];
}
