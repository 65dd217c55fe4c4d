import { evaluate, type Facts } from '../disclosure/condition.js';
import { clausesVerifiedBy, type Disclosure, type Payload, type Schedule } from '../disclosure/disclosure.js';
import type { ScheduleReading } from '../disclosure/readings.js';
import type { SystemFile } from '../system/system-file.generated.js';
import { type Attempts, watchAttempts } from './attempts.js';
import { type FactBook, openFactBook } from './facts.js';
import { type Account, type Ledger, openAccount, openLedger } from './ledger.js';
import { readingOf, type Variant } from './readings.js';
import { type Router, routerOf } from './routes.js';
import { isDocumentedHost } from './server-name.js';
import { openSightings, type Sightings } from './sightings.js';
import { openWindowKeeper, type WindowKeeper } from './window-log.js';

/** What every part of the judgement of one trace shares. */
export interface Context {
  readonly disclosure: Disclosure;
  readonly system: SystemFile;
  readonly variants: readonly Variant[];
  readonly ledger: Ledger;
  readonly route: Router;
  readonly facts: FactBook;
  /** The schedules' accounts under each variant, in the order of the variants. */
  readonly scheduleAccounts: readonly Map<string, Account>[];
  /** The windows that are kept to be drawn. */
  readonly windows: WindowKeeper;
  /** In which transmissions each documented field was seen. */
  readonly sightings: Sightings;
  /** What products tried to send and could not. */
  readonly attempts: Attempts;
  /** Whether the product's clock ran by itself, so that its instants are known only so well. */
  readonly clock: { runs: boolean };
  /** The consent state of the disclosure that facts put an installation in: the first whose condition holds. */
  stateOf(facts: Facts): string | undefined;
  /** How each schedule is read under each variant. */
  readingsOf(schedule: Schedule): readonly ScheduleReading[];
  /** The clauses that a payload's transmissions put to the test. */
  clausesOf(payload: Payload): readonly string[];
}

const KEPT_BREACHES = 100_000;

export function openContext(
  disclosure: Disclosure,
  system: SystemFile,
  variants: readonly Variant[],
): Context {
  const clauses = new Map<Payload, readonly string[]>();
  const readings = new Map<Schedule, readonly ScheduleReading[]>();
  for (const payload of disclosure.payloads.values()) {
    clauses.set(payload, clausesVerifiedBy(disclosure, payload));
    const { schedule } = payload;
    if (schedule)
      readings.set(
        schedule,
        variants.map((variant) => readingOf(schedule, variant.readings)),
      );
  }
  return {
    disclosure,
    system,
    variants,
    ledger: openLedger(KEPT_BREACHES),
    route: routerOf(system, disclosure.payloads),
    facts: openFactBook(disclosure),
    scheduleAccounts: variants.map(() => new Map()),
    windows: openWindowKeeper(),
    sightings: openSightings(),
    attempts: watchAttempts(system, (host) => isDocumentedHost(system, host)),
    clock: { runs: false },
    stateOf: statesOf(disclosure),
    readingsOf: (schedule) => readings.get(schedule) ?? [],
    clausesOf: (payload) => clauses.get(payload) ?? [],
  };
}

/** The account of a clause's schedule under one variant. */
export function scheduleAccount(context: Context, variant: number, clause: string): Account {
  const accounts = context.scheduleAccounts[variant];
  const known = accounts?.get(clause);
  if (known !== undefined) return known;
  const opened = openAccount();
  accounts?.set(clause, opened);
  return opened;
}

/** Equal facts are one map (see FactBook), so that each is asked for once. */
function statesOf(disclosure: Disclosure): (facts: Facts) => string | undefined {
  const states = disclosure.file.value.states ?? [];
  const known = new WeakMap<Facts, { readonly state: string | undefined }>();
  return (facts) => {
    const before = known.get(facts);
    if (before !== undefined) return before.state;
    const state = states.find(({ when }) => evaluate(when, facts) === 'holds')?.id;
    known.set(facts, { state });
    return state;
  };
}
