import { type Envelope, requireStatement } from './envelope.js';
import { PREDICATE_TYPE, STATEMENT_TYPE, type Statement } from './statement.js';
import { strictReader } from './strict-json.js';

const names = { type: 'array', items: { type: 'string', maxLength: 1024 }, maxItems: 100_000 };
const resource = {
  type: 'object',
  required: ['name', 'digest'],
  properties: {
    name: { type: 'string', maxLength: 8192 },
    digest: {
      type: 'object',
      required: ['sha256'],
      properties: { sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
    },
    annotations: { type: 'object' },
  },
};

/** Unknown members are passed over, as in-toto's parsing rules ask. */
const readPayload = strictReader<Statement>('an in-toto statement of a test result', {
  type: 'object',
  required: ['_type', 'subject', 'predicateType', 'predicate'],
  properties: {
    _type: { const: STATEMENT_TYPE },
    predicateType: { const: PREDICATE_TYPE },
    subject: { type: 'array', minItems: 1, maxItems: 100_000, items: resource },
    predicate: {
      type: 'object',
      required: ['result', 'configuration'],
      properties: {
        result: { enum: ['PASSED', 'WARNED', 'FAILED'] },
        configuration: { type: 'array', maxItems: 100_000, items: resource },
        passedTests: names,
        warnedTests: names,
        failedTests: names,
      },
    },
  },
});

/**
 * What an envelope holds. To be asked once its signature was found right, and not before.
 *
 * @param path of the envelope, for what may be said of it.
 * @throws InputError where it is not an in-toto Statement v1 with the predicate test-result v0.1.
 */
export function readStatement(path: string, envelope: Envelope): Statement {
  requireStatement(path, envelope);
  return readPayload(path, envelope.payload);
}
