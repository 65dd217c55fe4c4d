import { type Instant, parseInstant } from '../disclosure/instant.js';
import type { TraceEvent } from './trace-event.generated.js';

/** Where the seconds stand in 2026-01-01T00:00:00.000Z. */
const SECONDS_AT = 17;
const SECONDS = /:[0-5]\d\.\d{3}Z$/;

/** Whether events stand in an order that a trace may have (DESIGN 4.5). */
export interface Sequence {
  /** The next event's instant, or why it may not stand there: one sentence without its full stop. */
  next(event: TraceEvent): Instant | string;
}

/** `start` first and once, then events in time order, then nothing after `end`. Every instant is a real one. */
export function createSequence(): Sequence {
  const instantOf = createInstantParser();
  let last: { readonly text: string; readonly instant: Instant } | undefined;
  let ended = false;

  return {
    next: (event) => {
      if (last === undefined && event.type !== 'start') {
        return `a trace begins with an event of type "start", not "${event.type}"`;
      }
      if (last !== undefined && event.type === 'start') return 'a second event of type "start"';
      if (ended) return `an event of type "${event.type}" after the one of type "end"`;
      const instant = instantOf(event.at);
      if (instant === undefined) return unreal('at', event.at);
      if (last !== undefined && instant < last.instant) {
        return `its instant ${event.at} is earlier than the event before it (${last.text})`;
      }
      if (event.type === 'gap') {
        const until = parseInstant(event.until);
        if (until === undefined) return unreal('until', event.until);
        if (until < instant) return `the gap's "until" ${event.until} is earlier than its "at" ${event.at}`;
      }
      ended = event.type === 'end';
      last = { text: event.at, instant };
      return instant;
    },
  };
}

function unreal(name: string, text: string): string {
  return `"${name}" is ${text}, which names no real instant`;
}

/** Parses instants, quickly where one falls into the same minute as the one before it, as in a trace most do. */
function createInstantParser(): (text: string) => Instant | undefined {
  let minute = '';
  let start = 0;
  return (text) => {
    if (text.length === 24 && minute !== '' && text.startsWith(minute) && SECONDS.test(text)) {
      return (start + Math.round(Number(text.slice(SECONDS_AT, -1)) * 1000)) as Instant;
    }
    const instant = parseInstant(text);
    if (instant !== undefined) {
      minute = text.slice(0, SECONDS_AT);
      start = Math.floor(instant / 60_000) * 60_000;
    }
    return instant;
  };
}
