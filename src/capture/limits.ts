/**
 * What one product may cost the capture (DESIGN 8: inputs stream in bounded memory, a hostile product
 * neither hangs nor exhausts Candor). Bytes, counts and milliseconds.
 */
export const limits = {
  /** A request line and its fields, or a trailer section. The trace takes a URL of a million characters. */
  headBytes: 64 * 1024,
  headerFields: 2000,
  bodyBytes: 8 * 1024 * 1024,
  /** All that waits for the next take; beyond it only bytes are counted. */
  heldBytes: 256 * 1024 * 1024,
  connections: 512,
  /** From the first byte of a request to the end of its head. */
  headTime: 5_000,
  /** From the first byte of a request to its last. */
  requestTime: 30_000,
  handshakeTime: 10_000,
  /** How long a connection may say nothing. */
  idleTime: 300_000,
  /** How long a take waits for the first byte in a tunnel that has just been opened. */
  contactTime: 250,
  /** How long the first bytes of a connection may leave open which protocol they begin. */
  recogniseTime: 1_000,
  /** After this silence an unreadable stream counts as finished. */
  quietTime: 250,
  /** How long a connection that we have ended is still listened to. */
  lingerTime: 2_000,
  heartbeatTime: 5_000,
  certificates: 256,
} as const;
