type Header = [string, string];

/** An HTTP/1 request as it stands in its connection. */
export interface Http1Request {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: '1.0' | '1.1';
  readonly headers: readonly Header[];
  readonly body: Buffer;
  /** How many bytes it takes in its connection; what follows is another's. */
  readonly size: number;
  /** Bytes of chunk extensions, which are no part of the body and say something all the same. */
  readonly extensions: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const REQUEST_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP\/(1\.[01])$/;

/**
 * Reads one whole request (RFC 9112). Undefined where the bytes are none, or it does not end in them. A byte of a
 * header is a character (ISO 8859-1), as in a live capture.
 *
 * @param apart the body, where it is told apart from the head.
 */
export function readHttp1Request(bytes: Buffer, apart: Buffer | undefined): Http1Request | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const [, method, target, version] = REQUEST_LINE.exec(first) ?? [];
  if (method === undefined || target === undefined) return undefined;
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const from = end + HEAD_END.length;
  const behind = bytes.subarray(from);
  const content = bodyOf(headers, behind.length > 0 || apart === undefined ? behind : apart);
  if (content === undefined) return undefined;
  const { body, extensions, taken } = content;
  const httpVersion = version === '1.0' ? '1.0' : '1.1';
  return { method, target, httpVersion, headers, body, extensions, size: from + taken };
}

interface Content {
  readonly body: Buffer;
  readonly extensions: number;
  /** How many bytes it takes with its framing. */
  readonly taken: number;
}

/** RFC 9112 section 6.3: chunks, else the stated length, else nothing. */
function bodyOf(headers: readonly Header[], bytes: Buffer): Content | undefined {
  const value = (name: string): string | undefined =>
    headers.find(([key]) => key.toLowerCase() === name)?.[1].toLowerCase();
  if (value('transfer-encoding')?.includes('chunked')) return unchunk(bytes);
  const length = Number(value('content-length') ?? 0);
  if (!Number.isSafeInteger(length) || bytes.length < length) return undefined;
  return { body: bytes.subarray(0, length), extensions: 0, taken: length };
}

/** RFC 9112 section 7.1. Trailer fields are counted with the extensions. */
function unchunk(bytes: Buffer): Content | undefined {
  const parts: Buffer[] = [];
  let extensions = 0;
  for (let at = 0; ; ) {
    const end = bytes.indexOf('\r\n', at);
    const [, digits, extension = ''] =
      /^([0-9a-fA-F]{1,8})(.*)$/s.exec(bytes.toString('latin1', at, end)) ?? [];
    if (end < 0 || digits === undefined) return undefined;
    extensions += extension.length;
    const size = Number.parseInt(digits, 16);
    const from = end + 2;
    if (size === 0) {
      // An empty line ends it; what stands before that is a trailer.
      const trailer = bytes.indexOf('\r\n', from) === from ? 0 : bytes.indexOf(HEAD_END, from) + 2 - from;
      if (trailer < 0 || from + trailer + 2 > bytes.length) return undefined;
      return { body: Buffer.concat(parts), extensions: extensions + trailer, taken: from + trailer + 2 };
    }
    if (from + size + 2 > bytes.length) return undefined;
    parts.push(bytes.subarray(from, from + size));
    at = from + size + 2;
  }
}
