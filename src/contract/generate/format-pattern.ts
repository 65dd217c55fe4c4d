import { fullFormats } from 'ajv-formats/dist/formats.js';
import { portablePattern } from './portable-pattern.js';

/** How far a pattern holds a format of JSON Schema: undefined is not at all; and what it lets pass, in words. */
export interface FormatPattern {
  readonly pattern: string | undefined;
  readonly limit: string | undefined;
}

const DATE =
  '[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))';
const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?';
const ZONE = '(?:[zZ]|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)';
const LEAP_DAY = '29 February passes in every year';
const LEAP_SECOND = 'a leap second passes at every minute';

/** RFC 3339 section 5.6, as the judge reads it. */
const instants: Readonly<Record<string, FormatPattern>> = {
  date: { pattern: DATE, limit: LEAP_DAY },
  time: { pattern: `${CLOCK}${ZONE}`, limit: LEAP_SECOND },
  'date-time': { pattern: `${DATE}[tT\\s]${CLOCK}${ZONE}`, limit: `${LEAP_DAY}, and ${LEAP_SECOND}` },
};

/** The pattern of a format, the same that the judge holds texts to wherever that is a pattern. */
export function formatPattern(format: string): FormatPattern {
  const known = Object.hasOwn(instants, format) ? instants[format] : undefined;
  if (known !== undefined) return known;
  const definition: unknown = Object.hasOwn(fullFormats, format)
    ? fullFormats[format as keyof typeof fullFormats]
    : undefined;
  if (definition === true) return { pattern: undefined, limit: undefined };
  const pattern =
    definition instanceof RegExp ? portablePattern(definition.source, definition.ignoreCase) : undefined;
  return { pattern, limit: pattern === undefined ? `the format ${format} is not held` : undefined };
}
