import { expect } from 'chai';
import fc from 'fast-check';
import { membersOf, membersWritten } from '../../src/trace/json-shape.js';

describe('The members of a JSON text', () => {
  it('are as many as its value has, where no name stands twice', () => {
    const strings = fc.string({ unit: fc.constantFrom('\\', '"', ':', '{', ']', 'a', '\u2028', 'ü') });
    const values = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 5 }, strings, fc.integer(), fc.constant(null), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(strings, tie('value'), { maxKeys: 4 }),
    })).value;
    fc.assert(
      fc.property(values, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(membersWritten(text, 128)).to.equal(membersOf(JSON.parse(text)));
      }),
    );
  });

  it('are more than its value has where a name stands twice', () => {
    const text = '{"a":[{"b":1,"b":2}],"__proto__":3}';
    expect(membersWritten(text, 128)).to.equal(4);
    expect(membersOf(JSON.parse(text))).to.equal(3);
  });

  it('are not counted where the nesting is too deep', () => {
    expect(membersWritten('[[[]]]', 3)).to.equal(0);
    expect(membersWritten('[[[[]]]]', 3)).to.equal(undefined);
    expect(membersWritten('"[[[[", [[]]', 3)).to.equal(0);
    expect(membersWritten('"no end [[[[\\"', 3)).to.equal(0);
  });
});
