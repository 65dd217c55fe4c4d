import { expect } from 'chai';
import { equivalentFields } from '../../../src/calibration/operators/equivalent-fields.js';
import { closed, text } from './fields/creatures.js';
import { soleMessage, told } from './fields/derived.js';
import { type Animal, zoo } from './fields/zoo.js';

describe('What breaks nothing', () => {
  const derive = async (animal: Animal) => {
    const lab = await zoo({ one: animal });
    const { baseline, sent } = soleMessage(lab);
    const lines = told(equivalentFields(lab.context, baseline, sent), sent);
    return lines.map((line) => line.replace('https://zoo.test/one', '').replace(/^equivalent./, ''));
  };

  it('is another value that a schema permits', async () => {
    const lines = await derive({
      properties: {
        a: { type: ['integer', 'null'], minimum: 1, maximum: 3 },
        e: { enum: ['x', 'y'] },
        l: { type: 'array', maxItems: 2, items: { type: 'boolean' } },
        o: { type: 'boolean' },
        t: { type: 'boolean', 'x-candor': { equals: 'tracing' } },
      },
      required: ['a', 'e', 'l', 't'],
    });
    const rest = '"o":true,"t":false}';
    expect(lines.slice(0, 10)).to.deep.equal([
      'left-out | one#/o | {"a":1,"e":"x","l":[true],"t":false}',
      `bound | one#/a: at minimum 1 | {"a":1,"e":"x","l":[true],${rest}`,
      `bound | one#/a: at maximum 3 | {"a":3,"e":"x","l":[true],${rest}`,
      `other-type | one#/a: by alternative 1, integer | {"a":1,"e":"x","l":[true],${rest}`,
      `other-type | one#/a: by alternative 2, null | {"a":null,"e":"x","l":[true],${rest}`,
      `listed-value | one#/e: "x" | {"a":1,"e":"x","l":[true],${rest}`,
      `listed-value | one#/e: "y" | {"a":1,"e":"y","l":[true],${rest}`,
      `bound | one#/l: at no minItems | {"a":1,"e":"x","l":[],${rest}`,
      `bound | one#/l: at maxItems 2 | {"a":1,"e":"x","l":[true,true],${rest}`,
      'member-order | one: the whole in reverse | {"t":false,"o":true,"l":[true],"e":"x","a":1}',
    ]);
  });

  it('is a text at its bounds, in any script', async () => {
    const lines = await derive({ properties: { a: text({ minLength: 1, maxLength: 3 }) } });
    expect(lines.slice(0, 5)).to.deep.equal([
      'bound | one#/a: at minLength 1 | {"a":"a"}',
      'bound | one#/a: at maxLength 3 | {"a":"aaa"}',
      'beyond-ascii | one#/a: letters beyond ASCII | {"a":"ééé"}',
      'beyond-ascii | one#/a: letters of another script | {"a":"漢漢漢"}',
      'beyond-ascii | one#/a: characters beyond the first plane | {"a":"😀😀😀"}',
    ]);
  });

  it('is the same JSON in another order, spacing and spelling', async () => {
    const lines = await derive({ properties: { o: closed({ n: { const: 2 }, t: { const: '/' } }) } });
    const written = lines.slice(
      lines.findIndex((line) => line.startsWith('member-order')),
      -1,
    );
    const spaced = (space: string): string =>
      `${space}{${space}"o"${space}:${space}{${space}"n"${space}:${space}2${space},${space}"t"${space}:${space}"/"${space}}${space}}${space}`;
    expect(written).to.deep.equal([
      'member-order | one: the whole in reverse | {"o":{"n":2,"t":"/"}}',
      'member-order | one: /o in reverse | {"o":{"t":"/","n":2}}',
      `white-space | one: a space between all its parts | ${spaced(' ')}`,
      `white-space | one: a tab between all its parts | ${spaced('\t')}`,
      `white-space | one: a carriage return between all its parts | ${spaced('\r')}`,
      `white-space | one: a line feed between all its parts | ${spaced('\n')}`,
      `white-space | one: all of them between all its parts | ${spaced('\r\n\t ')}`,
      'escapes | one: as escapes in small letters | {"\\u006f":{"\\u006e":2,"\\u0074":"\\u002f"}}',
      'escapes | one: as escapes in capitals | {"\\u006F":{"\\u006E":2,"\\u0074":"\\u002F"}}',
      'escapes | one: with \\/ for / | {"o":{"n":2,"t":"\\/"}}',
      'number-form | one: numbers with a fraction of nothing | {"o":{"n":2.0,"t":"/"}}',
      'number-form | one: numbers with the exponent e0 | {"o":{"n":2e0,"t":"/"}}',
      'number-form | one: numbers with the exponent E+00 | {"o":{"n":2E+00,"t":"/"}}',
    ]);
  });

  it('is the same query in another order and spelling', async () => {
    const lines = await derive({
      properties: { a: { const: 'ab' }, b: text() },
      route: { method: 'GET', body: 'none', query: 'fields' },
    });
    expect(lines.slice(-5)).to.deep.equal([
      'pair-order | one: its pairs in reverse | ?b=b&a=ab',
      'percent-encoding | one: every byte in capitals | ?%61=%61%62&%62=%62',
      'percent-encoding | one: every byte in small letters | ?%61=%61%62&%62=%62',
      'blank | one#/b: as + | ?a=ab&b=a+b',
      'blank | one#/b: as %20 | ?a=ab&b=a%20b',
    ]);
  });
});
