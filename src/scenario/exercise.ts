import { factsOfAction } from '../disclosure/action-facts.js';
import { evaluate, type Facts } from '../disclosure/condition.js';
import type { Disclosure, Payload } from '../disclosure/disclosure.js';
import type { ScenarioFile } from './scenario-file.generated.js';

/** What the scenarios of a disclosure would put to the test, told from their steps without running them. */
export interface Exercise {
  /** Clauses that can be verified, and those of them that some scenario exercises. */
  readonly clauses: Coverage;
  /** Fields, as `payload#/pointer`, and those that some scenario has sent. */
  readonly fields: Coverage;
  /** Conditions of fields, and those that some scenario has hold and another, or the same, has fail. */
  readonly conditions: Coverage;
}

export interface Coverage {
  readonly all: readonly string[];
  readonly missing: readonly string[];
}

interface Seen {
  readonly clauses: Set<string>;
  readonly present: Set<string>;
  readonly absent: Set<string>;
}

/** @param kit whether some system ships a kit to look into. */
export function exerciseOf(
  disclosure: Disclosure,
  scenarios: readonly ScenarioFile[],
  kit: boolean,
): Exercise {
  const seen: Seen = { clauses: new Set(), present: new Set(), absent: new Set() };
  if (kit && disclosure.kit) seen.clauses.add(disclosure.kit.clause);
  for (const scenario of scenarios) walk(disclosure, scenario, seen);
  const fields = [...disclosure.payloads.values()].flatMap((payload) =>
    payload.fields.map((field) => ({ field, name: `${payload.id}#${field.pointer}` })),
  );
  const conditional = fields
    .filter(({ field }) => field.annotation?.when !== undefined)
    .map(({ name }) => name);
  const automated = [...disclosure.clauses.values()].filter(({ modality }) => modality !== 'statement');
  return {
    clauses: coverage(
      automated.map(({ id }) => id),
      (id) => seen.clauses.has(id),
    ),
    fields: coverage(
      fields.map(({ name }) => name),
      (name) => seen.present.has(name),
    ),
    conditions: coverage(conditional, (name) => seen.present.has(name) && seen.absent.has(name)),
  };
}

function coverage(all: readonly string[], has: (name: string) => boolean): Coverage {
  return { all, missing: all.filter((name) => !has(name)) };
}

function walk(disclosure: Disclosure, scenario: ScenarioFile, seen: Seen): void {
  const expected = new Set(scenario.then.flatMap(({ payload, times }) => (times > 0 ? [payload] : [])));
  const facts = new Map(Object.entries(scenario.given ?? {}));
  const openedBy = new Map<Payload, string>();
  for (const step of scenario.when) {
    const action = 'do' in step ? step.do : undefined;
    if ('do' in step) {
      const definition = disclosure.file.value.actions[step.do];
      const before = new Map(facts);
      for (const [name, value] of Object.entries(factsOfAction(definition ?? {}, step.with ?? {})))
        facts.set(name, value);
      for (const payload of disclosure.payloads.values())
        noteOpening(payload, before, facts, step.do, openedBy);
    }
    for (const payload of disclosure.payloads.values()) {
      noteSilence(payload, facts, action === undefined, seen);
      if (!expected.has(payload.id) || !sends(disclosure, payload, facts, action)) continue;
      noteSending(disclosure, payload, facts, openedBy.get(payload), seen);
    }
  }
}

function noteOpening(
  payload: Payload,
  before: Facts,
  facts: Facts,
  action: string,
  openedBy: Map<Payload, string>,
): void {
  const after = payload.schedule?.after;
  if (after === undefined || evaluate(after, facts) !== 'holds') return;
  if (evaluate(after, before) !== 'holds') openedBy.set(payload, action);
}

function noteSilence(payload: Payload, facts: Facts, timePasses: boolean, seen: Seen): void {
  if (!timePasses) return;
  for (const entry of payload.forbidden)
    if (evaluate(entry.while, facts) === 'holds') seen.clauses.add(entry.clause);
}

/** Whether a payload is sent at a step: when its trigger happens, or while time passes in its state. */
function sends(disclosure: Disclosure, payload: Payload, facts: Facts, action: string | undefined): boolean {
  const there =
    evaluate(disclosure.presence, facts) !== 'fails' && evaluate(payload.permitted, facts) === 'holds';
  if (!there) return false;
  if (payload.trigger) return action === payload.trigger.action;
  if (payload.schedule) return action === undefined && evaluate(payload.schedule.after, facts) === 'holds';
  return true;
}

function noteSending(
  disclosure: Disclosure,
  payload: Payload,
  facts: Facts,
  openedBy: string | undefined,
  seen: Seen,
): void {
  seen.clauses.add(payload.clause);
  if (payload.trigger) seen.clauses.add(payload.trigger.clause);
  const { schedule } = payload;
  if (schedule) seen.clauses.add(schedule.clauseByAction.get(openedBy ?? '') ?? schedule.clause);
  for (const clause of disclosure.clauses.values()) {
    if (clause['verified-by']?.includes(payload.id)) seen.clauses.add(clause.id);
  }
  for (const field of payload.fields) {
    const name = `${payload.id}#${field.pointer}`;
    const truth = evaluate(field.annotation?.when, facts);
    if (truth === 'fails') seen.absent.add(name);
    if (truth !== 'holds') continue;
    seen.present.add(name);
    if (field.annotation) seen.clauses.add(field.annotation.clause);
  }
}
