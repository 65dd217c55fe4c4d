import { describeCondition } from '../disclosure/condition.js';
import type { Payload, Schedule } from '../disclosure/disclosure.js';
import { formatDuration, formatInstant, type Instant } from '../disclosure/instant.js';
import type { GapEvent } from '../trace/trace-event.generated.js';
import { type Context, scheduleAccount } from './context.js';
import type { Gaps } from './gaps.js';
import { noteLeeway, noteNear, type Span } from './ledger.js';
import { type Entry, type ScheduleEvent, type ScheduleTracker, trackSchedule } from './schedule.js';
import { openWindowLog, type WindowLog, type WindowWatch } from './window-log.js';

/** One schedule of one installation, followed under every reading at once. The first is the one as chosen. */
export interface ScheduleSet {
  enter(entry: Entry): void;
  enterAgain(entry: Entry): void;
  leave(at: Instant): void;
  cancel(at: Instant): void;
  transmit(at: Instant, line: number): void;
  gap(cause: GapEvent['cause'], span: Span): void;
  /** The installation is in a consent state from an instant on. */
  state(at: Instant, state: string | undefined): void;
  /** Time has come to `now`. Gives back whether anything may still come of it; if not, it can be forgotten. */
  tick(now: Instant): boolean;
  finish(): void;
}

type Tell = (tracker: ScheduleTracker) => void;

/** What was told, and when: enough to tell it again. */
interface Told {
  readonly at: Instant;
  readonly tell: Tell;
}

/** Beyond this it is cheaper to follow every reading than to remember what they would have to be told. */
const MEMORY = 24;

/**
 * Only the chosen reading makes findings; the others keep accounts, from which `restsOn` is told.
 *
 * A recording from the field holds many installations at once, and nine other readings of each would be most of
 * the memory. So until it matters the other readings wait: what they are to be told is kept, and told when the
 * window is over, when there is a gap, or when it becomes much. When all readings are past the same window,
 * nothing is kept but how it was entered.
 */
export function followSchedule(
  context: Context,
  payload: Payload,
  schedule: Schedule,
  gaps: Gaps,
  installation: string,
): ScheduleSet {
  const readings = context.readingsOf(schedule);
  let chosen: ScheduleTracker | undefined;
  let others: readonly ScheduleTracker[] | undefined;
  let waiting: Told[] = [];
  let settled: Entry | undefined;
  let mute = false;
  let now: Instant | undefined;
  let log: WindowLog | undefined;
  let held = false;

  const closeLog = (): void => {
    if (log !== undefined) context.windows.keep(log, held);
    log = undefined;
    held = false;
  };
  const watch: WindowWatch = {
    opened(entry) {
      const [reading] = readings;
      if (mute || reading === undefined) return;
      log?.cancelled(entry.at);
      closeLog();
      if (!context.windows.begin()) return;
      log = openWindowLog(payload, schedule, reading, installation, entry);
      const moment = { from: entry.at, until: entry.at };
      for (const sort of ['unreachable', 'blind'] as const)
        for (const span of gaps.touching(moment, sort)) log.gap(sort, span);
    },
    slot(number, outcome) {
      if (!mute) log?.slot(number, outcome);
    },
  };

  const follow = (variant: number): ScheduleTracker | undefined => {
    const reading = readings[variant];
    const hear = (event: ScheduleEvent): void => {
      if (mute) return;
      record(context, payload, installation, variant, event);
      if (variant === 0) note(log, event);
    };
    return reading && trackSchedule(schedule, reading, gaps, hear, variant === 0 ? watch : undefined);
  };
  const followChosen = (): ScheduleTracker | undefined => {
    chosen ??= follow(0);
    return chosen;
  };
  const followOthers = (): readonly ScheduleTracker[] => {
    if (others !== undefined) return others;
    const followed = readings.slice(1).flatMap((_, index) => follow(index + 1) ?? []);
    for (const { at, tell } of waiting) {
      for (const tracker of followed) {
        tracker.tick(at);
        tell(tracker);
      }
    }
    waiting = [];
    others = followed;
    return followed;
  };
  /** A window that is over is entered again to be told more; all that it was is known and not told twice. */
  const wake = (at: Instant): void => {
    const entry = settled;
    if (entry === undefined) return;
    settled = undefined;
    mute = true;
    for (const tracker of [followChosen(), ...followOthers()]) {
      tracker?.enter(entry);
      tracker?.tick(at);
    }
    mute = false;
  };
  const tellAll = (at: Instant, tell: Tell): void => {
    wake(at);
    const first = followChosen();
    if (first) tell(first);
    const alone =
      others === undefined && gaps.of('unreachable').length === 0 && gaps.of('blind').length === 0;
    if (alone && waiting.length < MEMORY) waiting.push({ at, tell });
    else for (const tracker of followOthers()) tell(tracker);
  };
  /** Forgets what is over under every reading alike. A gap's traces are not so easily told again. */
  const settle = (at: Instant): void => {
    if (gaps.of('unreachable').length > 0 || gaps.of('blind').length > 0) return;
    // How near something missing came to being there is only known when the next has come.
    if (context.clock.runs) return;
    const entry = chosen?.over;
    if (entry === undefined) return;
    for (const tracker of followOthers()) tracker.tick(at);
    if (!followOthers().every((tracker) => tracker.over === entry)) return;
    // Many that are well must not take the place of one that is not.
    if (log?.clean && !held) {
      held = context.windows.hold();
      if (!held) {
        log = undefined;
        context.windows.drop();
      }
    }
    settled = entry;
    chosen = undefined;
    others = undefined;
  };

  return {
    enter: (entry) => tellAll(entry.at, (tracker) => tracker.enter(entry)),
    enterAgain: (entry) => tellAll(entry.at, (tracker) => tracker.enterAgain(entry)),
    leave(at) {
      tellAll(at, (tracker) => tracker.leave(at));
      log?.left(at);
    },
    cancel(at) {
      tellAll(at, (tracker) => tracker.cancel(at));
      log?.left(at);
      log?.cancelled(at);
    },
    transmit(at, line) {
      log?.transmit(at, line);
      tellAll(at, (tracker) => tracker.transmit(at, line));
    },
    state: (at, state) => log?.state(at, state),
    gap(cause, span) {
      const sort = cause === 'capture-down' ? 'blind' : 'unreachable';
      log?.gap(sort, span);
      wake(span.from);
      followOthers();
      tellAll(span.from, (tracker) => {
        // What was over before has not to do with it.
        tracker.tick(span.from);
        tracker.hindered(sort, span);
      });
    },
    tick(at) {
      now = at;
      if (settled !== undefined) return true;
      chosen?.tick(at);
      for (const tracker of others ?? []) tracker.tick(at);
      settle(at);
      if (settled !== undefined || chosen?.idle === false) return true;
      for (const tracker of followOthers()) tracker.tick(at);
      const matters = followOthers().some((tracker) => !tracker.idle);
      if (!matters) closeLog();
      return matters;
    },
    finish() {
      if (settled !== undefined) {
        closeLog();
        return;
      }
      for (const tracker of [followChosen(), ...followOthers()]) {
        if (now !== undefined) tracker?.tick(now);
        tracker?.finish();
      }
      closeLog();
    },
  };
}

