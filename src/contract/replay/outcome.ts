import type { Breach } from '../../judge/finding.js';
import type { Answer } from './exchange.js';
import { type Circumstances, type KnownLimit, limitOf } from './known-limits.js';

/** How Pact's answer to one transmission compares with what the judge says of it. */
export type Outcome =
  | { readonly kind: 'agreement'; readonly both: 'accept' | 'reject' }
  /** Pact accepts, and the judge objects only to what Pact cannot see. */
  | { readonly kind: 'known-limit'; readonly limits: readonly KnownLimit[] }
  | {
      readonly kind: 'disagreement';
      readonly pact: 'accepts' | 'rejects';
      readonly breaches: readonly Breach[];
    }
  | { readonly kind: 'not-compared'; readonly why: string; readonly undecided: boolean };

/** Not because it lies outside of what is compared, but because it could not be. */
export function undecided(why: string): Outcome {
  return { kind: 'not-compared', why, undecided: true };
}

export function leftOut(why: string): Outcome {
  return { kind: 'not-compared', why, undecided: false };
}

/**
 * Compares one answer with the breaches that the judge found in the same transmission. Pact rejecting what the judge
 * objects to only for something that Pact is blind to is no agreement: Pact then rejects something else.
 */
export function compare(
  answer: Exclude<Answer, { kind: 'none' }>,
  breaches: readonly Breach[],
  circumstances: Circumstances,
): Outcome {
  const limits = breaches.map((breach) => limitOf(breach, circumstances));
  const pact = answer.kind;
  if (pact === 'rejects') {
    const isExpected = limits.some((limit) => limit === undefined || limit.mayBeSeen === true);
    return isExpected ? { kind: 'agreement', both: 'reject' } : { kind: 'disagreement', pact, breaches };
  }
  const seen = breaches.filter((_, index) => limits[index] === undefined);
  if (seen.length > 0) return { kind: 'disagreement', pact, breaches: seen };
  if (breaches.length === 0) return { kind: 'agreement', both: 'accept' };
  return { kind: 'known-limit', limits: [...new Set(limits.flatMap((limit) => limit ?? []))] };
}
