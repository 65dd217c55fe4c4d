import { expect } from 'chai';
import fc from 'fast-check';
import { lengthOf, moment, offsetOf, shortened, withMoments } from '../../src/report/html/words.js';

describe('The words of the HTML report', () => {
  const lengths: readonly [number, string][] = [
    [0, '0 s'],
    [82, '0.082 s'],
    [24_000, '24 s'],
    [31_240, '31.2 s'],
    [59_940, '59.9 s'],
    [59_999, '1 min'],
    [60_000, '1 min'],
    [294_000, '4 min 54 s'],
    [3_599_600, '1 h'],
    [14_400_000, '4 h'],
    [5_400_000, '1 h 30 min'],
    [86_400_000, '24 h'],
  ];
  for (const [milliseconds, says] of lengths)
    it(`say ${milliseconds} ms as ${says}`, () => {
      expect(lengthOf(milliseconds)).to.equal(says);
    });

  it('never carry sixty of anything', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (milliseconds) => {
        expect(lengthOf(milliseconds)).not.to.match(/\b60(\.0)? (s|min)/);
      }),
    );
  });

  it('say which way an instant is off', () => {
    expect([offsetOf(24_000), offsetOf(-294_000), offsetOf(0)]).to.deep.equal([
      '+24 s',
      '−4 min 54 s',
      '±0 s',
    ]);
  });

  it('leave a text that is no instant as it is', () => {
    expect(moment('2026-01-01T12:00:12.482Z')).to.equal('2026-01-01 12:00:12.482');
    expect(moment('2026-01-01T12:00:12.000Z')).to.equal('2026-01-01 12:00:12');
    expect(moment('yesterday <b>')).to.equal('yesterday <b>');
    expect(withMoments('from 2026-01-01T12:00:12.000Z on')).to.equal('from 2026-01-01 12:00:12 UTC on');
  });

  it('never cut a character in half', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 30 }), (text, limit) => {
        const cut = shortened(text, limit);
        expect(cut.isWellFormed()).to.equal(true);
        expect(cut.length).to.be.at.most(Math.max(limit, 1));
      }),
    );
  });
});
