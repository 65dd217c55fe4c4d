import type { Duration, Instant } from '../disclosure/instant.js';
import type { Leeway } from './finding.js';
import type { Span } from './ledger.js';

/** What "every so often" asks of a window: a grid of slots, or a longest silence (DESIGN 6, `regularity`). */
export interface Regularity {
  /** Decides what was over before an instant. */
  decideBefore(now: Instant): void;
  /** What a transmission at an instant in the window is to it. */
  transmit(at: Instant): Reception;
  /** The state was left: what is owed may be so no more. */
  left(at: Instant): void;
  /** Something was sent that is no part of it, or the trace is over: what was missed may have been near. */
  passed(at: Instant): void;
  /** A gap begins that would excuse what is missed in it. */
  hindered(by: Span): void;
  /** How near such a gap came to something that was missed and that it does not excuse, in milliseconds. */
  readonly toGap: number;
  /** What is still owed when the trace ends. */
  pending(): string | undefined;
}

/**
 * `margin`: how near it came to a bound of a slot, `near`: to any bound; `leeway`: how far it is from where it would be
 * expected; all in milliseconds.
 */
export type Reception =
  | { readonly kind: 'expected'; readonly margin: Duration | undefined; readonly near: number }
  | {
      readonly kind: 'repeated';
      readonly previous: Instant;
      readonly message: string;
      readonly leeway: number;
    }
  | { readonly kind: 'other'; readonly leeway: number };

/** `slot`: what became of one, told once and before what it leads to. */
export type RegularityEvent =
  | {
      readonly kind: 'slot';
      readonly number: number;
      readonly outcome: 'hit' | 'missed' | 'excused' | 'blind';
    }
  | { readonly kind: 'excused'; readonly by: Span }
  | { readonly kind: 'blind'; readonly by: Span; readonly reason: string }
  /** So many milliseconds from an instant at which it would have been otherwise. */
  | { readonly kind: 'near'; readonly near: number }
  | { readonly kind: 'missing'; readonly at: Instant; readonly message: string; readonly leeway: Leeway };
