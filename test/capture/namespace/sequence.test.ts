import { expect } from 'chai';
import fc from 'fast-check';
import { createSequenceAccount } from '../../../src/capture/namespace/sequence.js';

describe('the account of a TCP stream', () => {
  it('counts each byte once, in whatever order and however often it is sent', () => {
    const segment = fc.record({ start: fc.integer({ min: -20, max: 300 }), length: fc.nat({ max: 60 }) });
    const first = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(first, fc.array(segment, { maxLength: 40 }), (initial, segments) => {
        const account = createSequenceAccount(initial);
        const sent = new Set<number>();
        for (const { start, length } of segments) {
          let fresh = 0;
          for (let at = Math.max(0, start); at < start + length; at += 1) {
            if (!sent.has(at)) fresh += 1;
            sent.add(at);
          }
          expect(account.fresh((initial + start) >>> 0, length)).to.equal(fresh);
        }
      }),
    );
  });

  it('goes on where the numbers begin again', () => {
    const account = createSequenceAccount(0xfffffff0);
    expect(account.fresh(0xfffffff0, 0x10)).to.equal(0x10);
    expect(account.fresh(0, 100)).to.equal(100);
    expect(account.fresh(0xfffffff8, 0x10)).to.equal(0);
  });
});
