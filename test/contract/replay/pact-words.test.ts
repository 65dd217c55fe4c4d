import { expect } from 'chai';
import fc from 'fast-check';
import { pactWords } from '../../../src/contract/replay/pact-words.js';

const saying = (...mismatches: readonly object[]): unknown => ({
  mismatches: [{ type: 'request-mismatch', mismatches }],
});

describe('Pact’s words', () => {
  it('tell the place and the reason, and of a value its length alone', () => {
    const words = pactWords(
      saying(
        {
          type: 'BodyMismatch',
          path: '$.a',
          actual: '"secret"',
          mismatch: "Expected 'secret' to match '^x$'",
        },
        { type: 'QueryMismatch', parameter: 'v', actual: '42', mismatch: "Expected '1' but was '42'" },
        {
          type: 'BodyMismatch',
          path: '$',
          actual: '{"a":"secret"}',
          mismatch: 'Expected [] but got {"a":"secret"}',
        },
      ),
    );
    expect(words).to.deep.equal([
      'BodyMismatch $',
      "BodyMismatch $.a: Expected (6 characters) to match '^x$'",
      "QueryMismatch v: Expected '1' but was (2 characters)",
    ]);
  });

  it('are five at the most', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ type: 'BodyMismatch', path: `$.${index}` }));
    expect(pactWords(saying(...many))).to.have.lengthOf(6);
    expect(pactWords(saying(...many)).at(-1)).to.equal('and 4 more');
  });

  it('are short and harmless, whatever the answer is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string({ maxLength: 2000, unit: 'binary' }), (value, text) => {
        const answers = [
          value,
          saying({ type: text, path: text, mismatch: text, actual: text }),
          saying(value as object),
        ];
        for (const word of answers.flatMap((answer) => pactWords(answer))) {
          expect(word.length).to.be.lessThan(3000);
          expect(word).to.not.match(/\p{Cc}/u);
        }
      }),
    );
  });
});
