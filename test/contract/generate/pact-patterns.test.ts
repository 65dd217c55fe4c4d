import { expect } from 'chai';
import { constantFrom, sample, string, stringMatching } from 'fast-check';
import type { Matcher } from '../../../src/contract/contract.js';
import { holdValue } from '../../../src/contract/generate/leaf-rule.js';
import { type MockService, startMockService } from '../../../src/contract/replay/mock-service.js';
import { findPact } from '../../../src/contract/replay/pact-executable.js';
import type { SchemaNode } from '../../../src/disclosure/payload-fields.js';
import { obeys } from '../../../src/specimen/payload-value.js';
import { textsFor } from '../../../src/specimen/text-value.js';

/** Schemas of texts whose patterns need more of an engine than letters. */
const schemas: readonly SchemaNode[] = [
  { type: 'string', maxLength: 40, pattern: '^[\\]\\[&~^#-]+$' },
  { type: 'string', maxLength: 40, pattern: '^\\w+[^\\s/]*$' },
  { type: 'string', maxLength: 40, pattern: '^\\u00e9\\x41\\u{1F600}\\t$' },
  { type: 'string', maxLength: 40, pattern: '^[\\u0080-\\u009f\\u00ad]\\x7f?$' },
  { type: 'string', maxLength: 40, pattern: 'a.c' },
  { type: 'string', maxLength: 40, pattern: '^\\s*\\S+\\s*$' },
  { type: 'string', maxLength: 40, pattern: '^(?:a|b[&&c]{0,3})+$' },
  { type: 'string', maxLength: 100_000, pattern: '^a{0,99999}$' },
  { type: 'string', minLength: 2, maxLength: 3 },
  { type: 'string', maxLength: 60, format: 'email' },
  { type: 'string', maxLength: 60, format: 'ipv4' },
  { type: 'string', maxLength: 60, format: 'ipv6' },
  { type: 'string', maxLength: 60, format: 'uuid' },
  { type: 'string', maxLength: 60, format: 'json-pointer' },
  { type: 'string', maxLength: 60, format: 'date' },
  { type: 'string', maxLength: 60, format: 'time' },
  { type: 'string', maxLength: 60, enum: ['a.b', 'a|b', '(', '\\d', 'a\nb'] },
];

const odd: readonly string[] = [
  ...[
    '',
    'a',
    'abc',
    'xabcx',
    'a\nc',
    'a\u2028c',
    ' a ',
    '\u00a0a',
    'é',
    '٣',
    '😀',
    '[',
    '&',
    '&&',
    '~',
    '#',
    '^',
    '-',
    ']',
  ],
  ...[
    'a.b',
    'axb',
    'a|b',
    '(',
    '\\d',
    '5',
    'a\nb',
    'a\nb\n',
    'b&c',
    'person@example.test',
    'person@example',
    '192.0.2.1',
  ],
  ...[
    '192.0.2.256',
    '2001:db8::1',
    '\u00ad',
    '\u0085\x7f',
    '2001:db8:::1',
    '00000000-0000-4000-8000-00000000000',
    '/a~0b',
    '/a~2b',
    '2026-02-28',
  ],
  ...['2026-02-30', '2026-1-1', '00:00:00Z', '24:00:00Z', '12:00:00', '12:30:30.25+01:30'],
];

describe('the patterns of a contract in Pact’s own engine', function () {
  this.timeout(120_000);
  let service: MockService;
  before(async () => {
    service = await startMockService(findPact());
  });
  after(() => service.end());

  for (const schema of schemas) {
    it(`take what the judge takes of ${JSON.stringify(schema)}`, async () => {
      const example = [...textsFor(schema, 'example'), ...odd, ...sampled(schema)].find((text) =>
        obeys(schema, schema, text),
      );
      const { limits, matchers } = holdValue(schema);
      const { port } = await service.open(contractOf(example, matchers));
      const differing: string[] = example === undefined ? ['there is no example'] : [];
      for (const text of [...odd, ...sampled(schema)]) {
        const answer = await fetch(`http://127.0.0.1:${port}/`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text }),
        });
        await answer.arrayBuffer();
        if ((answer.status === 200) !== obeys(schema, schema, text)) differing.push(JSON.stringify(text));
      }
      expect(differing).to.deep.equal([]);
      expect(limits.filter((limit) => limit.includes('not held'))).to.deep.equal([]);
    });
  }
});

function sampled(schema: SchemaNode): readonly string[] {
  const seed = { seed: 7, numRuns: 15 };
  const any = sample(string({ unit: constantFrom(...'abcé😀&^[]-~# \n\t/.09:@') }), seed);
  const own =
    schema.pattern === undefined ? [] : sample(stringMatching(new RegExp(schema.pattern, 'u')), seed);
  return [...any, ...own];
}

function contractOf(example: unknown, matchers: readonly Matcher[]): object {
  return {
    consumer: { name: 'consumer' },
    provider: { name: 'provider' },
    interactions: [
      {
        type: 'Synchronous/HTTP',
        description: 'a text',
        pending: false,
        request: {
          method: 'POST',
          path: '/',
          body: { content: { text: example }, contentType: 'application/json', encoded: false },
          matchingRules: { body: { '$.text': { combine: 'AND', matchers } } },
        },
        response: { status: 200 },
      },
    ],
    metadata: { pactSpecification: { version: '4.0' } },
  };
}
