import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import type { SchemaNode } from '../../src/disclosure/payload-fields.js';
import { compilePayloadSchema } from '../../src/disclosure/payload-schema.js';
import type { SourceFile } from '../../src/disclosure/source-file.js';

function schemaFile(value: unknown): SourceFile<SchemaNode> {
  return {
    path: 'one.schema.json',
    value: value as SchemaNode,
    digest: 'sha256:0',
    problem: (_path, message) => ({ file: 'one.schema.json', message }),
  };
}

const sound = { type: 'object', properties: { a: { type: 'string', maxLength: 3 } } };

describe('The schema of a payload', () => {
  const faults: Readonly<Record<string, unknown>> = {
    'names a type that there is not': { ...sound, properties: { a: { type: 'strin' } } },
    'has a bound that is none': { ...sound, properties: { a: { type: 'string', maxLength: -1 } } },
    'has a pattern that is none': { ...sound, properties: { a: { type: 'string', pattern: '(' } } },
    'has a word that there is not': { ...sound, maximumLength: 3 },
    'is of another draft': { ...sound, $schema: 'http://json-schema.org/draft-04/schema#' },
    'refers to what is not there': { $ref: '#/$defs/none' },
    'is a text': 'schema',
    'is nothing': null,
  };
  for (const [what, value] of Object.entries(faults)) {
    it(`is refused that ${what}, each time, and spoils no other`, () => {
      for (let time = 0; time < 2; time += 1) {
        const compile = () => compilePayloadSchema(schemaFile(value));
        expect(compile).to.throw(InputError, 'is no JSON Schema 2020-12 (');
        const validate = compilePayloadSchema(schemaFile(sound));
        expect(validate({ a: 'abc' })).to.equal(true);
        expect(validate({ a: 'abcd' })).to.equal(false);
      }
    });
  }

  it('may bear the name of another one', () => {
    const named = (maxLength: number) =>
      compilePayloadSchema(schemaFile({ $id: 'https://acme.test/one', type: 'string', maxLength }));
    const [short, long] = [named(1), named(9)];
    expect([short('ab'), long('ab')]).to.deep.equal([false, true]);
  });
});
