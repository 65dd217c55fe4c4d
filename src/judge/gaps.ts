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
  /** The latest waking at or before an instant, with the stretch that it ended. */
  lastWaking(before: Instant): Span | undefined;
  /** The last gap of either sort that touches a span. */
  touching(span: Span, cause: 'unreachable' | 'blind'): Span | undefined;
  /** Forgets what ended before an instant. */
  forget(before: Instant): void;
}

/** Gaps in the order of their starts. Ones that meet are one: a host that falls asleep offline wakes once. */
export function collectGaps(): Gaps {
  let unreachable: Span[] = [];
  let blind: Span[] = [];
  return {
    add(cause, span) {
      if (cause === 'capture-down') blind = join(blind, span);
      else unreachable = join(unreachable, span);
    },
    unreachable: (span) => unreachable.some((gap) => touches(gap, span)),
    blind: (span) => blind.some((gap) => touches(gap, span)),
    lastWaking: (before) => unreachable.findLast((gap) => gap.until <= before),
    touching: (span, cause) => (cause === 'blind' ? blind : unreachable).findLast((gap) => touches(gap, span)),
    forget(before) {
      if (unreachable.length > 0) unreachable = unreachable.filter((gap) => gap.until >= before);
      if (blind.length > 0) blind = blind.filter((gap) => gap.until >= before);
    },
  };
}

function join(gaps: readonly Span[], span: Span): Span[] {
  const last = gaps.at(-1);
  if (last === undefined || span.from > last.until) return [...gaps, span];
  const until = span.until > last.until ? span.until : last.until;
  return [...gaps.slice(0, -1), { from: last.from, until }];
}
