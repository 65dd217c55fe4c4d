import type { SchemaNode } from '../../disclosure/payload-fields.js';
import type { Matcher, Rule } from '../contract.js';
import { formatPattern } from './format-pattern.js';
import { integerPattern, numberPattern } from './number-pattern.js';
import { ANY, anchored, literalPattern } from './pattern-text.js';
import { portablePattern, REPEAT_LIMIT } from './portable-pattern.js';

/** What holds a value, and what of its schema that does not hold, in words. */
export interface Held {
  readonly matchers: readonly Matcher[];
  readonly limits: readonly string[];
}

/** Patterns that a text must all match, and what of the schema they do not hold. */
interface Patterns {
  readonly patterns: readonly string[];
  readonly limits: readonly string[];
}

const SAFE = Number.MAX_SAFE_INTEGER;
/** A number in a query or a form, as the judge reads it. */
const ANY_NUMBER = '-?(?:0|[1-9][0-9]{0,15})(?:\\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,3})?';
const type: Matcher = { match: 'type' };

/**
 * The matchers for one value of a JSON body. Pact's regex reads a number, a truth value and null by their JSON text,
 * and its boolean takes "true" too: a matcher of the type stands beside them.
 */
export function holdValue(schema: SchemaNode): Held {
  const permitted = permittedValues(schema);
  if (permitted !== undefined) return holdPermitted(permitted);
  const types = typesOf(schema);
  if (types.length > 1) return holdUnion(schema, types);
  switch (types[0]) {
    case 'string': {
      const { limits, patterns } = stringPatterns(schema);
      return { matchers: [type, ...patterns.map(regex)], limits };
    }
    case 'integer':
    case 'number': {
      const { limits, patterns } = numberPatterns(schema, types[0]);
      return { matchers: [{ match: types[0] }, ...patterns.map(regex)], limits };
    }
    case 'boolean':
      return { matchers: [{ match: 'boolean' }, type], limits: [] };
    case 'null':
      return { matchers: [{ match: 'null' }], limits: [] };
    default:
      return { matchers: [{ match: 'equality' }], limits: ['only the value of the example passes'] };
  }
}

/** The matchers for one value of a query or a form, where everything is text: it is held as the judge reads it. */
export function holdText(schema: SchemaNode): Held {
  const permitted = permittedValues(schema);
  if (permitted !== undefined) return { matchers: [regex(oneOf(permitted))], limits: [] };
  const { limits, patterns } = textPatterns(schema, typesOf(schema));
  return { matchers: patterns.map(regex), limits };
}

/** The matchers for a value that must be one of a few. */
export function holdPermitted(values: readonly unknown[]): Held {
  const kinds = new Set(values.map((value) => (value === null ? 'null' : typeof value)));
  if (values.length === 1) return { matchers: [{ match: 'equality' }], limits: [] };
  const [kind] = kinds;
  if (kinds.size > 1 || kind === 'object') {
    const limit =
      'the values permitted are of several types, and their text is held: a text passes for another type';
    return { matchers: [regex(oneOf(values))], limits: [limit] };
  }
  return { matchers: [kind === 'number' ? { match: 'number' } : type, regex(oneOf(values))], limits: [] };
}

function permittedValues({ const: constant, enum: listed }: SchemaNode): readonly unknown[] | undefined {
  return constant === undefined ? listed : [constant];
}

function oneOf(values: readonly unknown[]): string {
  return values
    .map((value) => literalPattern(typeof value === 'string' ? value : JSON.stringify(value)))
    .join('|');
}

/** Pact has no union of types. A regex reads the text of whatever stands there, and that of all types is held. */
function holdUnion(schema: SchemaNode, types: readonly string[]): Held {
  if (types.includes('object') || types.includes('array')) {
    return { matchers: [{ match: 'equality' }], limits: ['only the value of the example passes'] };
  }
  const { limits, patterns } = textPatterns(schema, types);
  const told = types.includes('string')
    ? 'Pact has no union of types, and the text of the value is held: true, false, null and any number that fits the text pass, and a text that begins with [ or { does not'
    : 'Pact has no union of types, and the text of the value is held: a string with such a text passes';
  // Without this an object would pass by its JSON text, with whatever stands in it.
  const flat = types.includes('string') ? [`[^\\[{]${ANY}*|`] : [];
  return { matchers: [...flat, ...patterns].map(regex), limits: [told, ...limits] };
}

