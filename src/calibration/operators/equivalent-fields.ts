import { carry } from '../carry.js';
import type { Composing } from '../compose.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { alternativesOf } from './fields/alternatives.js';
import { beyondAscii } from './fields/beyond-ascii.js';
import { codedEquivalents } from './fields/coded-bodies.js';
import { edgesOf } from './fields/edges.js';
import { writeJson } from './fields/json-text.js';
import { type Change, derive, type Message, openMessage, withText } from './fields/message.js';
import { withValue } from './fields/payload-edit.js';
import { type Place, placesOf } from './fields/places.js';
import { valueFor } from './fields/plain-values.js';
import { presenceEquivalents } from './fields/presence.js';
import { jsonSpellings, pairSpellings } from './fields/rewritten.js';
import { isTellable, NOT_TELLABLE } from './fields/tellable.js';
import { isPlaceable, NAME_GIVEN, wireTree } from './fields/wire-tree.js';

/**
 * One message with other values that the document permits as well, or with the same written in another way: at each
 * bound of each field, of each type, without what is optional, in another order, spacing and spelling.
 */
export function* equivalentFields(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const message = openMessage(context, baseline, sent);
  for (const change of changesOf(message)) yield derive(baseline, sent, change);
}

function* changesOf(message: Message): Iterable<Change> {
  const tree = wireTree(message);
  if (tree === undefined) return;
  const places = placesOf(message);
  yield* presenceEquivalents(message, places);
  for (const place of places.present) yield* otherValues(message, place);
  if (message.carrier === 'json') yield* jsonSpellings(message, tree);
  else yield* pairSpellings(message, tree, places);
  if (message.carrier !== 'json') return;
  const text = writeJson(tree);
  yield* codedEquivalents({ ...message, event: withText(message, text) }, Buffer.from(text));
}

/** Values that the schema of a place permits beside the one that it has. */
function* otherValues(message: Message, place: Place): Iterable<Change> {
  if (place.field.annotation?.equals !== undefined) return;
  const { payload } = message;
  const { name } = place;
  const given = Array.isArray(place.value) ? place.value : [];
  for (const { at, keyword, operator, says } of edgesOf(payload.schema, place.schema, name, given)) {
    const isListed = keyword === 'enum' || keyword === 'const';
    for (const value of at)
      yield isListed
        ? changed(message, place, 'equivalent/listed-value', JSON.stringify(value), value)
        : changed(message, place, 'equivalent/bound', `at ${says}`, value);
    if (at.length === 0 && ['field/too-short', 'field/too-long', 'field/too-many'].includes(operator))
      yield {
        operator: 'equivalent/bound',
        subject: `${place.subject}: at ${says}`,
        because: 'no value was found that lies at that bound',
      };
  }
  const alternatives = alternativesOf(payload.schema, place.schema);
  for (const [index, alternative] of alternatives.entries()) {
    if (alternatives.length < 2) break;
    const value = valueFor(payload, alternative, name, message.facts);
    const what = `by alternative ${index + 1}, ${alternative.type ?? 'a value'}`;
    if (value !== undefined) yield changed(message, place, 'equivalent/other-type', what, value);
  }
  for (const [what, text] of beyondAscii(payload.schema, place))
    yield changed(message, place, 'equivalent/beyond-ascii', what, text);
}

function changed(message: Message, place: Place, operator: string, what: string, value: unknown): Change {
  const subject = `${place.subject}: ${what}`;
  if (!isTellable(message, place.schema, value)) return { operator, subject, because: NOT_TELLABLE };
  if (!isPlaceable(message.route, place.keys)) return { operator, subject, because: NAME_GIVEN };
  const whole = withValue(message.value, place.keys, value);
  if (!message.payload.validate(whole))
    return { operator, subject, because: 'the rest of the payload does not permit it there' };
  return {
    operator,
    subject,
    event: carry(message.system, message.route, message.event, whole),
    charges: [],
  };
}
