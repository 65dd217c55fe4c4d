import type { Facts } from '../../../disclosure/condition.js';
import type { Payload } from '../../../disclosure/disclosure.js';
import type { PayloadObject } from '../../../specimen/payload-value.js';
import type { Route, SystemFile } from '../../../system/system-file.generated.js';
import type { TraceRequest, TransmissionEvent } from '../../../trace/trace-event.generated.js';
import { carry } from '../../carry.js';
import type { Composing } from '../../compose.js';
import { replaced, transmissionAt, withBody, withHeader } from '../../edit.js';
import type { Baseline, Derived, Sent } from '../../mutant.js';
import { withoutPlanted } from './planted.js';

/** The transmission that is changed, and all that is known of it. */
export interface Message {
  readonly system: SystemFile;
  readonly payload: Payload;
  readonly route: Route;
  readonly facts: Facts;
  readonly value: PayloadObject;
  readonly event: TransmissionEvent;
  readonly carrier: Carrier;
}

/** Where a route has the fields: in a JSON body, in a form, in the query, or nowhere. */
export type Carrier = 'json' | 'form' | 'query' | 'none';

/** A rule that must fire for a change, and the clause that it is charged to. */
export interface Charge {
  readonly rule: string;
  readonly clause: string;
}

/** A change of a message with what must be found in it (nothing where it breaks nothing), or why it is not made. */
export type Change =
  | {
      readonly operator: string;
      readonly subject: string;
      readonly event: TransmissionEvent;
      readonly charges: readonly Charge[];
    }
  | { readonly operator: string; readonly subject: string; readonly because: string };

/**
 * The message as its changes start from it. Planted values in it are replaced by others of their kind: what is moved or
 * written anew would be a leak besides.
 */
export function openMessage({ system }: Composing, baseline: Baseline, sent: Sent): Message {
  const { payload, route, facts } = sent;
  const before = transmissionAt(baseline.events, sent.index);
  const [start] = baseline.events;
  const planted = start?.type === 'start' ? (start.canaries ?? []).map(({ value }) => value) : [];
  const value = withoutPlanted(sent.value, planted) as PayloadObject;
  const event = value === sent.value ? before : carry(system, route, before, value);
  return { system, payload, route, facts, value, event, carrier: carrierOf(route) };
}

function carrierOf({ query, body }: Route): Carrier {
  return query === 'fields' ? 'query' : (body ?? 'none');
}

/** The trace with one message changed, and the findings that must name its line. */
export function derive(baseline: Baseline, sent: Sent, change: Change): Derived {
  if ('because' in change) return { exclusion: change };
  const { operator, subject, event, charges } = change;
  const line = sent.index + 1;
  return {
    mutant: {
      operator,
      subject,
      from: baseline.name,
      events: replaced(baseline.events, sent.index, event),
      expected: charges.map((charge) => ({ ...charge, line })),
    },
  };
}

/** The message with its fields as the given text: the whole body, or the whole query. */
export function withText(message: Message, text: string): TransmissionEvent {
  const { event, carrier } = message;
  if (carrier === 'query') {
    const [address] = event.request.url.split('?');
    return withRequest(message, { ...event.request, url: text === '' ? `${address}` : `${address}?${text}` });
  }
  // It is written anew, so it is not encoded any more.
  return withRequest(message, withBody(withHeader(event.request, 'content-encoding', undefined), text));
}

export function withRequest({ event }: Message, request: TraceRequest): TransmissionEvent {
  return { ...event, request };
}

/** Whether the system or the route permits a header, named in lower case. */
export function permitsHeader({ system, route }: Message, name: string): boolean {
  const permitted = [...system.headers.permitted, ...(route.headers?.permitted ?? [])];
  return permitted.some((one) => one.toLowerCase() === name);
}
