import type { Instant } from '../disclosure/instant.js';
import type { GapEvent } from '../trace/trace-event.generated.js';
import { type Span, touches } from './ledger.js';

/** `unreachable`: the host was asleep or offline. `blind`: the capture was down. */
export type GapSort = 'unreachable' | 'blind';

/** The times in which an installation could not send, or nobody could see it. */
export interface Gaps {
  add(cause: GapEvent['cause'], span: Span): void;
  /** Whether the host was asleep or offline at any instant of the span. */
  unreachable(span: Span): boolean;
  /** Whether the capture was down at any instant of the span. */
  blind(span: Span): boolean;
  /** The gaps of a sort that are remembered, none of which meet, in the order of time. */
  of(sort: GapSort): readonly Span[];
  /** Those that share an instant with a span. */
  touching(span: Span, sort: GapSort): readonly Span[];
  /** Forgets what ended before an instant. */
  forget(before: Instant): void;
}

/** Gaps in the order of their starts. Ones that meet are one: a host that falls asleep offline wakes once. */
export function collectGaps(): Gaps {
  let unreachable: readonly Span[] = [];
  let blind: readonly Span[] = [];
  const of = (sort: GapSort): readonly Span[] => (sort === 'blind' ? blind : unreachable);
  return {
    add(cause, span) {
      if (cause === 'capture-down') blind = join(blind, span);
      else unreachable = join(unreachable, span);
    },
    unreachable: (span) => unreachable.some((gap) => touches(gap, span)),
    blind: (span) => blind.some((gap) => touches(gap, span)),
    of,
    touching: (span, sort) => of(sort).filter((gap) => touches(gap, span)),
    forget(before) {
      if (unreachable.length > 0) unreachable = unreachable.filter((gap) => gap.until >= before);
      if (blind.length > 0) blind = blind.filter((gap) => gap.until >= before);
    },
  };
}

function join(gaps: readonly Span[], span: Span): readonly Span[] {
  const last = gaps.at(-1);
  if (last === undefined || span.from > last.until) return [...gaps, span];
  const until = Math.max(span.until, last.until) as Instant;
  return [...gaps.slice(0, -1), { from: last.from, until }];
}
