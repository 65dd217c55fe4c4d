import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { expect } from 'chai';
import { assert, property, uint8Array } from 'fast-check';
import {
  brotli,
  gzip,
  gzipOfBlanks,
  zlib,
} from '../../../../src/calibration/operators/fields/content-codings.js';

const coders = [
  ['gzip', gzip, gunzipSync],
  ['the zlib format', zlib, inflateSync],
  ['brotli', brotli, brotliDecompressSync],
] as const;

describe('A content coding written by hand', () => {
  for (const [name, code, undo] of coders) {
    it(`is ${name} to those who read it, whatever it holds`, () => {
      assert(
        property(uint8Array({ maxLength: 300 }), (bytes) => {
          expect(Buffer.from(undo(code(bytes)))).to.deep.equal(Buffer.from(bytes));
        }),
      );
      for (const length of [65_534, 65_535, 65_536, 200_000]) {
        const bytes = Buffer.alloc(length, 'ab');
        expect(Buffer.compare(undo(code(bytes)), bytes), `${length} bytes`).to.equal(0);
      }
    });
  }

  it('of many blanks is small, and holds them all behind what it was given', () => {
    const small = gzipOfBlanks(Buffer.from('{"a":1}'), 1_000_000);
    const whole = gunzipSync(small).toString();
    expect(small.length).to.be.lessThan(10_000);
    expect(whole.length).to.be.within(1_000_007, 1_000_007 + 258);
    expect(whole.trimEnd()).to.equal('{"a":1}');
  });

  for (const field of ['extra', 'name', 'comment'] as const) {
    it(`is read as ever with the field ${field} in its gzip header`, () => {
      expect(gunzipSync(gzip(Buffer.from('text'), field)).toString()).to.equal('text');
    });
  }
});
