import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { visible } from '../disclosure/visible.js';
import { membersWritten } from '../trace/json-shape.js';
import type { TraceRequest } from '../trace/trace-event.generated.js';
import { countMembers } from './duplicates.js';
import { defineRule } from './rule.js';

export const undecodable = defineRule({
  id: 'body/undecodable',
  kind: 'excess',
  fires: 'The body is not what its route or content type declares, or expands past the limit.',
  charged: 'the payload’s clause',
  explanation:
    'A body that cannot be read cannot be held against the disclosure. gzip, deflate and br are undone, up to three layers; JSON is read as RFC 8259 has it, in UTF-8; a form as the WHATWG URL standard has it. A body that expands past 8 MiB, is nested deeper than 64 or holds more than 20,000 values is not read.',
  remedy: 'Send what the route declares; or correct the route’s `body` in the system file.',
});

/** Bytes of a message as its route declares them. */
export type Decoded =
  | { readonly kind: 'none' }
  /** `hidden`: how many members JSON.parse dropped, because their name stands twice. */
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string; readonly hidden: number }
  | { readonly kind: 'form'; readonly pairs: readonly (readonly [string, string])[]; readonly text: string }
  | { readonly kind: 'undecodable'; readonly why: string; readonly text: string };

export interface Unpacked {
  /** The body with its content codings undone, or as far as that went. */
  readonly bytes: Uint8Array;
  readonly fault: string | undefined;
  /** What else the coded body held: where, and how many bytes. */
  readonly unclaimed: string | undefined;
}

const EXPANSION_LIMIT = 8 * 1024 * 1024;
const LAYER_LIMIT = 3;
/** Members of one gzip stream that are read; what follows is unclaimed. */
const MEMBER_LIMIT = 100;
// The flags of RFC 1952 section 2.3.1; readers skip what the last three announce.
const GZIP_CHECK = 2;
const GZIP_EXTRA = 4;
const GZIP_NAME = 8;
const GZIP_COMMENT = 16;
const DEPTH_LIMIT = 64;
const VALUE_LIMIT = 20_000;
const EMPTY = new Uint8Array(0);

/** Where an event holds the body, as a JSON Pointer. */
export function bodyPointer(request: TraceRequest): string {
  return request.bodyBase64 === undefined ? '/request/body' : '/request/bodyBase64';
}

/** The bytes of a request's body as they left. */
export function bodyBytes(request: TraceRequest): Uint8Array {
  if (request.bodyBase64 !== undefined) return Buffer.from(request.bodyBase64, 'base64');
  return request.body === undefined ? EMPTY : Buffer.from(request.body, 'utf8');
}

/** The values of a header, in the order in which they were sent. */
export function headerValues(request: TraceRequest, name: string): readonly string[] {
  return (request.headers ?? []).flatMap(([key = '', value = '']) =>
    key.toLowerCase() === name ? [value] : [],
  );
}

/** Undoes the content codings of RFC 9110 section 8.4, the last applied first. */
export function unpack(request: TraceRequest): Unpacked {
  let bytes = bodyBytes(request);
  const codings = headerValues(request, 'content-encoding')
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > LAYER_LIMIT)
    return { bytes, fault: 'it is encoded in too many layers', unclaimed: undefined };
  let extra: string | undefined;
  for (const coding of codings.reverse()) {
    if (bytes.length === 0) break;
    const layer = undo(coding, bytes);
    extra ??= layer.unclaimed;
    if (layer.fault !== undefined) return { bytes, fault: layer.fault, unclaimed: extra };
    bytes = layer.bytes;
  }
  return { bytes, fault: undefined, unclaimed: extra };
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function undo(coding: string, bytes: Uint8Array): Unpacked {
  const options = { maxOutputLength: EXPANSION_LIMIT, info: true };
  try {
    switch (coding) {
      case 'gzip':
      case 'x-gzip':
        return undoGzip(bytes, options);
      case 'deflate':
        return whole(bytes, inflateEither(bytes, options));
      case 'br':
        return whole(bytes, brotliDecompressSync(bytes, options) as unknown as Inflated);
      default:
        return {
          bytes,
          fault: `its content encoding ${JSON.stringify(visible(coding, 40))} is not known`,
          unclaimed: undefined,
        };
    }
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    const fault = tooLarge ? `it expands past ${EXPANSION_LIMIT} bytes` : `it is not valid ${coding}`;
    return { bytes, fault, unclaimed: undefined };
  }
}

// RFC 9110 section 8.4.1.2 means the zlib format by "deflate", and notes that some send raw deflate data.
function inflateEither(bytes: Uint8Array, options: { maxOutputLength: number; info: boolean }): Inflated {
  try {
    return inflateSync(bytes, options) as unknown as Inflated;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw error;
    return inflateRawSync(bytes, options) as unknown as Inflated;
  }
}

