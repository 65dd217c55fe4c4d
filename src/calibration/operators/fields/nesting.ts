import { obeys } from '../../../specimen/payload-value.js';
import { carry } from '../../carry.js';
import { kindsOf } from './alternatives.js';
import { memberOf, type WireNode, writeJson } from './json-text.js';
import { type Change, type Charge, type Message, withText } from './message.js';
import { withValue } from './payload-edit.js';
import { chargesOfEmpty, isAlternative, type Place } from './places.js';
import { NOT_TELLABLE } from './tellable.js';
import { freeName, isPlaceable, NAME_GIVEN } from './wire-tree.js';

const operator = 'field/nested';

/** What stands at a place one object deeper: `{"value": …}` in place of it. */
export function nestedMutant(message: Message, place: Place): Change {
  const subject = place.subject;
  if (message.carrier !== 'json') return { operator, subject, because: NOT_TELLABLE };
  if (!isPlaceable(message.route, place.keys)) return { operator, subject, because: NAME_GIVEN };
  const wrapped = { [freeName(message, 'value')]: place.value };
  if (obeys(message.payload.schema, place.schema, wrapped))
    return { operator, subject, because: 'its schema permits such an object' };
  const event = carry(
    message.system,
    message.route,
    message.event,
    withValue(message.value, place.keys, wrapped),
  );
  return { operator, subject, event, charges: chargesOfNested(message, place) };
}

/** Of an object, its members are missed; of anything else, it is of another type. */
function chargesOfNested(message: Message, place: Place): readonly Charge[] {
  const { clause, pattern, schema } = place;
  const isObject = kindsOf(message.payload.schema, schema).has('object') && !isAlternative(place);
  if (!isObject) return [{ rule: 'field/invalid', clause }];
  const undocumented = { rule: 'field/undocumented', clause: message.payload.clause };
  return [undocumented, ...chargesOfEmpty(message, pattern)];
}

/** The whole payload one object deeper, in a list, and as what is no object at all. */
export function* wholeMutants(message: Message, tree: WireNode): Iterable<Change> {
  if (message.carrier !== 'json') return;
  const { clause, id } = message.payload;
  const nested: WireNode = { kind: 'object', members: [memberOf(freeName(message, 'value'), tree)] };
  const undocumented = { rule: 'field/undocumented', clause };
  yield {
    operator,
    subject: `${id}#`,
    event: withText(message, writeJson(nested)),
    charges: [undocumented, ...chargesOfEmpty(message, [])],
  };
  for (const text of [`[${writeJson(tree)}]`, '[]', '"text"', '1', '1.5', 'true', 'null']) {
    yield {
      operator: text === 'null' ? 'field/null' : 'field/retyped',
      subject: `${id}#: as ${text.startsWith('[{') ? 'a list of itself' : text}`,
      event: withText(message, text),
      charges: [{ rule: 'field/invalid', clause }],
    };
  }
}
