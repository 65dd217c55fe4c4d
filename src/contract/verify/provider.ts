import { InputError } from '../../disclosure/input-error.js';
import { visible } from '../../disclosure/visible.js';

/** A receiving service that is put to the test, and how it is spoken to. */
export interface Provider {
  /** http or https; without user, query and fragment. Its path stands before that of each request. */
  readonly url: URL;
  /** Sent with each request, such as an authorisation. Their values are told to nobody. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** How long one answer may take, in milliseconds. */
  readonly timeout: number;
}

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:']);
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}):[ \t]*([\t\x20-\x7e\x80-\xff]{0,8000}?)[ \t]*$/;
/** What decides how a message is cut on the wire is not for a user to set. */
const RESERVED: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
]);
const DEFAULT_SECONDS = 10;

/**
 * The receiving service that a user named.
 *
 * @param headers each `name: value` (RFC 9110 section 5)
 * @param seconds how long one answer may take
 * @throws InputError where the URL is none of http or https, or a header is none. No header's value is in the message.
 */
export function toProvider(
  url: string,
  headers: readonly string[] = [],
  seconds: number = DEFAULT_SECONDS,
): Provider {
  return { url: toUrl(url), headers: headers.map(toHeader), timeout: seconds * 1000 };
}

function toUrl(text: string): URL {
  const wrong = (message: string): InputError => new InputError({ message: `--provider-url: ${message}` });
  if (!URL.canParse(text)) throw wrong(`${JSON.stringify(visible(text))} is no URL; give http://host:port`);
  const url = new URL(text);
  // First, for what follows would print it.
  if (url.username !== '' || url.password !== '')
    throw wrong('holds a user or a password; give it with --header "authorization: …" instead');
  if (!SCHEMES.has(url.protocol))
    throw wrong(`${JSON.stringify(visible(text))} must begin with http:// or https://`);
  if (url.search !== '' || url.hash !== '') throw wrong('may have no query and no fragment');
  return url;
}

function toHeader(text: string): readonly [string, string] {
  const [, name, value] = HEADER.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InputError({ message: '--header wants "name: value", in characters that a header may hold' });
  if (RESERVED.has(name.toLowerCase()))
    throw new InputError({ message: `--header may not set ${name}: it frames the message` });
  return [name, value];
}
