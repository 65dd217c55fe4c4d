import { describeCondition, evaluate, type Facts, type Truth } from '../disclosure/condition.js';
import type { Payload, Trigger } from '../disclosure/disclosure.js';
import { formatDuration, type Instant } from '../disclosure/instant.js';
import type { GapEvent } from '../trace/trace-event.generated.js';
import type { Context } from './context.js';
import { collectGaps, type Gaps } from './gaps.js';
import type { Span } from './ledger.js';
import type { Entry } from './schedule.js';
import { followSchedule, type ScheduleSet } from './schedule-set.js';
import { type Signs, type SilenceEvent, type SilenceWatch, watchSilence } from './silence.js';
import {
  type TriggerEvent,
  type TriggerTracker,
  trackTrigger,
  triggerMissing,
  triggerRepeated,
  unprompted,
} from './trigger.js';

/** A state event of an installation. Without an action, somebody states facts. */
export interface Change {
  readonly at: Instant;
  readonly line: number;
  readonly action: string | undefined;
  readonly facts: Readonly<Record<string, string | boolean>>;
}

/** What one installation owes, what it may send, and what it did. */
export interface Installation {
  readonly id: string;
  readonly facts: Facts;
  change(change: Change): void;
  /** A payload was sent: whether its state permits it, and then what its trigger and schedule say of it. */
  transmit(payload: Payload, at: Instant, line: number): void;
  gap(cause: GapEvent['cause'], span: Span): void;
  sign(signs: Signs): void;
  tick(now: Instant): void;
  finish(now: Instant, signs: Signs): void;
  /** Whether its facts are all that must be remembered of it. */
  readonly idle: boolean;
}

/** How a payload's state stands: what forbids it, or whether it is known to be permitted. */
export type Standing =
  | { readonly kind: 'permitted' | 'unknown' }
  | {
      readonly kind: 'forbidden';
      readonly clause: string;
      /** Further clauses that rule the state out. */
      readonly others: readonly string[];
      readonly why: 'absent' | 'state';
    };

/** DESIGN 5, state/forbidden: absence forbids all; then the states that a clause rules out; then what is permitted. */
export function standingOf(context: Context, payload: Payload, facts: Facts): Standing {
  if (evaluate(context.disclosure.presence, facts) === 'fails') {
    return { kind: 'forbidden', clause: payload.clause, others: [], why: 'absent' };
  }
  const ruling = payload.forbidden.filter((entry) => evaluate(entry.while, facts) === 'holds');
  const [clause, ...others] = ruling.map((entry) => entry.clause);
  if (clause !== undefined) return { kind: 'forbidden', clause, others, why: 'state' };
  const permitted = evaluate(payload.permitted, facts);
  if (permitted === 'fails') return { kind: 'forbidden', clause: payload.clause, others: [], why: 'state' };
  return { kind: permitted === 'holds' ? 'permitted' : 'unknown' };
}

type Ruling = Payload['forbidden'][number];

