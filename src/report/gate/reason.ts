import { visible } from '../../disclosure/visible.js';
import type { ResultFile } from '../../judge/result.generated.js';
import type { ClauseCase } from './clause-case.js';
import type { Comparison } from './compare.js';
import type { GateFile } from './gate.generated.js';

export type FailingVerdict = GateFile['failOn'][number];

/** Why a gate fails: one sentence without its full stop, and the exit status that it makes (DESIGN 4.7). */
export interface Reason {
  readonly status: 1 | 2 | 3;
  readonly says: string;
}

export interface Account {
  readonly reasons: readonly Reason[];
  /** What was let pass without a waiver. */
  readonly notes: readonly string[];
}

/** What an earlier run has, where that is let pass. */
export interface Known {
  readonly cases: readonly ClauseCase[];
  readonly scenarios: ResultFile['scenarios'];
  readonly comparison: Comparison;
}

const NAMED = 10;

/** Some names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => visible(name));
  const more = names.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
