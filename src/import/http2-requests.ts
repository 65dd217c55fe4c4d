import { member } from './json-value.js';
import { rawBytes } from './packet-fields.js';

type Header = [string, string];

/** A request of HTTP/2 that came to its end. */
export interface Http2Request {
  readonly method: string;
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly headers: readonly Header[];
  readonly body: Buffer;
}

/** Puts the requests of one connection together from the frames that its client sent (RFC 9113). */
export interface Http2Requests {
  /**
   * @param layer the frame as tshark takes it apart: its header fields, decoded.
   * @param bytes the frame itself.
   * @returns the request that it ends.
   */
  frame(layer: unknown, bytes: Buffer): Http2Request | undefined;
  /** Bytes of requests that have not ended. */
  unended(): number;
}

interface Stream {
  readonly headers: Header[];
  readonly parts: Buffer[];
  size: number;
}

const DATA = 0;
const HEADERS = 1;
const CONTINUATION = 9;
const END_STREAM = 0x1;
const END_HEADERS = 0x4;
const PADDED = 0x8;
const FRAME_HEAD = 9;
const HELD_LIMIT = 256 * 1024 * 1024;

export function createHttp2Requests(): Http2Requests {
  const streams = new Map<number, Stream>();
  /** A request ends with the header block whose first frame says so, though that may be continued. */
  let ending = -1;
  let held = 0;

  const close = (id: number): Http2Request | undefined => {
    const stream = streams.get(id);
    streams.delete(id);
    if (stream === undefined) return undefined;
    held -= stream.size;
    const pseudo = (name: string): string => stream.headers.find(([key]) => key === name)?.[1] ?? '';
    const method = pseudo(':method');
    if (method === '') return undefined;
    return {
      method,
      scheme: pseudo(':scheme'),
      authority: pseudo(':authority'),
      path: pseudo(':path'),
      headers: stream.headers.filter(([name]) => !name.startsWith(':')),
      body: Buffer.concat(stream.parts),
    };
  };

  return {
    frame(layer, bytes) {
      const type = bytes[3];
      const flags = bytes[4] ?? 0;
      // Streams that are reset stay unended: what was sent of them is no request.
      if (bytes.length < FRAME_HEAD || (type !== DATA && type !== HEADERS && type !== CONTINUATION)) {
        return undefined;
      }
      const id = bytes.readUInt32BE(5) & 0x7fffffff;
      const open = streams.get(id) ?? { headers: [], parts: [], size: 0 };
      streams.set(id, open);
      open.size += bytes.length;
      held += bytes.length;
      if (held > HELD_LIMIT) return undefined;
      if (type === DATA) {
        open.parts.push(dataOf(bytes, flags));
        return flags & END_STREAM ? close(id) : undefined;
      }
      open.headers.push(...headersOf(member(layer, 'http2.stream') ?? layer));
      if (type === HEADERS && flags & END_STREAM) ending = id;
      if (!(flags & END_HEADERS) || ending !== id) return undefined;
      ending = -1;
      return close(id);
    },
    unended: () => [...streams.values()].reduce((sum, { size }) => sum + size, 0),
  };
}

/** RFC 9113 section 6.1: padding is taken off. */
function dataOf(bytes: Buffer, flags: number): Buffer {
  if (!(flags & PADDED)) return bytes.subarray(FRAME_HEAD);
  const padding = bytes[FRAME_HEAD] ?? 0;
  return bytes.subarray(FRAME_HEAD + 1, Math.max(FRAME_HEAD + 1, bytes.length - padding));
}

function headersOf(stream: unknown): readonly Header[] {
  const listed = member(stream, 'http2.header');
  const fields = Array.isArray(listed) ? listed : listed === undefined ? [] : [listed];
  return fields.flatMap((field): Header[] => {
    const [name] = rawBytes(member(field, 'http2.header.name_raw'));
    const [value] = rawBytes(member(field, 'http2.header.value_raw'));
    return name === undefined ? [] : [[name.toString('latin1'), value?.toString('latin1') ?? '']];
  });
}
