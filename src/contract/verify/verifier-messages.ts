/** What the Verifier's process is asked: one interaction in a file of its own. */
export interface VerifierTask {
  readonly pact: string;
  readonly provider: string;
  readonly url: string;
  /** Of one request, in milliseconds. */
  readonly timeout: number;
}

/** What it answers: once that it is ready, then the account of each task, as the JSON that Pact writes. */
export type VerifierAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly because: string }
  | { readonly kind: 'result'; readonly result: string };
