import { expect } from 'chai';
import { assert, constantFrom, oneof, property, string, stringMatching } from 'fast-check';
import { anchored, literalPattern } from '../../../src/contract/generate/pattern-text.js';
import { portablePattern } from '../../../src/contract/generate/portable-pattern.js';

/** Patterns as vendors write them; `i` ignores letter case. */
const held: readonly (readonly [string, ('i' | undefined)?])[] = [
  ['^[a-z]+$'],
  ['^[0-9]{1,9}(\\.[0-9]{1,9}){0,9}$'],
  ['^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,7}$'],
  ['abc'],
  ['^abc'],
  ['abc$'],
  ['^a|b$'],
  ['^(?:a|bc?)+$'],
  ['^a.c$'],
  ['^\\d{2}:\\d{2}$'],
  ['^\\w+@\\w+$'],
  ['^\\s*\\S+\\s*$'],
  ['^[^\\s/]+$'],
  ['^[\\s\\S]{2,4}$'],
  ['^[\\]\\[&~^-]+$'],
  ['^[a-]+$'],
  ['^\\u00e9\\x41\\u{1F600}\\t$'],
  ['^[\\u0080-\\u009f\\u00ad]\\x7f?$'],
  ['^a{2}b{2,}c{0,3}d*e+f?$'],
  ['^a*?b+?$'],
  ['^[a-f0-9]{4}$', 'i'],
  ['^Bearer [A-Z]+$', 'i'],
];

const refused: readonly (readonly [string, ('i' | undefined)?])[] = [
  ['^(?!admin)[a-z]+$'],
  ['^(?<=a)b$'],
  ['^(a)\\1$'],
  ['^(?<name>a)$'],
  ['\\bword\\b'],
  ['^\\p{Lu}+$'],
  ['^(^a)$'],
  ['a$b'],
  ['^[\\S\\d]+$'],
  ['^a{200000}$'],
  ['^\\ud83d$'],
  ['^é$', 'i'],
  ['^[!-a]$', 'i'],
  ['^(a'],
  ['^[a'],
  ['a)'],
  ['*'],
  ['^[]$'],
  [`^${'('.repeat(100)}a${')'.repeat(100)}$`],
  ['a'.repeat(30_000)],
];

describe('a pattern for every engine', () => {
  for (const [source, flag] of held) {
    it(`matches what ${JSON.stringify(source)}${flag ?? ''} finds, and nothing else`, () => {
      const portable = new RegExp(anchored(portablePattern(source, flag === 'i') ?? '(?!)'), 'u');
      const original = new RegExp(source, `u${flag ?? ''}`);
      const texts = oneof(
        string({ unit: 'binary' }),
        string({ unit: constantFrom(...'abcABC019.:@-_ \n\t\r/&~^[]é٣😀\u2028\u00a0') }),
        stringMatching(new RegExp(source, 'u')),
      );
      assert(property(texts, (text) => portable.test(text) === original.test(text)));
    });
  }

  for (const [source, flag] of refused) {
    it(`is not made of ${source.slice(0, 40)}, which engines read differently or not at all`, () => {
      expect(portablePattern(source, flag === 'i')).to.equal(undefined);
    });
  }

  it('of a text matches that text and no other', () => {
    assert(
      property(string({ unit: 'binary' }), string({ unit: 'binary' }), (text, other) => {
        const pattern = new RegExp(anchored(literalPattern(text)), 'u');
        return pattern.test(text) && pattern.test(other) === (text === other);
      }),
    );
  });

  it('uses no escape of one engine alone', () => {
    for (const [source, flag] of held) {
      const escapes = portablePattern(source, flag === 'i')?.match(/\\./gu) ?? [];
      expect(escapes.filter((escaped) => !/\\[sSxutnrf\\^$.*+?()[\]{}|-]/.test(escaped))).to.deep.equal([]);
    }
  });
});
