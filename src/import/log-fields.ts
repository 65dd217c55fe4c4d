import { InputError } from '../disclosure/input-error.js';
import { visible } from '../disclosure/visible.js';
import { member } from './json-value.js';

/** What a line of an access log may tell of a request, and where: names within names are joined by dots. */
export type LogField = keyof typeof names;

/** The names that common servers give them: nginx, Caddy, Envoy and Traefik, as far as they agree. */
const names = {
  time: ['time_iso8601', 'time', 'timestamp', '@timestamp', 'ts', 'start_time', 'StartUTC', 'msec'],
  duration: ['request_time'],
  method: ['method', 'request_method', 'request.method', 'RequestMethod', 'http.request.method'],
  url: ['url', 'request_url', 'full_url', 'url.full'],
  uri: ['uri', 'request_uri', 'request.uri', 'RequestPath', 'path'],
  request: ['request'],
  host: ['host', 'http_host', 'authority', 'request.host', 'RequestHost', 'server_name'],
  scheme: ['scheme', 'request_scheme', 'RequestScheme', 'url.scheme'],
  protocol: ['protocol', 'server_protocol', 'request.proto', 'RequestProtocol'],
  tls: ['ssl_protocol', 'tls_version', 'downstream_tls_version', 'request.tls.version', 'TLSVersion'],
  serverName: ['ssl_server_name', 'requested_server_name', 'request.tls.server_name'],
  headers: ['request_headers', 'headers', 'request.headers'],
  body: ['request_body', 'request.body', 'body'],
  bodyLength: ['content_length', 'http_content_length', 'request_body_size', 'bytes_received', 'bytes_read'],
  installation: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const logFields = Object.keys(names) as readonly LogField[];

/** Finds a field in a line. Undefined where it is not there, or empty: `-` is how servers write that. */
export type LogReader = (line: unknown, field: LogField) => unknown;

/**
 * @param chosen `field=name`, in place of the names that are looked for by themselves.
 * @throws InputError where one has no such form.
 */
export function logReader(chosen: readonly string[]): LogReader {
  const own = new Map(chosen.map(parseChoice));
  return (line, field) => {
    const named = own.get(field);
    for (const name of named === undefined ? names[field] : [named]) {
      const value = find(line, name);
      if (value !== undefined && value !== null && value !== '' && value !== '-') return value;
    }
    return undefined;
  };
}

function parseChoice(text: string): readonly [LogField, string] {
  const [, field = '', name = ''] = /^([A-Za-z]+)=(.+)$/s.exec(text) ?? [];
  if ((logFields as readonly string[]).includes(field)) return [field as LogField, name];
  throw new InputError({
    message: `--field ${visible(text)}: must be FIELD=NAME, where FIELD is one of ${logFields.join(', ')}`,
  });
}

/** A name with dots may be one name, or names within names. */
function find(line: unknown, name: string): unknown {
  const whole = member(line, name);
  if (whole !== undefined || !name.includes('.')) return whole;
  return name.split('.').reduce<unknown>((value, part) => member(value, part), line);
}

/** Single headers, named as nginx names its variables: `http_user_agent`. */
export function headerFields(line: unknown): readonly [string, string][] {
  if (typeof line !== 'object' || line === null) return [];
  return Object.entries(line).flatMap(([name, value]): [string, string][] => {
    const header = /^http_([a-z0-9_]{1,100})$/.exec(name)?.[1]?.replaceAll('_', '-');
    if (header === undefined || typeof value !== 'string' || value === '' || value === '-') return [];
    return [[header, value]];
  });
}
