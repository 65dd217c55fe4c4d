import { clausesVerifiedBy, type Disclosure, type Payload, type Schedule } from '../disclosure/disclosure.js';
import type { ScheduleReading } from '../disclosure/readings.js';
import type { SystemFile } from '../system/system-file.generated.js';
import { type FactBook, openFactBook } from './facts.js';
import { type Account, type Ledger, openAccount, openLedger } from './ledger.js';
import { readingOf, type Variant } from './readings.js';
import { createRouter, type Router } from './routes.js';

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
    route: createRouter(system, disclosure.payloads),
    facts: openFactBook(disclosure),
    scheduleAccounts: variants.map(() => new Map()),
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
