import { expect } from 'chai';
import fc from 'fast-check';
import { architecture, socketFilter } from '../../../src/capture/namespace/confinement.js';

/** A system call, as a filter sees it (struct seccomp_data). */
interface Call {
  readonly number: number;
  readonly audit: number;
  readonly first: number;
}

/** Runs a filter as the kernel does, for the few instructions that it has. */
function judge(filter: Buffer, call: Call): number {
  let accumulator = 0;
  for (let at = 0; at < filter.length / 8; at += 1) {
    const instruction = filter.subarray(8 * at);
    const value = instruction.readUInt32LE(4);
    const code = instruction.readUInt16LE(0);
    if (code === 0x06) return value;
    if (code === 0x20) accumulator = { 0: call.number, 4: call.audit, 16: call.first }[value] ?? Number.NaN;
    else if (code === 0x15) at += instruction.readUInt8(accumulator === value ? 2 : 3);
    else throw new Error(`instruction ${code}`);
  }
  throw new Error('the filter has no end');
}

const allowed = 0x7fff0000;
const families = [1, 2, 10, 16, 17, 38];

describe('The filter of sockets', () => {
  const known = architecture();
  if (known === undefined) return;
  const filter = socketFilter(known);
  const uint32 = fc.integer({ min: 0, max: 0xffffffff });

  it('lets those be made that a network namespace holds, and no others', () => {
    const anyFamily = fc.oneof(fc.integer({ min: 0, max: 50 }), uint32);
    fc.assert(
      fc.property(fc.constantFrom(...known.kinds), anyFamily, ({ audit, socket }, first) => {
        const verdict = judge(filter, { number: socket, audit, first });
        expect(verdict === allowed).to.equal(families.includes(first));
      }),
    );
  });

  it('refuses the calls that could make any', () => {
    for (const { audit, refused } of known.kinds) {
      for (const number of refused) {
        expect(judge(filter, { number, audit, first: 2 })).to.equal(0x00050000 + 38);
      }
    }
  });

  it('leaves all other calls alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...known.kinds),
        uint32,
        uint32,
        ({ audit, socket, refused }, number, first) => {
          fc.pre(number !== socket && !refused.includes(number));
          expect(judge(filter, { number, audit, first })).to.equal(allowed);
        },
      ),
    );
  });

  it('refuses the calls of a kind of program that it does not know', () => {
    expect(judge(filter, { number: 1, audit: 7, first: 0 })).not.to.equal(allowed);
  });
});
