import type { ProviderState } from '../contract.js';

/** How the provider comes into a state before a request: `why` it did not, or undefined where it did. */
export interface States {
  readonly kind: 'handlers' | 'url' | 'none';
  /** @returns why the state was not set up, or undefined where it was. */
  setUp(state: ProviderState): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Where nobody sets states up: the provider is taken to be in each of them, and the report says so. */
export const noStates: States = {
  kind: 'none',
  setUp: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
};
