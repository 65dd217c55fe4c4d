import { describeCondition, evaluate, type Facts } from '../../disclosure/condition.js';
import type { Disclosure, Payload } from '../../disclosure/disclosure.js';
import { InputError } from '../../disclosure/input-error.js';
import { formatInstant, type Instant } from '../../disclosure/instant.js';
import { isPermitted } from '../../specimen/slot-windows.js';
import type { TraceEvent } from '../../trace/trace-event.generated.js';
import { type Composing, composeTransmission } from '../compose.js';
import { inserted } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { instantOf, type Timeline } from '../timeline.js';

const OPERATOR = 'state/forbidden';
const AT_ONCE = 'state/forbidden-at-once';

/** Each payload, sent once in each state of a trace in which it certainly may not be. */
export function* stateMutants(context: Composing, baseline: Baseline, timeline: Timeline): Iterable<Derived> {
  for (const { from, until, facts } of timeline.segments) {
    // What is sent at the instant of a change is another state's already.
    if (until - from < 2) continue;
    const at = (from + Math.floor((until - from) / 2)) as Instant;
    for (const payload of context.disclosure.payloads.values()) {
      const ruled = rulingOf(context.disclosure, payload, facts);
      if (ruled === undefined) continue;
      const subject = `${payload.id} where ${ruled.why}`;
      const event = composeTransmission(context, payload, facts, at, timeline.installation);
      if (event instanceof InputError) {
        yield { exclusion: { operator: OPERATOR, subject, because: event.message } };
        continue;
      }
      const { events, index } = inserted(baseline.events, event);
      yield {
        mutant: {
          operator: OPERATOR,
          subject: `${subject}, at ${event.at}`,
          from: baseline.name,
          events,
          expected: [{ rule: 'state/forbidden', line: index + 1, clause: ruled.clause }],
          counts: { [payload.id]: 1 },
        },
      };
    }
  }
}

/**
 * Each payload at the very instant at which it ceases to be permitted, noted before what forbids it: state events of an
 * instant apply before its transmissions (DESIGN 6).
 */
export function* instantStateMutants(
  context: Composing,
  baseline: Baseline,
  { installation, segments }: Timeline,
): Iterable<Derived> {
  for (const [number, { from, until, facts }] of segments.entries()) {
    const before = segments[number - 1];
    if (before === undefined || before.until === before.from || until === from) continue;
    const index = baseline.events.findIndex((event) => instantOf(event) >= from);
    for (const payload of context.disclosure.payloads.values()) {
      const ruled = rulingOf(context.disclosure, payload, facts);
      if (ruled === undefined || !isPermitted(context.disclosure, payload, before.facts)) continue;
      const event = composeTransmission(context, payload, facts, from, installation);
      const subject = `${payload.id} at ${formatInstant(from)}, when it comes to be ${ruled.why}`;
      if (event instanceof InputError) {
        yield { exclusion: { operator: AT_ONCE, subject, because: event.message } };
        continue;
      }
      yield {
        mutant: {
          operator: AT_ONCE,
          subject,
          from: baseline.name,
          events: baseline.events.toSpliced(index, 0, event),
          expected: [{ rule: 'state/forbidden', line: index + 1, clause: ruled.clause }],
          counts: { [payload.id]: 1 },
        },
      };
    }
  }
}

/**
 * A payload in each state that the disclosure rules out for it, whether or not a scenario brings it about: an
 * installation of which all is known, one fact of it changed.
 */
export function* bareStateMutants(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const [start] = baseline.events;
  if (start?.type !== 'start') return;
  const { disclosure } = context;
  const { payload } = sent;
  for (const [name, value] of changedFacts(disclosure, payload)) {
    const facts = new Map([...sent.facts, [name, value]]);
    const ruled = rulingOf(disclosure, payload, facts);
    if (ruled === undefined) continue;
    const subject = `${payload.id} where ${name} is ${value} and all else as in ${baseline.name}`;
    const from = Date.parse(start.at);
    const event = composeTransmission(context, payload, facts, (from + 1000) as Instant, 'i-1');
    if (event instanceof InputError) {
      yield { exclusion: { operator: OPERATOR, subject, because: event.message } };
      continue;
    }
    const end = formatInstant((from + 2000) as Instant);
    const events: readonly TraceEvent[] = [
      start,
      { type: 'heartbeat', at: start.at },
      { type: 'facts', at: start.at, installation: 'i-1', facts: Object.fromEntries(facts) },
      event,
      { type: 'heartbeat', at: end },
      { type: 'end', at: end },
    ];
    yield {
      mutant: {
        operator: OPERATOR,
        subject,
        from: baseline.name,
        events,
        expected: [{ rule: 'state/forbidden', line: 4, clause: ruled.clause }],
        unexpecting: true,
      },
    };
  }
}

/** Why a payload may certainly not be sent, and the clause that says so; undefined where it may, or nobody knows. */
function rulingOf(
  { presence }: Disclosure,
  payload: Payload,
  facts: Facts,
): { readonly clause: string; readonly why: string } | undefined {
  if (evaluate(presence, facts) === 'fails')
    return { clause: payload.clause, why: `not ${describeCondition(presence)}` };
  const ruling = payload.forbidden.find((entry) => evaluate(entry.while, facts) === 'holds');
  if (ruling !== undefined) return { clause: ruling.clause, why: describeCondition(ruling.while) };
  if (evaluate(payload.permitted, facts) !== 'fails') return undefined;
  return { clause: payload.clause, why: `not ${describeCondition(payload.permitted)}` };
}

/** Every other value of each fact on which it rests whether a payload may be sent. */
function changedFacts(
  disclosure: Disclosure,
  payload: Payload,
): readonly (readonly [string, string | boolean])[] {
  const { facts } = disclosure.file.value;
  const conditions = [
    disclosure.presence,
    payload.permitted,
    ...payload.forbidden.map((entry) => entry.while),
  ];
  const names = new Set(conditions.flatMap((condition) => Object.keys(condition ?? {})));
  return [...names].flatMap((name) =>
    (facts[name]?.values ?? [true, false]).map((value) => [name, value] as const),
  );
}
