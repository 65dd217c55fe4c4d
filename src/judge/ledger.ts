import type { Instant } from '../disclosure/instant.js';
import type { Breach } from './finding.js';

/** What one trace says of one clause, under one set of readings. */
export interface Account {
  /** How often it was put to the test. */
  exercised: number;
  violations: number;
  inconclusive: boolean;
  /** Why it could not be decided. */
  readonly undecided: Set<string>;
  /** Why it could not be decided by silence alone: of no weight where it was put to the test otherwise. */
  readonly unheard: Set<string>;
  /** The nearest that a transmission came to a bound, in milliseconds. */
  margin: number | undefined;
}

export function openAccount(): Account {
  return {
    exercised: 0,
    violations: 0,
    inconclusive: false,
    undecided: new Set(),
    unheard: new Set(),
    margin: undefined,
  };
}

/** The clauses' accounts, and the breaches in the order in which they were found. */
export interface Ledger {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly breaches: readonly Breach[];
  /** Breaches that were counted in their clause's account but not kept, because there were too many. */
  readonly omitted: number;
  account(clause: string): Account;
  exercise(clauses: Iterable<string>): void;
  undecide(clauses: Iterable<string>, reason: string): void;
  /** Counts a breach in its clauses' accounts and keeps it. */
  report(breach: Breach): void;
  /** Keeps a breach that is accounted for elsewhere. */
  keep(breach: Breach): void;
}

/** Distinct reasons kept for a clause; a hostile trace could otherwise make each one new. */
const REASON_LIMIT = 20;

/** @param limit how many breaches are kept whole; the rest only count. */
export function openLedger(limit: number): Ledger {
  const accounts = new Map<string, Account>();
  const breaches: Breach[] = [];
  let omitted = 0;
  const account = (clause: string): Account => {
    const known = accounts.get(clause);
    if (known !== undefined) return known;
    const opened = openAccount();
    accounts.set(clause, opened);
    return opened;
  };
  return {
    accounts,
    breaches,
    get omitted() {
      return omitted;
    },
    account,
    exercise(clauses) {
      for (const clause of clauses) account(clause).exercised += 1;
    },
    undecide(clauses, reason) {
      for (const clause of clauses) {
        const { undecided } = account(clause);
        if (undecided.size < REASON_LIMIT) undecided.add(reason);
      }
    },
    report(breach) {
      for (const clause of new Set([breach.clause, ...(breach.alsoBreached ?? [])])) {
        if (breach.rule.effect === 'violated') account(clause).violations += 1;
        else account(clause).inconclusive = true;
      }
      this.keep(breach);
    },
    keep(breach) {
      if (breaches.length < limit) breaches.push(breach);
      else omitted += 1;
    },
  };
}

/** A stretch of time, both ends belonging to it. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** Whether two closed stretches share an instant. */
export function touches(one: Span, other: Span): boolean {
  return one.from <= other.until && other.from <= one.until;
}