/** @param known the facts of an installation that was idle and forgotten. */
export function openInstallation(context: Context, id: string, known?: Facts): Installation {
  const { disclosure, ledger } = context;
  const gaps: Gaps = collectGaps();
  const horizon = longestMemory(context);
  const schedules = new Map<Payload, ScheduleSet>();
  const triggers = new Map<Payload, TriggerTracker>();
  const lastSent = new Map<Payload, Instant>();
  const payloads = [...disclosure.payloads.values()];
  const watches = new Map<Ruling, SilenceWatch>();
  let facts: Facts = known ?? context.facts.none;

  const here = (): void => ledger.inState(context.stateOf(facts));

  // What is told of silence and of triggers is often told only when their state is over.
  const hearSilence = (
    payload: Payload,
    clause: string,
    event: SilenceEvent,
    state: string | undefined,
  ): void => {
    ledger.inState(state);
    const what = `whether ${payload.id} was kept back`;
    if (event === 'kept') ledger.exercise([clause]);
    else if (event === 'blind') ledger.undecide([clause], `${what} could not be seen: the capture was down`);
    else ledger.unhear(clause, `${what} could not be seen: nothing shows that the capture was alive`);
    here();
  };

  const scheduleOf = (payload: Payload): ScheduleSet | undefined => {
    const { schedule } = payload;
    if (schedule === undefined) return undefined;
    const known = schedules.get(payload);
    if (known !== undefined) return known;
    const opened = followSchedule(context, payload, schedule, gaps, id);
    schedules.set(payload, opened);
    return opened;
  };

  const changeSchedule = (
    payload: Payload,
    before: Facts,
    { at, line, action, facts: stated }: Change,
  ): void => {
    const { schedule } = payload;
    if (schedule === undefined) return;
    const was = dueTruth(context, payload, before);
    const is = dueTruth(context, payload, facts);
    const sets = action === undefined ? new Set<string>() : context.facts.setBy(action, before, stated);
    const sought = Object.keys(schedule.after).some((name) => sets.has(name));
    const clause = schedule.clauseByAction.get(action ?? '') ?? schedule.clause;
    const known = was === 'fails' || sought;
    const entry: Entry = { at, line, clause, known, lastSent: lastSent.get(payload) };
    if (is === 'holds' && was !== 'holds') scheduleOf(payload)?.enter(entry);
    else if (is === 'holds' && sought) scheduleOf(payload)?.enterAgain(entry);
    else if (evaluate(disclosure.presence, facts) === 'fails') schedules.get(payload)?.cancel(at);
    else if (is !== 'holds' && was === 'holds') schedules.get(payload)?.leave(at);
    if (is === 'unknown' && evaluate(schedule.after, facts) === 'holds') {
      ledger.undecide([clause], `it is not known whether ${payload.id} is permitted`);
    }
    if (schedules.get(payload)?.tick(at) === false) schedules.delete(payload);
  };

  const changeTrigger = (payload: Payload, { at, line, action }: Change): void => {
    const { trigger } = payload;
    if (trigger === undefined) return;
    if (evaluate(disclosure.presence, facts) === 'fails') {
      triggers.get(payload)?.cancel();
      triggers.delete(payload);
    }
    if (action !== trigger.action) return;
    const standing = standingOf(context, payload, facts);
    if (standing.kind === 'permitted') triggerOf(payload)?.prompt(at, line, context.stateOf(facts));
    else if (standing.kind === 'unknown') {
      ledger.undecide([trigger.clause], `it is not known whether ${payload.id} is permitted`);
    }
  };

  const triggerOf = (payload: Payload): TriggerTracker | undefined => {
    const { trigger } = payload;
    if (trigger === undefined) return undefined;
    const known = triggers.get(payload);
    if (known !== undefined) return known;
    const hear = (event: TriggerEvent): void => hearTrigger(payload, trigger.clause, event);
    const opened = trackTrigger(trigger, gaps, hear, context.clock.runs);
    triggers.set(payload, opened);
    return opened;
  };

  /** Silence is watched for while a clause rules the payload out. */
  const watchRuling = (payload: Payload, ruling: Ruling, at: Instant): void => {
    const absent = evaluate(disclosure.presence, facts) === 'fails';
    let watch = watches.get(ruling);
    if (absent || evaluate(ruling.while, facts) !== 'holds') {
      watch?.end(at);
      if (watch?.idle) watches.delete(ruling);
      return;
    }
    watch ??= watchSilence((event, state) => hearSilence(payload, ruling.clause, event, state));
    watches.set(ruling, watch);
    watch.begin(at, context.stateOf(facts));
    const now = { from: at, until: at };
    if (gaps.blind(now)) watch.down(now);
  };

  let line = 0;
  const hearTrigger = (payload: Payload, clause: string, event: TriggerEvent): void => {
    if (event.kind === 'missing' || event.kind === 'undecided') ledger.inState(event.state);
    const kept = event.kind === 'missing' && context.attempts.obstacle(id, payload.id, event.at);
    if (event.kind === 'discharged') {
      ledger.exercise([clause]);
      ledger.approach([clause], event.near);
    } else if (kept) ledger.undecide(new Set([clause, ...context.clausesOf(payload)]), kept);
    else if (event.kind === 'undecided') ledger.undecide([clause], event.reason);
    else {
      const rule = { missing: triggerMissing, repeated: triggerRepeated, unprompted }[event.kind];
      ledger.exercise([clause]);
      ledger.report({
        rule,
        clause,
        alsoBreached: context.clausesOf(payload),
        installation: id,
        at: event.at,
        message: `${payload.id}: ${event.message}`,
        sent: event.kind === 'missing' ? 'nothing' : payload.id,
        allowed: payload.trigger && describeTrigger(payload.trigger),
        line: event.kind === 'missing' ? event.line : line,
        leeway: event.leeway,
      });
    }
    here();
  };

  return {
    id,
    get facts() {
      return facts;
    },
    change(change) {
      const before = facts;
      facts = context.facts.after(before, change.action, change.facts, change.line);
      here();
      for (const payload of payloads) {
        changeSchedule(payload, before, change);
        changeTrigger(payload, change);
      }
      for (const schedule of schedules.values()) schedule.state(change.at, context.stateOf(facts));
      for (const payload of payloads)
        for (const ruling of payload.forbidden) watchRuling(payload, ruling, change.at);
    },
    transmit(payload, at, sentOn) {
      line = sentOn;
      lastSent.set(payload, at);
      for (const ruling of payload.forbidden) watches.get(ruling)?.broken();
      triggerOf(payload)?.transmit(at);
      const { schedule } = payload;
      if (schedule !== undefined && evaluate(schedule.after, facts) === 'unknown') {
        const reason = `it is not known whether ${describeCondition(schedule.after)}, which starts the schedule`;
        ledger.undecide([schedule.clause], reason);
      }
      schedules.get(payload)?.transmit(at, sentOn);
    },
    gap(cause, span) {
      here();
      for (const schedule of schedules.values()) schedule.gap(cause, span);
      gaps.add(cause, span);
      if (cause !== 'capture-down') return;
      for (const watch of watches.values()) watch.down(span);
    },
    sign(signs) {
      here();
      for (const watch of watches.values()) watch.sign(signs);
    },
    tick(now) {
      here();
      for (const [payload, schedule] of schedules) {
        if (!schedule.tick(now)) schedules.delete(payload);
      }
      for (const [payload, trigger] of triggers) {
        trigger.tick(now);
        if (trigger.idle) triggers.delete(payload);
      }
      gaps.forget((now - horizon) as Instant);
      for (const [payload, at] of lastSent) if (at < now - horizon) lastSent.delete(payload);
    },
    finish(now, signs) {
      here();
      for (const schedule of schedules.values()) schedule.finish();
      for (const trigger of triggers.values()) trigger.finish();
      for (const watch of watches.values()) watch.finish(now, signs);
    },
    get idle() {
      const quiet = schedules.size === 0 && triggers.size === 0 && lastSent.size === 0;
      const awake = gaps.of('unreachable').length > 0 || gaps.of('blind').length > 0;
      return quiet && !awake && [...watches.values()].every((watch) => watch.idle);
    },
  };
}

/** Whether a schedule runs: the product is there, the payload permitted, and the facts that open it hold. */
function dueTruth(context: Context, payload: Payload, facts: Facts): Truth {
  const standing = standingOf(context, payload, facts);
  if (standing.kind === 'forbidden') return 'fails';
  const after = evaluate(payload.schedule?.after, facts);
  return after === 'fails' || standing.kind === 'permitted' ? after : 'unknown';
}

function describeTrigger({ action, within }: Trigger): string {
  return `once within ${formatDuration(within)} of each ${action}`;
}

/** How long after it ended a gap can still matter, in milliseconds. */
function longestMemory(context: Context): number {
  const spans = [...context.disclosure.payloads.values()].map(({ schedule, trigger }) =>
    Math.max(trigger?.within ?? 0, schedule === undefined ? 0 : 2 * (schedule.every + schedule.tolerance)),
  );
  return Math.max(0, ...spans);
}
