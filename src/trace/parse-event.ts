import { type ParseError, parse as parseTolerantly, printParseErrorCode } from 'jsonc-parser';
import { formatValidator } from '../disclosure/format.js';
import { visible } from '../disclosure/visible.js';
import { membersOf, membersWritten } from './json-shape.js';
import type { TraceEvent } from './trace-event.generated.js';
import { describeViolation } from './violation.js';

/** The format that this Candor reads and writes. */
export const TRACE_FORMAT = 'candor-trace/1';

/** Why a line is no event: one sentence without its full stop, and its column, from 1, where that is known. */
export interface LineFault {
  readonly message: string;
  readonly column?: number;
}

const DEPTH_LIMIT = 128;
const MESSAGE_LIMIT = 1000;

const types: Readonly<Record<TraceEvent['type'], true>> = {
  start: true,
  facts: true,
  action: true,
  transmission: true,
  dns: true,
  heartbeat: true,
  gap: true,
  opaque: true,
  end: true,
};

const EVENT_TYPES: readonly string[] = Object.keys(types);

/** Reads one line of a trace as the event that it is: well-formed, of a known type, and as its schema wants it. */
export function parseEvent(text: string): { readonly event: TraceEvent } | { readonly fault: LineFault } {
  const written = membersWritten(text, DEPTH_LIMIT);
  if (written === undefined) return fault(`is nested deeper than the ${DEPTH_LIMIT} levels that are read`);
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    return { fault: notJson(text) };
  }
  const unknown = unknownKind(value);
  if (unknown !== undefined) return fault(unknown);
  if (membersOf(value) !== written) return fault('a name stands twice in one object of this event');
  const validate = formatValidator('trace');
  if (validate(value)) return { event: value as TraceEvent };
  const { type } = value as { readonly type: string };
  return fault(`in this event of type "${type}": ${describeViolation(validate.errors ?? [])}`);
}

function fault(message: string): { fault: LineFault } {
  return { fault: { message: visible(message, MESSAGE_LIMIT) } };
}

function unknownKind(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'an event must be a JSON object';
  const { type, format } = value as Readonly<Record<string, unknown>>;
  if (type === undefined) return 'an event must have a "type"';
  if (typeof type !== 'string') return 'the "type" of an event must be a string';
  if (!EVENT_TYPES.includes(type)) {
    return `unknown type of event "${visible(type)}"; known are ${EVENT_TYPES.join(', ')}`;
  }
  if (type === 'start' && typeof format === 'string' && format !== TRACE_FORMAT) {
    return `this trace is of the format "${visible(format)}"; this Candor reads "${TRACE_FORMAT}"`;
  }
  return undefined;
}

function notJson(text: string): LineFault {
  if (text.includes('\0')) return { message: 'is a binary file; a trace is UTF-8 text, one event a line' };
  const errors: ParseError[] = [];
  parseTolerantly(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return { message: 'this line is no JSON' };
  const end = text.trimEnd().length;
  if (first.offset >= end || printParseErrorCode(first.error) === 'UnexpectedEndOfString') {
    return { message: 'this line is no JSON: it ends in the middle of a value', column: end + 1 };
  }
  return { message: 'this line is no JSON from here on', column: first.offset + 1 };
}
