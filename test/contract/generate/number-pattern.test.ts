import { expect } from 'chai';
import { assert, double, integer, maxSafeInteger, oneof, property, tuple } from 'fast-check';
import { integerPattern, numberPattern } from '../../../src/contract/generate/number-pattern.js';
import { anchored } from '../../../src/contract/generate/pattern-text.js';

const bounds = oneof(
  tuple(integer({ min: -1200, max: 1200 }), integer({ min: 0, max: 2400 })),
  tuple(maxSafeInteger(), integer({ min: 0, max: 20 })),
).map(([minimum, span]) => [minimum, Math.min(minimum + span, Number.MAX_SAFE_INTEGER)] as const);

describe('a pattern for numbers between two bounds', () => {
  it('matches just the whole numbers between them', () => {
    const near = oneof(integer({ min: -2500, max: 2500 }), maxSafeInteger());
    assert(
      property(bounds, near, integer({ min: -2, max: 2 }), ([minimum, maximum], anywhere, beside) => {
        const pattern = new RegExp(anchored(integerPattern(minimum, maximum)));
        for (const value of [anywhere, minimum + beside, maximum + beside, -minimum, 0]) {
          if (!Number.isSafeInteger(value)) continue;
          const inside = value >= minimum && value <= maximum;
          if (pattern.test(String(value)) !== inside) return false;
        }
        return true;
      }),
    );
  });

  const texts: readonly (readonly [number, number, readonly string[], readonly string[]])[] = [
    [0, 9, ['0', '9'], ['', '-1', '10', '00', '05', '1.0', '+1', '1e0', '٣']],
    [1, 1000, ['1', '10', '999', '1000'], ['0', '1001', '0999', '10000']],
    [-5, 5, ['-5', '-1', '0', '5'], ['-6', '6', '--1', '-']],
    [-12, -7, ['-12', '-10', '-7'], ['-13', '-6', '0', '12']],
    [7, 7, ['7'], ['6', '8', '77']],
  ];
  for (const [minimum, maximum, good, bad] of texts) {
    it(`from ${minimum} to ${maximum} takes their plain decimal text`, () => {
      const pattern = new RegExp(anchored(integerPattern(minimum, maximum)));
      expect(good.filter((text) => !pattern.test(text))).to.deep.equal([]);
      expect(bad.filter((text) => pattern.test(text))).to.deep.equal([]);
    });
  }

  it('matches fractions between them, as JSON is written', () => {
    assert(
      property(
        integer({ min: -30, max: 30 }),
        integer({ min: 0, max: 30 }),
        double({ min: -70, max: 70, noNaN: true }),
        (minimum, span, value) => {
          const maximum = minimum + span;
          const pattern = new RegExp(anchored(numberPattern(minimum, maximum)));
          return pattern.test(JSON.stringify(value)) === (value >= minimum && value <= maximum);
        },
      ),
    );
  });
});
