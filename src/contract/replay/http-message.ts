import { bodyBytes } from '../../judge/body.js';
import type { TraceRequest } from '../../trace/trace-event.generated.js';

/** A request in the bytes that go over the wire, or why there are none that say what was recorded. */
export type HttpMessage =
  | { readonly kind: 'message'; readonly bytes: Buffer }
  | { readonly kind: 'unsendable'; readonly why: string };

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const LOCATED = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#\\]*([/?#][\s\S]*)?$/;
const BREAKS_LINE = /[\0\r\n]/;
const BREAKS_TARGET = /[\0-\x20\x7f]/;
/** Code units of one byte each are the bytes that a capture saw; any other text is UTF-8. */
const BYTES = /^[\0-\xff]*$/;

/**
 * A captured request as it was sent, in HTTP/1 (RFC 9112): method, path and query as they stand in its URL, the header
 * fields in their order and letter case, the body's bytes with no content coding undone. Host and scheme are where
 * it went, not what was sent; HTTP/2, which has other heads, is written as HTTP/1.1.
 *
 * What must not be altered and cannot be sent is not sent: a header that would end its line early would be another.
 */
export function composeMessage(request: TraceRequest): HttpMessage {
  const unsendable = (why: string): HttpMessage => ({ kind: 'unsendable', why });
  const { method, url, headers = [] } = request;
  const target = targetOf(url);
  if (!TOKEN.test(method)) return unsendable('its method is no word of HTTP');
  if (target === undefined) return unsendable('its URL is not one that a request can name');
  for (const [name, value] of headers) {
    // A capture keeps what an HTTP/2 request said of its place beside its fields.
    if (name.startsWith(':')) return unsendable('it says in HTTP/2 alone where it goes');
    if (!TOKEN.test(name) || BREAKS_LINE.test(value))
      return unsendable('it has a header that HTTP/1.1 cannot carry');
  }
  const body = bodyBytes(request);
  const framing = framingOf(headers, body.length);
  if (framing === undefined) return unsendable('its headers tell another length than its body has');
  const version = request.httpVersion === '1.0' ? '1.0' : '1.1';
  const lines = [
    `${method} ${target} HTTP/${version}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const head = [...lines, ...framing.added, '', ''].map(encode).join('\r\n');
  return { kind: 'message', bytes: Buffer.concat([Buffer.from(head, 'latin1'), ...framed(framing, body)]) };
}

function targetOf(url: string): string | undefined {
  const located = LOCATED.exec(url);
  if (located === null) return undefined;
  const [, rest = ''] = located;
  const target = rest.startsWith('/') ? rest : `/${rest}`;
  return BREAKS_TARGET.test(target) ? undefined : target;
}

interface Framing {
  readonly chunked: boolean;
  /** A header that the recorded ones lack and without which nobody could tell where the body ends. */
  readonly added: readonly string[];
}

function framingOf(headers: readonly (readonly [string, string])[], length: number): Framing | undefined {
  const valuesOf = (wanted: string): readonly string[] =>
    headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value.trim()] : []));
  const lengths = valuesOf('content-length');
  const codings = valuesOf('transfer-encoding');
  if (codings.length > 0) {
    const isChunked = codings.join().toLowerCase() === 'chunked' && lengths.length === 0;
    return isChunked ? { chunked: true, added: [] } : undefined;
  }
  if (lengths.length === 0)
    return { chunked: false, added: length === 0 ? [] : [`content-length: ${length}`] };
  return lengths.every((value) => value === String(length)) ? { chunked: false, added: [] } : undefined;
}

function framed({ chunked }: Framing, body: Uint8Array): readonly Uint8Array[] {
  if (!chunked) return [body];
  const last = Buffer.from('0\r\n\r\n');
  if (body.length === 0) return [last];
  return [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n'), last];
}

/** Text as a string of one code unit a byte. */
function encode(text: string): string {
  return BYTES.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}
