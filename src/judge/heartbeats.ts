import type { HeartbeatEvent, TraceEvent } from '../trace/trace-event.generated.js';

/** A heartbeat that was promised and not captured, or not by every protocol, and the line that shows it. */
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

const names = { dns: 'DNS', tls: 'TLS', udp: 'UDP' } as const;

/** Whether a heartbeat came through by every protocol by which it was sent. */
export function isWhole({ missing = [] }: HeartbeatEvent): boolean {
  return missing.length === 0;
}

/** Whether both heartbeats that a live run promises arrived: before anything was done, and after all of it. */
export function watchHeartbeats(): Heartbeats {
  let promised: number | undefined;
  let beats = 0;
  let before = false;
  let after = false;
  let begun = false;
  let lastLine = 0;
  let blind: Dead | undefined;
  return {
    hear(event: TraceEvent, line: number): void {
      lastLine = line;
      if (event.type === 'start') promised = event.heartbeats === undefined ? undefined : line;
      else if (event.type === 'heartbeat' && !isWhole(event)) {
        const where = begun ? 'end' : 'start';
        const by = [...new Set(event.missing)].map((protocol) => names[protocol]).join(' nor by ');
        blind ??= { line, message: `the heartbeat at the ${where} was not captured by ${by}` };
        // It shows that something was alive, and not that all was: what comes after is seen no better.
        begun = true;
        after = false;
      } else if (event.type === 'heartbeat') {
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
      if (blind !== undefined) return blind;
      if (promised === undefined) return undefined;
      if (!before) return { line: promised, message: 'the heartbeat at the start was not captured' };
      if (complete && !after) return { line: lastLine, message: 'the heartbeat at the end was not captured' };
      return undefined;
    },
  };
}
