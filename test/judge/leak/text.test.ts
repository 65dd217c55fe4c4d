import { expect } from 'chai';
import type { Canary } from '../../../src/judge/canary.js';
import { searchFor } from '../../../src/judge/leak/canary-search.js';
import { findCanariesInText } from '../../../src/judge/leak/message.js';

const canary: Canary = { name: 'hostName', value: 'host-7c2e-of-grace-hopper', permitted: new Set() };
const search = searchFor([canary]);
const told = (text: string | Uint8Array): readonly string[] =>
  findCanariesInText(search, 'the name asked for', '/name', text).leaks.map(({ where, pointer, how }) =>
    `${where} ${pointer} ${how}`.trim(),
  );

const hex = Buffer.from(canary.value).toString('hex');
/** A name, and how the value is said to be written in it. */
const names: Readonly<Record<string, readonly [text: string | Uint8Array, how: readonly string[]]>> = {
  'a label': ['host-7c2e-of-grace-hopper.evil.test', ['the name asked for /name']],
  'a label in mixed case': [
    'HoSt-7C2e-oF-gRaCe-hOpPeR.evil.test',
    ['the name asked for /name as its letters in another case'],
  ],
  'several labels, each with a part of it': [
    `${hex.slice(0, 20)}.${hex.slice(20, 40)}.${hex.slice(40)}.evil.test.`,
    ['the name asked for /name as hexadecimal digits'],
  ],
  'several labels and a port': [
    `${hex.slice(0, 20)}.${hex.slice(20)}:53`,
    ['the name asked for /name as hexadecimal digits'],
  ],
  'no label': ['www.example.test', []],
  bytes: [Buffer.from(hex, 'hex'), ['the name asked for /name']],
  'no text at all': ['', []],
};

describe('A planted value in any text', () => {
  for (const [what, [text, how]] of Object.entries(names)) {
    it(`is found in ${what}`, () => {
      expect(told(text)).to.deep.equal(how);
    });
  }

  it('is searched for by the same search for the same values', () => {
    const again = { ...canary };
    expect(
      searchFor([canary]).search([{ bytes: Buffer.from(canary.value) }], {
        bytes: 1e6,
        streams: 9,
        spent: false,
      }),
    ).to.have.length(1);
    const [found] = searchFor([again]).search([{ bytes: Buffer.from(hex) }], {
      bytes: 1e6,
      streams: 9,
      spent: false,
    });
    expect(found?.canary).to.equal(again);
  });
});
