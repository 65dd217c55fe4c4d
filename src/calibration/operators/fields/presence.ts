import { evaluate } from '../../../disclosure/condition.js';
import { toldFact } from '../../../specimen/payload-value.js';
import type { TransmissionEvent } from '../../../trace/trace-event.generated.js';
import { carry } from '../../carry.js';
import type { Change, Message } from './message.js';
import { withoutValue, withValue } from './payload-edit.js';
import { isOwed, type Place, type Places } from './places.js';
import { valueFor } from './plain-values.js';
import { isTellable, NOT_TELLABLE } from './tellable.js';

const UNKNOWN = 'whether it belongs rests on a fact that is not known';
const UNTRUE_ANYWAY = 'no value of it would be true in this state';

/** Fields left out that must be there, and fields put in that do not belong (DESIGN 4.2, `when`). */
export function* presenceMutants(message: Message, places: Places): Iterable<Change> {
  for (const place of places.present) if (!place.isMember) yield missing(message, place);
  for (const place of places.absent)
    if (place.field.annotation?.when !== undefined) yield unwarranted(message, place);
  for (const { pointer } of places.beyond) {
    const subject = `${message.payload.id}#${pointer}`;
    yield {
      operator: 'field/missing',
      subject,
      because: 'the object that it stands in is not there in this message',
    };
  }
}

function missing(message: Message, { clause, field, keys, subject }: Place): Change {
  const operator = 'field/missing';
  if (evaluate(field.annotation?.when, message.facts) === 'unknown')
    return { operator, subject, because: UNKNOWN };
  if (!isOwed(message, field)) return { operator, subject, because: 'it may be left out' };
  const event = carry(message.system, message.route, message.event, withoutValue(message.value, keys));
  return { operator, subject, event, charges: [{ rule: 'field/missing', clause }] };
}

function unwarranted(message: Message, place: Place): Change {
  const operator = 'field/unwarranted';
  const { clause, field, subject } = place;
  const truth = evaluate(field.annotation?.when, message.facts);
  if (truth === 'unknown') return { operator, subject, because: UNKNOWN };
  if (truth === 'holds') return { operator, subject, because: 'it belongs there' };
  const event = withAdded(message, place);
  if (typeof event === 'string') return { operator, subject, because: event };
  return { operator, subject, event, charges: [{ rule: 'field/unwarranted', clause }] };
}

/** Optional fields left out that are there, and put in that are not: nothing is wrong with either. */
export function* presenceEquivalents(message: Message, { present, absent }: Places): Iterable<Change> {
  for (const { field, isMember, keys, subject } of present) {
    if (isMember || field.required || field.annotation?.when !== undefined) continue;
    const event = carry(message.system, message.route, message.event, withoutValue(message.value, keys));
    yield { operator: 'equivalent/left-out', subject, event, charges: [] };
  }
  for (const place of absent) {
    const { annotation, required } = place.field;
    if (required || annotation?.when !== undefined) continue;
    const operator = 'equivalent/put-in';
    const { subject } = place;
    const event = withAdded(message, place);
    yield typeof event === 'string'
      ? { operator, subject, because: event }
      : { operator, subject, event, charges: [] };
  }
}

/** The message with a field that it does not hold, true where it tells a fact; or why it cannot be put in. */
function withAdded(message: Message, { field, keys, name, schema }: Place): TransmissionEvent | string {
  const { facts, payload } = message;
  const { equals } = field.annotation ?? {};
  const value = equals === undefined ? valueFor(payload, schema, name, facts) : toldFact(equals, facts);
  if (value === undefined) return equals === undefined ? 'no value of it was found' : UNTRUE_ANYWAY;
  if (!isTellable(message, schema, value)) return NOT_TELLABLE;
  return carry(message.system, message.route, message.event, withValue(message.value, keys, value));
}
