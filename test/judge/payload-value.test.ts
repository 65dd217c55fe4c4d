import { expect } from 'chai';
import type { SchemaNode } from '../../src/disclosure/payload-fields.js';
import { bindJson, bindPairs } from '../../src/judge/payload-value.js';
import type { BoundRoute } from '../../src/judge/routes.js';
import { acme, type Row, table, trace } from './judging.js';
import { tells } from './telling.js';

type Names = Readonly<Record<string, string>>;

/** A route whose fields have these schemas, and these names on the wire. */
function route(fields: Readonly<Record<string, SchemaNode>>, names: Names = {}): BoundRoute {
  const payload = acme.payloads.get('lookup');
  if (payload === undefined) throw new Error('there is no lookup');
  const keysOf = (name: string): readonly string[] => name.split('/');
  return {
    payload: {
      ...payload,
      fields: Object.entries(fields).map(([name, schema]) => ({
        keys: keysOf(name),
        pointer: `/${name}`,
        schema,
        annotation: undefined,
      })),
    },
    fieldByWireName: Object.entries(names).map(([wire, field]) => ({
      wire: keysOf(wire),
      field: keysOf(field),
    })),
  } as unknown as BoundRoute;
}

const asks = (query: string) =>
  trace()
    .install()
    .sends('lookup', { url: `https://acme.test/v1/lookup/x?v=1&${query}` })
    .ends();

describe('values of a query', () => {
  const texts: Readonly<Record<string, string | undefined>> = {
    '0': undefined,
    '1': undefined,
    '0.5': undefined,
    '0.25': undefined,
    '1e0': undefined,
    '1E0': undefined,
    '5e-1': undefined,
    '0.1e+1': undefined,
    '1e00': undefined,
    '-0.5': 'must be >= 0',
    '12': 'must be <= 1',
    '1.5': 'must be <= 1',
    '': 'must be number',
    x0: 'must be number',
    '0x': 'must be number',
    '00': 'must be number',
    '.5': 'must be number',
    '1.': 'must be number',
    '1e': 'must be number',
    '1e0000': 'must be number',
    '0x1': 'must be number',
    '0.123456789012345678901': 'must be number',
    '12345678901234567': 'must be number',
  };
  for (const [text, fault] of Object.entries(texts)) {
    tells({
      [`are a number, or not: ${JSON.stringify(text)}`]: {
        trace: asks(`ratio=${encodeURIComponent(text)}`),
        told:
          fault === undefined
            ? []
            : [
                [
                  'field/invalid',
                  `the field /ratio of lookup is invalid: ${fault}`,
                  fault === 'must be number'
                    ? `a string of ${text.length} characters`
                    : 'a value of type number',
                  fault,
                  '01T00:00:00.000 line 3 /request/url /ratio',
                ],
              ],
      },
    });
  }

  const invalid = (member: string): Row => ['field/invalid', 'lookup.fields', 'excess', member];
  table({
    'true and false are truth values': {
      trace: trace()
        .install()
        .sends('lookup', { url: 'https://acme.test/v1/lookup/x?v=1&verbose=true' })
        .sends('lookup', { url: 'https://acme.test/v1/lookup/x?v=1&verbose=false' })
        .ends(),
    },
    'other words are none': { trace: asks('verbose=no'), findings: [invalid('/verbose')] },
    'a number is none': { trace: asks('verbose=1'), findings: [invalid('/verbose')] },
  });

  const bound = (fields: Readonly<Record<string, SchemaNode>>, pairs: [string, string][], names?: Names) => ({
    ...(bindPairs(route(fields, names), pairs).value as object),
  });

  it('become what their schema asks for, and stay text where it asks for text', () => {
    expect(
      bound(
        {
          flag: { type: 'boolean' },
          either: { type: ['string', 'integer'] },
          list: { type: 'array', items: { type: 'integer' } },
          any: {},
        },
        [
          ['flag', 'false'],
          ['either', '5'],
          ['list', '1'],
          ['list', 'x'],
          ['list', '2'],
          ['any', '5'],
          ['other', '5'],
        ],
      ),
    ).to.deep.equal({ flag: false, either: '5', list: [1, 'x', 2], any: '5', other: '5' });
    expect(bound({ flag: { type: 'boolean' } }, [['flag', 'true']])).to.deep.equal({ flag: true });
    expect(bound({ flag: { type: 'boolean' } }, [['flag', '1']])).to.deep.equal({ flag: '1' });
  });

  it('are not those of a field below', () => {
    expect(bound({ 'count/x': { type: 'integer' } }, [['count', '5']])).to.deep.equal({ count: '5' });
  });

  it('stand under the payload’s names, though one is another’s name on the wire', () => {
    const { value, misnamed, duplicates } = bindPairs(route({}, { a: 'b', b: 'c' }), [
      ['a', '1'],
      ['b', '2'],
    ]);
    expect({ ...(value as object) }).to.deep.equal({ b: '1', c: '2' });
    expect(misnamed).to.deep.equal([]);
    expect(duplicates).to.deep.equal([]);
  });

  it('are misnamed under the payload’s own name where the route has another', () => {
    const { value, misnamed } = bindPairs(route({}, { a: 'b' }), [
      ['b', '1'],
      ['c', '2'],
    ]);
    expect({ ...(value as object) }).to.deep.equal({ c: '2' });
    expect(misnamed).to.deep.equal(['/b']);
  });
});