function note(log: WindowLog | undefined, event: ScheduleEvent): void {
  if (event.kind === 'exercised') log?.exercised();
  else if (event.kind === 'undecided') log?.undecided();
  else if (event.kind === 'near') log?.near(event.near);
  // What is missing is shown by the line that opened the window, which may be that of a transmission.
  else log?.breach(event.rule.id, event.rule.kind === 'excess' ? event.line : undefined, event.leeway);
}

const REASON_LIMIT = 20;

function record(
  context: Context,
  payload: Payload,
  installation: string,
  variant: number,
  event: ScheduleEvent,
): void {
  if (event.kind === 'breach' && event.rule.kind === 'shortfall') {
    const reason = context.attempts.obstacle(installation, payload.id, event.at);
    if (reason !== undefined) {
      const undecided = { kind: 'undecided', clause: event.clause, reason } as const;
      record(context, payload, installation, variant, undecided);
      return;
    }
  }
  const account = scheduleAccount(context, variant, event.clause);
  const inState = variant === 0 ? context.ledger.stateAccount(event.clause) : undefined;
  switch (event.kind) {
    case 'exercised':
      account.exercised += 1;
      if (inState !== undefined) inState.exercised += 1;
      if (event.margin !== undefined) account.margin = Math.min(account.margin ?? event.margin, event.margin);
      return;
    case 'undecided':
      if (account.undecided.size < REASON_LIMIT) account.undecided.add(event.reason);
      if (inState !== undefined && inState.undecided.size < REASON_LIMIT) inState.undecided.add(event.reason);
      return;
    case 'near':
      noteNear(account, event.near);
      if (inState !== undefined) noteNear(inState, event.near);
      return;
    case 'breach':
      account.violations += 1;
      noteLeeway(account, event.leeway);
      if (inState !== undefined) {
        inState.violations += 1;
        noteLeeway(inState, event.leeway);
      }
      if (variant !== 0) return;
      context.ledger.keep({
        rule: event.rule,
        clause: event.clause,
        installation,
        at: event.at,
        message: `${payload.id}: ${event.message}`,
        sent: event.rule.kind === 'shortfall' ? 'nothing' : `${payload.id} at ${formatInstant(event.at)}`,
        allowed: payload.schedule && describeSchedule(payload.schedule),
        line: event.line,
        leeway: event.leeway,
      });
  }
}

function describeSchedule(schedule: Schedule): string {
  const every = `every ${formatDuration(schedule.every)} ± ${formatDuration(schedule.tolerance)}`;
  return `once ${every} for ${formatDuration(schedule.for)} after ${describeCondition(schedule.after)}`;
}
