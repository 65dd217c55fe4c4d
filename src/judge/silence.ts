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

/** Watches whether silence was kept while it was demanded. */
export interface SilenceWatch {
  begin(at: Instant): void;
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

/** @param found hears once of each stretch of demanded silence how it came out. */
export function watchSilence(found: (event: SilenceEvent) => void): SilenceWatch {
  let since: Instant | undefined;
  let blind = false;
  let awaiting: Span | undefined;

  const seen = (span: Span, { first, last }: Signs): boolean =>
    first !== undefined && last !== undefined && Math.min(last, span.until) > Math.max(first, span.from);

  const settle = (span: Span, signs: Signs, final: boolean): void => {
    if (span.until === span.from) return;
    if (blind) found('blind');
    else if (seen(span, signs)) found('kept');
    else if (final) found('unheard');
    else awaiting = { from: awaiting?.from ?? span.from, until: span.until };
  };

  return {
    begin(at) {
      since ??= at;
    },
    end(at) {
      if (since === undefined) return;
      settle({ from: since, until: at }, { first: undefined, last: undefined }, false);
      since = undefined;
      blind = false;
    },
    broken() {
      since = undefined;
    },
    sign(signs) {
      if (awaiting === undefined) return;
      found(seen(awaiting, signs) ? 'kept' : 'unheard');
      awaiting = undefined;
    },
    down(span) {
      if (since !== undefined && touches({ from: since, until: span.until }, span)) blind = true;
    },
    finish(at, signs) {
      if (awaiting !== undefined) found(seen(awaiting, signs) ? 'kept' : 'unheard');
      awaiting = undefined;
      if (since !== undefined) settle({ from: since, until: at }, signs, true);
      since = undefined;
    },
    get idle() {
      return since === undefined && awaiting === undefined;
    },
  };
}
