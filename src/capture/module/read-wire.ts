import { Readable } from 'node:stream';
import { createBodyCollector } from '../body-collector.js';
import { createByteReader } from '../byte-reader.js';
import type { Captured, CapturedOpaque } from '../captured.js';
import { framingOf, readBody } from '../http1-body.js';
import { readHead } from '../http1-head.js';
import { openLedger } from '../ledger.js';
import { limits } from '../limits.js';
import { http1Url } from '../request-url.js';
import type { ThreadRecord, WireRequest } from './messages.js';

/** What a question takes on the wire besides its name (RFC 1035, 4.1): header, root label, type and class. */
const QUESTION_BYTES = 12 + 2 + 4;

/** What left the module, as any other capture would tell of it. What cannot be read as a request is opaque. */
export async function readRecord(record: ThreadRecord): Promise<readonly Captured[]> {
  if (record.kind === 'opaque') return [{ ...record }];
  if (record.kind === 'dns') {
    const { name, type } = record;
    const bytes = QUESTION_BYTES + Buffer.byteLength(name);
    return [{ kind: 'dns', name, type, destination: 'resolver', bytes }];
  }
  return readRequest(record);
}

async function readRequest(wire: WireRequest): Promise<readonly Captured[]> {
  const bytes = Buffer.from(wire.bytes);
  const total = bytes.length + wire.dropped;
  const opaque = (protocol: string, count: number): CapturedOpaque => ({
    kind: 'opaque',
    protocol,
    destination: destinationOf(wire),
    bytes: count,
  });
  if (wire.dropped > 0) return [opaque('http/1.1', total)];
  const stream = Readable.from([bytes], { objectMode: false });
  const reader = createByteReader(stream as unknown as Parameters<typeof createByteReader>[0]);
  const deadline = performance.now() + limits.requestTime;
  const outcome = await readHead(reader, deadline);
  if (outcome.kind !== 'head') return [opaque('http/1.1', total)];
  const framing = framingOf(outcome.head);
  if (framing.kind === 'malformed') return [opaque('http/1.1', total)];
  const collector = createBodyCollector(limits.bodyBytes, openLedger());
  const body = await readBody(reader, framing, collector, deadline);
  if (body.kind !== 'whole' || collector.overflowed) return [opaque('http/1.1', total)];
  const { method, httpVersion, headers } = outcome.head;
  const place = { host: wire.host, port: wire.port, text: destinationOf(wire) };
  const url = http1Url(outcome.head, place, wire.secure, place.text);
  const captured: Captured[] = [
    {
      kind: 'request',
      method,
      url,
      httpVersion,
      headers: [...headers, ...body.trailers],
      body: collector.finish(),
      tls: wire.secure ? { protocol: wire.tlsVersion, serverName: wire.serverName } : null,
    },
  ];
  if (body.extensionBytes > 0) captured.push(opaque('http/1.1 chunk extension', body.extensionBytes));
  const behind = bytes.length - reader.position;
  if (behind > 0) captured.push(opaque('http/1.1', behind));
  return captured;
}

function destinationOf({ host, port }: WireRequest): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
