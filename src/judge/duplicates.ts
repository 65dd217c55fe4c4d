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