function whole(bytes: Uint8Array, { buffer, engine }: Inflated): Unpacked {
  const behind = bytes.length - engine.bytesWritten;
  const extra = behind > 0 ? `${behind} bytes behind the end of the compressed body` : undefined;
  return { bytes: buffer, fault: undefined, unclaimed: extra };
}

/** Undoes gzip one member after the other (RFC 1952 section 2.2), since each has a header of its own. */
function undoGzip(bytes: Uint8Array, options: { maxOutputLength: number; info: boolean }): Unpacked {
  const parts: Buffer[] = [];
  let size = 0;
  let from = 0;
  let extra: string | undefined;
  do {
    const end = endOfGzipMember(bytes, from, options);
    const left = Math.max(1, EXPANSION_LIMIT - size);
    const part = gunzipSync(bytes.subarray(from, end), { maxOutputLength: left });
    extra ??= gzipExtras(bytes[from + 3] ?? 0);
    parts.push(part);
    size += part.length;
    from = end;
  } while (parts.length < MEMBER_LIMIT && bytes[from] === 0x1f && bytes[from + 1] === 0x8b);
  if (from < bytes.length) extra = `${bytes.length - from} bytes behind the end of the compressed body`;
  return { bytes: Buffer.concat(parts), fault: undefined, unclaimed: extra };
}

/** Where a gzip member ends: behind its header, its deflated data and eight bytes of checksum and size. */
function endOfGzipMember(
  bytes: Uint8Array,
  from: number,
  options: { maxOutputLength: number; info: boolean },
): number {
  const flags = bytes[from + 3] ?? 0;
  let at = from + 10;
  if (flags & GZIP_EXTRA) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  // A text that is not closed leads to where no data are, which is refused there.
  if (flags & GZIP_NAME) at = bytes.indexOf(0, at) + 1;
  if (flags & GZIP_COMMENT) at = bytes.indexOf(0, at) + 1;
  if (flags & GZIP_CHECK) at += 2;
  const { engine } = inflateRawSync(bytes.subarray(at), options) as unknown as Inflated;
  return at + engine.bytesWritten + 8;
}

function gzipExtras(flags: number): string | undefined {
  const named = [
    flags & GZIP_EXTRA && 'extra',
    flags & GZIP_NAME && 'name',
    flags & GZIP_COMMENT && 'comment',
  ];
  const found = named.filter(Boolean);
  return found.length === 0 ? undefined : `a gzip header with the field ${found.join(' and ')}`;
}

/** Reads a body as its route declares it: `json`, `form`, or none at all. */
export function decodeBody(
  declared: 'json' | 'form' | 'none' | undefined,
  request: TraceRequest,
  { bytes, fault }: Unpacked,
): Decoded {
  if (declared === undefined || declared === 'none') return { kind: 'none' };
  const text = Buffer.from(bytes).toString('utf8');
  const failed = (why: string): Decoded => ({ kind: 'undecodable', why, text });
  if (fault !== undefined) return failed(fault);
  if (!isUtf8(bytes)) return failed('it is not UTF-8');
  const mismatch = contentTypeFault(declared, headerValues(request, 'content-type')[0]);
  if (mismatch !== undefined) return failed(mismatch);
  return declared === 'json'
    ? decodeJson(text)
    : { kind: 'form', pairs: [...new URLSearchParams(text)], text };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Which content types a body may have. JSON is often sent as plain text, which is what browsers do unasked. */
const fits = {
  json: /^(?:|text\/plain|[^/]+\/(?:[^/]*[+.-])?json)$/,
  form: /^application\/x-www-form-urlencoded$/,
} as const;

function contentTypeFault(declared: 'json' | 'form', contentType: string | undefined): string | undefined {
  if (contentType === undefined) return undefined;
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (!fits[declared].test(type)) {
    return `its content type ${JSON.stringify(visible(type, 40))} is not ${declared}`;
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const isUtf = charset === undefined || /^"?(utf-?8|us-ascii)"?$/.test(charset);
  return isUtf ? undefined : `its charset ${JSON.stringify(visible(charset ?? '', 40))} is not UTF-8`;
}

function decodeJson(text: string): Decoded {
  const failed = (why: string): Decoded => ({ kind: 'undecodable', why, text });
  if (text.trim() === '') return failed('it is empty, and JSON is declared');
  const written = membersWritten(text, DEPTH_LIMIT);
  if (written === undefined) return failed(`it is nested deeper than ${DEPTH_LIMIT}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed('it is not JSON');
  }
  const counted = countMembers(value);
  if (counted.values > VALUE_LIMIT) return failed(`it holds more than ${VALUE_LIMIT} values`);
  return { kind: 'json', value, text, hidden: written - counted.members };
}
