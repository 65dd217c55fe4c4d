import type { Instant } from '../disclosure/instant.js';
import { type Span, touches } from './ledger.js';

/**
 * Signs that the capture was alive: heartbeats and transmissions. Silence is seen only between two of them
 * (DESIGN 4.5, `heartbeat`).
 */
export interface Signs {
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
}

/** What becomes of a state in which a payload may not be sent. */
export type SilenceEvent = 'kept' | 'unheard' | 'blind';

/** Watches whether silence was kept while it was demanded. A silence belongs to the consent state that it fell in. */
export interface SilenceWatch {
  /** Silence is demanded from an instant on; where it was already, it goes on, in that state. */
  begin(at: Instant, state: string | undefined): void;
  end(at: Instant): void;
  /** The payload was sent all the same: the silence since it began proves nothing. */
  broken(): void;
  /** The capture was shown to be alive. */
  sign(signs: Signs): void;
  down(span: Span): void;
  finish(at: Instant, signs: Signs): void;
  /** Whether no silence is demanded and none waits to be heard. */
  readonly idle: boolean;
}

/** Silences of one state that wait to be heard: more say nothing more. */
const AWAITING_LIMIT = 20;

/**
 * @param found hears once of each stretch of demanded silence how it came out, and in which state it was; of ones
 * of one state that end before it is known whether the capture was alive, once for all.
 */
export function watchSilence(found: (event: SilenceEvent, state: string | undefined) => void): SilenceWatch {
  let since: Instant | undefined;
  let stateSince: string | undefined;
  let blind = false;
  const awaiting = new Map<string | undefined, Span[]>();

  const seen = (span: Span, { first, last }: Signs): boolean =>
    first !== undefined && last !== undefined && Math.min(last, span.until) > Math.max(first, span.from);

  const hear = (signs: Signs): void => {
    for (const [state, spans] of awaiting)
      found(spans.some((span) => seen(span, signs)) ? 'kept' : 'unheard', state);
    awaiting.clear();
  };
  const end = (at: Instant): void => {
    if (since === undefined) return;
    const span = { from: since, until: at };
    const wasBlind = blind;
    since = undefined;
    blind = false;
    if (span.until === span.from) return;
    if (wasBlind) {
      found('blind', stateSince);
      return;
    }
    const spans = awaiting.get(stateSince) ?? [];
    awaiting.set(stateSince, spans);
    if (spans.length < AWAITING_LIMIT) spans.push(span);
  };

  return {
    begin(at, state) {
      if (state !== stateSince) end(at);
      since ??= at;
      stateSince = state;
    },
    end,
    broken() {
      since = undefined;
    },
    sign: hear,
    down(span) {
      if (since !== undefined && touches({ from: since, until: span.until }, span)) blind = true;
    },
    finish(at, signs) {
      hear(signs);
      end(at);
      hear(signs);
    },
    get idle() {
      return since === undefined && awaiting.size === 0;
    },
  };
}
