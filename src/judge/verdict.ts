import { type Account, openAccount } from './ledger.js';
import type { ResultFile } from './result.generated.js';

export type Verdict = ResultFile['verdict'];

/** The worse of two comes first: what a gate must not overlook. */
const severity: readonly Verdict[] = [
  'violated',
  'inconclusive',
  'not-exercised',
  'upheld',
  'attested',
  'waived',
];

/** The worst verdict of a scenario or run; `none` where there is nothing to judge by. */
export function worst(verdicts: Iterable<Verdict>, none: Verdict = 'not-exercised'): Verdict {
  let found: Verdict | undefined;
  for (const verdict of verdicts) {
    if (found === undefined || severity.indexOf(verdict) < severity.indexOf(found)) found = verdict;
  }
  return found ?? none;
}

/**
 * What one trace says of a clause. A violation stands whatever else is unknown; what could not be observed is
 * inconclusive; nothing is upheld by a trace that was cut off or a capture that was dead (DESIGN 2, 4.5).
 */
export function verdictOf(account: Account, complete: boolean): Verdict {
  if (account.violations > 0) return 'violated';
  if (account.inconclusive || account.undecided.size > 0) return 'inconclusive';
  if (account.exercised > 0) return complete ? 'upheld' : 'inconclusive';
  return account.unheard.size > 0 ? 'inconclusive' : 'not-exercised';
}

/** A clause over several traces: what no trace exercised does not count against what one did. */
export function overall(verdicts: Iterable<Verdict>): Verdict {
  const exercised = [...verdicts].filter((verdict) => verdict !== 'not-exercised');
  return worst(exercised);
}

/** Two accounts of one clause as one. */
export function combine(one: Account | undefined, other: Account | undefined): Account {
  if (one === undefined || other === undefined) return one ?? other ?? openAccount();
  const margins = [one.margin, other.margin].filter((margin) => margin !== undefined);
  const nears = [one.near, other.near].filter((near) => near !== undefined);
  return {
    exercised: one.exercised + other.exercised,
    violations: one.violations + other.violations,
    inconclusive: one.inconclusive || other.inconclusive,
    undecided: new Set([...one.undecided, ...other.undecided]),
    unheard: new Set([...one.unheard, ...other.unheard]),
    margin: margins.length === 0 ? undefined : Math.min(...margins),
    near: nears.length === 0 ? undefined : Math.min(...nears),
    leeways: [...one.leeways, ...other.leeways],
  };
}
