/** What the process of the state handlers is asked. */
export interface StateTask {
  readonly state: string;
  readonly params: Readonly<Record<string, string | boolean>>;
}

/** What it answers: once that it is ready, then of each task whether a handler ran to its end. */
export type StateAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly because: string };
