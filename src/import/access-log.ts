import { InputError } from '../disclosure/input-error.js';
import type { Instant } from '../disclosure/instant.js';
import { membersOf, membersWritten } from '../trace/json-shape.js';
import { LINE_LIMIT, readLines } from '../trace/lines.js';
import type { BodyRoutes } from './body-routes.js';
import { foreignInstant, instantOfSeconds } from './foreign-instant.js';
import { UNKNOWN_TLS } from './har-entry.js';
import { headerFields, type LogReader } from './log-fields.js';
import { messageEvent, type Recorded } from './recorded.js';

export interface AccessLogOptions {
  readonly read: LogReader;
  /** Scheme and host of the requests, where the log does not tell them. */
  readonly origin: URL | undefined;
  readonly bodies: BodyRoutes;
}

const DEPTH_LIMIT = 64;
const CHUNK = 256 * 1024;
const BEYOND_THE_LINE = 'requests of which the log holds a part';
/** Of a message that a route judges by its body, the line alone proves nothing. */
const WITHOUT_BODY = 'requests whose bodies the log does not hold';

/**
 * What an access log of a server tells of: newline-delimited JSON, one request a line. No log holds a message whole, so
 * each leaves open what it does not hold; what it does hold is judged.
 *
 * @throws InputError, with the line, where one is no JSON object, or tells neither method, URL nor instant.
 */
export async function* readAccessLog(
  file: string,
  options: AccessLogOptions,
): AsyncGenerator<Recorded, void, void> {
  for await (const lines of readLines(file, { lineLimit: LINE_LIMIT, chunkSize: CHUNK })) {
    for (const { number, text } of lines) {
      if (text.trim() === '') continue;
      const parsed = parse(text);
      const recorded = 'fault' in parsed ? parsed.fault : recordedInLine(parsed.value, options);
      if (typeof recorded === 'string') throw new InputError({ file, line: number, message: recorded });
      yield recorded;
    }
  }
}

/** The JSON value of a line, or why there is none. */
function parse(text: string): { readonly value: unknown } | { readonly fault: string } {
  const written = membersWritten(text, DEPTH_LIMIT);
  if (written === undefined)
    return { fault: `is nested deeper than the ${DEPTH_LIMIT} levels that are read` };
  try {
    const value = JSON.parse(text) as unknown;
    if (membersOf(value) === written) return { value };
    return { fault: 'a name stands twice in one object of this line' };
  } catch {
    return { fault: 'this line is no JSON; an access log is read as one JSON object a line' };
  }
}

function recordedInLine(line: unknown, { read, origin, bodies }: AccessLogOptions): Recorded | string {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) return 'must be a JSON object';
  const at = instantOf(read(line, 'time'), read(line, 'duration'));
  if (at === undefined) {
    return 'tells no instant with its offset from UTC; name its field with --field time=NAME';
  }
  const [asked = '', target = '', version = ''] = requestLine(read(line, 'request'));
  const method = textOf(read(line, 'method')) ?? asked;
  if (method === '') return 'tells no method; name its field with --field method=NAME';
  const tls = tlsOf(read(line, 'tls'), read(line, 'serverName'));
  const url = urlOf(line, read, { origin, target, secure: tls !== undefined });
  if (url === undefined) {
    return 'tells no URL, or not its scheme and host; name the fields with --field, or give --origin https://HOST';
  }
  const headers = headersOf(read(line, 'headers'), line);
  const body = bodyOf(line, read);
  if (body === undefined && bodies(method, url)) return { at, unseen: WITHOUT_BODY };
  const installation = textOf(read(line, 'installation'));
  const event = messageEvent(
    {
      method,
      url,
      httpVersion: versionOf(textOf(read(line, 'protocol')) ?? version),
      headers: [...headers],
      body: body ?? Buffer.alloc(0),
      tls: url.startsWith('http:') ? null : (tls ?? ({ protocol: UNKNOWN_TLS } as never)),
    },
    at,
    installation?.slice(0, 200),
  );
  return { at, event, unseen: body === undefined ? WITHOUT_BODY : BEYOND_THE_LINE };
}

