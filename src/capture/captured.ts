/** The TLS session in which a request came. */
export interface TlsSession {
  /** As OpenSSL names it: `TLSv1.3`. */
  readonly protocol: string;
  /** The name in the client's SNI extension, as sent; null when it sent none. */
  readonly serverName: string | null;
}

/** One whole HTTP request. A content coding is not undone: the body is the bytes that left (DESIGN 4.5). */
export interface CapturedRequest {
  kind: 'request';
  method: string;
  /** As sent as far as possible; for a tunnel, where the request would have gone. */
  url: string;
  httpVersion: '1.0' | '1.1' | '2';
  /** In order and with duplicates, names in the case they came in. A byte is a character (ISO 8859-1). */
  headers: [string, string][];
  body: Buffer;
  /** null means plaintext. */
  tls: { protocol: string; serverName: string | null } | null;
  /** What it took in its connection, with its framing, where that was counted. */
  bytes?: number;
  /** When it began, by `performance.now()`. */
  moment?: number;
}

/** A question that was put to a resolver. */
export interface CapturedQuestion {
  kind: 'dns';
  name: string;
  /** `A`, `AAAA`, `TXT` and so on (RFC 1035, 3.2.2). */
  type: string;
  /** The resolver, `address:port`. */
  destination: string;
  bytes: number;
  moment?: number;
}

/** Bytes that left and could not be read as a whole request (rule `capture/opaque`). */
export interface CapturedOpaque {
  kind: 'opaque';
  /** `tcp`, `tls`, `tls handshake` (broken off before anything was said), `http/1.1`, `http/1.1 chunk extension`, `http/2`, `websocket` or `overflow`. */
  protocol: string;
  /** `host:port`, or the proxy's own address where nothing else was named. */
  destination: string;
  bytes: number;
  moment?: number;
}

export type Captured = CapturedRequest | CapturedOpaque | CapturedQuestion;
