import type { SchemaNode } from '../../../disclosure/payload-fields.js';
import { kindsOf } from './alternatives.js';
import type { Message } from './message.js';

/** Whether the wire of a route can tell a value from every other: pairs hold texts, and lists of at least one text. */
export function isTellable(
  message: Pick<Message, 'carrier' | 'payload'>,
  schema: SchemaNode,
  value: unknown,
): boolean {
  const { carrier, payload } = message;
  if (carrier === 'json') return true;
  if (carrier === 'none') return false;
  const kinds = kindsOf(payload.schema, schema);
  if (Array.isArray(value)) {
    const items = typeof schema.items === 'object' ? schema.items : undefined;
    if (value.length === 0 || !kinds.has('array') || items === undefined) return false;
    return value.every((member) => !Array.isArray(member) && isTellable(message, items, member));
  }
  if (typeof value === 'string') return !kinds.has('array');
  return ['number', 'boolean'].includes(typeof value) && !kinds.has('string');
}

export const NOT_TELLABLE = 'a query or form holds texts, and could not tell it from what is permitted';
