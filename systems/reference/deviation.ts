import type { Action } from './action.js';
import type { Fields, HttpMessage, Message, PayloadName } from './message.js';
import type { State } from './state.js';

/** Values that Candor planted on the computer, by their names. */
export type Canaries = ReadonlyMap<string, string>;

/** The places at which a defect may make the product deviate. The clean product deviates nowhere. */
export interface Deviation {
  /** What the product takes its state to be after an action. */
  readonly believes?: (state: State) => State;
  /** The payloads that an action prompts. */
  readonly prompted?: (action: Action, payloads: readonly PayloadName[]) => readonly PayloadName[];
  /** When participation is told of, in milliseconds after KSN was disabled. */
  readonly participationOffsets?: readonly number[];
  /** A payload's fields. */
  readonly fields?: (payload: PayloadName, fields: Fields, canaries: Canaries) => Fields;
  /** What leaves in place of a payload's message. */
  readonly messages?: (payload: PayloadName, message: HttpMessage, canaries: Canaries) => readonly Message[];
}
