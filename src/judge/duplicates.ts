import { visit } from 'jsonc-parser';
import { pointerOf } from '../disclosure/source-file.js';
import { defineRule } from './rule.js';

export const duplicateField = defineRule({
  id: 'field/duplicate',
  kind: 'excess',
  fires: 'A name stands twice in one object, query or form.',
  charged: 'the payload’s clause',
  explanation:
    'RFC 8259 section 4 leaves open which of two members of one name counts. Readers disagree, most keep the last, and so the other can carry anything unseen. Candor looks at the text that was sent, since JSON.parse hides all but one.',
  remedy: 'Send each name once.',
});

/** Members of objects in a JSON text and how deep it is nested, by one scan over its characters. */
export function measureJson(text: string): { readonly members: number; readonly depth: number } {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === COLON) members += 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
  return { members, depth: deepest };
}

const QUOTE = 34;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const BACKSLASH = 92;

function endOfString(text: string, start: number): number {
  let index = start;
  for (;;) {
    index = text.indexOf('"', index + 1);
    if (index < 0) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return index;
  }
}

/** How many members and values a parsed JSON value holds, at every depth. */
export function countMembers(value: unknown): { readonly members: number; readonly values: number } {
  let members = 0;
  let values = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    values += 1;
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (typeof next === 'object' && next !== null) {
      const children = Object.values(next);
      members += children.length;
      for (const child of children) open.push(child);
    }
  }
  return { members, values };
}

/** The pointers of the members whose name stood before in the same object, in the order of the text. */
export function findDuplicates(text: string): readonly string[] {
  const found: string[] = [];
  const open: Set<string>[] = [];
  visit(
    text,
    {
      onObjectBegin: () => {
        open.push(new Set());
      },
      onObjectProperty: (name, _offset, _length, _line, _character, path) => {
        const names = open.at(-1);
        if (names?.has(name)) found.push(pointerOf([...path(), name]));
        names?.add(name);
      },
      onObjectEnd: () => {
        open.pop();
      },
    },
    { disallowComments: true },
  );
  return found;
}
