import { expect } from 'chai';
import type { Payload } from '../../src/disclosure/disclosure.js';
import type { Field } from '../../src/disclosure/payload-fields.js';
import { describeValue, judgeFields } from '../../src/judge/fields.js';
import { acme, judge, table, trace } from './judging.js';
import { tells } from './telling.js';

const report = (json: Record<string, unknown>) =>
  trace().install().does('crash').sends('report', { json }).ends();

describe('the edges of fields', () => {
  tells({
    'a value below is shown where its own field is public, whatever its holder is': {
      trace: report({ d: { m: 5 } }),
      told: [
        [
          'field/invalid',
          'the field /d/m of report is invalid: must be string',
          '5',
          'must be string',
          '01T00:00:00.000 line 4 /request/body /d/m',
        ],
      ],
    },
    'so is one in an object of a list': {
      trace: report({ stack: [{ function: 'f', line: 0 }] }),
      told: [
        [
          'field/invalid',
          'the field /stack/0/line of report is invalid: must be >= 1',
          '0',
          'must be >= 1',
          '01T00:00:00.000 line 4 /request/body /stack/0/line',
        ],
      ],
    },
    'one beside it is not': {
      trace: report({ stack: [{ function: 5, line: 1 }] }),
      told: [
        [
          'field/invalid',
          'the field /stack/0/function of report is invalid: must be string',
          'a value of type number',
          'must be string',
          '01T00:00:00.000 line 4 /request/body /stack/0/function',
        ],
      ],
    },
    'null in place of an object says no more than that': {
      trace: report({ d: undefined, device: null }),
      told: [
        [
          'field/invalid',
          'the field /device of report is invalid: must be object',
          'null',
          'must be object',
          '01T00:00:00.000 line 4 /request/body /device',
        ],
      ],
    },
  });

  table({
    'a list in place of an object holds none of its fields': {
      trace: report({ d: undefined, device: [{ model: 'W1' }] }),
      findings: [['field/invalid', 'report.device', 'excess', '/device']],
    },
  });

  it('are told five hundred times at most in one payload', () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`x${index}`, 1]));
    expect(judge(report(many)).findings).to.have.length(500);
  });

  it('count each field that was there, and none that was not', () => {
    const exercised = (built: ReturnType<typeof trace>, clause: string) =>
      judge(built).clauses.find(({ id }) => id === clause)?.exercised;
    expect(exercised(trace().install().sends('lookup').ends(), 'lookup.fields')).to.equal(1);
    expect(
      exercised(report({ stack: [{ function: 'f' }, { function: 'g', line: 1 }] }), 'report.frames'),
    ).to.equal(4);
  });

  it('tell nothing where the fact has a value that none of them tells', () => {
    const pulse = acme.payloads.get('pulse') as Payload;
    const fields = pulse.fields.map((field) =>
      field.pointer === '/on'
        ? {
            ...field,
            annotation: { clause: 'pulse.state', equals: { fact: 'telemetry', map: { on: true } } },
          }
        : field,
    ) as Payload['fields'];
    const sent = { value: { number: 1, on: false, id: 'p-1' }, wirePointer: () => '/on', misnamed: [] };
    const { faults } = judgeFields({ ...pulse, fields }, sent, new Map([['telemetry', 'off']]));
    expect(faults.map(({ message, allowed }) => [message, allowed])).to.deep.equal([
      ['the field /on contradicts the fact that telemetry is off', 'nothing, while telemetry is off'],
    ]);
  });

  const field = (schema: object, sensitivity?: string): Field =>
    ({ keys: ['x'], pointer: '/x', schema, annotation: { clause: 'c', sensitivity } }) as unknown as Field;
  const shown: readonly (readonly [value: unknown, field: Field | undefined, text: string])[] = [
    ['abc', field({}, 'public'), '"abc"'],
    ['abc', field({}, 'personal'), 'a string of 3 characters'],
    ['abc', field({}), 'a string of 3 characters'],
    ['abc', undefined, 'a string of 3 characters'],
    [undefined, field({}, 'public'), 'nothing'],
    [undefined, undefined, 'nothing'],
    [null, field({}, 'public'), 'null'],
    [null, undefined, 'null'],
    [[1, null, 'a'], field({ items: { type: 'string' } }, 'public'), '[1,null,"a"]'],
    [[1, { a: 1 }], field({ items: {} }, 'public'), 'a list of 2'],
    [['a'], field({ items: true }, 'public'), '["a"]'],
    [['a'], field({ items: { properties: {} } }, 'public'), 'a list of 1'],
    [['a'], field({ items: { $ref: '#/x' } }, 'public'), 'a list of 1'],
    ['abc', field({ $ref: '#/x' }, 'public'), 'a string of 3 characters'],
    ['abc', field({ properties: {} }, 'public'), 'a string of 3 characters'],
    [{ a: 1 }, field({}, 'public'), 'a value of type object'],
    [7, undefined, 'a value of type number'],
  ];
  for (const [value, holder, text] of shown) {
    it(`show ${JSON.stringify(value)} as ${text}, where its schema is ${JSON.stringify(holder?.schema)} and it is ${holder?.annotation?.sensitivity ?? 'of no stated sensitivity'}`, () => {
      expect(describeValue(value, holder)).to.equal(text);
    });
  }
});
