/** What a scanner tells of a client's frames (RFC 6455, 5.2). Every byte is told of once. */
export interface WebSocketListener {
  /** The first frame of a message has begun. */
  messageBegins(): void;
  /** Bytes that the message carries. */
  payload(bytes: number): void;
  messageEnds(): void;
  /** Heads of frames, and the plain close codes. */
  framing(bytes: number): void;
  /** What a ping, a pong or a close carries besides: nothing needs it, and a program may hide something there. */
  aside(protocol: string, bytes: number): void;
  /** What no reader sees: after the close, or in frames that the protocol does not have. */
  unclaimed(bytes: number): void;
}

const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const asides: Readonly<Record<number, string>> = {
  [opcode.close]: 'websocket close',
  [opcode.ping]: 'websocket ping',
  [opcode.pong]: 'websocket pong',
};

interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly mask: Buffer;
  readonly length: number;
  /** The start of a close frame: its code, unmasked. */
  readonly code: number[];
  left: number;
}

/** Follows a client's frames without decoding them: a WebSocket's reader tells of messages, and not of bytes. */
export function createWebSocketScanner(listener: WebSocketListener): (chunk: Buffer) => void {
  let head: Buffer = Buffer.alloc(0);
  let frame: Frame | undefined;
  let over = false;

  const begin = (open: Frame): void => {
    frame = open;
    listener.framing(head.length);
    head = Buffer.alloc(0);
    if (open.opcode === opcode.text || open.opcode === opcode.binary) listener.messageBegins();
    if (open.left === 0) end(open);
  };
  const end = (ended: Frame): void => {
    frame = undefined;
    if (ended.opcode === opcode.close) {
      over = true;
      const code = ((ended.code[0] ?? 0) << 8) | (ended.code[1] ?? 0);
      // A code of an application's own says what the application likes (RFC 6455, 7.4.2).
      const plain = ended.length >= 2 && code < 3000 ? 2 : 0;
      if (plain > 0) listener.framing(plain);
      if (ended.length > plain) listener.aside('websocket close', ended.length - plain);
    } else if (asides[ended.opcode] !== undefined) {
      if (ended.length > 0) listener.aside(asides[ended.opcode] ?? 'websocket', ended.length);
    } else if (ended.opcode > opcode.binary) listener.unclaimed(ended.length);
    else if (ended.final) listener.messageEnds();
  };
  const follow = (open: Frame, chunk: Buffer): number => {
    const part = chunk.subarray(0, open.left);
    if (open.opcode <= opcode.binary) listener.payload(part.length);
    if (open.opcode === opcode.close)
      for (const [index, byte] of part.subarray(0, 2 - open.code.length).entries())
        open.code.push(byte ^ (open.mask[(open.length - open.left + index) % 4] ?? 0));
    open.left -= part.length;
    if (open.left === 0) end(open);
    return part.length;
  };

  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (over) {
        listener.unclaimed(rest.length);
        return;
      }
      if (frame !== undefined) {
        rest = rest.subarray(follow(frame, rest));
        continue;
      }
      head = Buffer.concat([head, rest.subarray(0, 1)]);
      rest = rest.subarray(1);
      const read = readFrame(head);
      if (read !== undefined) begin(read);
    }
  };
}

/** undefined while its head is not whole. */
function readFrame(head: Buffer): Frame | undefined {
  if (head.length < 2) return undefined;
  const first = head.readUInt8(0);
  const second = head.readUInt8(1);
  const short = second & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = (second & 0x80) === 0 ? 0 : 4;
  if (head.length < 2 + extended + masked) return undefined;
  const length =
    extended === 2 ? head.readUInt16BE(2) : extended === 8 ? Number(head.readBigUInt64BE(2)) : short;
  const mask = head.subarray(2 + extended);
  return { opcode: first & 0x0f, final: (first & 0x80) !== 0, mask, length, code: [], left: length };
}
