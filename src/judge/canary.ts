import { pointerKeys, pointerOf } from '../disclosure/source-file.js';
import type { StartEvent, TraceRequest } from '../trace/trace-event.generated.js';
import { bodyPointer } from './body.js';
import type { PayloadValue } from './payload-value.js';
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

/** The payload that a route bound, from where it stood. */
export interface Bound {
  readonly id: string;
  readonly from: 'body' | 'query';
  readonly sent: PayloadValue;
}

/** The parts of a message that are searched. */
export interface Searched {
  readonly request: TraceRequest;
  readonly serverName: string | null | undefined;
  readonly url: URL | undefined;
  /** The body as it left and with its content codings undone. */
  readonly bodies: readonly Uint8Array[];
  readonly payload: Bound | undefined;
}

/** Every part of a message in which a planted value stands and may not. */
export function findCanaries(canaries: readonly Canary[], message: Searched): readonly Leak[] {
  return canaries.flatMap((canary) => [
    ...inMethod(canary, message.request),
    ...inUrl(canary, message),
    ...inHeaders(canary, message.request),
    ...inBody(canary, message),
    ...inServerName(canary, message.serverName),
  ]);
}

function inMethod(canary: Canary, { method }: TraceRequest): readonly Leak[] {
  return method.includes(canary.value) ? [{ canary, where: 'the method', pointer: '/request/method' }] : [];
}

function inServerName(canary: Canary, name: string | null | undefined): readonly Leak[] {
  if (!name?.includes(canary.value)) return [];
  return [{ canary, where: 'the TLS server name', pointer: '/tls/serverName' }];
}

function inUrl(canary: Canary, { request, url, payload }: Searched): readonly Leak[] {
  const pointer = '/request/url';
  const holds = (text: string): boolean =>
    text.includes(canary.value) || percentDecoded(text).includes(canary.value);
  if (url === undefined) return holds(request.url) ? [{ canary, where: 'the URL', pointer }] : [];
  const [, path = '', , query = '', fragment = ''] = URL_PARTS.exec(request.url) ?? [];
  const permitted = permittedInQuery(canary, payload);
  const leaks: Leak[] = query.split('&').flatMap((pair): Leak[] => {
    const [[name = '', value = ''] = []] = [...new URLSearchParams(pair)];
    const member = pointerOf([name]);
    const leaked = name.includes(canary.value) || (!permitted.has(member) && holdsPair(canary, pair, value));
    return leaked ? [{ canary, where: 'the query', pointer, member }] : [];
  });
  if (holds(path) || holds(fragment)) leaks.push({ canary, where: 'the URL', pointer });
  return leaks;
}

const URL_PARTS = /^([^?#]*)(\?([^#]*))?(.*)$/s;

function holdsPair(canary: Canary, pair: string, value: string): boolean {
  return pair.includes(canary.value) || value.includes(canary.value);
}

/** The parameters in which a value may stand, by their names on the wire. */
function permittedInQuery(canary: Canary, payload: Bound | undefined): ReadonlySet<string> {
  if (payload?.from !== 'query') return new Set();
  const places = [...canary.permitted].filter((place) => place.startsWith(`${payload.id}#`));
  return new Set(
    places.map((place) => payload.sent.wirePointer(pointerKeys(place.slice(payload.id.length + 1)))),
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

function inBody(canary: Canary, { bodies, payload, request }: Searched): readonly Leak[] {
  const pointer = bodyPointer(request);
  const places = payload?.from === 'body' ? placesOf(canary.value, payload.sent.value) : [];
  const stray = places.filter((place) => !isPermitted(canary, payload, place));
  if (stray.length > 0) {
    return stray.map(({ keys }) => {
      return {
        canary,
        where: 'the body',
        pointer,
        member: payload?.sent.wirePointer(keys) ?? pointerOf(keys),
      };
    });
  }
  // More in the bytes than in the permitted members: what JSON.parse dropped, white space, another coding.
  const permitted = places.reduce((sum, { count }) => sum + count, 0);
  const found = Math.max(0, ...bodies.map((bytes) => countIn(bytes, canary.value)));
  return found > permitted ? [{ canary, where: 'the body', pointer }] : [];
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

/** A member in which a text stands so many times; `isName` where it stands in the name, which nothing permits. */
interface Place {
  readonly keys: readonly string[];
  readonly count: number;
  readonly isName: boolean;
}

function placesOf(text: string, value: unknown, keys: readonly string[] = []): readonly Place[] {
  if (typeof value === 'string') {
    const count = value.split(text).length - 1;
    return count === 0 ? [] : [{ keys, count, isName: false }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(key.includes(text) ? [{ keys: [...keys, key], count: 1, isName: true }] : []),
    ...placesOf(text, child, [...keys, key]),
  ]);
}

/** A member of a list is named by `*` in a permitted place, and the list permits its members. */
function isPermitted(canary: Canary, payload: Bound | undefined, { keys, isName }: Place): boolean {
  if (isName) return false;
  const generic = pointerOf(keys.map((key) => (/^\d+$/.test(key) ? '*' : key)));
  const list = generic.replace(/(?:\/\*)+$/, '');
  return [generic, list].some((pointer) => canary.permitted.has(`${payload?.id}#${pointer}`));
}
