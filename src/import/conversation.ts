import type { Instant } from '../disclosure/instant.js';
import { readHttp1Request } from './http1-request.js';
import { createHttp2Requests, type Http2Request } from './http2-requests.js';
import { textMember } from './json-value.js';
import type { KnownHosts } from './known-hosts.js';
import { endpoint, type Packet } from './packet.js';
import { bytesOfLayers, deepText, layersOf, numberField, rawBytes } from './packet-fields.js';
import { messageEvent, type Recorded } from './recorded.js';
import { openTlsAccount } from './tls-account.js';

/** One TCP connection, seen from the product's side. */
export interface Conversation {
  sent(packet: Packet): readonly Recorded[];
  received(packet: Packet): readonly Recorded[];
  /** What left in it and could not be read as requests. */
  end(): readonly Recorded[];
}

const AGAIN = [
  'tcp.analysis.retransmission',
  'tcp.analysis.spurious_retransmission',
  'tcp.analysis.keep_alive',
];
const AUTHORITY = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]{1,255})(?::[0-9]{1,5})?$/;
const LOST = 'packets that the capture lost';
const CUT = 'packets of which the capture kept a part';
const NAMED_BY_ITSELF = 'requests whose destination nothing but their own header names';

export function openConversation({ target, to }: Packet, hosts: KnownHosts): Conversation {
  const tls = openTlsAccount();
  const http2 = createHttp2Requests();
  const destination = endpoint(target, to);
  let first: Instant | undefined;
  let payload = 0;
  let plain = 0;
  /** Bytes that were read as requests, in TLS and outside it. */
  let readInTls = 0;
  let readInPlain = 0;
  let requests = 0;

  const count = (packet: Packet, bytes: number): void => {
    if (layersOf(packet.layers, 'tls').length > 0) readInTls += bytes;
    else readInPlain += bytes;
  };
  const emit = (
    at: Instant,
    request: Omit<Http2Request, 'scheme'>,
    httpVersion: '1.0' | '1.1' | '2',
  ): Recorded => {
    requests += 1;
    const { method, headers, body } = request;
    const secure = tls.seen;
    const place = placeOf(request.authority);
    const path = request.path.startsWith('/') ? request.path : `/${request.path.replace(/^\*$/, '')}`;
    const event = messageEvent(
      {
        method,
        url: `${secure ? 'https' : 'http'}://${withoutStandardPort(place.authority, secure)}${path}`,
        httpVersion,
        headers: [...headers],
        body,
        tls: secure ? { protocol: tls.protocol ?? 'unknown', serverName: tls.serverName ?? null } : null,
      },
      at,
    );
    return { at, event, ...(place.certain ? {} : { unseen: NAMED_BY_ITSELF }) };
  };
  /** Where a request went: as the handshake named it, else as it says itself where a resolver agrees. */
  const placeOf = (said: string): { readonly authority: string; readonly certain: boolean } => {
    const port = to === undefined ? '' : `:${to}`;
    if (tls.serverName !== undefined) return { authority: `${tls.serverName}${port}`, certain: true };
    if (!AUTHORITY.test(said)) return { authority: destination, certain: true };
    const name = said.replace(/:\d+$/, '').toLowerCase();
    if (endpoint(target, undefined) === name) return { authority: destination, certain: true };
    const known = hosts.of(target);
    if (known?.has(name)) return { authority: `${name}${port}`, certain: true };
    return known === undefined
      ? { authority: `${name}${port}`, certain: false }
      : { authority: destination, certain: true };
  };
  const readHttp1 = (packet: Packet): readonly Recorded[] => {
    const heads = bytesOfLayers(packet.layers, 'http');
    return layersOf(packet.layers, 'http').flatMap((layer, index): readonly Recorded[] => {
      const bytes = heads[index];
      const [apart] = rawBytes((layer as Record<string, unknown>)['http.file_data_raw']);
      const request = bytes && readHttp1Request(bytes, apart);
      if (bytes === undefined || request === undefined) return [];
      count(packet, request.size);
      const { method, headers, target: path, body, httpVersion, extensions } = request;
      if (method === 'CONNECT') {
        requests += 1;
        return [{ at: packet.at, leftOut: 'requests that open a tunnel' }];
      }
      const authority = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
      const absolute = /^https?:\/\/([^/?#]*)(.*)$/is.exec(path);
      const message = emit(
        packet.at,
        { method, headers, body, authority: absolute?.[1] ?? authority, path: absolute?.[2] ?? path },
        httpVersion,
      );
      return extensions === 0
        ? [message]
        : [message, opaque(packet.at, 'http/1.1 chunk extension', extensions)];
    });
  };
  const readHttp2 = (packet: Packet): readonly Recorded[] => {
    const frames = layersOf(packet.layers, 'http2');
    const bytes = bytesOfLayers(packet.layers, 'http2');
    // Frames that cannot be told apart are not read, and so are opaque.
    if (frames.length !== bytes.length) return [];
    return frames.flatMap((frame, index): readonly Recorded[] => {
      const own = bytes[index] ?? Buffer.alloc(0);
      count(packet, own.length);
      const isPreface = own.toString('latin1', 0, 3) === 'PRI';
      const request = isPreface ? undefined : http2.frame(frame, own);
      return request === undefined ? [] : [emit(packet.at, request, '2')];
    });
  };
  const opaque = (at: Instant, protocol: string, bytes: number): Recorded => ({
    at,
    event: { type: 'opaque', at: new Date(at).toISOString(), protocol, destination, bytes },
  });

  return {
    sent(packet) {
      const [tcp] = layersOf(packet.layers, 'tcp');
      const length = numberField(tcp, 'tcp.len') ?? 0;
      first ??= packet.at;
      if (!AGAIN.some((name) => deepText(tcp, name) !== undefined)) {
        payload += length;
        if (layersOf(packet.layers, 'tls').length === 0) plain += length;
      }
      tls.sent(packet.layers);
      const recorded = [...readHttp1(packet), ...readHttp2(packet)];
      if (deepText(tcp, 'tcp.analysis.lost_segment') !== undefined)
        recorded.push({ at: packet.at, unseen: LOST });
      if (packet.cut) recorded.push({ at: packet.at, unseen: CUT });
      return recorded;
    },
    received(packet) {
      tls.received(packet.layers);
      const [tcp] = layersOf(packet.layers, 'tcp');
      const lost = deepText(tcp, 'tcp.analysis.ack_lost_segment') !== undefined;
      return lost ? [{ at: packet.at, unseen: LOST }] : [];
    },
    end() {
      if (first === undefined) return [];
      if (payload === 0) return [{ at: first, leftOut: 'connections in which nothing was sent' }];
      const read = readInTls + readInPlain;
      if (requests === 0 && read === 0) {
        if (tls.handshakeOnly) return [{ at: first, unseen: 'TLS handshakes after which nothing was sent' }];
        return [opaque(first, tls.seen ? 'tls' : 'tcp', payload)];
      }
      // Segments of a record that ends in a later packet have no TLS of their own, so plain bytes count where none is.
      const unread = tls.seen ? tls.unread(readInTls) : Math.max(0, plain - readInPlain);
      const unended = http2.unended();
      return [
        ...(unread === 0 ? [] : [opaque(first, tls.seen ? 'tls' : 'tcp', unread)]),
        ...(unended === 0 ? [] : [opaque(first, 'http/2', unended)]),
      ];
    },
  };
}

function withoutStandardPort(authority: string, secure: boolean): string {
  const standard = secure ? ':443' : ':80';
  return authority.endsWith(standard) ? authority.slice(0, -standard.length) : authority;
}

/** The number that tshark gives a connection. */
export function streamOf({ layers }: Packet): string | undefined {
  const [tcp] = layersOf(layers, 'tcp');
  return textMember(tcp, 'tcp.stream');
}
