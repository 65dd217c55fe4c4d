import { type ValidateFunction, Ajv2020 as Validator } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { SchemaNode } from '../../../disclosure/payload-fields.js';

interface Known {
  readonly validator: Validator;
  readonly compiled: WeakMap<SchemaNode, ValidateFunction>;
}

const known = new WeakMap<SchemaNode, Known>();

/** Whether a value obeys one part of a payload's schema, by itself. */
export function obeys(root: SchemaNode, node: SchemaNode, value: unknown): boolean {
  const { validator, compiled } = known.get(root) ?? open(root);
  const validate =
    compiled.get(node) ?? validator.compile({ ...node, ...(root.$defs ? { $defs: root.$defs } : {}) });
  compiled.set(node, validate);
  return validate(value);
}

/** One validator for all parts: most of the time would go into opening it. The schema itself was checked before. */
function open(root: SchemaNode): Known {
  const validator = new Validator({
    ownProperties: true,
    strict: false,
    meta: false,
    validateSchema: false,
  });
  addFormats.default(validator);
  validator.addKeyword('x-candor');
  const opened = { validator, compiled: new WeakMap<SchemaNode, ValidateFunction>() };
  known.set(root, opened);
  return opened;
}
