import type { Instant } from '../disclosure/instant.js';
import type { Breach, Leeway } from './finding.js';

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
  /** The nearest that anything without a breach came to an instant at which it would be judged otherwise, in milliseconds. */
  near: number | undefined;
  /** Of the violations that rest on instants. */
  readonly leeways: Leeway[];
}

export function openAccount(): Account {
  return {
    exercised: 0,
    violations: 0,
    inconclusive: false,
    undecided: new Set(),
    unheard: new Set(),
    margin: undefined,
    near: undefined,
    leeways: [],
  };
}

/** The clauses' accounts, and the breaches in the order in which they were found. */
export interface Ledger {
  readonly accounts: ReadonlyMap<string, Account>;
  /** The same by the consent state that the installation was in, and then by clause; counts alone. */
  readonly states: ReadonlyMap<string, ReadonlyMap<string, Account>>;
  /** What was told while no state was known: any state may have it. */
  readonly stateless: ReadonlyMap<string, Account>;
  /** What is told from now on is told of an installation in this state; undefined where that is not known. */
  inState(state: string | undefined): void;
  /** The clause's account in the state of the moment, or among the stateless where that is not known. */
  stateAccount(clause: string): Account;
  readonly breaches: readonly Breach[];
  /** Breaches that were counted in their clause's account but not kept, because there were too many. */
  readonly omitted: number;
  account(clause: string): Account;
  exercise(clauses: Iterable<string>): void;
  undecide(clauses: Iterable<string>, reason: string): void;
  /** As `undecide`, in every state in which the clause was put to the test. */
  undecideEverywhere(clause: string, reason: string): void;
  /** As `undecideEverywhere`, where the clause itself is undecided already. */
  doubtStates(clause: string, reason: string): void;
  /** Notes how near something came to an instant at which it would be judged otherwise, in milliseconds. */
  approach(clauses: Iterable<string>, near: number): void;
  /** Notes that silence alone could have decided it, and that the silence was not heard. */
  unhear(clause: string, reason: string): void;
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
  const states = new Map<string, Map<string, Account>>();
  let state: string | undefined;
  const stateless = new Map<string, Account>();
  let inState = stateless;
  let omitted = 0;
  const account = (clause: string): Account => accountIn(accounts, clause);
  const both = (clause: string): readonly Account[] => [account(clause), accountIn(inState, clause)];
  return {
    accounts,
    states,
    stateless,
    inState(next) {
      if (next === state) return;
      state = next;
      if (next === undefined) inState = stateless;
      else {
        inState = states.get(next) ?? new Map();
        states.set(next, inState);
      }
    },
    stateAccount: (clause) => accountIn(inState, clause),
    breaches,
    get omitted() {
      return omitted;
    },
    account,
    exercise(clauses) {
      for (const clause of clauses) for (const one of both(clause)) one.exercised += 1;
    },
    undecide(clauses, reason) {
      for (const clause of clauses) for (const one of both(clause)) addReason(one.undecided, reason);
    },
    undecideEverywhere(clause, reason) {
      addReason(account(clause).undecided, reason);
      this.doubtStates(clause, reason);
    },
    doubtStates(clause, reason) {
      for (const accountsOfState of states.values()) {
        const tested = accountsOfState.get(clause);
        if (tested !== undefined) addReason(tested.undecided, reason);
      }
    },
    approach(clauses, near) {
      for (const clause of clauses) for (const one of both(clause)) noteNear(one, near);
    },
    unhear(clause, reason) {
      for (const one of both(clause)) addReason(one.unheard, reason);
    },
    report(breach) {
      for (const clause of new Set([breach.clause, ...(breach.alsoBreached ?? [])])) {
        for (const one of both(clause)) {
          if (breach.undecides !== undefined) addReason(one.undecided, breach.undecides);
          else if (breach.rule.effect === 'violated') one.violations += 1;
          else one.inconclusive = true;
          if (breach.leeway !== undefined) noteLeeway(one, breach.leeway);
        }
      }
      this.keep(breach);
    },
    keep(breach) {
      if (breaches.length >= limit) omitted += 1;
      else breaches.push(state === undefined || breach.state !== undefined ? breach : { ...breach, state });
    },
  };
}

function accountIn(accounts: Map<string, Account>, clause: string): Account {
  const known = accounts.get(clause);
  if (known !== undefined) return known;
  const opened = openAccount();
  accounts.set(clause, opened);
  return opened;
}

/** So many are held against the clock; a hostile trace could otherwise fill the memory with them. */
const LEEWAY_LIMIT = 100_000;

export function noteLeeway({ leeways }: Account, leeway: Leeway): void {
  if (leeways.length < LEEWAY_LIMIT) leeways.push(leeway);
}

export function noteNear(account: Account, near: number): void {
  account.near = Math.min(account.near ?? near, near);
}

function addReason(reasons: Set<string>, reason: string): void {
  if (reasons.size < REASON_LIMIT) reasons.add(reason);
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
