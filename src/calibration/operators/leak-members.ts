import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import { carry } from '../carry.js';
import type { Composing } from '../compose.js';
import { withBody } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { isPermittedAt, type Leaf, leavesOf, withMember } from './members.js';
import { eventOf, excluded, inPlace, withRequest } from './message-change.js';
import { jsonEscaped, type Planted, percentEncoded } from './planted.js';

const LEAK = 'leak/canary';

/** A planted value in each member of a payload that can hold it, in the names of members, and where readers drop it. */
export function* memberLeaks(
  context: Composing,
  baseline: Baseline,
  sent: Sent,
  canaries: readonly Planted[],
): Iterable<Derived> {
  for (const leaf of leavesOf(sent.payload, sent.value))
    yield* inLeaf(context, baseline, sent, leaf, canaries);
  for (const canary of canaries) {
    yield* inName(context, baseline, sent, canary);
    yield* inDropped(context, baseline, sent, canary);
  }
}

function* inLeaf(
  { system }: Composing,
  baseline: Baseline,
  sent: Sent,
  leaf: Leaf,
  canaries: readonly Planted[],
): Iterable<Derived> {
  const operator = 'leak/member';
  const fitting = canaries.filter(({ value }) => canHold(sent, leaf, value));
  if (fitting.length === 0 && canaries.length > 0)
    yield excluded(sent, operator, leaf.place, 'its schema, or the fact that it tells, permits no such text');
  const isPermitted = ({ permitted }: Planted): boolean => isPermittedAt(permitted, leaf.place);
  for (const { name } of fitting.filter(isPermitted))
    yield excluded(sent, operator, `${name} in ${leaf.place}`, 'it is permitted there');
  const event = eventOf(baseline, sent);
  for (const [number, { name, value }] of fitting.filter((one) => !isPermitted(one)).entries()) {
    const plain = carry(system, sent.route, event, withMember(sent.value, leaf.keys, value));
    const make = (how: string, changed: TransmissionEvent): Derived =>
      inPlace(baseline, sent, {
        operator,
        what: `${name} in ${leaf.place}${how}`,
        event: changed,
        rules: [LEAK],
      });
    yield make('', plain);
    if (number > 0) continue;
    yield make(', in other characters', inOtherCharacters(sent, plain, value));
    const among = `a ${value} b`;
    if (canHold(sent, leaf, among)) {
      const longer = carry(system, sent.route, event, withMember(sent.value, leaf.keys, among));
      yield make(', amid other text', longer);
    }
  }
}

/** Whether a leaf may be a text: where it tells a fact, it would also be untrue. */
export function canHold({ payload, value }: Sent, { field, keys }: Leaf, text: string): boolean {
  return field?.annotation?.equals === undefined && payload.validate(withMember(value, keys, text));
}

/** The same value, each character written as a query, a form or JSON may write any. */
function inOtherCharacters({ route }: Sent, event: TransmissionEvent, value: string): TransmissionEvent {
  const { body, url } = event.request;
  const encoded = new URLSearchParams([['', value]]).toString().slice(1);
  if (route.query === 'fields')
    return withRequest(event, { url: url.replace(encoded, percentEncoded(value)) });
  const [from, to] =
    route.body === 'json'
      ? [JSON.stringify(value).slice(1, -1), jsonEscaped(value)]
      : [encoded, percentEncoded(value)];
  return {
    ...event,
    request: withBody(
      event.request,
      (body ?? '').replace(from, () => to),
    ),
  };
}

/** As the name of a member, which nothing permits: at the top, and in an object within. */
function* inName(
  { system }: Composing,
  baseline: Baseline,
  sent: Sent,
  { name, value }: Planted,
): Iterable<Derived> {
  const operator = 'leak/member-name';
  const { body, query } = sent.route;
  if (body !== 'json' && body !== 'form' && query !== 'fields') {
    yield excluded(sent, operator, name, 'the route carries no members');
    return;
  }
  const deeper = leavesOf(sent.payload, sent.value).find(
    ({ keys }) => keys.length > 1 && !isListMember(keys),
  );
  const places = [[], ...(deeper === undefined ? [] : [deeper.keys.slice(0, -1)])];
  for (const keys of places) {
    yield inPlace(baseline, sent, {
      operator,
      what: `${name} as a name in ${keys.length === 0 ? 'the payload' : keys.join('/')}`,
      event: carry(
        system,
        sent.route,
        eventOf(baseline, sent),
        withMember(sent.value, [...keys, value], true),
      ),
      rules: [LEAK, 'field/undocumented'],
    });
  }
}

function isListMember(keys: readonly string[]): boolean {
  return /^\d+$/.test(keys.at(-1) ?? '');
}

/** In a member whose name stands again behind it: JSON.parse drops the first, and it has left all the same. */
function* inDropped(
  context: Composing,
  baseline: Baseline,
  sent: Sent,
  { name, value }: Planted,
): Iterable<Derived> {
  const operator = 'leak/dropped-member';
  const { body } = composed(context, baseline, sent).request;
  const [first] = sent.route.body === 'json' && body !== undefined ? Object.keys(JSON.parse(body)) : [];
  if (body === undefined || first === undefined) {
    yield excluded(sent, operator, name, 'it is no JSON object with a member');
    return;
  }
  const text = `{${JSON.stringify(first)}:${JSON.stringify(value)},${body.slice(1)}`;
  const event = eventOf(baseline, sent);
  yield inPlace(baseline, sent, {
    operator,
    what: `${name} in a first ${first}`,
    event: { ...event, request: withBody(event.request, text) },
    rules: [LEAK, 'field/duplicate'],
  });
}

function composed({ system }: Composing, baseline: Baseline, sent: Sent): TransmissionEvent {
  return carry(system, sent.route, eventOf(baseline, sent), sent.value);
}
