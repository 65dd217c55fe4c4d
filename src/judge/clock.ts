import type { Schedule } from '../disclosure/disclosure.js';
import { type Duration, formatDuration, parseDuration } from '../disclosure/instant.js';
import type { EndEvent, StartEvent } from '../trace/trace-event.generated.js';
import type { Context } from './context.js';
import type { Breach, Leeway } from './finding.js';
import type { Account } from './ledger.js';
import type { ObservedWindow } from './window-log.js';

/**
 * By how many milliseconds one instant of a trace may be off against another. A clock that was stepped is exact. One
 * that ran by itself is known as well as the end of the trace says: of one that was made to run faster nothing is known
 * without that.
 */
function uncertaintyOf(start: StartEvent | undefined, end: EndEvent | undefined): number {
  const stated = end?.clock === undefined ? undefined : parseDuration(end.clock.uncertainty);
  if (stated !== undefined) return stated;
  return start?.clock?.kind === 'faketime' || end?.clock !== undefined ? Number.POSITIVE_INFINITY : 0;
}

/** How well instants are known, and how much of the machine's time went by between them. */
export interface ClockBounds {
  /** By how many milliseconds one instant may be off against another. */
  readonly uncertainty: number;
  /** How many times as fast as the machine's the product's time ran. */
  readonly factor: number;
}

/**
 * Whatever a product does takes it some of the machine's time: to be given a processor, to resolve a name, to connect.
 * Of a product that is late by no more than this, in milliseconds, nobody can say that it would be in its own time.
 */
const MACHINE = 1000;

export function clockBounds(start: StartEvent | undefined, end: EndEvent | undefined): ClockBounds {
  const { kind, factor = 1 } = start?.clock ?? {};
  return { uncertainty: uncertaintyOf(start, end), factor: kind === 'faketime' ? factor : 1 };
}

/** What is left of the findings and the windows when what rests on instants too near to each other is not decided. */
export interface Settled {
  readonly breaches: readonly Breach[];
  readonly windows: readonly ObservedWindow[];
}

/**
 * Undecides what another instant, as near as the clock leaves open, would have decided otherwise: breaches that would
 * be none, and what was none and could be one. What is a breach under any of those instants stands, unless it is one by so
 * little of the machine's time that time's running faster may have made it.
 */
export function settleClock(context: Context, bounds: ClockBounds): Settled {
  const { ledger, windows, scheduleAccounts } = context;
  const { uncertainty, factor } = bounds;
  if (uncertainty === 0 && factor <= 1) return { breaches: ledger.breaches, windows: windows.windows };
  const groups = [ledger.accounts, ledger.stateless, ...ledger.states.values(), ...scheduleAccounts];
  for (const accounts of groups) {
    for (const account of accounts.values()) doubtAccount(account, bounds);
    for (const { schedule } of context.disclosure.payloads.values())
      if (schedule !== undefined) doubtSchedule(schedule, accounts, uncertainty);
  }
  return {
    breaches: ledger.breaches.filter(({ leeway }) => !isDoubtful(leeway, bounds)),
    windows: windows.windows.map((window) => doubtWindow(window, bounds)),
  };
}

function isDoubtful(leeway: Leeway | undefined, { uncertainty, factor }: ClockBounds): boolean {
  const hurried = factor > 1 ? MACHINE * factor : 0;
  return leeway !== undefined && leeway.milliseconds <= Math.max(uncertainty, hurried);
}

function doubtAccount(account: Account, bounds: ClockBounds): void {
  const { uncertainty, factor } = bounds;
  const doubtful = account.leeways.filter((leeway) => isDoubtful(leeway, bounds));
  account.violations -= doubtful.length;
  const nearest = Math.min(
    ...doubtful.map(({ milliseconds }) => milliseconds),
    account.near !== undefined && account.near < uncertainty ? account.near : Number.POSITIVE_INFINITY,
  );
  if (nearest === Number.POSITIVE_INFINITY && doubtful.length === 0) return;
  if (nearest > uncertainty) {
    const machine = Math.round(nearest / factor) / 1000;
    account.undecided.add(
      `what looks like a breach is ${seconds(nearest)} from being none, and at a factor of ${factor} those are ${machine} s of the machine’s time; a smaller factor would decide it`,
    );
    return;
  }
  account.undecided.add(
    Number.isFinite(uncertainty) && Number.isFinite(nearest)
      ? `a transmission came within ${seconds(nearest)} of a bound, and the clock is known to ${seconds(uncertainty)} only`
      : UNKNOWN,
  );
}

const UNKNOWN = 'the product’s clock ran by itself, and how well it is known was not recorded';

/** Where the clock is known no better than the tolerance, nearly every instant is near to a bound. */
function doubtSchedule(
  { clause, clauseByAction, tolerance }: Schedule,
  accounts: ReadonlyMap<string, Account>,
  uncertainty: number,
): void {
  if (uncertainty < tolerance) return;
  for (const one of new Set([clause, ...clauseByAction.values()])) {
    const account = accounts.get(one);
    if (account === undefined || (account.near === undefined && account.leeways.length === 0)) continue;
    account.undecided.add(
      Number.isFinite(uncertainty)
        ? `the clock is known to ${seconds(uncertainty)} only, and the tolerance is ${formatDuration(tolerance)}`
        : UNKNOWN,
    );
  }
}

function doubtWindow(window: ObservedWindow, bounds: ClockBounds): ObservedWindow {
  const { uncertainty } = bounds;
  const doubtful = window.leeways.filter((leeway) => isDoubtful(leeway, bounds));
  const coarse = uncertainty >= window.schedule.tolerance;
  return {
    ...window,
    breached: window.breached && doubtful.length < window.leeways.length,
    undecided: window.undecided || doubtful.length > 0 || coarse || window.near < uncertainty,
    sent: window.sent.map((one) => (isDoubtful(one.leeway, bounds) ? { ...one, rule: undefined } : one)),
  };
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

/** The uncertainty as a result tells it, in seconds; not where the clock is exact or nothing is known of it. */
export function uncertaintyInSeconds(end: EndEvent | undefined): number | undefined {
  const stated: Duration | undefined = end?.clock && parseDuration(end.clock.uncertainty);
  return stated === undefined ? undefined : stated / 1000;
}
