import { isDeepStrictEqual } from 'node:util';
import type { ContractRequest, Interaction } from '../contract.js';
import type { OutgoingRequest } from './send.js';

/** Where the fields of a request are, and what they are. */
export type Fields =
  | { readonly in: 'json'; readonly value: unknown }
  | { readonly in: 'form'; readonly pairs: Pairs }
  | { readonly in: 'other'; readonly text: string }
  | { readonly in: 'nothing' };

export type Pairs = readonly (readonly [name: string, value: string])[];

/** A request that a contract documents, in parts: so that one of them can be made undocumented. */
export interface DocumentedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Pairs;
  readonly headers: Pairs;
  readonly body: Fields;
}

/** The request of an interaction, from the contract's examples alone (Pact specification 4). */
export function documentedRequest({ request }: Interaction): DocumentedRequest {
  return {
    method: request.method,
    path: request.path,
    query: pairsOf(request.query),
    headers: headersOf(request),
    body: bodyOf(request),
  };
}

/** A documented request as it is sent. */
export function toOutgoing({ method, path, query, headers, body }: DocumentedRequest): OutgoingRequest {
  const search = query.length === 0 ? '' : `?${encode(query)}`;
  const bytes = bytesOf(body);
  return {
    method,
    target: `${encodePath(path)}${search}`,
    headers,
    ...(bytes === undefined ? {} : { body: bytes }),
  };
}

/** What of a request differs from the documented one, or undefined where it says the same. */
export function differenceOf(documented: DocumentedRequest, sent: OutgoingRequest): string | undefined {
  if (sent.method !== documented.method) return 'the method';
  const own = new URL(`http://own.invalid${toOutgoing(documented).target}`);
  const other = new URL(`http://own.invalid${sent.target}`);
  if (plain(own.pathname) !== plain(other.pathname)) return 'the path';
  if (!isDeepStrictEqual(sorted(own), sorted(other))) return 'the query';
  return isSameBody(documented.body, sent.body) ? undefined : 'the body';
}

function isSameBody(body: Fields, sent: Buffer | undefined): boolean {
  const text = sent?.toString('utf8') ?? '';
  if (body.in === 'nothing') return text === '';
  if (body.in === 'other') return text === body.text;
  if (body.in === 'form') return encode([...new URLSearchParams(text)]) === encode(body.pairs);
  try {
    // Through JSON on both sides, so that -0 and 0 are one.
    return isDeepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(body.value)));
  } catch {
    return false;
  }
}

function bodyOf({ body, headers }: ContractRequest): Fields {
  const { content } = body;
  if (content === undefined || content === '') return { in: 'nothing' };
  const type = mediaType(body.contentType ?? headerNamed(headers, 'content-type') ?? '');
  if (type === 'application/json' || type.endsWith('+json')) return { in: 'json', value: content };
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  if (type !== 'application/x-www-form-urlencoded') return { in: 'other', text };
  return { in: 'form', pairs: [...new URLSearchParams(text)] };
}

function bytesOf(body: Fields): Buffer | undefined {
  switch (body.in) {
    case 'nothing':
      return undefined;
    case 'json':
      return Buffer.from(JSON.stringify(body.value));
    case 'form':
      return Buffer.from(encode(body.pairs));
    case 'other':
      return Buffer.from(body.text);
  }
}

function headersOf({ body, headers }: ContractRequest): Pairs {
  const named = pairsOf(headers);
  const { contentType } = body;
  if (contentType === undefined || headerNamed(headers, 'content-type') !== undefined) return named;
  return [...named, ['content-type', contentType]];
}

function headerNamed(headers: ContractRequest['headers'], wanted: string): string | undefined {
  return pairsOf(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function pairsOf(values: ContractRequest['query']): Pairs {
  return Object.entries(values ?? {}).flatMap(([name, several]) =>
    several.map((value): readonly [string, string] => [name, value]),
  );
}

function mediaType(text: string): string {
  return text.replace(/;.*/s, '').trim().toLowerCase();
}

function encode(pairs: Pairs): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}

/** What a path may not hold as it is; what is encoded already stays. */
function encodePath(path: string): string {
  const url = new URL('http://own.invalid/');
  url.pathname = path;
  return url.pathname;
}

function plain(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function sorted(url: URL): readonly string[] {
  return [...url.searchParams].map((pair) => JSON.stringify(pair)).sort();
}
