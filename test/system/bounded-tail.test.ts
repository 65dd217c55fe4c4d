import { expect } from 'chai';
import fc from 'fast-check';
import { createBoundedTail } from '../../src/system/bounded-tail.js';

describe('A bounded tail', () => {
  it('keeps the last bytes however they came, and counts those before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 40 })),
        fc.integer({ min: 1, max: 60 }),
        (parts, limit) => {
          const tail = createBoundedTail(limit);
          for (const part of parts) tail.push(Buffer.from(part));
          const all = parts.join('');
          expect(tail.text()).to.equal(all.slice(-limit));
          expect(tail.dropped()).to.equal(Math.max(0, all.length - limit));
          expect(tail.text(3)).to.equal(all.slice(-Math.min(3, limit)));
        },
      ),
    );
  });
});
