import type { List, ListItem, PhrasingContent, RootContent, Table, TableCell } from 'mdast';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import { visible } from '../disclosure/visible.js';

/** A captured value is evidence where it is short; where it is long, the trace holds it. */
const CODE_LIMIT = 300;
const SENTENCE_LIMIT = 1000;
const NONE = '—';

/**
 * A word of plain prose, with its punctuation. Whatever else a word may be is shown as code, for only there do a code
 * host's own readings stop: @names, #123, !123, www., addresses, :shortcodes:, $formulas$, /commands, hashes of commits.
 * Backslashes do not help against those, since they are found in the text after Markdown was read.
 */
const PLAIN = /^[("‘“‹]*[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,:;/+%‹›-]*[)"’”›.,:;!?…]*$/u;
const BETWEEN_WORDS = /^[–—·…+×-]$/u;
const READ_BY_HOSTS =
  /www\.|\/\/|:.*:|^\W*gh-\d|(?<![\p{L}\p{N}])[0-9a-f]{7,64}(?![\p{L}\p{N}])|^\W*(?:mailto|xmpp):/iu;

/** Text that came from a trace or a file, as it is: code, in which no markup holds. A dash where there is none. */
export function code(text: string, limit = CODE_LIMIT): readonly PhrasingContent[] {
  const shown = visible(text, limit).trim();
  if (shown === '') return [{ type: 'text', value: NONE }];
  // In a cell, readers of tables disagree about a pipe in code after a backslash: it stands as text between two codes.
  return shown.split(/(\|)/).flatMap((part): PhrasingContent[] => {
    if (part === '') return [];
    return [part === '|' ? { type: 'text', value: part } : { type: 'inlineCode', value: part }];
  });
}

/** A sentence: its words as text, and each word that a reader of Markdown could take for more than a word as code. */
export function prose(text: string, limit = SENTENCE_LIMIT): readonly PhrasingContent[] {
  const words = visible(text.replaceAll(/\s+/g, ' ').trim(), limit)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return [{ type: 'text', value: NONE }];
  const runs: { plain: boolean; words: string[] }[] = [];
  for (const word of words) {
    const plain = isPlain(word);
    const last = runs.at(-1);
    if (last?.plain === plain) last.words.push(word);
    else runs.push({ plain, words: [word] });
  }
  return runs.flatMap(({ plain, words }, index): PhrasingContent[] => {
    const gap: PhrasingContent[] = index === 0 ? [] : [{ type: 'text', value: ' ' }];
    const told = words.join(' ');
    return [...gap, ...(plain ? [{ type: 'text', value: told } as const] : code(told, told.length))];
  });
}

function isPlain(word: string): boolean {
  return (PLAIN.test(word) || BETWEEN_WORDS.test(word)) && !READ_BY_HOSTS.test(word);
}

/** Several values, each as code. */
export function codes(texts: readonly string[]): readonly PhrasingContent[] {
  if (texts.length === 0) return [{ type: 'text', value: NONE }];
  return texts.flatMap((text, index): PhrasingContent[] => [
    ...(index === 0 ? [] : [{ type: 'text', value: ', ' } as const]),
    ...code(text),
  ]);
}

/** Words of our own. */
export function words(value: string): readonly PhrasingContent[] {
  return [{ type: 'text', value }];
}

/** A table in which each cell is what the functions above make. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly (readonly PhrasingContent[])[])[],
): Table {
  const cell = (children: readonly PhrasingContent[]): TableCell => ({
    type: 'tableCell',
    children: [...children],
  });
  return {
    type: 'table',
    children: [headings.map(words), ...rows].map((cells) => ({
      type: 'tableRow',
      children: cells.map(cell),
    })),
  };
}

export function bulletList(items: readonly (readonly PhrasingContent[])[]): List {
  const item = (children: readonly PhrasingContent[]): ListItem => ({
    type: 'listItem',
    spread: false,
    children: [{ type: 'paragraph', children: [...children] }],
  });
  return { type: 'list', ordered: false, spread: false, children: items.map(item) };
}

/** GitHub Flavored Markdown, ending in one line feed; a row of a table is a line, as is an item of a list. */
export function markdown(children: readonly RootContent[]): string {
  return toMarkdown(
    { type: 'root', children: [...children] },
    // Columns that line up would make each row as wide as the widest.
    { bullet: '-', extensions: [gfmTableToMarkdown({ tablePipeAlign: false })] },
  );
}
