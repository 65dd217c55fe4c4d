import { expect } from 'chai';
import fc from 'fast-check';
import { visible } from '../../src/disclosure/visible.js';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const BIDIRECTIONAL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe('Text that is made visible', () => {
  const codeUnit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }),
    fc.integer({ min: 0, max: 0x9f }),
    fc.integer({ min: 0x2000, max: 0x206f }),
    fc.integer({ min: 0xd800, max: 0xdfff }),
    fc.constantFrom(0x061c, 0xad, 0xfeff, 0xfffe, 0xdb40, 0xdc01),
  );
  const anything = fc.array(codeUnit, { maxLength: 300 }).map((units) => String.fromCharCode(...units));
  const limit = fc.integer({ min: 0, max: 200 });

  it('holds no control, format, separator or bidirectional character, and no half of a pair', () => {
    fc.assert(
      fc.property(anything, limit, (text, limit) => {
        const shown = visible(text, limit);
        expect(UNSEEN.test(shown)).to.equal(false);
        expect(BIDIRECTIONAL.test(shown)).to.equal(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is no longer than its limit allows, however long it was', () => {
    fc.assert(
      fc.property(anything, limit, (text, limit) => {
        expect(visible(text, limit).length).to.be.at.most(8 * limit + 1);
      }),
    );
    expect(visible('x'.repeat(1_000_000)).length).to.equal(121);
    expect(visible('\0'.repeat(1_000_000)).length).to.equal(8 * 120 + 1);
  });

  it('is the text itself where all of it can be seen and it is short', () => {
    const seen = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !UNSEEN.test(text));
    fc.assert(
      fc.property(seen, (text) => {
        expect(visible(text, 1_000)).to.equal(text);
      }),
    );
  });

  it('stays as it is when it is made visible again', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const shown = visible(text, 1_000);
        expect(visible(shown, 10_000)).to.equal(shown);
      }),
    );
  });

  const table: readonly (readonly [string, string])[] = [
    ['a\u202eb', 'a‹U+202E›b'],
    ['\u001b[31mred', '‹U+001B›[31mred'],
    ['one\r\ntwo', 'one‹U+000D›‹U+000A›two'],
    ['\u{e0001}', '‹U+E0001›'],
    ['\ud800', '‹U+D800›'],
    ['zero\u200bwidth', 'zero‹U+200B›width'],
    ['naïve 漢字 🙂', 'naïve 漢字 🙂'],
  ];
  for (const [text, shown] of table) {
    it(`is ${shown} for ${JSON.stringify(text)}`, () => expect(visible(text)).to.equal(shown));
  }
});
