import { expect } from 'chai';
import { zoo } from '../calibration/operators/fields/zoo.js';

const form = { body: 'form' } as const;

/** What is found where a payload of one field, with this schema, is sent with this body. */
async function rulesOf(
  schema: Readonly<Record<string, unknown>>,
  body: string,
  options: { readonly route?: typeof form; readonly $defs?: Readonly<Record<string, object>> } = {},
): Promise<readonly string[]> {
  const { judge, baselines } = await zoo({ one: { properties: { a: schema }, ...options } });
  const [{ events, scenario } = { events: [], scenario: undefined }] = baselines;
  const sent = events.map((event) =>
    event.type === 'transmission' ? { ...event, request: { ...event.request, body } } : event,
  );
  return judge(sent, scenario).findings.map(({ rule }) => rule);
}

const either = { anyOf: [{ type: 'integer', minimum: 0, maximum: 9 }, { type: 'boolean' }] };

describe('a text in a form takes the type of its field', () => {
  const cases: readonly [string, Readonly<Record<string, unknown>>, string, readonly string[]][] = [
    ['that a constant has', { const: 5 }, 'a=5', []],
    ['that a constant has, and no other', { const: 5 }, 'a=6', ['field/invalid']],
    ['that listed values have', { enum: [1, 2] }, 'a=1', []],
    ['that one of the listed values has, as a text', { enum: ['1', 2] }, 'a=1', []],
    ['that an alternative has', either, 'a=1', []],
    ['that another alternative has', either, 'a=true', []],
    ['that no alternative has', either, 'a=x', ['field/invalid']],
  ];
  for (const [name, schema, body, rules] of cases)
    it(name, async () => {
      expect(await rulesOf(schema, body, { route: form })).to.deep.equal(rules);
    });

  it('that a definition has, for the members of a list', async () => {
    const schema = { type: 'array', maxItems: 3, items: { $ref: '#/$defs/n' } };
    const $defs = { n: { type: 'integer', minimum: 0, maximum: 9 } };
    expect(await rulesOf(schema, 'a=1&a=2', { route: form, $defs })).to.deep.equal([]);
    expect(await rulesOf(schema, 'a=1&a=x', { route: form, $defs })).to.deep.equal(['field/invalid']);
  });
});

describe('a value of several forms', () => {
  it('is one fault where it has none of them, whatever each of them lacks', async () => {
    expect(await rulesOf(either, '{"a":"x"}')).to.deep.equal(['field/invalid']);
    expect(await rulesOf(either, '{"a":{"b":1}}')).to.deep.equal(['field/invalid']);
  });
});
