import type { Action } from './action.js';
import type { Canaries, Deviation } from './deviation.js';
import { identityOf } from './identity.js';
import { type Message, messageOf, type PayloadName } from './message.js';
import { invalid, type Parameters } from './parameters.js';
import { fieldsOf, permitted } from './payloads.js';
import { initialState, type State, transition } from './state.js';
import { dailyFrom, moveTo, offsetsFrom, participationOffsets, type Timetable } from './timetable.js';

/** What `initialize` says of the installation, and how its messages leave. */
export interface Setting {
  readonly installation: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly given: Parameters;
  readonly canaries: Canaries;
  /** Resolves once the message is sent and answered, rejects where that failed. */
  readonly send: (message: Message) => Promise<void>;
  /** Where a failed attempt is told of: one line. */
  readonly log: (line: string) => void;
}

/** One installation of the product on a clock that only `advance` moves. */
export interface Product {
  /** Does `action` now; resolves once all that it caused has been sent and answered. */
  readonly perform: (action: Action) => Promise<void>;
  /** Moves the clock to `to`; resolves once all that was due has been sent and answered. */
  readonly advance: (to: number) => Promise<void>;
}

/**
 * Starts the product as the vendor's document describes it, but for `deviation`. Its `advance` throws
 * RequestError (invalid params) where the clock would go back.
 */
export function startProduct(setting: Setting, deviation: Deviation): Product {
  const identity = identityOf(setting.installation);
  const timetables = new Map<PayloadName, Timetable>();
  let state = initialState(setting.given, setting.at);
  let now = setting.at;
  let link = 'start';

  async function perform(action: Action): Promise<void> {
    const before = state;
    const after = transition(before, action, now);
    state = deviation.believes?.(after) ?? after;
    if (action.name === 'follow-link') link = action.link;
    retime(before, action);
    const payloads = promptedBy(action);
    for (const payload of deviation.prompted?.(action, payloads) ?? payloads) await transmit(payload);
    await transmitOwed();
  }

  async function advance(to: number): Promise<void> {
    if (to < now) throw invalid('to must not be before the present');
    now = to;
    await transmitOwed();
  }

  /** Starts and cancels timetables where `action` took the state from `before` to what it is now. */
  function retime(before: State, action: Action): void {
    if (state.activation !== 'activation-code') timetables.delete('activation-verification');
    else if (action.name === 'activate') {
      timetables.set('activation-verification', dailyFrom(now));
    }
    if (state.ksn !== 'disabled') timetables.delete('ksn-participation');
    else if (before.ksn !== 'disabled' || !before.installed) {
      const offsets = deviation.participationOffsets ?? participationOffsets;
      timetables.set('ksn-participation', offsetsFrom(now, offsets));
    }
  }

  /** Sends what the timetables owe by now, longest owed first, and keeps as pending what failed. */
  async function transmitOwed(): Promise<void> {
    const owed: { payload: PayloadName; since: number }[] = [];
    for (const [payload, present] of timetables) {
      const { timetable, owedSince } = moveTo(present, now);
      timetables.set(payload, timetable);
      if (owedSince !== undefined) owed.push({ payload, since: owedSince });
    }
    owed.sort((one, other) => one.since - other.since);
    for (const { payload } of owed) {
      const timetable = timetables.get(payload);
      if (timetable !== undefined && !(await transmit(payload))) {
        timetables.set(payload, { ...timetable, pending: true });
      }
    }
  }

  /** Sends `payload` if it is permitted now; false where it should have left and could not. */
  async function transmit(payload: PayloadName): Promise<boolean> {
    if (!permitted(payload, state)) return true;
    const { installation, canaries } = setting;
    const documented = fieldsOf(payload, { installation, identity, state, now });
    const fields = deviation.fields?.(payload, documented, canaries) ?? documented;
    const message = messageOf(payload, fields, link);
    const messages = deviation.messages?.(payload, message, canaries) ?? [message];
    try {
      for (const each of messages) await setting.send(each);
      return true;
    } catch (error) {
      const [reason = ''] = String(error).split('\n', 1);
      setting.log(`${payload} was not sent: ${reason}`);
      return false;
    }
  }

  return { perform, advance };
}

function promptedBy(action: Action): readonly PayloadName[] {
  if (action.name === 'upgrade') return ['upgrade'];
  if (action.name === 'follow-link') return ['link-follow'];
  return [];
}
