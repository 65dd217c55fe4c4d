import { factsOfAction } from '../disclosure/action-facts.js';
import type { Facts } from '../disclosure/condition.js';
import type { Disclosure, Payload } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { type Duration, formatInstant, type Instant, later } from '../disclosure/instant.js';
import type { ScenarioFile, Step } from '../scenario/scenario-file.generated.js';
import type { Route, SystemFile } from '../system/system-file.generated.js';
import { durationOfStep } from '../trace/clock.js';
import { TRACE_FORMAT } from '../trace/parse-event.js';
import { plantedCanaries } from '../trace/planted.js';
import type { TraceEvent } from '../trace/trace-event.generated.js';
import { composePayload, type PayloadObject } from './payload-value.js';
import { composeRequest } from './request.js';
import { createSender, type Due, type Sender } from './sender.js';
import { isPermitted } from './slot-windows.js';

/** The trace that a product which does just what its disclosure says would have left in a scenario. */
export interface Specimen {
  readonly scenario: ScenarioFile;
  /** As a trace has them: the event at index i stands on line i + 1. */
  readonly events: readonly TraceEvent[];
  /** The transmissions among them, in order. */
  readonly sent: readonly SentPayload[];
}

/** One transmission of a specimen, and what it was made of. */
export interface SentPayload {
  /** Its place among the events, from 0. */
  readonly index: number;
  readonly payload: Payload;
  readonly route: Route;
  /** What is known of the installation when it is sent. */
  readonly facts: Facts;
  readonly value: PayloadObject;
}

export interface SpecimenOptions {
  readonly disclosure: Disclosure;
  readonly system: SystemFile;
  readonly scenario: ScenarioFile;
  /** The reading of each interpretation; as the disclosure chose when not given. */
  readonly readings?: ReadonlyMap<string, string>;
}

const START = Date.UTC(2026, 0, 1) as Instant;
const INSTALLATION = 'i-1';
/** An action may not share its instant with what was sent before it: state events apply first (DESIGN 6). */
const MOMENT = 1000 as Duration;

/**
 * Composes a specimen from documents alone: no product runs. Payloads without trigger or schedule are sent as often
 * as the scenario expects, spread over the time in which they are permitted; once where it expects nothing of them.
 *
 * @throws InputError where a payload has no route, or no value or URL could be composed.
 */
export function composeSpecimen(options: SpecimenOptions): Specimen {
  const unhurried = timesOfUnscheduled(options);
  const recording = record(options, (from, until) => unhurried.filter(({ at }) => at > from && at <= until));
  return { scenario: options.scenario, ...recording };
}

type More = (from: Instant, until: Instant) => readonly Due[];

/** What is recorded: `now` is the clock, and `sentAt` the last instant at which something was sent. */
interface Recording {
  readonly options: SpecimenOptions;
  readonly sender: Sender;
  readonly more: More;
  readonly events: TraceEvent[];
  readonly sent: SentPayload[];
  /** The stretches of waiting, and the facts that hold in each. */
  readonly stretches: { readonly from: Instant; readonly until: Instant; readonly facts: Facts }[];
  now: Instant;
  sentAt: Instant | undefined;
  facts: Facts;
}

function record(options: SpecimenOptions, more: More): Recording {
  const { disclosure, scenario, system } = options;
  const given = scenario.given ?? {};
  const recording: Recording = {
    options,
    sender: createSender(disclosure, options.readings ?? chosenReadings(disclosure)),
    more,
    events: [],
    sent: [],
    stretches: [],
    now: START,
    sentAt: undefined,
    facts: new Map(Object.entries(given)),
  };
  const at = formatInstant(START);
  recording.events.push({
    type: 'start',
    format: TRACE_FORMAT,
    at,
    disclosure: disclosure.id,
    system: system.system,
    scenario: scenario.scenario,
    canaries: plantedCanaries(disclosure, scenario).map(({ name, value, permitted }) => ({
      name,
      value,
      permitted: [...permitted],
    })),
    heartbeats: 'both-ends',
    ...(disclosure.kit === undefined
      ? {}
      : { kit: disclosure.kit.files.map((name) => name.replaceAll('*', 'any')) }),
  });
  recording.events.push({ type: 'heartbeat', at });
  recording.events.push({ type: 'facts', at, installation: INSTALLATION, facts: { ...given } });
  recording.sender.change({
    at: START,
    action: undefined,
    set: [],
    before: recording.facts,
    facts: recording.facts,
  });
  for (const step of scenario.when) take(recording, step);
  recording.events.push({ type: 'heartbeat', at: formatInstant(recording.now) });
  recording.events.push({ type: 'end', at: formatInstant(recording.now) });
  return recording;
}

