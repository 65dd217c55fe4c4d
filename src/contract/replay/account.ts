import { visible } from '../../disclosure/visible.js';
import type { KnownLimit } from './known-limits.js';
import { pactWords } from './pact-words.js';
import type { Compared } from './replayer.js';

/** Where a transmission stands. */
export interface Place {
  readonly trace: string;
  readonly line: number;
}

export interface Tally {
  bothAccept: number;
  bothReject: number;
  disagreements: number;
  knownLimits: number;
  notCompared: number;
}

export interface Disagreement extends Place {
  readonly payload: string | undefined;
  /** `pact-rejects`: what the judge accepts, as far as Pact can see. `pact-accepts`: what the judge rejects. */
  readonly kind: 'pact-rejects' | 'pact-accepts';
  /** The judge's rules, and what it says. */
  readonly rules: readonly string[];
  readonly judge: readonly string[];
  /** Pact's mismatches. */
  readonly pact: readonly string[];
}

export interface Met<What> {
  readonly what: What;
  readonly count: number;
  readonly first: Place;
}

/** What a replay came to, over all traces. */
export interface Account {
  readonly total: Tally;
  /** By payload, in the order of their names; the last one, without a name, is of what matches no route. */
  readonly payloads: readonly (readonly [string | undefined, Tally])[];
  readonly disagreements: readonly Disagreement[];
  readonly disagreementsOmitted: number;
  readonly limits: readonly Met<KnownLimit>[];
  readonly notCompared: readonly Met<string>[];
  /** How many could not be compared though a contract ought to speak of them. */
  readonly undecided: number;
}

export interface AccountKeeper {
  take(trace: string, compared: Compared): Promise<void>;
  account(): Account;
}

/** So many are told one by one; the rest only count. */
const KEPT = 200;
const JUDGE_WORDS = 5;

export function openAccountKeeper(): AccountKeeper {
  const total = emptyTally();
  const payloads = new Map<string | undefined, Tally>();
  const disagreements: Disagreement[] = [];
  const limits = new Map<string, Met<KnownLimit>>();
  const notCompared = new Map<string, Met<string>>();
  let omitted = 0;
  let undecided = 0;

  const add = (payload: string | undefined, column: keyof Tally): void => {
    const tally = payloads.get(payload) ?? emptyTally();
    payloads.set(payload, tally);
    tally[column] += 1;
    total[column] += 1;
  };
  const disagree = async (place: Place, { payload, outcome, askWhy }: Compared): Promise<void> => {
    if (outcome.kind !== 'disagreement') return;
    if (disagreements.length >= KEPT) {
      omitted += 1;
      return;
    }
    const { breaches, pact } = outcome;
    disagreements.push({
      ...place,
      payload,
      kind: pact === 'rejects' ? 'pact-rejects' : 'pact-accepts',
      rules: [...new Set(breaches.map(({ rule }) => rule.id))],
      judge: breaches.slice(0, JUDGE_WORDS).map(({ message }) => visible(message, 300)),
      pact: pact === 'rejects' ? pactWords(await askWhy()) : [],
    });
  };

  return {
    async take(trace, compared) {
      const { payload, outcome, line } = compared;
      const place = { trace, line };
      switch (outcome.kind) {
        case 'agreement':
          add(payload, outcome.both === 'accept' ? 'bothAccept' : 'bothReject');
          return;
        case 'known-limit':
          add(payload, 'knownLimits');
          for (const limit of outcome.limits) meet(limits, limit.id, limit, place);
          return;
        case 'not-compared':
          add(payload, 'notCompared');
          meet(notCompared, outcome.why, outcome.why, place);
          if (outcome.undecided) undecided += 1;
          return;
        case 'disagreement':
          add(payload, 'disagreements');
          await disagree(place, compared);
          return;
      }
    },
    account: () => ({
      total,
      payloads: [...payloads].sort(([one], [other]) => byName(one, other)),
      disagreements,
      disagreementsOmitted: omitted,
      limits: [...limits.values()].sort((one, other) => byName(one.what.id, other.what.id)),
      notCompared: [...notCompared.values()].sort((one, other) => byName(one.what, other.what)),
      undecided,
    }),
  };
}

function emptyTally(): Tally {
  return { bothAccept: 0, bothReject: 0, disagreements: 0, knownLimits: 0, notCompared: 0 };
}

function meet<What>(into: Map<string, Met<What>>, key: string, what: What, place: Place): void {
  const before = into.get(key);
  into.set(
    key,
    before === undefined ? { what, count: 1, first: place } : { ...before, count: before.count + 1 },
  );
}

function byName(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  return one < other ? -1 : Number(one > other);
}
