import { type JsonObject, listMember, member, numberMember, textMember } from './json-value.js';

type Headers = readonly (readonly [string, string])[];

/** What a HAR says of a request's body: its bytes as far as they are known, and what of it is not. */
export interface HarBody {
  /** Undefined where there was one that the recording does not hold. */
  readonly bytes: Buffer | undefined;
  /** Why it was not seen as it left. */
  readonly unseen?: string;
  /** The recorder undid the content codings: the header that names them is no longer true of the bytes. */
  readonly decoded?: boolean;
}

const EMPTY = Buffer.alloc(0);
const LEFT_OUT = 'bodies that the recording leaves out';
const ALTERED = 'bodies that the recording does not hold as they left';
const UNSIZED = 'bodies whose size the recording does not tell';

/**
 * The body of a HAR 1.2 request (`postData`, `bodySize`). It counts as seen only where its size agrees with what the
 * recording says of it: a text that was cut off, or that the recorder could not write down, is not the body.
 */
export function harBody(request: JsonObject, headers: Headers): HarBody {
  const postData = member(request, 'postData');
  const text = textMember(postData, 'text') ?? '';
  const params = listMember(postData, 'params');
  const size = sizeOf(request, headers);
  // A body that was put into another file: no path is ever made of what was captured.
  const elsewhere = ['_file', '_sha1'].some((name) => member(postData, name) !== undefined);
  const cut = /\b(?:truncated|omitted|too (?:large|big))\b/i.test(textMember(postData, 'comment') ?? '');
  if (elsewhere || cut) return { bytes: undefined, unseen: LEFT_OUT };
  if (text !== '') return fromText(postData, text, size, headers);
  if (params.length > 0) return fromParams(postData, params);
  const none =
    size === undefined ? !mayCarry(request, headers) : size.bytes === 0 && !isSuspect(size, request, headers);
  return none ? { bytes: EMPTY } : { bytes: undefined, unseen: LEFT_OUT };
}

interface Size {
  readonly bytes: number;
  /** `header`: the sender said so. `recorder`: the recorder did, and some count characters. */
  readonly by: 'header' | 'recorder';
}

function sizeOf(request: JsonObject, headers: Headers): Size | undefined {
  const said = headerValue(headers, 'content-length');
  if (said !== undefined && /^\d{1,15}$/.test(said)) return { bytes: Number(said), by: 'header' };
  const bodySize = numberMember(request, 'bodySize');
  return bodySize === undefined || bodySize < 0 ? undefined : { bytes: bodySize, by: 'recorder' };
}

function fromText(postData: unknown, text: string, size: Size | undefined, headers: Headers): HarBody {
  const bytes = bytesOf(postData, text);
  if (bytes === undefined) return { bytes: undefined, unseen: ALTERED };
  // A text is no compressed data: the recorder has decoded it.
  if (isCompressed(headers) && !isBase64(postData)) return { bytes, unseen: ALTERED, decoded: true };
  if (size === undefined) return { bytes, unseen: UNSIZED };
  const agrees = bytes.length === size.bytes || (size.by === 'recorder' && text.length === size.bytes);
  return agrees ? { bytes } : { bytes: undefined, unseen: ALTERED };
}

function bytesOf(postData: unknown, text: string): Buffer | undefined {
  if (!isBase64(postData)) return Buffer.from(text, 'utf8');
  const digits = text.replaceAll(/[\r\n]/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(digits) ? Buffer.from(digits, 'base64') : undefined;
}

function isBase64(postData: unknown): boolean {
  return (textMember(postData, 'encoding') ?? textMember(postData, '_encoding')) === 'base64';
}

function isCompressed(headers: Headers): boolean {
  return /\b(?:gzip|deflate|br|zstd|compress)\b/i.test(headerValue(headers, 'content-encoding') ?? '');
}

/** A form can be written down again from its parameters, though perhaps not byte for byte; several parts cannot. */
function fromParams(postData: unknown, params: readonly unknown[]): HarBody {
  const type = textMember(postData, 'mimeType') ?? '';
  const pairs = params.map((one) => [textMember(one, 'name'), textMember(one, 'value')]);
  const whole = pairs.every(([name, value]) => name !== undefined && value !== undefined);
  if (!whole || !/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return { bytes: undefined, unseen: LEFT_OUT };
  }
  const form = new URLSearchParams(pairs as [string, string][]);
  return { bytes: Buffer.from(form.toString()), unseen: ALTERED };
}

/** Without a size, a message of these methods or with these headers may have had a body. */
function mayCarry(request: JsonObject, headers: Headers): boolean {
  const method = textMember(request, 'method') ?? '';
  if (['POST', 'PUT', 'PATCH'].includes(method)) return true;
  return (
    headerValue(headers, 'transfer-encoding') !== undefined ||
    headerValue(headers, 'content-type') !== undefined
  );
}

/** Recorders write a size of 0 too where they were not given the body, as browsers do with one that is a file. */
function isSuspect({ by }: Size, request: JsonObject, headers: Headers): boolean {
  if (by === 'header') return false;
  const announced = ['content-type', 'transfer-encoding', 'content-encoding'];
  return (
    announced.some((name) => headerValue(headers, name) !== undefined) ||
    member(request, 'postData') !== undefined
  );
}

function headerValue(headers: Headers, name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1].trim();
}
