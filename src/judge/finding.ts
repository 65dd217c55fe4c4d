import type { Instant } from '../disclosure/instant.js';
import type { Kind, Rule } from './rule.js';

/**
 * By how many milliseconds instants would have to be off for a breach to be none. It shrinks while the trace goes on
 * and shows how near it was.
 */
export interface Leeway {
  milliseconds: number;
}

/** One breach of one rule, before findings of several traces are numbered together. */
export interface Breach {
  readonly rule: Rule;
  /** Where it is not the rule's own. */
  readonly kind?: Kind;
  readonly clause: string;
  /** Why it leaves its clauses undecided, where it does not violate them though its rule would. */
  readonly undecides?: string | undefined;
  /** Other clauses that are verified by the same payload, and so are breached with it. */
  readonly alsoBreached?: readonly string[];
  readonly installation: string | undefined;
  /** The consent state that the installation was in, where it is known. */
  readonly state?: string | undefined;
  readonly at: Instant;
  readonly message: string;
  readonly sent?: string | undefined;
  readonly allowed?: string | undefined;
  /** The line of the trace that shows it; 0 where it is what is not there that shows it. */
  readonly line: number;
  /** What in that line's event, as a JSON Pointer. */
  readonly pointer?: string | undefined;
  /** Which member of the payload, as a JSON Pointer by its wire names. */
  readonly member?: string | undefined;
  /** Where it rests on instants. */
  readonly leeway?: Leeway | undefined;
}
