import { expect } from 'chai';
import fc from 'fast-check';
import { countMembers, findDuplicates } from '../../src/judge/duplicates.js';
import { membersWritten } from '../../src/trace/json-shape.js';

/** A JSON text as a tree in which names may stand twice and may be spelt in several ways. */
type Written =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Written[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Written])[] };

const spellings = [
  '"a"',
  '"\\u0061"',
  '"b"',
  '"\\"b"',
  '"a/b~c"',
  '"a\\/b~c"',
  '"__proto__"',
  '"{\\"a\\":1"',
  '""',
  '"\\\\"',
];
const plain = fc.oneof(
  fc.constantFrom('null', 'true', '-0.5e+1', '""', '"a:b"', '"\\\\"', '"}"', '"\\"a\\":1"', '"[[["', '"é🙂"'),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => JSON.stringify(text)),
);
const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...spellings) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }).map((text) => JSON.stringify(text)) },
);

const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    plain.map((text): Written => ({ kind: 'plain', text })),
    fc.array(tie('written'), { maxLength: 4 }).map((items): Written => ({ kind: 'list', items })),
    fc
      .array(fc.tuple(name, tie('written')), { maxLength: 5 })
      .map((members): Written => ({ kind: 'object', members })),
  ),
}));

const space = fc.constantFrom('', ' ', '\n', '\t\r\n ');

function write(value: Written, space: string): string {
  const join = (parts: readonly string[]): string => parts.join(`${space},${space}`);
  if (value.kind === 'plain') return value.text;
  if (value.kind === 'list')
    return `[${space}${join(value.items.map((item) => write(item, space)))}${space}]`;
  const members = value.members.map(([name, member]) => `${name}${space}:${space}${write(member, space)}`);
  return `{${space}${join(members)}${space}}`;
}

/** A reader by recursive descent (RFC 8259) that knows nothing but where members stand. */
function readNaively(text: string): { duplicates: string[]; members: number; depth: number } {
  const duplicates: string[] = [];
  let members = 0;
  let deepest = 0;
  let rest = text;
  const skip = (pattern: RegExp): string => {
    const [found = ''] = pattern.exec(rest) ?? [];
    rest = rest.slice(found.length).replace(/^[ \t\r\n]+/, '');
    return found;
  };
  const value = (at: string, depth: number): void => {
    deepest = Math.max(deepest, depth);
    if (skip(/^\{/) !== '') object(at, depth + 1);
    else if (skip(/^\[/) !== '') list(at, depth + 1);
    else if (skip(/^"(\\.|[^"\\])*"/s) === '') skip(/^[^,\]}\s]+/);
  };
  const list = (at: string, depth: number): void => {
    deepest = Math.max(deepest, depth);
    for (let index = 0; skip(/^\]/) === ''; index += 1) {
      value(`${at}/${index}`, depth);
      skip(/^,/);
    }
  };
  const object = (at: string, depth: number): void => {
    deepest = Math.max(deepest, depth);
    const seen: string[] = [];
    while (skip(/^\}/) === '') {
      const name = JSON.parse(skip(/^"(\\.|[^"\\])*"/s)) as string;
      const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      members += 1;
      if (seen.includes(name)) duplicates.push(pointer);
      seen.push(name);
      skip(/^:/);
      value(pointer, depth);
      skip(/^,/);
    }
  };
  skip(/^/);
  value('', 0);
  return { duplicates, members, depth: deepest };
}

describe('Members whose name stands twice', () => {
  const texts = fc.tuple(written, space).map(([value, space]) => write(value, space));
  const seed = 20_260_102;

  it('are found at every depth, however their names are spelt, in the order of the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        JSON.parse(text);
        expect(findDuplicates(text)).to.deep.equal(readNaively(text).duplicates);
      }),
      { seed, numRuns: 3_000 },
    );
  });

  it('are as many as JSON.parse hides, and none where it hides none', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { duplicates, members, depth } = readNaively(text);
        expect(membersWritten(text, depth)).to.equal(members);
        if (depth > 0) expect(membersWritten(text, depth - 1)).to.equal(undefined);
        const kept = countMembers(JSON.parse(text)).members;
        expect(kept < members).to.equal(duplicates.length > 0);
        expect(members - kept).to.be.at.least(duplicates.length);
      }),
      { seed, numRuns: 3_000 },
    );
  });

  it('are counted as one value each, with the values within them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const count = (child: unknown): number =>
          typeof child === 'object' && child !== null
            ? 1 + Object.values(child).reduce((sum: number, next) => sum + count(next), 0)
            : 1;
        expect(countMembers(JSON.parse(JSON.stringify(value))).values).to.equal(count(value));
      }),
      { seed, numRuns: 500 },
    );
  });

  it('cost no more than a scan where a string is nothing but backslashes', () => {
    const text = JSON.stringify({ a: '\\'.repeat(200_000) });
    expect(membersWritten(text, 1)).to.equal(1);
    expect(findDuplicates(`[${text},${text}]`)).to.deep.equal([]);
  });

  it('are not looked for beyond a string that never ends', () => {
    expect(membersWritten('{"a":"{{{{::::', 1)).to.equal(1);
  });
});
