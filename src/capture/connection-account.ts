import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/**
 * What became of every byte that a client sent on one connection. When nothing is under way,
 * `raw` = `tls` + `framing` + `messages` + `opaque`; what `raw` exceeds them by, nobody accounts for.
 * All of it is live, and stays as it was when the connection ends.
 */
export interface ConnectionAccount {
  /** Whether the connection is Candor's own heartbeat's, and none of it the product's. */
  readonly own: boolean;
  /** Payload of TCP: all that the socket read. */
  readonly raw: number;
  /** Handshakes, alerts and records of TLS, beyond the bytes that they protect. */
  readonly tls: number;
  /** Tunnels' heads, line ends between requests, control frames of HTTP/2 and WebSocket. */
  readonly framing: number;
  /** The requests that were recorded, as they stood in the connection. */
  readonly messages: number;
  readonly opaque: number;
  /** The socket whose bytes these are. */
  follow(socket: Socket): void;
  /** From `start` bytes on the socket speaks TLS, and what it protects is read from `stream`. */
  secure(stream: TLSSocket, start: number): void;
  addFraming(bytes: number): void;
  addMessage(bytes: number): void;
  addOpaque(bytes: number): void;
  disown(): void;
  /**
   * What had been told so far. Calling it takes back the framing and the TLS that were told since: for a
   * connection that came to nothing readable, all of whose bytes are then told as opaque.
   */
  checkpoint(): () => void;
}

/**
 * What TLS takes at the most: for its handshake, of a client that shows no certificate, and for a record of a single
 * byte. What is beyond that is padding, refused early data or no TLS at all, and nobody's.
 */
const MOST_HANDSHAKE = 8 * 1024;
const MOST_RECORD = 90;

/** An account of one connection, to be handed to `serveConnection`. */
export function openConnectionAccount(): ConnectionAccount {
  let socket: Socket | undefined;
  let secured: { readonly stream: TLSSocket; readonly start: number; ended: number | undefined } | undefined;
  let own = false;
  let framing = 0;
  let messages = 0;
  let opaque = 0;
  const raw = (): number => socket?.bytesRead ?? 0;
  return {
    get own() {
      return own;
    },
    get raw() {
      return raw();
    },
    get tls() {
      if (secured === undefined) return 0;
      // Past its end a TLS stream is not read any more: what comes then is not TLS, whatever it looks like.
      const { start, stream, ended = raw() } = secured;
      return Math.min(ended - start - stream.bytesRead, MOST_HANDSHAKE + MOST_RECORD * stream.bytesRead);
    },
    get framing() {
      return framing;
    },
    get messages() {
      return messages;
    },
    get opaque() {
      return opaque;
    },
    follow(followed) {
      socket = followed;
    },
    secure(stream, start) {
      const session = { stream, start, ended: undefined as number | undefined };
      stream.once('end', () => {
        session.ended = raw();
      });
      secured = session;
    },
    addFraming(bytes) {
      framing += bytes;
    },
    addMessage(bytes) {
      messages += bytes;
    },
    addOpaque(bytes) {
      opaque += bytes;
    },
    disown() {
      own = true;
    },
    checkpoint() {
      const before = { framing, secured };
      return () => {
        framing = before.framing;
        secured = before.secured;
      };
    },
  };
}
