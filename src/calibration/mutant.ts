import type { Facts } from '../disclosure/condition.js';
import type { Payload } from '../disclosure/disclosure.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import type { PayloadObject } from '../specimen/payload-value.js';
import type { Route } from '../system/system-file.generated.js';
import type { TraceEvent } from '../trace/trace-event.generated.js';

/** A finding that a mutant must bring about. */
export interface Expected {
  /** The rule's id. */
  readonly rule: string;
  /** The line of the mutant's trace that shows it, from 1; left out where no line of its own does. */
  readonly line?: number;
  /** The clause that is charged; left out where that is not for the mutation to say. */
  readonly clause?: string;
}

/**
 * A compliant trace with exactly one violation put into it, and what must be found in it and nothing else; or, where
 * nothing is expected, an equivalent: a trace changed in a way that breaks nothing.
 */
export interface Mutant {
  /** What kind of change it is, such as `field/missing` or `equivalent/member-order`: one word for all of a kind. */
  readonly operator: string;
  /** What was changed, such as `report#/device/model` or `the slot at 2026-01-01T04:00:00.000Z`. */
  readonly subject: string;
  /** The scenario of the trace that it was made from. */
  readonly from: string;
  readonly events: readonly TraceEvent[];
  readonly expected: readonly Expected[];
  /**
   * How many transmissions of a payload the change added (or, below zero, took away): a scenario that counts them then
   * finds its expectation unmet, and must.
   */
  readonly counts?: Readonly<Record<string, number>>;
  /** Whether it is judged without what the scenario expects, as a trace of more than one installation is. */
  readonly unexpecting?: true;
}

/** A change that is not made, because it would break nothing or could not be told: never left out in silence. */
export interface Exclusion {
  readonly operator: string;
  readonly subject: string;
  readonly because: string;
}

export type Derived = { readonly mutant: Mutant } | { readonly exclusion: Exclusion };

/** One transmission of a baseline, and the payload that it carries. */
export interface Sent {
  /** Its place among the events, from 0; its line is one more. */
  readonly index: number;
  readonly payload: Payload;
  readonly route: Route;
  readonly facts: Facts;
  readonly value: PayloadObject;
}

/** A compliant trace, from which mutants are made. */
export interface Baseline {
  /** The scenario's name, or the file's. */
  readonly name: string;
  readonly scenario: ScenarioFile | undefined;
  readonly events: readonly TraceEvent[];
  readonly sent: readonly Sent[];
}
