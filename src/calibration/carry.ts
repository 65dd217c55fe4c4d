import type { PayloadObject } from '../specimen/payload-value.js';
import { composeRequest } from '../specimen/request.js';
import type { Route, SystemFile } from '../system/system-file.generated.js';
import type { TransmissionEvent } from '../trace/trace-event.generated.js';
import { withBody, withHeader } from './edit.js';

/** The transmission with another payload's value in the same place: all else stays as it was sent. */
export function carry(
  system: SystemFile,
  route: Route,
  event: TransmissionEvent,
  value: PayloadObject,
): TransmissionEvent {
  const composed = composeRequest(system, route, value);
  if (route.query === 'fields') {
    const query = new URL(composed.url).search;
    return { ...event, request: { ...event.request, url: `${event.request.url.split('?')[0]}${query}` } };
  }
  if (composed.body === undefined) return event;
  // It is composed anew, so it is not encoded any more.
  return {
    ...event,
    request: withBody(withHeader(event.request, 'content-encoding', undefined), composed.body),
  };
}
