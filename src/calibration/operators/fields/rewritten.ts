import { pointerOf } from '../../../disclosure/source-file.js';
import { obeys } from '../../../specimen/payload-value.js';
import { objectsOf, rewritten, type WireNode, withMembers, writeJson } from './json-text.js';
import { type Change, type Message, withText } from './message.js';
import { withValue } from './payload-edit.js';
import type { Places } from './places.js';
import { escaped, percentEncoded } from './spellings.js';
import { pairsOf, wireTree, withTree } from './wire-tree.js';

const spaces = [
  ['a space', ' '],
  ['a tab', '\t'],
  ['a carriage return', '\r'],
  ['a line feed', '\n'],
  ['all of them', '\r\n\t '],
] as const;

/** The same JSON value as another text (RFC 8259): nothing of what it says is changed. */
export function* jsonSpellings(message: Message, tree: WireNode): Iterable<Change> {
  const written = (operator: string, what: string, node: WireNode, space = ''): Change => ({
    operator: `equivalent/${operator}`,
    subject: `${message.payload.id}: ${what}`,
    event: withText(message, writeJson(node, space)),
    charges: [],
  });
  for (const keys of objectsOf(tree))
    yield written('member-order', `${pointerOf(keys) || 'the whole'} in reverse`, reversed(tree, keys));
  for (const [what, space] of spaces)
    yield written('white-space', `${what} between all its parts`, tree, space);
  for (const isUpperCase of [false, true]) {
    const spelled = rewritten(
      tree,
      (text, value) => (typeof value === 'string' ? escaped(value, isUpperCase) : text),
      (_text, name) => escaped(name, isUpperCase),
    );
    yield written('escapes', `as escapes in ${isUpperCase ? 'capitals' : 'small letters'}`, spelled);
  }
  const slashed = (text: string): string => text.replaceAll('/', '\\/');
  const withSlashes = rewritten(tree, slashed, slashed);
  if (writeJson(withSlashes) !== writeJson(tree)) yield written('escapes', 'with \\/ for /', withSlashes);
  for (const [what, form] of numberForms) {
    const spelled = rewritten(tree, (text, value) => (typeof value === 'number' ? form(text) : text));
    if (writeJson(spelled) !== writeJson(tree)) yield written('number-form', what, spelled);
  }
}

/** RFC 8259 section 6: a fraction or exponent that says nothing. */
const numberForms: readonly (readonly [string, (text: string) => string])[] = [
  [
    'numbers with a fraction of nothing',
    (text) => (/e/.test(text) ? text : `${text}${text.includes('.') ? '0' : '.0'}`),
  ],
  ['numbers with the exponent e0', (text) => (/e/.test(text) ? text : `${text}e0`)],
  ['numbers with the exponent E+00', (text) => (/e/.test(text) ? text : `${text}E+00`)],
];

function reversed(tree: WireNode, keys: readonly string[]): WireNode {
  return withMembers(tree, keys, (members) => members.toReversed());
}

/** The same names and values as another query or form (WHATWG URL section 5). */
export function* pairSpellings(message: Message, tree: WireNode, places: Places): Iterable<Change> {
  const spelled = (operator: string, what: string, text: string): Change => ({
    operator: `equivalent/${operator}`,
    subject: `${message.payload.id}: ${what}`,
    event: withText(message, text),
    charges: [],
  });
  const pairs = pairsOf(tree);
  if (pairs.length > 1)
    yield {
      ...spelled('pair-order', 'its pairs in reverse', ''),
      event: withTree(message, reversed(tree, [])),
    };
  for (const isLowerCase of [false, true]) {
    const text = pairs
      .map((pair) => pair.map((part) => percentEncoded(part, isLowerCase)).join('='))
      .join('&');
    yield spelled('percent-encoding', `every byte in ${isLowerCase ? 'small letters' : 'capitals'}`, text);
  }
  yield* blanks(message, places);
}

const BLANK = 'a b';

/** A blank in a text as + and as %20. */
function* blanks(message: Message, { present }: Places): Iterable<Change> {
  const operator = 'equivalent/blank';
  const place = present.find(
    ({ field, schema, keys }) =>
      keys.length === 1 &&
      field.annotation?.equals === undefined &&
      obeys(message.payload.schema, schema, BLANK),
  );
  const value = place && withValue(message.value, place.keys, BLANK);
  const tree = value && wireTree({ ...message, value });
  if (place === undefined || tree === undefined) {
    yield { operator, subject: message.payload.id, because: 'none of its texts may hold a blank' };
    return;
  }
  const plus = new URLSearchParams(pairsOf(tree)).toString();
  for (const text of [plus, plus.replaceAll('+', '%20')])
    yield {
      operator,
      subject: `${place.subject}: as ${text === plus ? '+' : '%20'}`,
      event: withText(message, text),
      charges: [],
    };
}
