import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';

const folder = new URL('../../../schemas/candor/', import.meta.url);

/** What is wrong with a schema, by the schema of schemas. */
function faultsOf(schema: unknown): readonly string[] {
  const validator = new Ajv2020({ allErrors: true });
  addFormats.default(validator);
  validator.validateSchema(schema as object);
  return (validator.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('A format of Candor’s own', () => {
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.json'))) {
    it(`is told by a schema that is JSON Schema 2020-12: ${name}`, () => {
      const schema = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object;
      expect(schema).to.include({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
      expect(faultsOf(schema)).to.deep.equal([]);
    });
  }

  it('could not be told by one that is not', () => {
    expect(faultsOf({ type: 'strin' })).to.not.deep.equal([]);
    expect(faultsOf({ properties: { a: { maxLength: -1 } } })).to.not.deep.equal([]);
  });
});
