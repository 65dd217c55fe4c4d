import type { Verdict } from '../judge/verdict.js';

/** Exit statuses (DESIGN 4.7). */
export const UPHELD = 0;
export const VIOLATED = 1;
export const NOT_DECIDED = 2;
export const COULD_NOT_JUDGE = 3;

export function exitStatusOf(verdict: Verdict): number {
  if (verdict === 'upheld') return UPHELD;
  return verdict === 'violated' ? VIOLATED : NOT_DECIDED;
}