/** A server logs a request when it has answered it: it was sent by so much earlier. */
function instantOf(time: unknown, duration: unknown): Instant | undefined {
  const text = textOf(time);
  const isSeconds = typeof time === 'number' || /^\d{9,11}(?:\.\d{1,9})?$/.test(text ?? '');
  const at = isSeconds ? instantOfSeconds(Number(time)) : text && foreignInstant(text);
  if (at === undefined || at === '') return undefined;
  const seconds = Number(duration ?? 0);
  const lasted = seconds > 0 && seconds < 86_400 ? seconds : 0;
  return instantOfSeconds(at / 1000 - lasted);
}

function requestLine(request: unknown): readonly string[] {
  return typeof request === 'string' ? request.split(' ') : [];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

interface Place {
  readonly origin: URL | undefined;
  readonly target: string;
  readonly secure: boolean;
}

function urlOf(line: unknown, read: LogReader, { origin, target, secure }: Place): string | undefined {
  const whole = textOf(read(line, 'url'));
  if (whole !== undefined && /^https?:\/\//i.test(whole)) return whole;
  const uri = textOf(read(line, 'uri')) ?? (whole?.startsWith('/') ? whole : target);
  if (/^https?:\/\//i.test(uri)) return uri;
  if (!uri.startsWith('/')) return undefined;
  if (origin !== undefined) return `${origin.origin}${uri}`;
  const host = textOf(read(line, 'host'));
  const scheme = textOf(read(line, 'scheme'))?.toLowerCase() ?? (secure ? 'https' : undefined);
  if (host === undefined || (scheme !== 'http' && scheme !== 'https')) return undefined;
  const url = `${scheme}://${host}${uri}`;
  return URL.canParse(url) ? url : undefined;
}

/** Caddy writes the number of RFC 8446 section 4.1.2, others a name. */
function tlsOf(
  version: unknown,
  serverName: unknown,
): { protocol: string; serverName: string | null } | undefined {
  const text = textOf(version);
  if (text === undefined) return undefined;
  const numbered = { '769': 'TLSv1', '770': 'TLSv1.1', '771': 'TLSv1.2', '772': 'TLSv1.3' };
  const named = /^TLS ?v?(1(?:\.[0-3])?)$/i.exec(text)?.[1]?.replace(/^1\.0$/, '1');
  const known = Object.hasOwn(numbered, text) ? numbered[text as '769'] : undefined;
  const protocol = known ?? (named === undefined ? text.slice(0, 100) : `TLSv${named}`);
  const name = textOf(serverName)?.slice(0, 1000);
  return (name === undefined ? { protocol } : { protocol, serverName: name }) as ReturnType<typeof tlsOf>;
}

function headersOf(headers: unknown, line: unknown): readonly [string, string][] {
  if (typeof headers !== 'object' || headers === null) return headerFields(line);
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one): [string, string][] =>
      typeof one === 'string' && !name.startsWith(':') ? [[name, one]] : [],
    ),
  );
}

/** A logged body may be cut or escaped: it is the body only where its length is that of the request's. */
function bodyOf(line: unknown, read: LogReader): Buffer | undefined {
  const length = Number(read(line, 'bodyLength') ?? Number.NaN);
  const body = read(line, 'body');
  if (length === 0 && body === undefined) return Buffer.alloc(0);
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : undefined;
  return bytes?.length === length ? bytes : undefined;
}

function versionOf(protocol: string): '1.0' | '1.1' | '2' | undefined {
  if (/^HTTP\/2(?:\.0)?$/i.test(protocol)) return '2';
  if (/^HTTP\/1\.1$/i.test(protocol)) return '1.1';
  return /^HTTP\/1\.0$/i.test(protocol) ? '1.0' : undefined;
}
