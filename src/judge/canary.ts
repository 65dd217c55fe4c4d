import { pointerOf } from '../disclosure/source-file.js';
import type { StartEvent, TraceRequest } from '../trace/trace-event.generated.js';
import { defineRule } from './rule.js';

export const leakedCanary = defineRule({
  id: 'leak/canary',
  kind: 'excess',
  fires: 'A planted value stands in a message where it is not permitted, in any byte of it.',
  charged: 'the payload’s clause, or the scope clause where no route matches',
  explanation:
    'Candor plants values that occur nowhere else (a host name, a user’s name) in the surroundings of the product. One that turns up outside the fields in which it is permitted was collected and sent. Excluded traffic is searched too: an exclusion permits a destination, not a leak. Values are found as they are, in the URL, in header names and values and in the body, before and after decoding; encoded values are not found yet.',
  remedy: 'Find where the product reads the value, and stop it from being sent.',
});

export interface Canary {
  readonly name: string;
  readonly value: string;
  /** Where it may stand, as `payload#/pointer`. */
  readonly permitted: ReadonlySet<string>;
}

/** Planted values of a trace, as its `start` names them. */
export function canariesOf(start: StartEvent): readonly Canary[] {
  return (start.canaries ?? []).map(({ name, value, permitted }) => ({
    name,
    value,
    permitted: new Set(permitted ?? []),
  }));
}

export interface Leak {
  readonly canary: Canary;
  readonly where: string;
  readonly pointer: string;
  readonly member?: string;
}

/** The parts of a message that are searched. */
export interface Searched {
  readonly request: TraceRequest;
  readonly url: URL | undefined;
  /** The body as it left and with its content codings undone. */
  readonly bodies: readonly Uint8Array[];
  /** The payload's id and value under the payload's names, where a route bound them. */
  readonly payload: { readonly id: string; readonly value: unknown } | undefined;
}

/** Every part of a message in which a planted value stands and may not. */
export function findCanaries(canaries: readonly Canary[], message: Searched): readonly Leak[] {
  return canaries.flatMap((canary) => [
    ...inUrl(canary, message),
    ...inHeaders(canary, message.request),
    ...inBody(canary, message),
  ]);
}

function inUrl(canary: Canary, { request, url, payload }: Searched): readonly Leak[] {
  const leaks: Leak[] = [];
  const pointer = '/request/url';
  const pairs = [...(url?.searchParams ?? [])];
  for (const [name, value] of pairs) {
    const place = `${payload?.id}#${pointerOf([name])}`;
    const holds = value.includes(canary.value) && !canary.permitted.has(place);
    if (holds || name.includes(canary.value))
      leaks.push({ canary, where: 'the query', pointer, member: pointerOf([name]) });
  }
  const path = url === undefined ? request.url : (request.url.split('?')[0] ?? '');
  const hidden =
    leaks.length === 0 && !inPermittedPair(canary, pairs, payload?.id) && request.url.includes(canary.value);
  if (hidden || path.includes(canary.value) || percentDecoded(path).includes(canary.value)) {
    leaks.push({ canary, where: 'the URL', pointer });
  }
  return leaks;
}

function inPermittedPair(
  canary: Canary,
  pairs: readonly [string, string][],
  payload: string | undefined,
): boolean {
  return pairs.some(
    ([name, value]) =>
      value.includes(canary.value) && canary.permitted.has(`${payload}#${pointerOf([name])}`),
  );
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function inHeaders(canary: Canary, request: TraceRequest): readonly Leak[] {
  return (request.headers ?? []).flatMap((header, index) =>
    header.some((part) => part.includes(canary.value))
      ? [{ canary, where: 'a header', pointer: `/request/headers/${index}` }]
      : [],
  );
}

function inBody(canary: Canary, { bodies, payload }: Searched): readonly Leak[] {
  const pointer = '/request/body';
  const found = bodies.map((bytes) => countIn(bytes, canary.value));
  const places = payload === undefined ? [] : placesOf(canary.value, payload.value);
  const permitted = places.filter((keys) =>
    canary.permitted.has(`${payload?.id}#${pointerOf(generic(keys))}`),
  );
  const leaks: Leak[] = places
    .filter((keys) => !permitted.includes(keys))
    .map((keys) => ({ canary, where: 'the body', pointer, member: pointerOf(keys) }));
  // More in the bytes than in the permitted members: what JSON.parse dropped, a name, white space, another coding.
  if (leaks.length === 0 && Math.max(0, ...found) > permitted.length)
    leaks.push({ canary, where: 'the body', pointer });
  return leaks;
}

function countIn(bytes: Uint8Array, value: string): number {
  const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const needle = Buffer.from(value, 'utf8');
  let count = 0;
  for (
    let index = haystack.indexOf(needle);
    index >= 0;
    index = haystack.indexOf(needle, index + needle.length)
  ) {
    count += 1;
  }
  return count;
}

/** The members, by name or by value, in which a text stands. */
function placesOf(
  text: string,
  value: unknown,
  keys: readonly string[] = [],
): readonly (readonly string[])[] {
  if (typeof value === 'string') return value.includes(text) ? [keys] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(key.includes(text) ? [[...keys, key]] : []),
    ...placesOf(text, child, [...keys, key]),
  ]);
}

/** A member of a list is named by `*` in a permitted place; an index names it too. */
function generic(keys: readonly string[]): readonly string[] {
  return keys.map((key) => (/^\d+$/.test(key) ? '*' : key));
}
