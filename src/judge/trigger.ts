import type { Trigger } from '../disclosure/disclosure.js';
import { formatDuration, formatInstant, type Instant, later } from '../disclosure/instant.js';
import type { Leeway } from './finding.js';
import type { Gaps } from './gaps.js';
import { defineRule } from './rule.js';

export const unprompted = defineRule({
  id: 'trigger/unprompted',
  kind: 'excess',
  fires: 'A triggered payload was sent though nothing had triggered it.',
  charged: 'the clause of the payload’s trigger',
  explanation:
    'The document says that the payload is sent when something happens, such as a user’s following a link. Candor looks for that action within the time that the disclosure allows, both ends belonging to it.',
  remedy: 'Send it only when its trigger happens; or record the action that triggered it.',
});

export const triggerMissing = defineRule({
  id: 'trigger/missing',
  kind: 'shortfall',
  fires: 'A trigger happened in a permitted state and no payload followed in time.',
  charged: 'the clause of the payload’s trigger',
  explanation:
    'The document says that the payload is transmitted when the trigger happens. A trigger during which the host slept or was offline owes nothing; one during which the capture was down is not decided.',
  remedy: 'Send the payload, or correct the document.',
});

export const triggerRepeated = defineRule({
  id: 'trigger/repeated',
  kind: 'excess',
  fires: 'More than one payload followed one trigger.',
  charged: 'the clause of the payload’s trigger',
  explanation:
    'One trigger is answered by one transmission; a second within the allowed time has no trigger of its own.',
  remedy: 'Send the payload once for each trigger.',
});

/** What a trigger's tracker finds. */
export type TriggerEvent =
  /** `near`: so many milliseconds before it would have been too late. */
  | { readonly kind: 'discharged'; readonly near: number }
  | {
      readonly kind: 'unprompted' | 'repeated';
      readonly at: Instant;
      readonly message: string;
      readonly leeway: Leeway;
    }
  | {
      readonly kind: 'missing';
      readonly at: Instant;
      readonly line: number;
      readonly message: string;
      readonly state: string | undefined;
      readonly leeway: Leeway;
    }
  | { readonly kind: 'undecided'; readonly reason: string; readonly state: string | undefined };

export interface TriggerTracker {
  /**
   * The trigger happened in a state in which the payload is permitted.
   *
   * @param state the consent state, to which what is owed belongs though it be left before that is due.
   */
  prompt(at: Instant, line: number, state?: string): void;
  /** The payload was sent in a state in which it is permitted. */
  transmit(at: Instant): void;
  /** Time has come to `now`: what was due before it is decided. */
  tick(now: Instant): void;
  /** Nothing is owed any more: the product is gone. */
  cancel(): void;
  /** The trace is over. */
  finish(): void;
  readonly idle: boolean;
}

interface Debt {
  readonly at: Instant;
  readonly line: number;
  readonly state: string | undefined;
}

/**
 * Matches each trigger of one installation with the transmission that answers it, the oldest first.
 *
 * @param remembers whether triggers that were not answered are remembered until something is sent: where the clock is
 *   known only so well, it may have been their answer.
 */
export function trackTrigger(
  trigger: Trigger,
  gaps: Gaps,
  found: (event: TriggerEvent) => void,
  remembers = false,
): TriggerTracker {
  let owed: Debt[] = [];
  let answered: Debt[] = [];
  let unanswered: { readonly due: Instant; readonly leeway: Leeway }[] = [];
  let last: Instant | undefined;
  const due = (debt: Debt): Instant => later(debt.at, trigger.within);
  const within = formatDuration(trigger.within);

  const decide = (debt: Debt): void => {
    const span = { from: debt.at, until: due(debt) };
    if (gaps.unreachable(span)) return;
    const { line, state } = debt;
    const what = `the ${trigger.action} at ${formatInstant(debt.at)}`;
    if (gaps.blind(span))
      found({ kind: 'undecided', reason: `the capture was down while ${what} was to be answered`, state });
    else {
      const message = `${what} was not answered within ${within}`;
      const leeway = { milliseconds: Number.POSITIVE_INFINITY };
      if (remembers) unanswered.push({ due: due(debt), leeway });
      found({ kind: 'missing', at: due(debt), line, message, state, leeway });
    }
  };

  /** By how much the nearest of the triggers that were not answered was missed; then they are forgotten. */
  const tooLate = (at: Instant): number => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const missed of unanswered) {
      missed.leeway.milliseconds = at - missed.due;
      nearest = Math.min(nearest, missed.leeway.milliseconds);
    }
    unanswered = [];
    return nearest;
  };

  return {
    prompt(at, line, state) {
      owed.push({ at, line, state });
    },
    transmit(at) {
      const debt = owed.shift();
      if (debt !== undefined) {
        answered.push(debt);
        found({ kind: 'discharged', near: due(debt) - at });
        return;
      }
      const milliseconds = tooLate(at);
      const before = answered.at(-1);
      if (before === undefined) {
        found({
          kind: 'unprompted',
          at,
          message: `was sent though no ${trigger.action} within ${within} called for it`,
          leeway: { milliseconds },
        });
      } else {
        const message = `was sent again for the ${trigger.action} at ${formatInstant(before.at)}`;
        found({ kind: 'repeated', at, message, leeway: { milliseconds } });
      }
    },
    tick(now) {
      last = now;
      for (const debt of owed) if (due(debt) < now) decide(debt);
      if (owed.length > 0) owed = owed.filter((debt) => due(debt) >= now);
      if (answered.length > 0) answered = answered.filter((debt) => due(debt) >= now);
    },
    cancel() {
      owed = [];
      answered = [];
      if (last !== undefined) tooLate(last);
    },
    finish() {
      if (last !== undefined) tooLate(last);
      for (const debt of owed) {
        const reason = `the trace ends before the ${trigger.action} at ${formatInstant(debt.at)} had to be answered`;
        found({ kind: 'undecided', reason, state: debt.state });
      }
    },
    get idle() {
      return owed.length === 0 && answered.length === 0 && unanswered.length === 0;
    },
  };
}
