import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Channel, type ConnectionContext, destinationOf } from './capture-context.js';
import { tapChannel } from './channel-tap.js';
import { fieldList, type Http1Head } from './http1-head.js';
import type { Slot } from './ledger.js';
import { limits } from './limits.js';
import { createWebSocketScanner } from './websocket-frames.js';

/** A message that a client sends, from its first frame on. */
interface MessageRecord {
  readonly slot: Slot;
  /** All of them reserved in the ledger. */
  bytes: number;
}

/** Whether a request is a handshake that a WebSocket's server takes (RFC 6455, 4.2.1). */
export function isWebSocketHandshake(head: Http1Head): boolean {
  const only = (name: string): string | undefined => {
    const values = head.headers.filter(([key]) => key.toLowerCase() === name);
    return values.length === 1 ? values[0]?.[1].trim() : undefined;
  };
  return (
    head.method === 'GET' &&
    head.httpVersion === '1.1' &&
    fieldList(head.headers, 'connection').includes('upgrade') &&
    only('upgrade')?.toLowerCase() === 'websocket' &&
    only('sec-websocket-version') === '13' &&
    /^[+/0-9A-Za-z]{22}==$/.test(only('sec-websocket-key') ?? '')
  );
}

/** The URL of a WebSocket, from that of the request that opens it. */
export function webSocketUrl(url: string): string {
  return url.replace(/^http(?=s?:)/i, 'ws');
}

/**
 * Answers the handshake and reads messages until the connection ends. Nothing is sent but pongs and the close. No
 * extension is agreed, so that a message is the bytes that left.
 */
export async function serveWebSocket(
  channel: Channel,
  context: ConnectionContext,
  head: Http1Head,
  url: string,
): Promise<void> {
  const { account, ledger } = context;
  const begun: MessageRecord[] = [];
  let read = 0;
  let told = 0;
  let socket: WebSocket | undefined;

  const opaque = (slot: Slot, protocol: string, bytes: number): void => {
    told += bytes;
    slot.settle({ kind: 'opaque', protocol, destination: destinationOf(channel, context, url), bytes });
  };
  const give = (protocol: string, bytes: number): void => {
    if (bytes > 0) opaque(ledger.begin(), protocol, bytes);
  };
  const settle = (body: Buffer): void => {
    const record = begun.shift();
    if (record === undefined) return;
    const { slot, bytes } = record;
    told += bytes;
    const { tls } = channel;
    const httpVersion = '1.1';
    slot.settle(
      { kind: 'request', method: 'MESSAGE', url, httpVersion, headers: [], body, tls, bytes },
      bytes,
    );
  };

  const scan = createWebSocketScanner({
    messageBegins() {
      const slot = ledger.begin();
      slot.waitFor(limits.requestTime);
      begun.push({ slot, bytes: 0 });
    },
    payload(bytes) {
      const record = begun.at(-1);
      if (record === undefined) return;
      if (ledger.reserve(bytes)) record.bytes += bytes;
      else socket?.terminate();
    },
    messageEnds() {},
    framing(bytes) {
      told += bytes;
      account.addFraming(bytes);
    },
    aside: give,
    unclaimed: (bytes) => give('websocket', bytes),
  });
  const tap = tapChannel(channel, (chunk) => {
    read += chunk.length;
    scan(chunk);
  });
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: context.bodyLimit,
    clientTracking: false,
  });
  server.handleUpgrade(requestOf(head), tap, Buffer.alloc(0), (accepted) => {
    socket = accepted;
    accepted.on('error', () => accepted.terminate());
    accepted.on('message', (data) => settle(Buffer.isBuffer(data) ? data : Buffer.alloc(0)));
  });

  await new Promise<void>((resolve) => tap.once('close', resolve));
  for (const { slot, bytes } of begun) {
    ledger.release(bytes);
    opaque(slot, 'websocket', bytes);
  }
  const unread = channel.reader.take(channel.reader.peek().length).length;
  give('websocket', read + unread - told);
}

/** The handshake as a WebSocket's server wants it. */
function requestOf(head: Http1Head): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.method = head.method;
  request.url = head.target;
  for (const [name, value] of head.headers) request.headers[name.toLowerCase()] = value.trim();
  return request;
}
