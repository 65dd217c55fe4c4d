// Generated from schemas/candor/trace.schema.json by "npm run generate". Change the schema instead.

/**
 * candor-trace/1: one event a line, in time order.
 */
export type TraceEvent =
  | StartEvent
  | FactsEvent
  | ActionEvent
  | TransmissionEvent
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
   * stepped: the recorder moved the product's clock, so far at a time, and stamped what was sent in a step with its end.
   */
  clock?: {
    kind: 'stepped' | 'real';
    step?: string;
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
export interface HeartbeatEvent {
  type: 'heartbeat';
  at: Instant;
  installation?: Installation;
  facts?: FactsMap;
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
}
