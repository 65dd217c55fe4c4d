import type { FieldAnnotation } from '../../../disclosure/annotation.generated.js';
import { evaluate } from '../../../disclosure/condition.js';
import { obeys, toldFact } from '../../../specimen/payload-value.js';
import { carry } from '../../carry.js';
import type { Composing } from '../../compose.js';
import { alternativesOf } from './alternatives.js';
import type { Change, Message } from './message.js';
import { withValue } from './payload-edit.js';
import type { Place } from './places.js';
import { scalarsOf } from './plain-values.js';
import { isTellable } from './tellable.js';

const VALUE_LIMIT = 20;

/** A field that tells a fact, with each other value that its schema permits (DESIGN 4.2, `equals`). */
export function* truthMutants(context: Composing, message: Message, place: Place): Iterable<Change> {
  const operator = 'field/untrue';
  const { clause, field, isMember, keys, subject } = place;
  const equals = field.annotation?.equals;
  if (equals === undefined || isMember) return;
  // Where it does not belong, it would be unwarranted besides.
  if (evaluate(field.annotation?.when, message.facts) !== 'holds') return;
  const fact = typeof equals === 'string' ? equals : equals.fact;
  if (!message.facts.has(fact)) {
    yield { operator, subject, because: `the fact ${fact} is not known` };
    return;
  }
  const others = otherValues(context, message, place, equals);
  if (others.length === 0) yield { operator, subject, because: 'its schema permits no other value' };
  for (const value of others.slice(0, VALUE_LIMIT)) {
    yield {
      operator,
      subject: `${subject}: ${JSON.stringify(value)}`,
      event: carry(message.system, message.route, message.event, withValue(message.value, keys, value)),
      charges: [{ rule: 'field/untrue', clause }],
    };
  }
}

/** What the fact could be, what the field could say of it, and what its schema permits at all; but not what is so. */
function otherValues(
  { disclosure }: Composing,
  message: Message,
  { name, schema }: Place,
  equals: NonNullable<FieldAnnotation['equals']>,
): readonly unknown[] {
  const { schema: root } = message.payload;
  const fact = disclosure.file.value.facts[typeof equals === 'string' ? equals : equals.fact];
  const mapped = typeof equals === 'string' ? [] : Object.values(equals.map ?? {});
  const own = alternativesOf(root, schema).flatMap((one) => scalarsOf(root, one, name));
  const told = toldFact(equals, message.facts);
  return [...new Set([...mapped, ...(fact?.values ?? []), true, false, ...own])].filter(
    (value) => value !== told && obeys(root, schema, value) && isTellable(message, schema, value),
  );
}
