/** What a scanner tells of the frames that go by (RFC 9113, 4.1). Every byte is told of once. */
export interface FrameListener {
  /** Bytes of a stream's message have gone by: of the nine of a frame's header, or of what it carries. */
  streamBytes(streamId: number, bytes: number): void;
  /** A stream's header section is complete. */
  headersEnd(streamId: number): void;
  /** Bytes that HTTP/2 gives no meaning to, and that its reader never sees. */
  unclaimed(bytes: number): void;
  /** The preface, or of any other frame: the session's own business, if it is well formed. */
  control(bytes: number, part: 'preface' | 'frame'): void;
}

export interface FrameScanner {
  scan(chunk: Buffer): void;
  /** The stream is over: tells of what was cut off. */
  end(): void;
}

const preface = 24;
const type = { data: 0, headers: 1, goaway: 7, continuation: 9, priorityUpdate: 16 } as const;
const endHeaders = 0x4;
const isPadded = 0x8;

/** Whose the bytes of a frame are, and what is left of them: its message, then its end, which may be nobody's. */
interface Frame {
  readonly owner: 'stream' | 'control' | 'unclaimed';
  readonly streamId: number;
  /** Until the padding's length is read, that of the whole frame. */
  left: number;
  /** Of `left`, the last: padding, or what GOAWAY says beside its meaning. */
  tail: number;
  /** The next byte is the length of the padding. */
  padLengthNext: boolean;
  tailSeen: number;
  tailSays: boolean;
}

/**
 * Follows the frames of one direction without decoding them. The session itself drops malformed requests,
 * unknown frames and padding without a word: the scanner is how the capture knows that there was something.
 */
export function createFrameScanner(listener: FrameListener): FrameScanner {
  let toPreface = preface;
  let partial: Buffer = Buffer.alloc(0);
  let frame: Frame | undefined;
  let nobodys = 0;

  const tell = ({ owner, streamId }: Frame, bytes: number): void => {
    if (bytes === 0) return;
    if (owner === 'stream') listener.streamBytes(streamId, bytes);
    else if (owner === 'control') listener.control(bytes, 'frame');
    else nobodys += bytes;
  };
  const finish = (ended: Frame): void => {
    // Padding is zeros (RFC 9113, 6.1): then it is the message's own. Anything else says something to somebody.
    if (ended.tailSays) nobodys += ended.tailSeen;
    else tell(ended, ended.tailSeen);
    if (nobodys > 0) listener.unclaimed(nobodys);
    nobodys = 0;
    frame = undefined;
  };

  const begin = (header: Buffer): void => {
    const length = header.readUIntBE(0, 3);
    const kind = header.readUInt8(3);
    const flags = header.readUInt8(4);
    const streamId = header.readUInt32BE(5) & 0x7fffffff;
    const isHeaders = kind === type.headers || kind === type.continuation;
    // The other frames of a stream say something about it and are no part of its message.
    const isMessage = (kind === type.data || isHeaders) && streamId !== 0;
    const isKnown = kind <= type.continuation || kind === type.priorityUpdate;
    const padded = isMessage && kind !== type.continuation && (flags & isPadded) !== 0;
    frame = {
      owner: isMessage ? 'stream' : isKnown ? 'control' : 'unclaimed',
      streamId,
      left: length,
      tail: kind === type.goaway ? Math.max(0, length - 8) : 0,
      padLengthNext: padded && length > 0,
      tailSeen: 0,
      tailSays: kind === type.goaway,
    };
    tell(frame, 9);
    if (isHeaders && (flags & endHeaders) !== 0) listener.headersEnd(streamId);
  };

  /** Takes what belongs to the frame from the front of a chunk, and gives how much that is. */
  const follow = (open: Frame, chunk: Buffer): number => {
    if (open.padLengthNext) {
      open.padLengthNext = false;
      open.left -= 1;
      open.tail = Math.min(chunk.readUInt8(0), open.left);
      tell(open, 1);
      return 1;
    }
    const body = Math.min(open.left - open.tail, chunk.length);
    const rest = chunk.subarray(body, Math.min(open.left, chunk.length));
    tell(open, body);
    open.left -= body + rest.length;
    open.tail -= rest.length;
    open.tailSeen += rest.length;
    open.tailSays ||= rest.some((byte) => byte !== 0);
    return body + rest.length;
  };

  return {
    scan(chunk) {
      let rest = chunk;
      while (rest.length > 0) {
        if (toPreface > 0) {
          const skipped = Math.min(toPreface, rest.length);
          toPreface -= skipped;
          rest = rest.subarray(skipped);
          listener.control(skipped, 'preface');
        } else if (frame !== undefined) {
          rest = rest.subarray(follow(frame, rest));
        } else {
          const added = rest.subarray(0, 9 - partial.length);
          partial = Buffer.concat([partial, added]);
          rest = rest.subarray(added.length);
          if (partial.length < 9) return;
          const header = partial;
          partial = Buffer.alloc(0);
          begin(header);
        }
        if (frame?.left === 0) finish(frame);
      }
    },
    end() {
      nobodys += partial.length;
      partial = Buffer.alloc(0);
      if (frame !== undefined) finish(frame);
      else if (nobodys > 0) listener.unclaimed(nobodys);
      nobodys = 0;
    },
  };
}
