import type { Composing } from './compose.js';
import type { Baseline, Derived, Sent } from './mutant.js';
import { bodyMutants } from './operators/bodies.js';
import { traceMutants } from './operators/capture.js';
import { channelMutants } from './operators/channels.js';
import { destinationMutants } from './operators/destinations.js';
import { type DerivedDifferential, differentialMutants } from './operators/differential.js';
import { equivalentFields } from './operators/equivalent-fields.js';
import { equivalentMessages } from './operators/equivalent-messages.js';
import { equivalentTraces } from './operators/equivalent-traces.js';
import { fieldMutants } from './operators/fields.js';
import { leakMutants } from './operators/leaks.js';
import { retoldTraces } from './operators/retold.js';
import { scheduleMutants } from './operators/schedules.js';
import { bareStateMutants, instantStateMutants, stateMutants } from './operators/states.js';
import { transportMutants } from './operators/transport.js';
import { triggerMutants } from './operators/triggers.js';
import { timelineOf } from './timeline.js';

/**
 * Every mutant, equivalent and exclusion of a set of compliant traces, one at a time: they would not fit in memory
 * together. What concerns one message is derived once for each payload, distinct set of fields and facts that it
 * tells; what concerns time and state, for every window, trigger and state of every trace.
 *
 * @param readings the reading of each interpretation.
 */
export function* deriveAll(
  context: Composing,
  readings: ReadonlyMap<string, string>,
  baselines: readonly Baseline[],
): Iterable<{ readonly baseline: Baseline; readonly derived: Derived }> {
  const seen = new Set<string>();
  for (const baseline of baselines) {
    for (const derived of deriveFrom(context, readings, baseline, baselines, seen))
      yield { baseline, derived };
  }
}

/** Every three observations that differ by a planted value alone, once for each message as {@link deriveAll} has it. */
export function* deriveDifferentials(
  context: Composing,
  baselines: readonly Baseline[],
): Iterable<DerivedDifferential> {
  const seen = new Set<string>();
  for (const baseline of baselines)
    for (const sent of newIn(baseline, seen, fieldsSent)) yield* differentialMutants(context, baseline, sent);
}

function* deriveFrom(
  context: Composing,
  readings: ReadonlyMap<string, string>,
  baseline: Baseline,
  baselines: readonly Baseline[],
  seen: Set<string>,
): Iterable<Derived> {
  const anew = newIn(baseline, seen, fieldsSent);
  for (const sent of anew) yield* ofMessage(context, baseline, sent);
  // The same fields may tell other facts: each is contradicted in each state in which it is told.
  for (const sent of newIn(baseline, seen, toldFacts)) {
    if (anew.includes(sent)) continue;
    for (const derived of fieldMutants(context, baseline, sent)) if (isOf(derived, UNTRUE)) yield derived;
  }
  yield* traceMutants(context, baseline);
  yield* equivalentTraces(
    context,
    baseline,
    baselines.filter((other) => other !== baseline),
  );
  const timeline = timelineOf(context.disclosure, readings, baseline);
  if (timeline === undefined) {
    const because = 'the trace is not of one installation seen without a break';
    yield { exclusion: { operator: 'state, schedule, trigger', subject: baseline.name, because } };
    return;
  }
  yield* retoldTraces(baseline);
  yield* stateMutants(context, baseline, timeline);
  yield* instantStateMutants(context, baseline, timeline);
  yield* scheduleMutants(baseline, timeline);
  yield* triggerMutants(context, baseline, timeline);
}

/** The messages of which none with the same payload and trait has been seen. */
function newIn({ sent }: Baseline, seen: Set<string>, traitOf: (one: Sent) => unknown): readonly Sent[] {
  return sent.filter((one) => {
    const key = JSON.stringify([traitOf.name, one.payload.id, traitOf(one)]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

const UNTRUE = 'field/untrue';

function isOf(derived: Derived, operator: string): boolean {
  return 'mutant' in derived && derived.mutant.operator === operator;
}

function* ofMessage(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  yield* fieldMutants(context, baseline, sent);
  yield* bodyMutants(context, baseline, sent);
  yield* channelMutants(context, baseline, sent);
  yield* destinationMutants(context, baseline, sent);
  yield* transportMutants(context, baseline, sent);
  yield* leakMutants(context, baseline, sent);
  yield* bareStateMutants(context, baseline, sent);
  yield* equivalentFields(context, baseline, sent);
  yield* equivalentMessages(context, baseline, sent);
}

/** The names of all members at every depth: what tells two sets of fields apart. */
function fieldsSent({ value }: Sent): readonly string[] {
  return membersOf(value, '');
}

function membersOf(value: unknown, at: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [at];
  if (Array.isArray(value)) return [...new Set(value.flatMap((member) => membersOf(member, `${at}/*`)))];
  return Object.entries(value).flatMap(([name, member]) => membersOf(member, `${at}/${name}`));
}

/** What the facts are that fields of the payload tell. */
function toldFacts({ payload, facts }: Sent): readonly unknown[] {
  return payload.fields.flatMap(({ annotation }) => {
    const { equals } = annotation ?? {};
    if (equals === undefined) return [];
    return [facts.get(typeof equals === 'string' ? equals : equals.fact) ?? null];
  });
}
