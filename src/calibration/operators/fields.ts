import { carry } from '../carry.js';
import type { Composing } from '../compose.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { duplicateMutants } from './fields/duplicates.js';
import { extraMutants } from './fields/extra-members.js';
import { type Change, derive, type Message, openMessage } from './fields/message.js';
import { nestedMutant, wholeMutants } from './fields/nesting.js';
import { withValue } from './fields/payload-edit.js';
import { type Place, placesOf } from './fields/places.js';
import { presenceMutants } from './fields/presence.js';
import { renamedMutants } from './fields/renamed.js';
import { truthMutants } from './fields/truth.js';
import { isPlaceable, NAME_GIVEN, wireTree } from './fields/wire-tree.js';
import { wrongValues } from './fields/wrong-values.js';

/**
 * What can be wrong with the fields of one message, at every depth: a field that is missing, misnamed, there twice, one
 * object too deep, or there though it does not belong; a value of another type, past a bound, or untrue; and members
 * that no document names.
 */
export function* fieldMutants(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const message = openMessage(context, baseline, sent);
  for (const change of changesOf(context, message)) yield derive(baseline, sent, change);
}

function* changesOf(context: Composing, message: Message): Iterable<Change> {
  const tree = wireTree(message);
  if (tree === undefined) {
    yield { operator: 'field', subject: message.payload.id, because: 'its route has no place for fields' };
    return;
  }
  const places = placesOf(message);
  yield* presenceMutants(message, places);
  for (const place of places.absent) yield* truthMutants(context, message, place);
  for (const place of places.present) {
    yield* renamedMutants(message, tree, place);
    yield* invalidMutants(message, place);
    yield* truthMutants(context, message, place);
    yield* duplicateMutants(message, tree, place);
    yield nestedMutant(message, place);
  }
  yield* extraMutants(message, tree, places.present);
  yield* wholeMutants(message, tree);
}

function* invalidMutants(message: Message, place: Place): Iterable<Change> {
  const { clause, keys } = place;
  if (!isPlaceable(message.route, keys)) {
    yield { operator: 'field/retyped', subject: place.subject, because: NAME_GIVEN };
    return;
  }
  for (const wrong of wrongValues(message, place)) {
    const { operator } = wrong;
    const subject = `${place.subject}: ${wrong.what}`;
    if ('because' in wrong) yield { operator, subject, because: wrong.because };
    else {
      const value = withValue(message.value, keys, wrong.value);
      const event = carry(message.system, message.route, message.event, value);
      yield { operator, subject, event, charges: [{ rule: 'field/invalid', clause }] };
    }
  }
}
