import type { TraceEvent } from '../trace/trace-event.generated.js';

/** A heartbeat that was promised and not captured, and the line that shows it. */
export interface Dead {
  readonly line: number;
  readonly message: string;
}

export interface Heartbeats {
  hear(event: TraceEvent, line: number): void;
  count(): number;
  /** What is missing. A trace that was cut off owes no heartbeat at its end. */
  missing(complete: boolean): Dead | undefined;
}

/** Whether both heartbeats that a live run promises arrived: before anything was done, and after all of it. */
export function watchHeartbeats(): Heartbeats {
  let promised: number | undefined;
  let beats = 0;
  let before = false;
  let after = false;
  let begun = false;
  let lastLine = 0;
  return {
    hear(event: TraceEvent, line: number): void {
      lastLine = line;
      if (event.type === 'start') promised = event.heartbeats === undefined ? undefined : line;
      else if (event.type === 'heartbeat') {
        beats += 1;
        before ||= !begun;
        after = true;
      } else if (event.type !== 'end') {
        begun = true;
        after = false;
      }
    },
    count: () => beats,
    missing(complete: boolean): Dead | undefined {
      if (promised === undefined) return undefined;
      if (!before) return { line: promised, message: 'the heartbeat at the start was not captured' };
      if (complete && !after) return { line: lastLine, message: 'the heartbeat at the end was not captured' };
      return undefined;
    },
  };
}
