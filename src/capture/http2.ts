import { performServerHandshake, type ServerHttp2Stream } from 'node:http2';
import { type Answer, emptyAnswer } from '../system/answers.js';
import { answerTo, hasBody } from './answer.js';
import { createBodyCollector } from './body-collector.js';
import {
  type Channel,
  type ConnectionContext,
  claimSlot,
  destinationOf,
  settleRequest,
} from './capture-context.js';
import { tapChannel } from './channel-tap.js';
import { createFrameScanner } from './http2-frames.js';
import type { Slot } from './ledger.js';
import { limits } from './limits.js';
import { http2Url } from './request-url.js';

/** One stream of the session, from its first frame on. */
interface StreamRecord {
  readonly slot: Slot;
  bytes: number;
  surfaced: boolean;
  settled: boolean;
}

const protocol = 'http/2';

/** Reads and answers the streams of an HTTP/2 session until it ends. */
export async function serveHttp2(channel: Channel, context: ConnectionContext): Promise<void> {
  const records = new Map<number, StreamRecord>();
  const { account } = context;
  let highest = 0;
  let control = 0;
  // Sent on streams that are over already.
  let late = 0;

  const opaque = (record: StreamRecord, url?: string): void => {
    if (record.settled) return;
    record.settled = true;
    const destination = destinationOf(channel, context, url);
    record.slot.settle({ kind: 'opaque', protocol, destination, bytes: record.bytes });
  };
  const give = (bytes: number): void => {
    const destination = destinationOf(channel, context);
    claimSlot(channel, context).settle({ kind: 'opaque', protocol, destination, bytes });
  };

  const scanner = createFrameScanner({
    streamBytes(id, bytes) {
      const known = records.get(id);
      if (known !== undefined && !known.settled) {
        known.bytes += bytes;
      } else if (known === undefined && id > highest) {
        highest = id;
        const slot = claimSlot(channel, context);
        slot.waitFor(limits.requestTime);
        records.set(id, { slot, bytes, surfaced: false, settled: false });
      } else late += bytes;
    },
    headersEnd(id) {
      const record = records.get(id);
      if (record === undefined || record.surfaced) return;
      // The session gives a request that it accepts within a turn or two, and one that it refuses never.
      setTimeout(() => {
        if (record.surfaced) return;
        records.delete(id);
        opaque(record);
      }, limits.quietTime);
    },
    unclaimed: give,
    control(bytes, part) {
      account.addFraming(bytes);
      if (part === 'frame') control += bytes;
    },
  });

  const tap = tapChannel(channel, scanner.scan);
  const session = performServerHandshake(tap, {
    maxHeaderListPairs: limits.headerFields,
    settings: { maxConcurrentStreams: 100, maxHeaderListSize: limits.headBytes },
  });
  // What broke the protocol belongs to no stream; the frames that belong to none are where it was.
  session.on('error', () => {
    account.addFraming(-control);
    give(control);
    control = 0;
  });
  session.on(
    'stream',
    (stream: ServerHttp2Stream, _headers: unknown, _flags: unknown, rawHeaders: string[]) => {
      const record = records.get(stream.id ?? 0);
      if (record === undefined) return stream.close();
      record.surfaced = true;
      serveStream(stream, rawHeaders, record, channel, context, opaque);
      stream.on('close', () => records.delete(stream.id ?? 0));
    },
  );
  // A session that failed does not always close; its stream does.
  await new Promise<void>((resolve) => tap.once('close', resolve));
  session.destroy();
  scanner.end();
  for (const record of records.values()) opaque(record);
  const unread = late + channel.reader.take(channel.reader.peek().length).length;
  if (unread > 0) give(unread);
}

function serveStream(
  stream: ServerHttp2Stream,
  rawHeaders: readonly string[],
  record: StreamRecord,
  channel: Channel,
  context: ConnectionContext,
  opaque: (record: StreamRecord, url: string) => void,
): void {
  const { pseudo, fields } = readFields(rawHeaders);
  const method = pseudo.get(':method') ?? '';
  const { url, evidence } = http2Url(pseudo, channel.destination, channel.tls !== null, context.address);
  const headers = [...evidence, ...fields];
  const collector = createBodyCollector(context.bodyLimit, context.ledger);
  const deadline = setTimeout(() => stream.destroy(), limits.requestTime);
  let whole = false;

  stream.on('error', () => {});
  stream.on('data', (chunk: Buffer) => collector.add(chunk));
  stream.on('trailers', (_headers: unknown, _flags: unknown, raw: string[]) => {
    headers.push(...readFields(raw).fields);
  });
  stream.on('end', () => {
    // A reset ends the readable side too: only a stream that is still open was sent to its end.
    if (stream.aborted || stream.closed || stream.destroyed) return;
    if (collector.overflowed) {
      opaque(record, url);
      stream.respond({ ':status': 413 }, { endStream: true });
      return;
    }
    whole = true;
    const { kept } = collector;
    const body = collector.finish();
    record.settled = true;
    const tls = channel.tls;
    const whose = settleRequest(
      record.slot,
      { kind: 'request', method, url, httpVersion: '2', headers, body, tls, bytes: record.bytes },
      context,
      kept,
    );
    respond(stream, method, url, context, whose === 'heartbeat');
  });
  stream.on('close', () => {
    clearTimeout(deadline);
    if (whole) return;
    collector.discard();
    opaque(record, url);
  });
  if (fields.some(([name, value]) => name === 'expect' && value.trim().toLowerCase() === '100-continue')) {
    stream.additionalHeaders({ ':status': 100 });
  }
}

function respond(
  stream: ServerHttp2Stream,
  method: string,
  url: string,
  context: ConnectionContext,
  isHeartbeat: boolean,
): void {
  // A CONNECT would open a tunnel in the tunnel, a WebSocket among them (RFC 8441).
  const answer = method === 'CONNECT' ? refusal : isHeartbeat ? emptyAnswer : answerTo(context, method, url);
  const endStream = !hasBody(method, answer.status);
  // No Date field: a product keeps the clock that it is given, not the capture's.
  const options = { endStream, sendDate: false };
  stream.respond({ ':status': answer.status, 'content-type': answer.contentType }, options);
  if (!endStream) stream.end(answer.body);
}

const refusal: Answer = { status: 501, contentType: 'text/plain', body: '' };

/** Pseudo-header fields apart, the others in order and with duplicates. */
function readFields(raw: readonly string[]): { pseudo: Map<string, string>; fields: [string, string][] } {
  const pseudo = new Map<string, string>();
  const fields: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    if (name.startsWith(':')) pseudo.set(name, value);
    else fields.push([name, value]);
  }
  return { pseudo, fields };
}
