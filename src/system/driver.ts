import type { Instant } from '../disclosure/instant.js';

/** What a driver is told of the installation that it is to drive (DESIGN 4.6). */
export interface InitializeParameters {
  readonly installation: string;
  readonly at: string;
  readonly given: Readonly<Record<string, string | boolean>>;
  readonly canaries: readonly { readonly name: string; readonly value: string }[];
  /** The origins that the product is documented to speak to. */
  readonly endpoints: readonly string[];
  readonly proxy: string;
  /** The file of the certificate authority that the product must trust, in PEM. */
  readonly ca: string;
}

/** What calls itself so. */
export interface ProductIdentity {
  readonly name: string;
  readonly version: string;
}

/**
 * A clock that Candor moves itself, step by step; or one that runs, of which `at` tells the product's time at a moment
 * of `performance.now()`, and `uncertainty` by how many milliseconds of the product's time that may be off.
 */
export type DriverClock =
  | { readonly kind: 'stepped' }
  | {
      readonly kind: 'real' | 'faketime';
      readonly factor: number;
      at(moment: number): Instant;
      uncertainty(): Promise<{
        readonly uncertainty: number;
        readonly drift: number;
        readonly probes: number;
      }>;
    };

/** A product under test, by whatever means it is driven. One request at a time. */
export interface Driver {
  readonly clock: DriverClock;
  initialize(parameters: InitializeParameters): Promise<ProductIdentity>;
  perform(action: string, parameters: Readonly<Record<string, string | boolean>>): Promise<void>;
  /** Resolves once the product's time is `to`, and everything due by then has been sent and answered. */
  advance(to: Instant): Promise<void>;
  /** The host sleeps until `to`: the product does nothing meanwhile, and finds the time gone. */
  sleep(to: Instant): Promise<void>;
  /** Asks it to end, and ends what has not ended by itself. No process of it is left afterwards. */
  shutdown(): Promise<void>;
  /** Ends it without asking. No process of it is left afterwards. */
  kill(): Promise<void>;
  /** The end of what it wrote to its standard error. */
  readonly stderr: string;
}
