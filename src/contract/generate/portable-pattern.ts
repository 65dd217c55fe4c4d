import { ANY, codePoint, literal, NotPortable, range } from './pattern-text.js';

/** Pact's engine counts no further. */
export const REPEAT_LIMIT = 100_000;

const LENGTH_LIMIT = 20_000;
const DEPTH_LIMIT = 50;

/** What the classes of ECMA-262 section 22.2.2.9 hold; other engines count all of Unicode's digits and letters in. */
const sets: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'A-Za-z0-9_',
  s: '\\t\\n\\x0b\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff',
};
const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v' };

interface Reader {
  readonly characters: readonly string[];
  readonly ignoreCase: boolean;
  at: number;
  depth: number;
}

/**
 * A pattern of JSON Schema (ECMA-262, searched for anywhere in the text) as one that the engines behind Pact read
 * alike (Oniguruma, Rust's regex, Java's), and that is to match the whole text. It has no anchors of its own.
 *
 * @returns undefined where the pattern has what they do not share: look-around, back references, properties,
 * word boundaries, anchors in the middle.
 */
export function portablePattern(source: string, ignoreCase = false): string | undefined {
  if (source.length > LENGTH_LIMIT) return undefined;
  const reader: Reader = { characters: [...source], ignoreCase, at: 0, depth: 0 };
  try {
    return wholeText(reader);
  } catch (error) {
    if (error instanceof NotPortable) return undefined;
    throw error;
  }
}

function wholeText(reader: Reader): string {
  const branches: string[] = [];
  do {
    const start = take(reader, '^') ? '' : `${ANY}*`;
    const body = sequence(reader);
    const end = take(reader, '$') ? '' : `${ANY}*`;
    branches.push(`${start}${body}${end}`);
  } while (take(reader, '|'));
  if (reader.at < reader.characters.length) throw new NotPortable();
  return branches.join('|');
}

/** Up to the end of a branch: `|`, `)`, `$` or the end of the pattern. */
function sequence(reader: Reader): string {
  let body = '';
  for (let next = peek(reader); next !== undefined && !'|)$'.includes(next); next = peek(reader)) {
    body += atom(reader) + quantifier(reader);
  }
  return body;
}

function atom(reader: Reader): string {
  const character = next(reader);
  switch (character) {
    case '(':
      return group(reader);
    case '[':
      return characterClass(reader);
    case '.':
      return '[^\\n\\r\\u2028\\u2029]';
    case '\\': {
      const escaped = escapeSequence(reader);
      if ('literal' in escaped) return literal(escaped.literal, reader.ignoreCase);
      return `[${escaped.negated ? '^' : ''}${escaped.set}]`;
    }
    case '^':
    case '*':
    case '+':
    case '?':
    case '{':
      throw new NotPortable();
    default:
      return literal(character, reader.ignoreCase);
  }
}

function group(reader: Reader): string {
  reader.depth += 1;
  if (reader.depth > DEPTH_LIMIT) throw new NotPortable();
  if (take(reader, '?') && !take(reader, ':')) throw new NotPortable();
  const branches = [sequence(reader)];
  while (take(reader, '|')) branches.push(sequence(reader));
  if (!take(reader, ')')) throw new NotPortable();
  reader.depth -= 1;
  return `(?:${branches.join('|')})`;
}

/** The whole text is matched, so that it makes no difference whether a quantifier is greedy. */
function quantifier(reader: Reader): string {
  const rest = reader.characters.slice(reader.at, reader.at + 30).join('');
  const [text] = /^(?:[*+?]|\{\d{1,7}(?:,\d{0,7})?\})/.exec(rest) ?? [''];
  const counts = (text.match(/\d+/g) ?? []).map(Number);
  if (counts.some((count) => count > REPEAT_LIMIT)) throw new NotPortable();
  reader.at += text.length;
  if (text !== '') take(reader, '?');
  return text;
}

function characterClass(reader: Reader): string {
  const negated = take(reader, '^');
  let members = '';
  const excluded = new Set<string>();
  const included = new Set<string>();
  while (!take(reader, ']')) {
    const member = classMember(reader);
    if ('set' in member) {
      (member.negated ? excluded : included).add(member.set);
      if (!member.negated) members += member.set;
      continue;
    }
    const last = rangeEnd(reader);
    members += range(member.literal, last ?? member.literal, reader.ignoreCase);
  }
  // [\s\S] and its like, the one use of a negated class in a class that needs no nesting.
  if ([...excluded].some((set) => included.has(set)) && !negated) return ANY;
  if (excluded.size > 0) throw new NotPortable();
  if (members === '') {
    if (negated) return ANY;
    throw new NotPortable();
  }
  return `[${negated ? '^' : ''}${members}]`;
}

type Member = { readonly literal: string } | { readonly set: string; readonly negated: boolean };

function classMember(reader: Reader): Member {
  const character = next(reader);
  return character === '\\' ? escapeSequence(reader) : { literal: character };
}

/** The end of a range, where one begins here; a hyphen at the end of the class is itself. */
function rangeEnd(reader: Reader): string | undefined {
  if (peek(reader) !== '-' || reader.characters[reader.at + 1] === ']') return undefined;
  reader.at += 1;
  const end = classMember(reader);
  if (!('literal' in end)) throw new NotPortable();
  return end.literal;
}

function escapeSequence(reader: Reader): Member {
  const character = next(reader);
  const set = sets[character.toLowerCase()];
  if (set !== undefined && /[dwsDWS]/.test(character))
    return { set, negated: character !== character.toLowerCase() };
  if (Object.hasOwn(controls, character)) return { literal: controls[character] ?? '' };
  if (character === 'x') return { literal: codePoint(digits(reader, 2)) };
  if (character === 'u')
    return { literal: codePoint(take(reader, '{') ? braced(reader) : digits(reader, 4)) };
  if (/[0-9A-Za-z]/.test(character)) throw new NotPortable();
  return { literal: character };
}

function digits(reader: Reader, count: number): string {
  return Array.from({ length: count }, () => next(reader)).join('');
}

function braced(reader: Reader): string {
  let text = '';
  for (let character = next(reader); character !== '}'; character = next(reader)) text += character;
  return text;
}

function peek({ at, characters }: Reader): string | undefined {
  return characters[at];
}

function next(reader: Reader): string {
  const character = reader.characters[reader.at];
  if (character === undefined) throw new NotPortable();
  reader.at += 1;
  return character;
}

function take(reader: Reader, character: string): boolean {
  if (peek(reader) !== character) return false;
  reader.at += 1;
  return true;
}
