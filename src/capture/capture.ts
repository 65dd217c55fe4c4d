import type { Captured } from './captured.js';

/** A program and its arguments; never a shell's text. */
export type Command = readonly [string, ...string[]];

/** By which protocols a probe of Candor's own came through, and by which it did not. */
export interface Heard {
  readonly over: readonly ('dns' | 'tls' | 'udp')[];
  readonly missing: readonly ('dns' | 'tls' | 'udp')[];
}

/**
 * Of all bytes that left the product, Candor's own probes apart: what each part of the transport accounts for, and
 * each kind of thing that was captured. What `left` exceeds the sum of the others by, nobody accounts for.
 */
export interface ByteAccount {
  /** Whole packets, from their network headers on. */
  readonly left: number;
  /** Headers of packets (IP, TCP, UDP), acknowledgements and what was sent again. */
  readonly network: number;
  /** Handshakes and records of TLS, beyond what they protect. */
  readonly tls: number;
  /** What HTTP and WebSocket need between their messages: tunnels, control frames. */
  readonly framing: number;
  readonly dns: number;
  readonly messages: number;
  readonly opaque: number;
}

/** What sees all that a product sends, and answers it in the world's place. */
export interface Capture {
  readonly kind: 'proxy' | 'namespace' | 'module';
  /** Where a product that takes a proxy finds one. */
  readonly url: string;
  /** The variables by which common clients find the capture and trust its authority. */
  readonly environment: Readonly<Record<string, string>>;
  /** The command that starts a program where the capture sees what it sends. */
  enclose(command: Command): Command;
  /**
   * Everything that arrived since the last take, in the order in which it began. Waits until what has begun is read
   * and answered: at most half a minute, after which it is broken off and opaque. Rejects when answering failed, or
   * when the capture is no longer there. May be called once more after `close`, for what that cut off.
   */
  take(): Promise<Captured[]>;
  /** While true the product is offline: its connections are destroyed, and new ones at once. */
  refuse(refusing: boolean): void;
  /** Sends a probe of Candor's own from where the product is. It is no part of any take. Never rejects. */
  heartbeat(): Promise<Heard>;
  /** What left until now, where the capture counts every byte of it. */
  bytes(): Promise<ByteAccount | undefined>;
  /** Ends all connections, and every process that it enclosed. Idempotent. */
  close(): Promise<void>;
}
