import type { TraceEvent, TraceRequest, TransmissionEvent } from '../trace/trace-event.generated.js';

/** The events with one in place of another. */
export function replaced(
  events: readonly TraceEvent[],
  index: number,
  event: TraceEvent,
): readonly TraceEvent[] {
  return events.map((before, at) => (at === index ? event : before));
}

/** The events without one. */
export function removed(events: readonly TraceEvent[], index: number): readonly TraceEvent[] {
  return events.filter((_, at) => at !== index);
}

/**
 * The events with one more, behind all that happened until its instant. @returns also its place, from 0.
 */
export function inserted(
  events: readonly TraceEvent[],
  event: TraceEvent,
): { readonly events: readonly TraceEvent[]; readonly index: number } {
  const last = events.length - 1;
  let index = events.findIndex(
    (before, at) => before.at > event.at || (at === last && before.type === 'end'),
  );
  if (index < 0) index = events.length;
  return { events: [...events.slice(0, index), event, ...events.slice(index)], index };
}

/** The transmission at a place. @throws where there is none: a defect of an operator. */
export function transmissionAt(events: readonly TraceEvent[], index: number): TransmissionEvent {
  const event = events[index];
  if (event?.type !== 'transmission') throw new Error(`there is no transmission at ${index}`);
  return event;
}

/** The request with other headers by name (in any letter case); undefined takes one away. */
export function withHeader(request: TraceRequest, name: string, value: string | undefined): TraceRequest {
  const others = (request.headers ?? []).filter(([known]) => known.toLowerCase() !== name);
  return { ...request, headers: value === undefined ? others : [...others, [name, value]] };
}

/** The request with another body, and a `content-length` that fits where there was one. */
export function withBody(request: TraceRequest, body: string | Uint8Array): TraceRequest {
  const { body: _text, bodyBase64: _bytes, ...rest } = request;
  const isText = typeof body === 'string';
  const length = String(isText ? Buffer.byteLength(body) : body.byteLength);
  const headers = (request.headers ?? []).map(([name, value]): [string, string] => [
    name,
    name.toLowerCase() === 'content-length' ? length : value,
  ]);
  const carried = isText ? { body } : { bodyBase64: Buffer.from(body).toString('base64') };
  return { ...rest, ...(request.headers === undefined ? {} : { headers }), ...carried };
}
