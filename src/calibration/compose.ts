import type { Facts } from '../disclosure/condition.js';
import type { Disclosure, Payload } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { formatInstant, type Instant } from '../disclosure/instant.js';
import { composePayload } from '../specimen/payload-value.js';
import { composeRequest } from '../specimen/request.js';
import type { SystemFile } from '../system/system-file.generated.js';
import type { TransmissionEvent } from '../trace/trace-event.generated.js';

/** What a message is composed from. */
export interface Composing {
  readonly disclosure: Disclosure;
  readonly system: SystemFile;
}

/** A transmission of a payload as it would be in a state; the error that says why there is none is given back. */
export function composeTransmission(
  { system }: Composing,
  payload: Payload,
  facts: Facts,
  at: Instant,
  installation: string,
): TransmissionEvent | InputError {
  const route = system.routes.find((candidate) => candidate.payload === payload.id);
  if (route === undefined) return new InputError({ message: 'the system has no route for it' });
  try {
    const request = composeRequest(system, route, composePayload(payload, facts));
    const tls = { protocol: 'TLSv1.3', serverName: new URL(request.url).hostname };
    return { type: 'transmission', at: formatInstant(at), installation, request, tls };
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
