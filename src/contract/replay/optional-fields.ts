import type { Facts } from '../../disclosure/condition.js';
import type { Payload } from '../../disclosure/disclosure.js';
import { bindPayload } from '../../judge/bind-payload.js';
import { unpack } from '../../judge/body.js';
import { judgeFields } from '../../judge/fields.js';
import type { BoundRoute } from '../../judge/routes.js';
import type { TraceRequest } from '../../trace/trace-event.generated.js';
import type { Interaction } from '../contract.js';

/**
 * Whether a message differs from an interaction of its payload only by leaving out fields that may be left out. What
 * the judge has to say of it is taken as said.
 */
export function leavesOutOptional(
  interactions: readonly Interaction[],
  route: BoundRoute,
  request: TraceRequest,
  facts: Facts,
): boolean {
  const { payload } = route;
  const bound = bindPayload(() => undefined, route, new URL(request.url), request, unpack(request));
  if (bound === undefined) return false;
  const present = new Set([...judgeFields(payload, bound, facts).present].map(({ pointer }) => pointer));
  const demands = interactions
    .filter(({ comments }) => comments.candor.payload === payload.id)
    .map(({ comments }) => Object.keys(comments.candor.fields))
    .filter((demanded) => isWithin(present, new Set(demanded)));
  // One with just these fields leaves nothing to the others: Pact rejects it for something else.
  if (demands.some((demanded) => demanded.length === present.size)) return false;
  return demands.some((demanded) => {
    const absent = demanded.filter((pointer) => !present.has(pointer));
    return absent.every((pointer) => mayBeAbsent(payload, pointer, absent));
  });
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((pointer) => all.has(pointer));
}

/** What stands in an absent field is absent with it. */
function mayBeAbsent(payload: Payload, pointer: string, absent: readonly string[]): boolean {
  const field = payload.fields.find((candidate) => candidate.pointer === pointer);
  if (field !== undefined && !field.required && field.annotation?.when === undefined) return true;
  return absent.some(
    (holder) =>
      holder !== pointer && pointer.startsWith(`${holder}/`) && mayBeAbsent(payload, holder, absent),
  );
}
