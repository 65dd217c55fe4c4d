/** The JSON-RPC 2.0 error codes that the product answers with (specification, section 5.1). */
export const errorCode = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  notInitialized: -32002,
} as const;

/** A request that the product refuses: the caller's fault, answered as a JSON-RPC error. */
export class RequestError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}
