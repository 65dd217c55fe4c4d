/** What a scanner tells of the frames that go by (RFC 9113, 4.1). */
export interface FrameListener {
  /** A frame of a stream has begun; `bytes` with its nine of header. */
  streamFrame(streamId: number, bytes: number): void;
  /** A stream's header section is complete. */
  headersEnd(streamId: number): void;
  /** Bytes that HTTP/2 gives no meaning to, and that its reader never sees. */
  unclaimed(bytes: number): void;
  /** Any other frame: the session's own business, if it is well formed. */
  control(bytes: number): void;
}

const preface = 24;
const type = { data: 0, headers: 1, goaway: 7, continuation: 9, priorityUpdate: 16 } as const;
const endHeaders = 0x4;

/**
 * Follows the frames of one direction without decoding them. The session itself drops malformed requests
 * and unknown frames without a word: the scanner is how the capture knows that there was something.
 */
export function createFrameScanner(listener: FrameListener): (chunk: Buffer) => void {
  let skip = preface;
  let partial: Buffer = Buffer.alloc(0);

  const begin = (header: Buffer): void => {
    const length = header.readUIntBE(0, 3);
    const kind = header.readUInt8(3);
    const streamId = header.readUInt32BE(5) & 0x7fffffff;
    skip = length;
    const isHeaders = kind === type.headers || kind === type.continuation;
    // The other frames of a stream say something about it and are no part of its message.
    const isMessage = (kind === type.data || isHeaders) && streamId !== 0;
    const isKnown = kind <= type.continuation || kind === type.priorityUpdate;
    if (isMessage) listener.streamFrame(streamId, 9 + length);
    else if (isKnown) listener.control(9 + length);
    else listener.unclaimed(9 + length);
    if (kind === type.goaway && length > 8) listener.unclaimed(length - 8);
    if (isHeaders && (header.readUInt8(4) & endHeaders) !== 0) listener.headersEnd(streamId);
  };

  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      const skipped = Math.min(skip, rest.length);
      skip -= skipped;
      rest = rest.subarray(skipped);
      if (rest.length === 0) return;
      const needed = 9 - partial.length;
      partial = Buffer.concat([partial, rest.subarray(0, needed)]);
      rest = rest.subarray(needed);
      if (partial.length < 9) return;
      const header = partial;
      partial = Buffer.alloc(0);
      begin(header);
    }
  };
}
