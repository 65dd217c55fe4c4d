import type { Captured, CapturedRequest } from '../capture/captured.js';
import { formatInstant, type Instant } from '../disclosure/instant.js';
import { LINE_LIMIT } from './lines.js';
import type { DnsEvent, OpaqueEvent, TraceRequest, TransmissionEvent } from './trace-event.generated.js';

/** A body of fewer bytes cannot fill a line, even if each of them becomes an escape of six characters. */
const SURELY_FITS = LINE_LIMIT / 8;

/**
 * What was captured as the event of a trace. A request too large for a line that can be read again is told of, with
 * its destination and size, as traffic that could not be read.
 */
export function capturedEvent(
  captured: Captured,
  instant: Instant,
  installation: string,
): TransmissionEvent | OpaqueEvent | DnsEvent {
  const at = formatInstant(instant);
  if (captured.kind === 'opaque') {
    const { protocol, destination, bytes } = captured;
    return { type: 'opaque', at, installation, protocol, destination, bytes };
  }
  if (captured.kind === 'dns') {
    const { name, type, destination, bytes } = captured;
    return { type: 'dns', at, installation, question: { name, type }, destination, bytes };
  }
  const event: TransmissionEvent = {
    type: 'transmission',
    at,
    installation,
    request: requestOf(captured),
    tls: captured.tls,
    ...(captured.bytes === undefined ? {} : { bytes: captured.bytes }),
  };
  if (captured.body.length < SURELY_FITS || fitsLine(event)) return event;
  return {
    type: 'opaque',
    at,
    installation,
    protocol: `http/${captured.httpVersion}`,
    destination: destinationOf(captured.url),
    bytes: captured.bytes ?? captured.body.length,
  };
}

function requestOf({ method, url, httpVersion, headers, body }: CapturedRequest): TraceRequest {
  const request: TraceRequest = { method, url, httpVersion, headers };
  if (body.length === 0) return request;
  const text = textOf(body);
  return text === undefined
    ? { ...request, bodyBase64: body.toString('base64') }
    : { ...request, body: text };
}

/** The bytes as text where they are UTF-8, so that encoding it gives the same bytes: a byte order mark stays. */
function textOf(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function fitsLine(event: TransmissionEvent): boolean {
  return Buffer.byteLength(JSON.stringify(event)) <= LINE_LIMIT;
}

function destinationOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 1000);
}
