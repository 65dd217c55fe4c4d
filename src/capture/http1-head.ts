import type { ByteReader } from './byte-reader.js';
import { limits } from './limits.js';

/** The request line and the header fields of an HTTP/1 request (RFC 9112, 3 and 5). */
export interface Http1Head {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: '1.0' | '1.1';
  readonly headers: [string, string][];
  /** Bytes of a line end before it. */
  readonly leading: number;
}

export type HeadOutcome =
  | { readonly kind: 'head'; readonly head: Http1Head }
  /** `http` is false when it is no HTTP at all. */
  | { readonly kind: 'malformed'; readonly status: 400 | 408 | 431; readonly http: boolean }
  | { readonly kind: 'broken' };

const requestLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([\x21-\x7e\x80-\xff]+) HTTP\/(1\.[01])$/;
const fieldName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

const malformed = (status: 400 | 408 | 431, http = true): HeadOutcome => ({
  kind: 'malformed',
  status,
  http,
});

/** Reads one head. Strictly: what two readers could read differently is malformed, and so opaque. */
export async function readHead(reader: ByteReader, deadline: number): Promise<HeadOutcome> {
  // A stray line end after the last body is an old client's habit (RFC 9112, 2.2).
  while (reader.peek().length < 2) {
    const arrival = await reader.more(deadline);
    if (arrival !== 'bytes') return arrival === 'end' ? { kind: 'broken' } : malformed(408);
  }
  const leading = reader.peek().toString('latin1', 0, 2) === '\r\n' ? reader.take(2).length : 0;

  let searched = 0;
  for (;;) {
    const bytes = reader.peek();
    const lineEnd = bytes.indexOf('\n');
    if (lineEnd !== -1 && !requestLine.test(bytes.toString('latin1', 0, Math.max(0, lineEnd - 1)))) {
      return malformed(400, bytes.toString('latin1', 0, lineEnd).includes('HTTP/'));
    }
    const end = bytes.indexOf('\r\n\r\n', Math.max(0, searched - 3));
    if (end !== -1 && end <= limits.headBytes)
      return parseHead(reader.take(end + 4).toString('latin1', 0, end), leading);
    if (bytes.length > limits.headBytes) return malformed(431);
    searched = bytes.length;
    const arrival = await reader.more(deadline);
    if (arrival === 'end') return { kind: 'broken' };
    if (arrival === 'timeout') return malformed(408);
  }
}

function parseHead(text: string, leading: number): HeadOutcome {
  const [first = '', ...lines] = text.split('\r\n');
  const [, method, target, version] = requestLine.exec(first) ?? [];
  if (method === undefined || target === undefined) return malformed(400);
  if (lines.length > limits.headerFields) return malformed(431);
  const headers = parseFields(lines);
  if (headers === null) return malformed(400);
  const httpVersion = version === '1.0' ? '1.0' : '1.1';
  return { kind: 'head', head: { method, target, httpVersion, headers, leading } };
}

/**
 * Header or trailer fields, null when one is malformed. Of the white space around a value only the one
 * customary space is dropped: more of it could say something, and stays as evidence.
 */
export function parseFields(lines: readonly string[]): [string, string][] | null {
  const fields: [string, string][] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    const value = line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (!fieldName.test(name) || !fieldValue.test(value)) return null;
    fields.push([name, value]);
  }
  return fields;
}

/** The values of a field, each trimmed, split at commas, in lower case (RFC 9110, 5.6.1). */
export function fieldList(headers: readonly [string, string][], name: string): string[] {
  return headers
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value.split(','))
    .map((value) => value.trim().toLowerCase());
}
