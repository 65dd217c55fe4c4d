import type { Duration, Instant } from '../disclosure/instant.js';
import type { Span } from './ledger.js';

/** What "every so often" asks of a window: a grid of slots, or a longest silence (DESIGN 6, `regularity`). */
export interface Regularity {
  /** Decides what was over before an instant. */
  decideBefore(now: Instant): void;
  /** What a transmission at an instant in the window is to it. */
  transmit(at: Instant): Reception;
  /** What is still owed when the trace ends. */
  pending(): string | undefined;
}

/** `margin`: how near it came to a bound, in milliseconds. */
export type Reception =
  | { readonly kind: 'expected'; readonly margin: Duration | undefined }
  | { readonly kind: 'repeated'; readonly previous: Instant; readonly message: string }
  | { readonly kind: 'other' };

/** `slot`: what became of one, told once and before what it leads to. */
export type RegularityEvent =
  | {
      readonly kind: 'slot';
      readonly number: number;
      readonly outcome: 'hit' | 'missed' | 'excused' | 'blind';
    }
  | { readonly kind: 'excused'; readonly by: Span }
  | { readonly kind: 'blind'; readonly by: Span; readonly reason: string }
  | { readonly kind: 'missing'; readonly at: Instant; readonly message: string };
