import type { Account, Disagreement, Met, Tally } from './account.js';

/** A trace as it was replayed. */
export interface TraceEntry {
  readonly file: string;
  readonly digest: string;
  readonly transmissions: number;
  readonly cutOff: boolean;
}

/** What `candor contract replay --json` prints: `candor-replay/1`. */
export interface Replay {
  readonly format: 'candor-replay/1';
  readonly outcome: ReplayOutcome;
  /** Why it is not decided. */
  readonly reasons: readonly string[];
  readonly traces: readonly TraceEntry[];
  readonly total: Tally;
  /** `payload` is absent for what matches no route. */
  readonly payloads: readonly ({ readonly payload?: string } & Tally)[];
  readonly disagreements: readonly Disagreement[];
  readonly disagreementsOmitted: number;
  readonly knownLimits: readonly {
    readonly id: string;
    readonly what: string;
    readonly because: string;
    readonly count: number;
    readonly first: Met<unknown>['first'];
  }[];
  readonly notCompared: readonly {
    readonly why: string;
    readonly count: number;
    readonly first: Met<unknown>['first'];
  }[];
}

export type ReplayOutcome = 'agreement' | 'disagreement' | 'undecided';

/** Puts together what all traces came to. Without one agreement, or where something is open, nothing is decided. */
export function assembleReplay(account: Account, traces: readonly TraceEntry[]): Replay {
  const { total, payloads, disagreements, disagreementsOmitted, limits, notCompared } = account;
  const reasons = reasonsOf(account, traces);
  const decided = reasons.length === 0 ? 'agreement' : 'undecided';
  return {
    format: 'candor-replay/1',
    outcome: total.disagreements > 0 ? 'disagreement' : decided,
    reasons,
    traces,
    total,
    payloads: payloads.map(([payload, tally]) => ({
      ...(payload === undefined ? {} : { payload }),
      ...tally,
    })),
    disagreements,
    disagreementsOmitted,
    knownLimits: limits.map(({ what: { id, what, because }, count, first }) => ({
      id,
      what,
      because,
      count,
      first,
    })),
    notCompared: notCompared.map(({ what, count, first }) => ({ why: what, count, first })),
  };
}

function reasonsOf({ total, undecided }: Account, traces: readonly TraceEntry[]): readonly string[] {
  const reasons: string[] = [];
  const { bothAccept, bothReject, disagreements, knownLimits } = total;
  const compared = bothAccept + bothReject + disagreements;
  if (compared === 0)
    reasons.push(knownLimits === 0 ? 'nothing was compared' : 'nothing was compared that Pact can see');
  for (const { file, cutOff } of traces) if (cutOff) reasons.push(`${file} has no end: it was cut off`);
  if (undecided > 0) {
    const several = undecided === 1 ? 'one transmission' : `${undecided} transmissions`;
    reasons.push(`${several} of documented routes could not be compared`);
  }
  return reasons;
}
