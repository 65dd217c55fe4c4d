import { STATUS_CODES } from 'node:http';
import { emptyAnswer } from '../system/answers.js';
import { answerTo, hasBody } from './answer.js';
import { createBodyCollector } from './body-collector.js';
import {
  type Channel,
  type ConnectionContext,
  claimSlot,
  destinationOf,
  settleRequest,
} from './capture-context.js';
import type { CapturedRequest } from './captured.js';
import { type Destination, readDestination } from './destination.js';
import { type BodyOutcome, framingOf, readBody } from './http1-body.js';
import { fieldList, type Http1Head, readHead } from './http1-head.js';
import type { Slot } from './ledger.js';
import { limits } from './limits.js';
import { abandon, finish } from './opaque.js';
import { http1Url } from './request-url.js';
import { isWebSocketHandshake, serveWebSocket, webSocketUrl } from './websocket.js';

type Next = 'keep-alive' | 'close' | 'gone' | Destination;

/**
 * Reads and answers HTTP/1 requests in turn, until the connection ends or becomes a tunnel: then gives
 * where it leads, with the CONNECT's slot as the channel's contact.
 */
export async function serveHttp1(channel: Channel, context: ConnectionContext): Promise<Destination | null> {
  for (;;) {
    const idle = channel.reader.peek().length === 0;
    if (idle && (await channel.reader.more(performance.now() + limits.idleTime)) !== 'bytes') return null;
    const next = await serveRequest(channel, context);
    if (next === 'keep-alive') continue;
    if (next === 'close') await finish(channel, context);
    return typeof next === 'string' ? null : next;
  }
}

async function serveRequest(channel: Channel, context: ConnectionContext): Promise<Next> {
  const { reader } = channel;
  const slot = claimSlot(channel, context);
  slot.waitFor(limits.requestTime + limits.lingerTime);
  const begun = { slot, start: reader.position, protocol: 'http/1.1' };
  const now = performance.now();

  const outcome = await readHead(reader, now + limits.headTime);
  if (outcome.kind === 'broken') return abandon(channel, context, begun);
  if (outcome.kind === 'malformed') {
    const protocol = outcome.http ? begun.protocol : channel.tls === null ? 'tcp' : 'tls';
    if (outcome.http) refuse(channel, outcome.status);
    return abandon(channel, context, { ...begun, protocol });
  }
  const { head } = outcome;
  if (head.method === 'CONNECT' && channel.destination === null) {
    const destination = readDestination(head.target);
    if (destination !== null) {
      context.account.addFraming(reader.position - begun.start);
      return openTunnel(channel, slot, destination);
    }
    refuse(channel, 400);
    return abandon(channel, context, begun);
  }

  const asked = http1Url(head, channel.destination, channel.tls !== null, context.address);
  const url = isWebSocketHandshake(head) ? webSocketUrl(asked) : asked;
  const framing = framingOf(head);
  if (framing.kind === 'malformed') {
    refuse(channel, 400);
    return abandon(channel, context, { ...begun, url });
  }
  if (fieldList(head.headers, 'expect').includes('100-continue') && reader.peek().length === 0) {
    if (framing.kind === 'length' && framing.length > context.bodyLimit) {
      refuse(channel, 413);
      return abandon(channel, context, { ...begun, url });
    }
    channel.stream.write('HTTP/1.1 100 Continue\r\n\r\n');
  }

  const collector = createBodyCollector(context.bodyLimit, context.ledger);
  const body = await readBody(reader, framing, collector, now + limits.requestTime);
  if (body.kind !== 'whole' || collector.overflowed) {
    collector.discard();
    refuse(channel, collector.overflowed ? 413 : 400);
    return abandon(channel, context, { ...begun, url });
  }
  const request: CapturedRequest = {
    kind: 'request',
    method: head.method,
    url,
    httpVersion: head.httpVersion,
    headers: [...head.headers, ...body.trailers],
    body: collector.finish(),
    tls: channel.tls,
    // Line ends before it are nobody's, and what no reader of its body ever sees is told apart.
    bytes: reader.position - begun.start - head.leading - body.extensionBytes,
  };
  context.account.addFraming(head.leading);
  const whose = settleRequest(slot, request, context, collector.kept);
  recordExtensions(channel, context, body, url);
  return reply(channel, context, head, url, whose === 'heartbeat');
}

function openTunnel(channel: Channel, slot: Slot, destination: Destination): Destination {
  slot.waitFor(limits.contactTime);
  channel.contact = slot;
  channel.stream.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  return destination;
}

/** Chunk extensions are bytes of the message that its reader never sees: a place to hide things. */
function recordExtensions(
  channel: Channel,
  context: ConnectionContext,
  body: BodyOutcome,
  url: string,
): void {
  if (body.kind !== 'whole' || body.extensionBytes === 0) return;
  const destination = destinationOf(channel, context, url);
  const protocol = 'http/1.1 chunk extension';
  context.ledger.begin().settle({ kind: 'opaque', protocol, destination, bytes: body.extensionBytes });
}

async function reply(
  channel: Channel,
  context: ConnectionContext,
  head: Http1Head,
  url: string,
  isHeartbeat: boolean,
): Promise<Next> {
  if (isWebSocketHandshake(head)) {
    await serveWebSocket(channel, context, head, url);
    return 'gone';
  }
  const upgrade = switchedTo(head);
  if (upgrade !== null || head.method === 'CONNECT') {
    refuse(channel, 501);
    await finish(channel, context, upgrade === 'websocket' ? upgrade : undefined);
    return 'gone';
  }
  const connection = fieldList(head.headers, 'connection');
  const persists =
    head.httpVersion === '1.1' ? !connection.includes('close') : connection.includes('keep-alive');
  const answer = isHeartbeat ? emptyAnswer : answerTo(context, head.method, url);
  const body = Buffer.from(answer.body);
  // No Date field: a product keeps the clock that it is given, not the capture's.
  const lines = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? 'Unknown'}`,
    `Content-Type: ${answer.contentType}`,
    ...(answer.status === 204 ? [] : [`Content-Length: ${body.length}`]),
    `Connection: ${persists ? 'keep-alive' : 'close'}`,
  ];
  channel.stream.write(`${lines.join('\r\n')}\r\n\r\n`);
  if (hasBody(head.method, answer.status)) channel.stream.write(body);
  return persists ? 'keep-alive' : 'close';
}

/**
 * The protocol that a request asks to switch to. A switch to HTTP/2 may be ignored and the request
 * answered (RFC 9110, 7.8), which is what a client that asks for it by default needs.
 */
function switchedTo(head: Http1Head): string | null {
  if (!fieldList(head.headers, 'connection').includes('upgrade')) return null;
  return fieldList(head.headers, 'upgrade').find((protocol) => protocol !== 'h2c') ?? null;
}

function refuse(channel: Channel, status: number): void {
  channel.stream.write(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
}
