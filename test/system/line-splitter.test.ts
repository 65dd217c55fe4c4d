import { expect } from 'chai';
import fc from 'fast-check';
import { createLineSplitter } from '../../src/system/line-splitter.js';

describe('A line splitter', () => {
  const split = (chunks: readonly Buffer[], limit: number): string[] => {
    const lines: string[] = [];
    const push = createLineSplitter(limit, {
      line: (bytes) => lines.push(bytes.toString()),
      tooLong: () => lines.push('too long'),
    });
    for (const chunk of chunks) push(chunk);
    return lines;
  };

  it('gives the same lines however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\r') })),
        fc.integer({ min: 1, max: 9 }),
        (lines, size) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.subarray(index * size, (index + 1) * size),
          );
          expect(split(chunks, 1000)).to.deep.equal(lines);
        },
      ),
    );
  });

  it('takes a line of just the limit, and tells once of one that is longer', () => {
    expect(split([Buffer.from('abcd\nab'), Buffer.from('cd\n')], 4)).to.deep.equal(['abcd', 'abcd']);
    expect(split([Buffer.from('a\nab'), Buffer.from('cde'), Buffer.from('f\nx\n')], 4)).to.deep.equal([
      'a',
      'too long',
    ]);
    expect(split([Buffer.from('abcde\nx\n')], 4)).to.deep.equal(['too long']);
  });
});
