import { expect } from 'chai';
import { lengthOf, textsOfLength } from '../../../../src/calibration/operators/fields/text-lengths.js';
import { obeys } from '../../../../src/specimen/payload-value.js';

/** Whether some text of so many characters is found that a schema permits. */
function isFound(schema: object, length: number): boolean {
  const texts = [...textsOfLength(schema, 'name', length)];
  return texts.some((text) => lengthOf(text) === length && obeys({ type: 'object' }, schema, text));
}

describe('A text of a given length', () => {
  const table: readonly (readonly [string, object, number, boolean])[] = [
    ['of no form', {}, 300, true],
    ['of nothing', {}, 0, true],
    ['of one class of characters', { pattern: '^[a-z]+$' }, 77, true],
    ['of a form with fixed ends', { pattern: '^v[0-9]{1,80}!$' }, 60, true],
    ['of numbers with dots', { pattern: '^[0-9]{1,9}(\\.[0-9]{1,9}){0,9}$' }, 30, true],
    [
      'of numbers with dots, longer than they can be',
      { pattern: '^[0-9]{1,9}(\\.[0-9]{1,9}){0,9}$' },
      100,
      false,
    ],
    ['of one length, another', { pattern: '^[0-9a-f]{32}$' }, 33, false],
    ['that is a time', { format: 'date-time' }, 41, true],
    ['that is an address', { format: 'email' }, 50, true],
    ['that is a UUID, longer than one', { format: 'uuid' }, 37, false],
  ];
  for (const [what, schema, length, found] of table) {
    it(`${what} is ${found ? 'found' : 'not found'}`, () => {
      expect(isFound(schema, length)).to.equal(found);
    });
  }
});
