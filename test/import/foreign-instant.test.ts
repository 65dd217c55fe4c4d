import { expect } from 'chai';
import fc from 'fast-check';
import { foreignInstant, instantOfSeconds } from '../../src/import/foreign-instant.js';

describe('An instant as a recorder writes it', () => {
  const real: Readonly<Record<string, string>> = {
    '2026-01-31T12:00:00Z': '2026-01-31T12:00:00.000Z',
    '2026-01-31T12:00:00.123456+00:00': '2026-01-31T12:00:00.123Z',
    '2026-01-31T12:00:00.999999999Z': '2026-01-31T12:00:00.999Z',
    '2026-01-31T12:00:00+05:30': '2026-01-31T06:30:00.000Z',
    '2026-01-31T23:30:00-0100': '2026-02-01T00:30:00.000Z',
    '2026-01-31 12:00:00.5 UTC': '2026-01-31T12:00:00.500Z',
  };
  for (const [text, instant] of Object.entries(real)) {
    it(`${text} is ${instant}`, () => {
      expect(new Date(foreignInstant(text) ?? Number.NaN).toISOString()).to.equal(instant);
    });
  }

  const unreal = [
    '',
    '2026-01-31T12:00:00',
    '2026-02-30T12:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T12:00:00+24:00',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-01:00',
    'Sat Jan 31 2026',
    `2026-01-31T12:00:00.${'0'.repeat(100)}Z`,
  ];
  for (const text of unreal) {
    it(`${JSON.stringify(text.slice(0, 40))} is none`, () => {
      expect(foreignInstant(text)).to.equal(undefined);
    });
  }

  it('is what the engine makes of it, with any offset', () => {
    const offsets = fc.tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59));
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        offsets,
        (date, offset) => {
          const [sign, hours, minutes] = offset;
          const two = (number: number): string => String(number).padStart(2, '0');
          const text = `${date.toISOString().slice(0, -1)}${sign}${two(hours)}:${two(minutes)}`;
          expect(foreignInstant(text)).to.equal(Date.parse(text));
        },
      ),
    );
  });

  it('in seconds is kept to the millisecond, and is none where no trace could hold it', () => {
    expect(instantOfSeconds(1.0019)).to.equal(1001);
    for (const seconds of [Number.NaN, Number.POSITIVE_INFINITY, 1e18, -1e18]) {
      expect(instantOfSeconds(seconds)).to.equal(undefined);
    }
  });
});
