// Generated from schemas/candor/trace.schema.json by "npm run generate". Change the schema instead.

/**
 * candor-trace/1: one event a line, in time order.
 */
export type TraceEvent =
  | StartEvent
  | FactsEvent
  | ActionEvent
  | TransmissionEvent
  | DnsEvent
  | HeartbeatEvent
  | GapEvent
  | OpaqueEvent
  | EndEvent;
/**
 * RFC 3339, UTC.
 */
export type Instant = string;
export type Id = string;
export type Installation = string;
export type Count = number;

export interface StartEvent {
  type: 'start';
  format: 'candor-trace/1';
  at: Instant;
  disclosure: Id;
  system: Id;
  scenario?: Id;
  /**
   * @maxItems 50
   */
  canaries?: {
    name: string;
    value: string;
    /**
     * @maxItems 200
     */
    permitted?: string[];
  }[];
  /**
   * Candor sent a heartbeat at each end of this observation: one that is missing was not captured.
   */
  heartbeats?: 'both-ends';
  /**
   * RFC 3339, UTC.
   */
  recorded?: string;
  /**
   * What was observed: the name and version that it gives itself, and the digests of its files.
   */
  product?: {
    name: string;
    version: string;
    /**
     * @maxItems 100
     */
    artifacts?: {
      name: string;
      digest: string;
    }[];
  };
  /**
   * How what left was captured.
   */
  capture?: string;
  /**
   * stepped: the recorder moved the product's clock, so far at a time, and stamped what was sent in a step with its end. real, faketime: the product's clock ran by itself, so many times as fast as the machine's, and each thing is stamped when it was seen.
   */
  clock?: {
    kind: 'stepped' | 'real' | 'faketime';
    step?: string;
    factor?: number;
  };
  /**
   * The names of the files in the distribution kit.
   *
   * @maxItems 10000
   */
  kit?: string[];
}
export interface FactsEvent {
  type: 'facts';
  at: Instant;
  installation: Installation;
  facts: FactsMap;
}
export interface FactsMap {
  [k: string]: string | boolean;
}
export interface ActionEvent {
  type: 'action';
  at: Instant;
  installation: Installation;
  action: Id;
  facts?: FactsMap;
}
export interface TransmissionEvent {
  type: 'transmission';
  at: Instant;
  installation?: Installation;
  facts?: FactsMap;
  request: TraceRequest;
  /**
   * null means plaintext.
   */
  tls: null | {
    protocol: string;
    serverName?: string | null;
  };
  bytes?: Count;
}
export interface TraceRequest {
  method: string;
  url: string;
  httpVersion?: '1.0' | '1.1' | '2';
  /**
   * Names and values as they were sent, in order.
   *
   * @maxItems 10000
   */
  headers?: [string, string][];
  body?: string;
  bodyBase64?: string;
}
/**
 * A question that was put to a resolver. A name is data too.
 */
export interface DnsEvent {
  type: 'dns';
  at: Instant;
  installation?: Installation;
  facts?: FactsMap;
  question: DnsQuestion;
  destination: string;
  bytes: Count;
}
export interface DnsQuestion {
  name: string;
  type: string;
}
export interface HeartbeatEvent {
  type: 'heartbeat';
  at: Instant;
  installation?: Installation;
  facts?: FactsMap;
  /**
   * By which protocols the probe came through. Not given: by the only one there is.
   *
   * @maxItems 10
   */
  over?: ('dns' | 'tls' | 'udp')[];
  /**
   * By which it did not: the capture was blind there.
   *
   * @maxItems 10
   */
  missing?: ('dns' | 'tls' | 'udp')[];
}
export interface GapEvent {
  type: 'gap';
  at: Instant;
  until: Instant;
  installation?: Installation;
  facts?: FactsMap;
  cause: 'host-asleep' | 'offline' | 'capture-down';
}
export interface OpaqueEvent {
  type: 'opaque';
  at: Instant;
  installation?: Installation;
  facts?: FactsMap;
  protocol: string;
  destination: string;
  bytes: number;
}
export interface EndEvent {
  type: 'end';
  at: Instant;
  bytes?: ByteAccount;
  clock?: ClockAccount;
}
/**
 * Of all bytes that left the product, Candor’s own probes apart, what each part of the transport and each kind of event accounts for. What `left` exceeds the sum of the others by, nobody accounts for.
 */
export interface ByteAccount {
  left: Count;
  network: Count;
  tls: Count;
  framing: Count;
  dns: Count;
  messages: Count;
  opaque: Count;
}
/**
 * How well the instants of this trace are known, where the product’s clock ran by itself.
 */
export interface ClockAccount {
  /**
   * An instant may be off by so much.
   */
  uncertainty: string;
  /**
   * The most that the product’s clock was measured to be off.
   */
  drift?: string;
  probes?: Count;
}
