import type { Payload, Schedule } from '../disclosure/disclosure.js';
import type { Instant } from '../disclosure/instant.js';
import { type Context, scheduleAccount } from './context.js';
import type { Gaps } from './gaps.js';
import type { Span } from './ledger.js';
import { type Entry, type ScheduleEvent, type ScheduleTracker, trackSchedule } from './schedule.js';

/** One schedule of one installation, followed under every reading at once. The first is the one as chosen. */
export interface ScheduleSet {
  enter(entry: Entry): void;
  enterAgain(entry: Entry): void;
  leave(): void;
  cancel(): void;
  transmit(at: Instant, line: number): void;
  down(span: Span): void;
  tick(now: Instant): void;
  finish(): void;
  readonly idle: boolean;
}

/** Only the chosen reading makes findings; the others keep accounts, from which `restsOn` is told. */
export function followSchedule(
  context: Context,
  payload: Payload,
  schedule: Schedule,
  gaps: Gaps,
  installation: string,
): ScheduleSet {
  const trackers = context.readingsOf(schedule).map((reading, variant): ScheduleTracker => {
    const hear = (event: ScheduleEvent): void => record(context, payload, installation, variant, event);
    return trackSchedule(schedule, reading, gaps, hear);
  });
  const each =
    <Arguments extends unknown[]>(tell: (tracker: ScheduleTracker, ...rest: Arguments) => void) =>
    (...rest: Arguments): void => {
      for (const tracker of trackers) tell(tracker, ...rest);
    };
  return {
    enter: each((tracker, entry: Entry) => tracker.enter(entry)),
    enterAgain: each((tracker, entry: Entry) => tracker.enterAgain(entry)),
    leave: each((tracker) => tracker.leave()),
    cancel: each((tracker) => tracker.cancel()),
    transmit: each((tracker, at: Instant, line: number) => tracker.transmit(at, line)),
    down: each((tracker, span: Span) => tracker.down(span)),
    tick: each((tracker, now: Instant) => tracker.tick(now)),
    finish: each((tracker) => tracker.finish()),
    get idle() {
      return trackers.every((tracker) => tracker.idle);
    },
  };
}

const REASON_LIMIT = 20;

function record(
  context: Context,
  payload: Payload,
  installation: string,
  variant: number,
  event: ScheduleEvent,
): void {
  const account = scheduleAccount(context, variant, event.clause);
  switch (event.kind) {
    case 'exercised':
      account.exercised += 1;
      if (event.margin !== undefined) account.margin = Math.min(account.margin ?? event.margin, event.margin);
      return;
    case 'undecided':
      if (account.undecided.size < REASON_LIMIT) account.undecided.add(event.reason);
      return;
    case 'breach':
      account.violations += 1;
      if (variant !== 0) return;
      context.ledger.keep({
        rule: event.rule,
        clause: event.clause,
        installation,
        at: event.at,
        message: `${payload.id}: ${event.message}`,
        line: event.line,
      });
  }
}
