import { readFileSync } from 'node:fs';
import { type ErrorObject, type ValidateFunction, Ajv2020 as Validator } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Candor's own file formats; each has a JSON Schema of this name under schemas/candor. */
export type FormatName =
  | 'annotation'
  | 'attestations'
  | 'calibration'
  | 'contract'
  | 'disclosure'
  | 'failures'
  | 'gate'
  | 'result'
  | 'scenario'
  | 'system'
  | 'timeline'
  | 'trace'
  | 'waivers';

/** What Candor itself writes, and may be large: one error is enough to refuse it. */
const machineMade: readonly FormatName[] = ['calibration', 'contract', 'failures', 'gate', 'result', 'trace'];

const folder = new URL('../../../schemas/candor/', import.meta.url);
const compiled = new Map<FormatName, ValidateFunction>();

/** The validator of a format of Candor's own, compiled once. Collects every error of what somebody wrote, else the first. */
export function formatValidator(name: FormatName): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const validator = new Validator({
    allErrors: !machineMade.includes(name),
    discriminator: true,
    ownProperties: true,
    // They are our own, and a test holds them against the schema of schemas: no command spends its time on that.
    validateSchema: false,
    // To make code faster takes longer than the code does, but where it is run for each event of a trace.
    code: { optimize: name === 'trace' },
  });
  addFormats.default(validator);
  if (name === 'annotation') validator.addSchema(readSchema('disclosure'));
  const validate = validator.compile(readSchema(name));
  compiled.set(name, validate);
  return validate;
}

function readSchema(name: FormatName): object {
  return JSON.parse(readFileSync(new URL(`${name}.schema.json`, folder), 'utf8')) as object;
}

/**
 * The errors worth reading: where one of several forms was possible, the branch that came furthest speaks,
 * not each branch in turn.
 */
export function tellingErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const summaries = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const kept = errors.filter((error) => {
    const within = summaries.find((summary) => error.schemaPath.startsWith(`${summary.schemaPath}/`));
    if (within === undefined) return !isExplained(error, summaries, errors);
    return false;
  });
  const deepest = summaries
    .map((summary) => furthest(summary, errors))
    .filter((error) => error !== undefined);
  return [...new Set([...kept, ...deepest])];
}

function furthest(summary: ErrorObject, errors: readonly ErrorObject[]): ErrorObject | undefined {
  const branches = errors.filter(
    (error) => error !== summary && error.schemaPath.startsWith(`${summary.schemaPath}/`),
  );
  const below = branches.filter((error) => error.instancePath.length > summary.instancePath.length);
  const choice = below.length > 0 ? below : branches.filter(({ keyword }) => keyword !== 'required');
  return choice[0] ?? branches[0];
}

function isExplained(
  error: ErrorObject,
  summaries: readonly ErrorObject[],
  all: readonly ErrorObject[],
): boolean {
  return summaries.includes(error) && furthest(error, all) !== undefined;
}

/** What an error says, in words for whoever wrote the file. */
export function explainError(error: ErrorObject): string {
  const parameters = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties':
      return `unknown key ${JSON.stringify(parameters['additionalProperty'])}`;
    case 'required':
      return `the key ${JSON.stringify(parameters['missingProperty'])} is missing`;
    case 'enum':
      return `must be one of ${(parameters['allowedValues'] as unknown[]).join(', ')}`;
    case 'const':
      return `must be ${JSON.stringify(parameters['allowedValue'])}`;
    case 'propertyNames':
      return `${JSON.stringify(parameters['propertyName'])} is not a permitted name`;
    case 'not':
      return 'must not hold both of two keys that exclude each other';
    case 'discriminator':
      return `must have a known ${JSON.stringify(parameters['tag'])}, not ${JSON.stringify(parameters['tagValue'])}`;
    case 'format':
      if (parameters['format'] === 'date') return 'must be a day as YYYY-MM-DD';
      return error.message ?? 'is not of the format';
    case 'pattern':
      if (parameters['pattern'] === '\\S') return 'must not be blank';
      return error.message ?? 'is not of the format';
    default:
      return error.message ?? 'is not of the format';
  }
}
