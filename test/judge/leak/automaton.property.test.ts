import { expect } from 'chai';
import fc from 'fast-check';
import { buildAutomaton } from '../../../src/judge/leak/automaton.js';

const AS_IT_IS = Uint8Array.from({ length: 256 }, (_, byte) => byte);

function found(strings: readonly Uint8Array[], text: Uint8Array): readonly string[] {
  const hits: string[] = [];
  buildAutomaton(strings).scan(text, AS_IT_IS, (string, end) => hits.push(`${string} ${end}`));
  return hits.sort();
}

/** Every string at every place, one after the other. */
function naively(strings: readonly Uint8Array[], text: Uint8Array): readonly string[] {
  const hits: string[] = [];
  for (const [number, string] of strings.entries())
    for (let end = string.length; end <= text.length; end += 1)
      if (Buffer.from(text.subarray(end - string.length, end)).equals(Buffer.from(string)))
        hits.push(`${number} ${end}`);
  return hits.sort();
}

// Few different bytes, so that strings begin, end and lie within each other.
const bytes = (constraints: { minLength: number; maxLength: number }) =>
  fc.array(fc.constantFrom(0, 1, 97, 255), constraints).map((list) => Uint8Array.from(list));

describe('The automaton', () => {
  it('finds what a search for one string after the other finds', () => {
    const strings = fc.array(bytes({ minLength: 1, maxLength: 6 }), { maxLength: 12 });
    fc.assert(
      fc.property(strings, bytes({ minLength: 0, maxLength: 60 }), (list, text) => {
        expect(found(list, text)).to.deep.equal(naively(list, text));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds strings that were folded in a text that is not', () => {
    const fold = AS_IT_IS.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
    const ends: number[] = [];
    buildAutomaton([Buffer.from('host')]).scan(Buffer.from('HoSt hOST'), fold, (_, end) => ends.push(end));
    expect(ends).to.deep.equal([4, 9]);
  });

  it('refuses more than it can number', () => {
    expect(() => buildAutomaton(Array(40_000).fill(new Uint8Array(250)))).to.throw(RangeError);
  });
});
