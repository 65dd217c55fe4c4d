import { pointerOf } from '../../disclosure/source-file.js';
import type { TraceRequest } from '../../trace/trace-event.generated.js';
import type { Unpacked } from '../body.js';
import type { Canary } from '../canary.js';
import { inBody } from './body.js';
import type { CanarySearch, Found } from './canary-search.js';
import type { Allowance } from './compressed.js';
import { percentEncoding, undo } from './escapes.js';
import { type Bound, permittedMembers } from './permitted.js';
import { openAllowance, type SearchedText } from './search.js';

/** A planted value where it may not stand. */
export interface Leak {
  readonly canary: Canary;
  readonly where: string;
  readonly pointer: string;
  readonly member?: string;
  /** How it is written there: "as base64 of its reverse"; empty where it stands as it is. */
  readonly how: string;
}

export interface Leaks {
  readonly leaks: readonly Leak[];
  /** Whether all was searched: what unfolds into too much is searched in part. */
  readonly whole: boolean;
}

/** The parts of a message that are searched. */
export interface Message {
  readonly request: TraceRequest;
  readonly serverName: string | null | undefined;
  /** The body as it left. */
  readonly body: Uint8Array;
  /** The body with its content codings undone. */
  readonly unpacked: Unpacked;
  readonly payload: Bound | undefined;
}

/** Every part of a message in which a planted value stands and may not, however it is written. */
export function findCanaries(search: CanarySearch, message: Message): Leaks {
  const { request, serverName } = message;
  const allowance = openAllowance(sizeOf(message));
  const leaks = [
    ...inName(search, allowance, 'the method', '/request/method', request.method),
    ...inUrl(search, allowance, message),
    ...inHeaders(search, allowance, request),
    ...inBody(search, allowance, message),
    ...(serverName ? inName(search, allowance, 'the TLS server name', '/tls/serverName', serverName) : []),
  ];
  return { leaks, whole: !allowance.spent };
}

/**
 * Every planted value in a text of which no part is permitted to hold one: a name that was asked for, a message on a
 * socket.
 *
 * @param where what the text is, as a finding says it: "the name asked for".
 * @param pointer where the event holds it, as a JSON Pointer.
 */
export function findCanariesInText(
  search: CanarySearch,
  where: string,
  pointer: string,
  text: string | Uint8Array,
): Leaks {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const allowance = openAllowance(bytes.length);
  const name = typeof text === 'string' ? text : '';
  const leaks = isHostName(name)
    ? inName(search, allowance, where, pointer, name)
    : search.search([{ bytes }], allowance).map(({ canary, how }) => ({ canary, where, pointer, how }));
  return { leaks, whole: !allowance.spent };
}

function sizeOf({ request, body, unpacked }: Message): number {
  const headers = (request.headers ?? []).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return request.url.length + headers + body.length + unpacked.bytes.length;
}

/** A name of hosts, or another short text; what is too long for one label of a name is spread over several. */
function inName(
  search: CanarySearch,
  allowance: Allowance,
  where: string,
  pointer: string,
  text: string,
): readonly Leak[] {
  const found = search.search([plain(text)], allowance);
  const joined = isHostName(text) ? search.search([plain(text.replaceAll('.', ''))], allowance) : [];
  return plainest([...found, ...joined]).map(({ canary, how }) => ({ canary, where, pointer, how }));
}

function isHostName(text: string): boolean {
  return /^[\w-]+(?:\.[\w-]+)+\.?(?::\d+)?$/.test(text);
}

const URL_PARTS = /^([^?#]*)(\?([^#]*))?(.*)$/s;
const HOST = /^[^:/?#]*:\/*(?:[^/?#@]*@)?([^/?#:@]*)/;

function inUrl(search: CanarySearch, allowance: Allowance, { request, payload }: Message): readonly Leak[] {
  const pointer = '/request/url';
  const [, path = '', , query = '', fragment = ''] = URL_PARTS.exec(request.url) ?? [];
  const [, host = ''] = HOST.exec(request.url) ?? [];
  const leaks: Leak[] = query.split('&').flatMap((pair) => inPair(search, allowance, pair, payload));
  const around = plainest([
    ...[path, fragment].flatMap((part) => search.search([plain(part), ...percentDecoded(part)], allowance)),
    ...(isHostName(host) ? search.search([plain(host.replaceAll('.', ''))], allowance) : []),
  ]);
  for (const { canary, how } of around) leaks.push({ canary, where: 'the URL', pointer, how });
  return leaks;
}

/** A permitted parameter may hold its value in any form: in its value, and not in its name. */
function inPair(
  search: CanarySearch,
  allowance: Allowance,
  pair: string,
  payload: Bound | undefined,
): readonly Leak[] {
  if (pair === '') return [];
  const [[name = '', value = ''] = []] = [...new URLSearchParams(pair)];
  const member = pointerOf([name]);
  const found = search.search([plain(pair), ...percentDecoded(pair), plain(`${name}=${value}`)], allowance);
  if (found.length === 0) return [];
  const isPermitted = ({ canary }: Found): boolean =>
    payload?.from === 'query' && permittedMembers(canary, payload).has(member);
  const inNameOnly = found.some(isPermitted) ? search.search([plain(name)], allowance) : [];
  return [...found.filter((one) => !isPermitted(one)), ...inNameOnly.filter(isPermitted)].map(
    ({ canary, how }) => ({
      canary,
      where: 'the query',
      pointer: '/request/url',
      member,
      how,
    }),
  );
}

function inHeaders(search: CanarySearch, allowance: Allowance, request: TraceRequest): readonly Leak[] {
  return (request.headers ?? []).flatMap((header, index) => {
    const found = header.flatMap((part) => search.search([plain(part)], allowance));
    const pointer = `/request/headers/${index}`;
    return plainest(found).map(({ canary, how }) => ({ canary, where: 'a header', pointer, how }));
  });
}

function plain(text: string): SearchedText {
  return { bytes: Buffer.from(text) };
}

function percentDecoded(text: string): readonly SearchedText[] {
  const bytes = undo(percentEncoding, Buffer.from(text));
  return bytes === undefined ? [] : [{ bytes }];
}

/** Each planted value once, as it is hidden least. */
function plainest(found: readonly Found[]): readonly Found[] {
  const best = new Map<Canary, Found>();
  for (const one of found) {
    const before = best.get(one.canary);
    if (before === undefined || one.depth < before.depth) best.set(one.canary, one);
  }
  return [...best.values()];
}
