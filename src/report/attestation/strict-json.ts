import { isUtf8 } from 'node:buffer';
import { type AnySchemaObject, Ajv2020 as Validator } from 'ajv/dist/2020.js';
import { explainError } from '../../disclosure/format.js';
import { InputError } from '../../disclosure/input-error.js';
import { membersOf, membersWritten } from '../../trace/json-shape.js';

const DEPTH_LIMIT = 32;

/**
 * A reader of JSON of one shape. JSON in which a name stands twice is refused: another reader might take the other.
 *
 * @param what the format's name, for the errors of the reader: `a DSSE envelope`.
 */
export function strictReader<Value>(
  what: string,
  schema: AnySchemaObject,
): (path: string, bytes: Buffer) => Value {
  const valid = new Validator({ ownProperties: true }).compile<Value>(schema);
  return (path, bytes) => {
    const refuse = (message: string): never => {
      throw new InputError({ file: path, message });
    };
    const value: unknown = parse(bytes, refuse);
    if (valid(value)) return value as Value;
    const [error] = valid.errors ?? [];
    const place = error?.instancePath ? ` at ${error.instancePath}` : '';
    return refuse(`is not ${what}${place}: ${error === undefined ? 'wrong shape' : explainError(error)}`);
  };
}

function parse(bytes: Buffer, refuse: (message: string) => never): unknown {
  if (!isUtf8(bytes)) return refuse('is not UTF-8 text');
  const text = bytes.toString('utf8');
  const written = membersWritten(text, DEPTH_LIMIT);
  if (written === undefined) return refuse(`is nested deeper than ${DEPTH_LIMIT} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('is not JSON; was it cut off?');
  }
  return membersOf(value) === written ? value : refuse('has a name twice in one object');
}
