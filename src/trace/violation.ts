import type { ErrorObject } from 'ajv';
import { explainError } from '../disclosure/format.js';

/** The kinds of text that the schema describes by a pattern, in words. */
const TEXTS: Readonly<Record<string, string>> = {
  instant: 'must be an RFC 3339 instant in UTC, such as 2026-01-01T00:00:00.000Z',
  id: 'must be an id: small letters, digits, dots and hyphens',
  bodyBase64: 'must be base64',
};
const WRITTEN_AS = /\/(instant|id|bodyBase64)\/(?:pattern|maxLength)$/;

/** What does not fit the trace's schema: the JSON Pointer of the place, and what would be right there. */
export function describeViolation(errors: readonly ErrorObject[]): string {
  const [first] = errors;
  if (first === undefined) return 'does not fit the schema';
  const choice = errors.find((error) => error.keyword === 'anyOf');
  const error = choice === undefined ? first : furthest(choice, errors);
  const where = error.instancePath === '' ? '' : `${error.instancePath} `;
  return `${where}${explain(error, choice, errors)}`;
}

/** Of the forms that a value may have, the one whose type it is says what is wrong with it. */
function furthest(choice: ErrorObject, errors: readonly ErrorObject[]): ErrorObject {
  const within = errors.filter((error) => error !== choice);
  return (
    within.find((error) => error.keyword !== 'type' || error.instancePath !== choice.instancePath) ?? choice
  );
}

function explain(
  error: ErrorObject,
  choice: ErrorObject | undefined,
  errors: readonly ErrorObject[],
): string {
  if (error === choice) {
    const types = errors.flatMap(({ keyword, params }) =>
      keyword === 'type' ? [String(params['type'])] : [],
    );
    return `must be ${types.join(' or ')}`;
  }
  const text = WRITTEN_AS.exec(error.schemaPath)?.[1];
  if (text !== undefined) return TEXTS[text] ?? '';
  if (error.keyword === 'not') return 'must have either "body" or "bodyBase64", not both';
  return explainError(error);
}
