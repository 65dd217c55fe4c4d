import type { CapturedRequest } from '../capture/captured.js';
import type { Instant } from '../disclosure/instant.js';
import { capturedEvent } from '../trace/captured-event.js';
import type { DnsEvent, GapEvent, OpaqueEvent, TransmissionEvent } from '../trace/trace-event.generated.js';

export type RecordedEvent = TransmissionEvent | OpaqueEvent | DnsEvent | GapEvent;

/**
 * One thing that a recording made elsewhere tells of, in whatever order it tells it: what was sent, that something
 * was not seen, or what is left out of the trace, and why.
 */
export interface Recorded {
  readonly at: Instant;
  readonly event?: RecordedEvent;
  /** Why something that may have been sent at this instant was not seen whole: a noun phrase in the plural. */
  readonly unseen?: string;
  /** Until when, where that is later than `at`. */
  readonly unseenUntil?: Instant;
  /** Why it is no part of the trace: a noun phrase in the plural. */
  readonly leftOut?: string;
}

/** A message as a recording has it; its version of HTTP may not be told. */
export type RecordedMessage = Omit<CapturedRequest, 'kind' | 'httpVersion'> & {
  readonly httpVersion?: CapturedRequest['httpVersion'] | undefined;
};

// As schemas/candor/trace.schema.json has them.
const METHOD_LIMIT = 100;
const TEXT_LIMIT = 1_000_000;
const HEADER_LIMIT = 10_000;

/**
 * The event of a message. One that exceeds what a trace may hold is told of as traffic that could not be read, as it
 * is in a live run.
 *
 * @param installation the one that the recording itself names; of the caller's choice when not given.
 */
export function messageEvent(
  message: RecordedMessage,
  at: Instant,
  installation?: string,
): TransmissionEvent | OpaqueEvent {
  const { httpVersion } = message;
  if (!fits(message)) return withoutName(oversized(message, at), installation);
  const event = capturedEvent({ ...message, kind: 'request', httpVersion: httpVersion ?? '1.1' }, at, 'i');
  if (event.type !== 'transmission' || httpVersion !== undefined) {
    return withoutName(event as TransmissionEvent | OpaqueEvent, installation);
  }
  const { httpVersion: _, ...request } = event.request;
  return withoutName({ ...event, request }, installation);
}

function fits({ method, url, headers }: RecordedMessage): boolean {
  if (method.length === 0 || method.length > METHOD_LIMIT) return false;
  if (url.length === 0 || url.length > TEXT_LIMIT || headers.length > HEADER_LIMIT) return false;
  return headers.every(([name, value]) => name.length <= TEXT_LIMIT && value.length <= TEXT_LIMIT);
}

function oversized({ url, body, headers }: RecordedMessage, at: Instant): OpaqueEvent {
  const bytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length, url.length);
  return {
    type: 'opaque',
    at: new Date(at).toISOString(),
    protocol: 'http',
    destination: hostOf(url),
    bytes: bytes + body.length,
  };
}

/** Where a URL leads, as far as that can be read. */
export function hostOf(url: string): string {
  const text = url.slice(0, TEXT_LIMIT);
  return (URL.canParse(text) ? new URL(text).host : text).slice(0, 1000);
}

function withoutName<Event extends TransmissionEvent | OpaqueEvent>(
  { installation: _, ...event }: Event,
  installation: string | undefined,
): Event {
  return (installation === undefined ? event : { ...event, installation }) as Event;
}
