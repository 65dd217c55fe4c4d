import type { ByteReader } from './byte-reader.js';
import { limits } from './limits.js';

/** What the first bytes of a connection begin. `nothing`: it ended, or stayed silent. */
export type Recognised = 'tls' | 'http1' | 'http2' | 'other' | 'nothing';

const preface = 'PRI * HTTP/2.0\r\n';
const method = /^(?:\r\n)?[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32} /;
const methodBegun = /^\r?\n?[!#$%&'*+.^_`|~0-9A-Za-z-]{0,32}$/;

/** Waits for as many bytes as tell one protocol from the others, and takes none of them. */
export async function recognise(reader: ByteReader): Promise<Recognised> {
  let deadline = performance.now() + limits.idleTime;
  for (;;) {
    const first = reader.peek();
    const recognised = judgeFirst(first);
    if (recognised !== null) return recognised;
    const arrival = await reader.more(deadline);
    if (arrival !== 'bytes') return reader.peek().length === 0 ? 'nothing' : 'other';
    if (first.length === 0) deadline = performance.now() + limits.recogniseTime;
  }
}

/** null while it can still become several. */
function judgeFirst(bytes: Buffer): Recognised | null {
  if (bytes.length === 0) return null;
  // A TLS record of a handshake (RFC 8446, 5.1); SSL 2 is not spoken any more, and opaque.
  if (bytes[0] === 0x16) return bytes.length === 1 ? null : bytes[1] === 3 ? 'tls' : 'other';
  const text = bytes.toString('latin1', 0, 64);
  if (text.startsWith(preface)) return 'http2';
  if (preface.startsWith(text)) return null;
  if (method.test(text)) return 'http1';
  return methodBegun.test(text) ? null : 'other';
}