/** Patterns for the text of a value of any of some types. */
function textPatterns(schema: SchemaNode, types: readonly string[]): Patterns {
  const limits: string[] = [];
  const others: string[] = [];
  for (const name of types) {
    if (name === 'boolean') others.push('true|false');
    if (name === 'null') others.push('null');
    if (name !== 'integer' && name !== 'number') continue;
    const numbers = numberPatterns(schema, name);
    limits.push(...numbers.limits);
    others.push(numbers.patterns[0] ?? ANY_NUMBER);
  }
  if (!types.includes('string')) return { patterns: [others.join('|')], limits };
  const strings = stringPatterns(schema);
  const more = takesAnyNumber(schema) ? [] : others;
  const patterns = strings.patterns.map((pattern) => [pattern, ...more].join('|'));
  return { patterns, limits: [...strings.limits, ...limits] };
}

/** Whether a text of its length is all that a string has to be, and there is room for any whole number. */
function takesAnyNumber({ format, maxLength = 0, minLength = 0, pattern, type: named }: SchemaNode): boolean {
  const plain = pattern === undefined && format === undefined && minLength <= 1 && maxLength >= 17;
  return plain && [named ?? []].flat().every((name) => name === 'string' || name === 'integer');
}

function stringPatterns(schema: SchemaNode): Patterns {
  const limits: string[] = [];
  const patterns: string[] = [];
  const { format, maxLength, minLength = 0, pattern } = schema;
  if (pattern !== undefined) {
    const portable = portablePattern(pattern);
    if (portable === undefined) limits.push('the pattern is not held: not every engine reads it alike');
    else patterns.push(portable);
  }
  if (format !== undefined) {
    const held = formatPattern(format);
    if (held.pattern !== undefined) patterns.push(held.pattern);
    if (held.limit !== undefined) limits.push(held.limit);
  }
  const countable = maxLength !== undefined && maxLength <= REPEAT_LIMIT;
  if (!countable) limits.push(`the length is not held: Pact counts to ${REPEAT_LIMIT}`);
  patterns.push(`${ANY}{${Math.min(minLength, REPEAT_LIMIT)},${countable ? maxLength : ''}}`);
  return { patterns, limits };
}

function numberPatterns(schema: SchemaNode, name: 'integer' | 'number'): Patterns {
  const limits =
    schema.multipleOf === undefined || (name === 'integer' && schema.multipleOf === 1)
      ? []
      : [`that it is a multiple of ${schema.multipleOf} is not held`];
  const { exclusiveMaximum, exclusiveMinimum, maximum, minimum } = schema;
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum];
  if (name === 'integer') {
    const from = Math.max(-SAFE, Math.ceil(minimum ?? -SAFE), Math.floor(exclusiveMinimum ?? -SAFE - 2) + 1);
    const to = Math.min(SAFE, Math.floor(maximum ?? SAFE), Math.ceil(exclusiveMaximum ?? SAFE + 2) - 1);
    return { patterns: [integerPattern(from, to)], limits };
  }
  if (bounds.every((bound) => bound === undefined)) return { patterns: [], limits };
  const whole = [minimum, maximum].every((bound) => Number.isSafeInteger(bound));
  if (whole && exclusiveMinimum === undefined && exclusiveMaximum === undefined) {
    return { patterns: [numberPattern(minimum ?? 0, maximum ?? 0)], limits };
  }
  return { patterns: [], limits: [...limits, 'its bounds are not held: they are not two whole numbers'] };
}

function typesOf({ type: named }: SchemaNode): readonly string[] {
  return named === undefined ? [] : [named].flat();
}

function regex(pattern: string): Matcher {
  return { match: 'regex', regex: anchored(pattern) };
}

/** All of some matchers at once. */
export function ruleOf(matchers: readonly Matcher[]): Rule {
  const [first, ...rest] = matchers;
  if (first === undefined) throw new Error('a rule without matchers holds nothing');
  return { combine: 'AND', matchers: [first, ...rest] };
}