function chosenReadings(disclosure: Disclosure): ReadonlyMap<string, string> {
  return new Map([...disclosure.interpretations.values()].map(({ id, chosen }) => [id, chosen]));
}

function take(recording: Recording, step: Step): void {
  const duration = durationOfStep(step);
  const until = later(recording.now, duration);
  if ('do' in step) perform(recording, step.do, step.with ?? {});
  else if ('wait' in step) wait(recording, until);
  else if (duration > 0) hinder(recording, until, 'sleep' in step ? 'host-asleep' : 'offline');
}

function perform(recording: Recording, action: string, parameters: Record<string, string | boolean>): void {
  if (recording.sentAt === recording.now) recording.now = later(recording.now, MOMENT);
  const { disclosure } = recording.options;
  const { actions } = disclosure.file.value;
  const definition = Object.hasOwn(actions, action) ? actions[action] : undefined;
  const set = factsOfAction(definition ?? {}, parameters);
  const before = recording.facts;
  recording.facts = new Map([...before, ...Object.entries(set)]);
  recording.events.push({
    type: 'action',
    at: formatInstant(recording.now),
    installation: INSTALLATION,
    action,
    ...(Object.keys(set).length === 0 ? {} : { facts: set }),
  });
  send(
    recording,
    recording.sender.change({
      at: recording.now,
      action,
      set: Object.keys(set),
      before,
      facts: recording.facts,
    }),
  );
}

function wait(recording: Recording, until: Instant): void {
  const from = recording.now;
  recording.stretches.push({ from, until, facts: recording.facts });
  const due = [...recording.sender.between(from, until), ...recording.more(from, until)];
  recording.now = until;
  send(
    recording,
    due.sort((one, other) => one.at - other.at),
  );
}

function hinder(recording: Recording, until: Instant, cause: 'host-asleep' | 'offline'): void {
  const from = recording.now;
  const at = formatInstant(from);
  recording.events.push({ type: 'gap', at, until: formatInstant(until), installation: INSTALLATION, cause });
  recording.now = until;
  send(recording, recording.sender.unreachable(from, until));
}

function send(recording: Recording, due: readonly Due[]): void {
  const { disclosure, system } = recording.options;
  for (const { at, payload } of due) {
    if (!isPermitted(disclosure, payload, recording.facts)) continue;
    const route = system.routes.find((candidate) => candidate.payload === payload.id);
    if (route === undefined)
      throw new InputError({ message: `the system ${system.system} has no route for ${payload.id}` });
    const value = composePayload(payload, recording.facts);
    recording.sent.push({
      index: recording.events.length,
      payload,
      route,
      facts: recording.facts,
      value,
    });
    const request = composeRequest(system, route, value);
    recording.events.push({
      type: 'transmission',
      at: formatInstant(at),
      installation: INSTALLATION,
      request,
      tls: { protocol: 'TLSv1.3', serverName: new URL(request.url).hostname },
    });
    recording.sentAt = at;
  }
}

/** When payloads are sent that the document gives neither trigger nor schedule, or that exceed the schedule. */
function timesOfUnscheduled(options: SpecimenOptions): readonly Due[] {
  const { disclosure, scenario } = options;
  const draft = record(options, () => []);
  return [...disclosure.payloads.values()].flatMap((payload) => {
    if (payload.trigger !== undefined) return [];
    const expected = scenario.then.find((entry) => entry.payload === payload.id)?.times;
    const already = draft.sent.filter((sent) => sent.payload === payload).length;
    const wanted = (expected ?? (payload.schedule === undefined ? 1 : 0)) - already;
    const open = draft.stretches.filter(
      ({ facts }) => isPermitted(disclosure, payload, facts) && !isScheduled(payload, facts),
    );
    return wanted > 0 ? spread(open, wanted).map((at) => ({ at, payload })) : [];
  });
}

/** Where a schedule has begun, and after it, nothing else may be sent. */
function isScheduled(payload: Payload, facts: Facts): boolean {
  const after = Object.entries(payload.schedule?.after ?? {});
  return after.length > 0 && after.every(([name, wanted]) => [wanted].flat().includes(facts.get(name) ?? ''));
}

/** So many instants spread evenly over stretches of time, to the second, none at an end of one. */
function spread(
  stretches: readonly { readonly from: Instant; readonly until: Instant }[],
  count: number,
): readonly Instant[] {
  const total = stretches.reduce((sum, { from, until }) => sum + (until - from), 0);
  return Array.from({ length: count }, (_, index) => {
    let left = (total * (2 * index + 1)) / (2 * count);
    for (const { from, until } of stretches) {
      if (left < until - from) return [(from + Math.floor(left / 1000) * 1000) as Instant];
      left -= until - from;
    }
    return [];
  }).flat();
}
