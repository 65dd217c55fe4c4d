import { expect } from 'chai';
import type { Baseline, Derived, Exclusion, Mutant, Sent } from '../../../src/calibration/mutant.js';
import { channelMutants } from '../../../src/calibration/operators/channels.js';
import { destinationMutants } from '../../../src/calibration/operators/destinations.js';
import { equivalentMessages } from '../../../src/calibration/operators/equivalent-messages.js';
import { leakMutants } from '../../../src/calibration/operators/leaks.js';
import { transportMutants } from '../../../src/calibration/operators/transport.js';
import type { SystemFile } from '../../../src/system/system-file.generated.js';
import { acme } from '../../judge/judging.js';
import { acmeWith } from '../../judge/telling.js';
import { acmeLaboratory, faults, type Laboratory, laboratory } from '../calibrating.js';

/** A message of a laboratory, and the trace in which it was sent. */
export interface Message {
  readonly baseline: Baseline;
  readonly sent: Sent;
}

/** The first message of each payload. */
export function messagesOf({ baselines }: Laboratory): readonly Message[] {
  const found = new Map<string, Message>();
  for (const baseline of baselines) {
    for (const sent of baseline.sent)
      if (!found.has(sent.payload.id)) found.set(sent.payload.id, { baseline, sent });
  }
  return [...found.values()];
}

/** The first message of one payload of acme's. */
export function messageOf(lab: Laboratory, payload: string): Message {
  const message = messagesOf(lab).find(({ sent }) => sent.payload.id === payload);
  if (message === undefined) throw new Error(`${payload} is not sent`);
  return message;
}

/** Everything that the operators on messages make of one. */
export function* derivedFrom({ context }: Laboratory, { baseline, sent }: Message): Iterable<Derived> {
  yield* channelMutants(context, baseline, sent);
  yield* destinationMutants(context, baseline, sent);
  yield* transportMutants(context, baseline, sent);
  yield* leakMutants(context, baseline, sent);
  yield* equivalentMessages(context, baseline, sent);
}

/** Acme's laboratory with parts of its system file changed. */
export function acmeLaboratoryWith(changes: Partial<SystemFile>): Laboratory {
  const { system } = acmeWith(changes);
  if (system === undefined) throw new Error('there is no such system');
  const scenarios = acmeLaboratory().baselines.flatMap(({ scenario }) => scenario ?? []);
  return laboratory(acme, system, scenarios);
}

export function mutantsIn(all: Iterable<Derived>): readonly Mutant[] {
  return [...all].flatMap((one) => ('mutant' in one ? [one.mutant] : []));
}

export function exclusionsIn(all: Iterable<Derived>): readonly Exclusion[] {
  return [...all].flatMap((one) => ('exclusion' in one ? [one.exclusion] : []));
}

/** What each operator makes, in words. */
export function subjectsByOperator(
  all: Iterable<{ readonly operator: string; readonly subject: string }>,
): Readonly<Record<string, readonly string[]>> {
  const subjects = new Map<string, string[]>();
  for (const { operator, subject } of all)
    subjects.set(operator, [...(subjects.get(operator) ?? []), subject]);
  return Object.fromEntries(subjects);
}

/** Judges everything: each mutant must be found by just its rules, and each equivalent must be quiet. */
export function expectAllFound(
  lab: Laboratory,
  derived: Iterable<readonly [Baseline, Iterable<Derived>]>,
): ReadonlySet<string> {
  const operators = new Set<string>();
  const wrong: string[] = [];
  for (const [baseline, all] of derived) {
    const told = faults(lab, baseline, all);
    wrong.push(...told.wrong);
    for (const operator of told.right.keys()) operators.add(operator);
  }
  expect(wrong).to.deep.equal([]);
  return operators;
}
