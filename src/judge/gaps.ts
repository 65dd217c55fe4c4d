import type { Instant } from '../disclosure/instant.js';
import type { GapEvent } from '../trace/trace-event.generated.js';
import { type Span, touches } from './ledger.js';

/** The times in which an installation could not send, or nobody could see it. */
export interface Gaps {
  add(cause: GapEvent['cause'], span: Span): void;
  /** Whether the host was asleep or offline at any instant of the span. */
  unreachable(span: Span): boolean;
  /** Whether the capture was down at any instant of the span. */
  blind(span: Span): boolean;
  /** The latest gap of either sort that was over at an instant. */
  lastOver(at: Instant, cause: 'unreachable' | 'blind'): Span | undefined;
  /** The last gap of either sort that touches a span. */
  touching(span: Span, cause: 'unreachable' | 'blind'): Span | undefined;
  /** Forgets what ended before an instant. */
  forget(before: Instant): void;
}

/** Gaps in the order of their starts. Ones that meet are one: a host that falls asleep offline wakes once. */
export function collectGaps(): Gaps {
  let unreachable: Span[] = [];
  let blind: Span[] = [];
  const of = (cause: 'unreachable' | 'blind'): readonly Span[] => (cause === 'blind' ? blind : unreachable);
  return {
    add(cause, span) {
      if (cause === 'capture-down') blind = join(blind, span);
      else unreachable = join(unreachable, span);
    },
    unreachable: (span) => unreachable.some((gap) => touches(gap, span)),
    blind: (span) => blind.some((gap) => touches(gap, span)),
    lastOver: (at, cause) => of(cause).findLast((gap) => gap.until <= at),
    touching: (span, cause) => of(cause).findLast((gap) => touches(gap, span)),
    forget(before) {
      if (unreachable.length > 0) unreachable = unreachable.filter((gap) => gap.until >= before);
      if (blind.length > 0) blind = blind.filter((gap) => gap.until >= before);
    },
  };
}

function join(gaps: readonly Span[], span: Span): Span[] {
  const last = gaps.at(-1);
  if (last === undefined || span.from > last.until) return [...gaps, span];
  const until = Math.max(span.until, last.until) as Instant;
  return [...gaps.slice(0, -1), { from: last.from, until }];
}
