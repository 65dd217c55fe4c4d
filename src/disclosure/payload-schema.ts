import { type Options, type ValidateFunction, Ajv2020 as Validator } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { InputError } from './input-error.js';
import type { SchemaNode } from './payload-fields.js';
import type { SourceFile } from './source-file.js';

const options: Options = {
  allErrors: true,
  ownProperties: true,
  allowUnionTypes: true,
  // It would warn on the console of what is no fault; what Candor wants of a schema it checks itself.
  strictTypes: false,
};

/** Knows the schema of schemas: to compile that takes longer than most schemas do, so it is done once for all. */
const metaschema = new Validator(options);
addFormats.default(metaschema);

/**
 * A payload's validator. Own properties only: a field named `constructor` is a field like another.
 *
 * @throws InputError where the schema is not JSON Schema 2020-12.
 */
export function compilePayloadSchema(file: SourceFile<SchemaNode>): ValidateFunction {
  const validator = new Validator({ ...options, validateSchema: false });
  addFormats.default(validator);
  validator.addKeyword('x-candor');
  try {
    metaschema.validateSchema(file.value as object, true);
    return validator.compile(file.value as object);
  } catch (error) {
    throw new InputError(file.problem([], `is no JSON Schema 2020-12 (${(error as Error).message})`));
  }
}