describe('values of a JSON body', () => {
  const names = { 'd/m': 'device/model', 'd/e': 'device/owner/email', l: 'license' };
  const rows: Readonly<
    Record<string, readonly [body: unknown, value: unknown, misnamed?: readonly string[]]>
  > = {
    'have the payload’s names in place of the wire’s': [
      { d: { m: 1, e: 2 }, l: 3, x: 4 },
      { device: { model: 1, owner: { email: 2 } }, license: 3, x: 4 },
    ],
    'keep what stands beside them': [{ d: { m: 1, x: 2 } }, { d: { x: 2 }, device: { model: 1 } }],
    'join what stands there already': [{ d: { m: 1 }, device: { x: 2 } }, { device: { x: 2, model: 1 } }],
    'are misnamed under the payload’s own names': [{ l: 3, license: 4 }, { license: 3 }, ['/license']],
    'have no place in what is no object': [{ d: { m: 1, e: 2 }, device: 'x' }, { device: 'x' }],
    'have no place in null': [{ d: { m: 1, e: 2 }, device: null }, { device: null }],
    'have no place below what is no object': [
      { d: { e: 2 }, device: { owner: 7 } },
      { device: { owner: 7 } },
    ],
    'have no place below null': [{ d: { e: 2 }, device: { owner: null } }, { device: { owner: null } }],
    'are none in a text': ['x', 'x'],
    'are none in null': [null, null],
    'are none in a number': [7, 7],
    'are none in a list': [[1], [1]],
    'are none below a text': [{ d: 'm' }, { d: 'm' }],
    'are none below null': [{ d: null }, { d: null }],
    'may be null themselves': [
      { d: { m: null }, l: null },
      { device: { model: null }, license: null },
    ],
  };
  for (const [what, [body, value, misnamed = []]] of Object.entries(rows)) {
    it(what, () => {
      const bound = bindJson(route({}, names), body);
      expect(bound.value).to.deep.equal(value);
      expect(bound.misnamed).to.deep.equal(misnamed);
    });
  }

  it('leave the body as it was', () => {
    const body = { d: { m: 1 } };
    bindJson(route({}, names), body);
    expect(body).to.deep.equal({ d: { m: 1 } });
  });

  it('take the last of two that have one name', () => {
    expect(bindJson(route({}, { a: 'x', b: 'x' }), { a: 1, b: 2 }).value).to.deep.equal({ x: 2 });
  });

  it('tell where on the wire they stood', () => {
    const { wirePointer } = bindJson(route({}, names), { d: { m: 1 } });
    expect(wirePointer(['device', 'model'])).to.equal('/d/m');
    expect(wirePointer(['device', 'owner', 'email', 'x'])).to.equal('/d/e/x');
    expect(wirePointer(['device'])).to.equal('/device');
    expect(wirePointer(['other', '0'])).to.equal('/other/0');
  });
});
