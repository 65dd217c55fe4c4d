import { Buffer } from 'node:buffer';

/** The payloads that the vendor's document describes (DESIGN 7). */
export type PayloadName = 'activation-verification' | 'upgrade' | 'link-follow' | 'ksn-participation';

/** A payload's fields by their names. */
export type Fields = Readonly<Record<string, unknown>>;

/** An HTTP request, plaintext or inside TLS as its URL says. */
export interface HttpMessage {
  readonly kind: 'http';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** Weaker TLS than the product's own. */
  readonly tls?: { readonly maxVersion: 'TLSv1.1'; readonly ciphers: string };
}

/** Bytes to a host and port that are neither TLS nor HTTP. */
export interface OpaqueMessage {
  readonly kind: 'opaque';
  readonly authority: string;
  readonly bytes: Buffer;
}

/** One thing that leaves the product. */
export type Message = HttpMessage | OpaqueMessage;

const posts: Readonly<Record<Exclude<PayloadName, 'link-follow'>, string>> = {
  'activation-verification': 'https://activation.candor.test/v1/activations',
  upgrade: 'https://upgrade.candor.test/v1/upgrades',
  'ksn-participation': 'https://ksn.candor.test/v1/participation',
};

const standing = { accept: 'application/json', 'user-agent': 'reference-product/11.0.0' };

/** The request that carries `fields`: JSON in the body, or for a followed link text in the query. */
export function messageOf(payload: PayloadName, fields: Fields, link: string): HttpMessage {
  if (payload !== 'link-follow') {
    return withBody({ kind: 'http', method: 'POST', url: posts[payload], headers: standing }, fields);
  }
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) query.append(name, String(value));
  const url = `https://go.candor.test/${encodeURIComponent(link)}?${query}`;
  return { kind: 'http', method: 'GET', url, headers: standing, body: undefined };
}

/** `message` with `value` as its JSON body, and the headers that say so. */
export function withBody(message: Omit<HttpMessage, 'body'>, value: unknown): HttpMessage {
  return withBytes(
    { ...message, headers: { ...message.headers, 'content-type': 'application/json' } },
    Buffer.from(JSON.stringify(value)),
  );
}

/** `message` with `body` as it is, and its length told. */
export function withBytes(message: Omit<HttpMessage, 'body'>, body: Buffer): HttpMessage {
  return { ...message, headers: { ...message.headers, 'content-length': String(body.length) }, body };
}

/** `message` with one header more, or another value for it. */
export function withHeader(message: HttpMessage, name: string, value: string): HttpMessage {
  return { ...message, headers: { ...message.headers, [name]: value } };
}

/** `message` with its body changed as text. */
export function withText(message: HttpMessage, change: (text: string) => string): HttpMessage {
  return withBytes(message, Buffer.from(change(bodyOf(message).toString())));
}

/** The body's bytes: none where there is no body. */
export function bodyOf(message: HttpMessage): Buffer {
  return message.body ?? Buffer.alloc(0);
}
