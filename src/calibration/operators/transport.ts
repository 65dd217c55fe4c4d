import type { TransmissionEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { addressOf } from './addresses.js';
import { eventOf, excluded, inPlace, withRequest } from './message-change.js';

/** From the weakest on (DESIGN 4.3, `minimum`). */
const protocols = ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

/** A transmission without TLS, or with less than the system file asks for. */
export function* transportMutants(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  yield* plaintext(context, baseline, sent);
  yield* weak(context, baseline, sent);
}

function* plaintext({ system }: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const operator = 'transport/plaintext';
  if (system.transport.tls !== 'required') {
    yield excluded(sent, operator, 'without TLS', 'the system file does not require TLS');
    return;
  }
  const event = eventOf(baseline, sent);
  const bare: TransmissionEvent = { ...event, tls: null };
  const rules = [operator];
  yield inPlace(baseline, sent, { operator, what: 'no TLS under its own URL', event: bare, rules });
  const { headers, method } = event.request;
  const { host, pathname, search } = new URL(event.request.url);
  const url = `http://${host}${pathname}${search}`;
  const what = 'no TLS over http';
  // The port that https means would be another than the URL's now.
  const named = headers?.map(([name, value]): [string, string] => [
    name,
    name.toLowerCase() === 'host' ? host : value,
  ]);
  const changed = withRequest(bare, { url, ...(named === undefined ? {} : { headers: named }) });
  if (addressOf(system, method, url).kind === 'route')
    yield inPlace(baseline, sent, { operator, what, event: changed, rules });
  else yield excluded(sent, operator, what, 'over http its URL leads elsewhere');
}

function* weak({ system }: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const operator = 'transport/weak-tls';
  const { minimum } = system.transport;
  if (minimum === undefined) {
    yield excluded(sent, operator, 'an old protocol', 'the system file states no minimum');
    return;
  }
  const event = eventOf(baseline, sent);
  const unknown = ['TLSv0.9', minimum.toLowerCase(), ''];
  for (const protocol of [...protocols.slice(0, protocols.indexOf(minimum)), ...unknown]) {
    yield inPlace(baseline, sent, {
      operator,
      what: `the protocol ${JSON.stringify(protocol)}`,
      event: { ...event, tls: { ...event.tls, protocol } },
      rules: [operator],
    });
  }
}

/** The protocols that a system permits, the weakest first. */
export function permittedProtocols({ system }: Composing): readonly string[] {
  const { minimum } = system.transport;
  return minimum === undefined ? protocols : protocols.slice(protocols.indexOf(minimum));
}
