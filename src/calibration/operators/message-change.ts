import type { TraceRequest, TransmissionEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import { replaced, transmissionAt } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';

/** What becomes of one transmission, and the rules that must fire for it. */
export interface MessageChange {
  readonly operator: string;
  /** What was changed, without the payload's name. */
  readonly what: string;
  readonly event: TransmissionEvent;
  readonly rules: readonly string[];
}

/** The transmission of a payload with its changes, in its own place: what fires is charged to the payload's clause. */
export function inPlace(
  baseline: Baseline,
  sent: Sent,
  { operator, what, event, rules }: MessageChange,
): Derived {
  const line = sent.index + 1;
  const clause = sent.payload.clause;
  return {
    mutant: {
      operator,
      subject: subjectOf(sent, what),
      from: baseline.name,
      events: replaced(baseline.events, sent.index, event),
      expected: rules.map((rule) => ({ rule, line, clause })),
    },
  };
}

/**
 * A second transmission right behind that of a payload, at the same instant, which belongs to no route: what fires is
 * charged to the clause that bounds what may leave.
 */
export function inCopy(
  { disclosure }: Composing,
  baseline: Baseline,
  sent: Sent,
  { operator, what, event, rules }: MessageChange,
): Derived {
  const index = sent.index + 1;
  const line = index + 1;
  return {
    mutant: {
      operator,
      subject: subjectOf(sent, what),
      from: baseline.name,
      events: baseline.events.toSpliced(index, 0, event),
      expected: rules.map((rule) => ({ rule, line, clause: disclosure.scope })),
    },
  };
}

/** A transmission changed in a way that breaks nothing. */
export function equivalent(baseline: Baseline, sent: Sent, change: Omit<MessageChange, 'rules'>): Derived {
  return inPlace(baseline, sent, { ...change, rules: [] });
}

/** A change of a transmission that is not made. */
export function excluded(sent: Sent, operator: string, what: string, because: string): Derived {
  return { exclusion: { operator, subject: subjectOf(sent, what), because } };
}

/** The transmission that carries a payload. */
export function eventOf(baseline: Baseline, sent: Sent): TransmissionEvent {
  return transmissionAt(baseline.events, sent.index);
}

/** The transmission with some of its request changed. */
export function withRequest(event: TransmissionEvent, change: Partial<TraceRequest>): TransmissionEvent {
  return { ...event, request: { ...event.request, ...change } };
}

/** The transmission with one more header, behind the others. */
export function withMoreHeaders(
  event: TransmissionEvent,
  ...headers: readonly (readonly [string, string])[]
): TransmissionEvent {
  const more = headers.map(([name, value]): [string, string] => [name, value]);
  return withRequest(event, { headers: [...(event.request.headers ?? []), ...more] });
}

function subjectOf({ payload }: Sent, what: string): string {
  return `${payload.id}: ${what}`;
}
