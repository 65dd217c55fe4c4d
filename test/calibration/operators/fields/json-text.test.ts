import { expect } from 'chai';
import { assert, constantFrom, jsonValue, property } from 'fast-check';
import {
  memberOf,
  nodeAt,
  nodeOf,
  objectsOf,
  rewritten,
  withMembers,
  writeJson,
} from '../../../../src/calibration/operators/fields/json-text.js';
import { escaped } from '../../../../src/calibration/operators/fields/spellings.js';

describe('A JSON text', () => {
  const anything = jsonValue({ noUnicodeString: false });

  it('is what JSON.stringify writes, where nothing was changed in it', () => {
    assert(
      property(anything, (value) => {
        expect(writeJson(nodeOf(value))).to.equal(JSON.stringify(value));
      }),
    );
  });

  it('says the same with white space between its parts, and with escapes for its characters', () => {
    assert(
      property(anything, constantFrom(' ', '\t', '\r\n'), (value, space) => {
        const spelled = rewritten(
          nodeOf(value),
          (text, scalar) => (typeof scalar === 'string' ? escaped(scalar) : text),
          (_text, name) => escaped(name),
        );
        expect(JSON.parse(writeJson(spelled, space))).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('can hold a name twice, at any depth', () => {
    const tree = nodeOf({ list: [{ name: 1 }] });
    const twice = withMembers(tree, ['list', '0'], (members) => [memberOf('name', nodeOf(2)), ...members]);
    expect(writeJson(twice)).to.equal('{"list":[{"name":2,"name":1}]}');
    expect(objectsOf(twice)).to.deep.equal([[], ['list', '0']]);
    expect(nodeAt(twice, ['list', '1'])).to.equal(undefined);
    expect(withMembers(tree, ['list', 'no', 'such'], () => [])).to.deep.equal(tree);
  });
});
