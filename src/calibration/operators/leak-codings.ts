import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import { carry } from '../carry.js';
import type { Composing } from '../compose.js';
import { withBody } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { canHold } from './leak-members.js';
import { isPermittedAt, leavesOf, withMember } from './members.js';
import { eventOf, excluded, inPlace, withMoreHeaders } from './message-change.js';
import { permittedHeaders } from './permitted-headers.js';
import type { Planted } from './planted.js';

/** The content codings that are undone (RFC 9110, section 8.4), one of them in two ways, and two after each other. */
export const codings: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: (bytes) => gzipSync(bytes),
  'x-gzip': (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
  'deflate, gzip': (bytes) => gzipSync(deflateSync(bytes)),
  'Deflate ': (bytes) => deflateRawSync(bytes),
};

/** A planted value in a member of a body that is compressed: it stands there all the same. */
export function* codedLeaks(
  { system }: Composing,
  baseline: Baseline,
  sent: Sent,
  canaries: readonly Planted[],
): Iterable<Derived> {
  const operator = 'leak/compressed';
  const { payload, route, value } = sent;
  if (route.body !== 'json' && route.body !== 'form') {
    if (canaries.length > 0) yield excluded(sent, operator, 'any planted value', 'the route has no body');
    return;
  }
  const event = eventOf(baseline, sent);
  const isPermitted = permittedHeaders(system, route).has('content-encoding');
  const rules = ['leak/canary', ...(isPermitted ? [] : ['channel/undocumented'])];
  for (const canary of canaries) {
    const leaf = leavesOf(payload, value).find(
      (one) => canHold(sent, one, canary.value) && !isPermittedAt(canary.permitted, one.place),
    );
    if (leaf === undefined) {
      yield excluded(sent, operator, canary.name, 'no field can hold it that may not');
      continue;
    }
    const plain = carry(system, route, event, withMember(value, leaf.keys, canary.value));
    for (const coding of Object.keys(codings)) {
      yield inPlace(baseline, sent, {
        operator,
        what: `${canary.name} in ${leaf.place}, under ${coding.trim()}`,
        event: coded(plain, coding),
        rules,
      });
    }
  }
}

/** The transmission with its body coded, and a header that says so. */
export function coded(event: TransmissionEvent, coding: string): TransmissionEvent {
  const bytes = codings[coding]?.(Buffer.from(event.request.body ?? '')) ?? new Uint8Array();
  return withMoreHeaders({ ...event, request: withBody(event.request, bytes) }, ['content-encoding', coding]);
}
