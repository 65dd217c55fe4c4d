import type { Instant } from '../disclosure/instant.js';
import { visible } from '../disclosure/visible.js';
import type { OpaqueEvent } from '../trace/trace-event.generated.js';
import type { Context } from './context.js';
import { isDocumentedEnd, isDocumentedHost } from './server-name.js';
import { opaqueTraffic } from './state-rules.js';

/** Where an event stands, and whose it is as far as that is known. */
interface Place {
  readonly installation: string | undefined;
  readonly at: Instant;
  readonly line: number;
}

/** TLS that was broken off before anything was said. */
const HANDSHAKE = 'tls handshake';

/**
 * Judges what could not be read. Two kinds of it are no breach, where they are of a documented host: a connection on
 * which nothing was said, as a client makes that tries two addresses at once (RFC 8305); and TLS that the product
 * broke off, which leaves undecided what it would have sent, for that is the capture's fault and not the product's.
 */
export function judgeOpaque(context: Context, event: OpaqueEvent, { installation, at, line }: Place): void {
  const { protocol, destination, bytes } = event;
  const host = destination.replace(/:\d{1,5}$/, '');
  if (bytes === 0 && protocol === 'tcp' && isDocumentedEnd(context.system, destination)) return;
  const distrusted = protocol === HANDSHAKE && isDocumentedHost(context.system, host);
  if (distrusted) context.attempts.distrusted(installation, host, at);
  else context.attempts.reached(installation, host);
  const undecides = distrusted
    ? `the product did not trust the capture’s certificate for ${visible(host)}: what it would have sent there was not seen`
    : undefined;
  if (undecides !== undefined) context.ledger.undecide(clausesSentTo(context, host), undecides);
  const sent = `${bytes} bytes of ${visible(protocol, 40)} to ${visible(destination)}`;
  context.ledger.report({
    rule: opaqueTraffic,
    undecides,
    clause: context.disclosure.scope,
    installation: event.installation,
    at,
    message: `${sent} could not be read`,
    sent,
    allowed: 'the routes of the system file',
    line,
  });
}

/** The clauses that are put to the test by what is sent to a host. */
function clausesSentTo({ attempts, clausesOf, disclosure }: Context, host: string): ReadonlySet<string> {
  const payloads = attempts.payloadsSentTo(host).flatMap((id) => disclosure.payloads.get(id) ?? []);
  return new Set(payloads.flatMap((payload) => [...clausesOf(payload)]));
}
