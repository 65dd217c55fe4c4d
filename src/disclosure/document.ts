import { createHash } from 'node:crypto';
import { diffArrays } from 'diff';

/** One sentence or list item of a document. */
export interface Sentence {
  /** `line 7`, or `line 65, sentence 2` where the line holds several. Both count from 1. */
  readonly at: string;
  /** Normalised. */
  readonly text: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/** What keeps a document from being what its clauses say it is; both empty where each accounts for the other. */
export interface DocumentAccount<Clause> {
  /** Sentences that are no clause's, in the document's order. */
  readonly unaccounted: readonly Sentence[];
  /** Clauses whose sentence no longer stands in its place, in the order of the clauses. */
  readonly gone: readonly Clause[];
}

const LINE_END = /\r\n|[\n\r\u2028\u2029]/u;
// \s holds the no-break spaces and the byte order mark, but not NEL.
const WHITE_SPACE = /[\s\u0085]+/gu;
// A hyphen or an asterisk is a bullet only where white space or nothing follows: "-5" is a number.
const BULLETS = /^(?:[•‣⁃◦∙·●○■□▪▫◆◇▶▸➢➤✓✔] ?|[-*+–—](?: |$))+/u;
// Looks back over a fixed number of characters only, so that cutting is linear in the line's length.
// The number of a list item ("1. Version") ends no sentence.
const SENTENCE_END = /(?<!^[\d.]{1,12})(?<=[.!?]["'”’»)\]]{0,3}) (?=[\p{Lu}\p{Lt}\p{Nd}"'“”„‘’‚«»‹›])/u;

/** Beyond this many insertions and deletions among known sentences it is another document. */
const MOST_EDITS = 2000;

/**
 * The form in which a sentence is digested: Unicode NFC, without leading bullets and surrounding white
 * space, each run of white space one space (DESIGN 4.1). Normalising twice changes nothing.
 */
export function normalise(text: string): string {
  return text.normalize('NFC').replace(WHITE_SPACE, ' ').trim().replace(BULLETS, '');
}

/** `sha256:` and the SHA-256 of the normalised sentence in UTF-8. */
export function digestOf(sentence: string): string {
  return sha256(normalise(sentence));
}

/**
 * Cuts a plain text into its list items and sentences. A line is one list item or one paragraph; a
 * sentence ends at a full stop, a question mark or an exclamation mark that is followed by white space and
 * an upper-case letter, a digit or a quotation mark. Lines that hold nothing are counted and left out.
 */
export function cutDocument(text: string): readonly Sentence[] {
  return text.split(LINE_END).flatMap((line, index) => {
    const sentences = normalise(line)
      .split(SENTENCE_END)
      .filter((sentence) => sentence !== '');
    return sentences.map((sentence, order) => ({
      at: `line ${index + 1}${sentences.length > 1 ? `, sentence ${order + 1}` : ''}`,
      text: sentence,
      digest: sha256(sentence),
    }));
  });
}

/** `sha256:` and the SHA-256 of the normalised sentences, joined by line feeds. */
export function documentDigest(sentences: readonly Sentence[]): string {
  const hash = createHash('sha256');
  sentences.forEach(({ text }, index) => {
    hash.update(index === 0 ? text : `\n${text}`);
  });
  return `sha256:${hash.digest('hex')}`;
}

/**
 * Holds a document against its clauses, both in their order: the same words may stand in two lists and
 * mean two things there, so a sentence is accounted for only in its place. One that moved is unaccounted
 * for where it stands now, and gone from where it stood.
 *
 * Linear in the document's length; at most MOST_EDITS squared for the order of the sentences that are known.
 */
export function accountForDocument<Clause extends { readonly digest: string }>(
  text: string,
  clauses: readonly Clause[],
): DocumentAccount<Clause> {
  const sentences = cutDocument(text);
  const aligned = align(
    clauses.map(({ digest }) => digest),
    sentences.map(({ digest }) => digest),
  );
  return {
    unaccounted: sentences.filter((_, index) => !aligned.actual.has(index)),
    gone: clauses.filter((_, index) => !aligned.expected.has(index)),
  };
}

interface Alignment {
  readonly expected: ReadonlySet<number>;
  readonly actual: ReadonlySet<number>;
}

/** The positions of a longest common subsequence of two lists of digests; none where they have too little in common. */
function align(expected: readonly string[], actual: readonly string[]): Alignment {
  // What only one side has can never be aligned. Leaving it out first keeps a document with
  // thousands of foreign sentences as cheap as one with none.
  const left = positionsOf(expected, new Set(actual));
  const right = positionsOf(actual, new Set(expected));
  const changes = diffArrays(
    left.map(({ digest }) => digest),
    right.map(({ digest }) => digest),
    { maxEditLength: MOST_EDITS },
  );

  const alignment = { expected: new Set<number>(), actual: new Set<number>() };
  let [i, j] = [0, 0];
  for (const { added, removed, count } of changes ?? []) {
    if (!added && !removed) {
      for (const { position } of left.slice(i, i + count)) alignment.expected.add(position);
      for (const { position } of right.slice(j, j + count)) alignment.actual.add(position);
    }
    if (!added) i += count;
    if (!removed) j += count;
  }
  return alignment;
}

function positionsOf(digests: readonly string[], known: ReadonlySet<string>) {
  return digests.map((digest, position) => ({ digest, position })).filter(({ digest }) => known.has(digest));
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
