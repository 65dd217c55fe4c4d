import type { Facts } from '../disclosure/condition.js';
import type { Disclosure, Payload, Trigger } from '../disclosure/disclosure.js';
import { type Instant, parseInstant } from '../disclosure/instant.js';
import { type SlotWindow, trackSlotWindows } from '../specimen/slot-windows.js';
import type { TraceEvent } from '../trace/trace-event.generated.js';
import type { Baseline, Sent } from './mutant.js';

/** A stretch of time in which no fact changes. */
export interface Segment {
  readonly from: Instant;
  readonly until: Instant;
  readonly facts: Facts;
}

/** A window of a schedule, from its start until it is left or the trace ends. */
export interface ObservedWindow extends SlotWindow {
  readonly until: Instant;
  /** The clause that carries the schedule in this window. */
  readonly clause: string;
  /** The line of the event that opened it: it shows what is missing. */
  readonly line: number;
  /** What was sent in it. */
  readonly sent: readonly Sent[];
}

/** A trigger that happened in a state in which its payload is permitted, and what answered it. */
export interface Prompt {
  readonly payload: Payload;
  readonly trigger: Trigger;
  readonly at: Instant;
  readonly line: number;
  readonly answer: Sent | undefined;
}

export interface Gap {
  readonly from: Instant;
  readonly until: Instant;
}

/** What happened to the one installation of a trace, told apart from the judge and by other code than its own. */
export interface Timeline {
  readonly installation: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly segments: readonly Segment[];
  readonly windows: readonly ObservedWindow[];
  readonly prompts: readonly Prompt[];
  /** When the host was asleep or offline. */
  readonly gaps: readonly Gap[];
}

/**
 * @param readings the reading of each interpretation.
 * @returns undefined where the trace is not of one installation, or its capture was down: then nobody can say what
 * a change of its times would break.
 */
export function timelineOf(
  disclosure: Disclosure,
  readings: ReadonlyMap<string, string>,
  baseline: Baseline,
): Timeline | undefined {
  const { events } = baseline;
  const [installation, ...others] = installationsOf(events);
  const last = events.at(-1);
  const [first] = events;
  const blind = events.some((event) => event.type === 'gap' && event.cause === 'capture-down');
  if (installation === undefined || others.length > 0 || blind || !first || !last) return undefined;
  const end = instantOf(last);
  const changes = changesIn(events);
  return {
    installation,
    start: instantOf(first),
    end,
    segments: changes.map(({ at, facts }, index) => ({
      from: at,
      until: changes[index + 1]?.at ?? end,
      facts,
    })),
    windows: windowsIn(disclosure, readings, changes, end).map((window) => ({
      ...window,
      sent: sentIn(baseline, window),
    })),
    prompts: promptsIn(disclosure, baseline, changes),
    gaps: events.flatMap((event) =>
      event.type === 'gap' ? [{ from: instantOf(event), until: parseInstant(event.until) ?? end }] : [],
    ),
  };
}

/** When an event happened. */
export function instantOf({ at }: { readonly at: string }): Instant {
  const instant = parseInstant(at);
  if (instant === undefined) throw new Error(`${at} is no instant: the trace was not read by its reader`);
  return instant;
}

function installationsOf(events: readonly TraceEvent[]): readonly string[] {
  const names = events.flatMap((event) =>
    'installation' in event && event.installation !== undefined ? [event.installation] : [],
  );
  return [...new Set(names)];
}

interface FactChange {
  readonly at: Instant;
  readonly line: number;
  readonly action: string | undefined;
  readonly set: readonly string[];
  readonly before: Facts;
  readonly facts: Facts;
  /** Whether anything was known before: where not, nobody knows since when it has been so. */
  readonly first: boolean;
}

function changesIn(events: readonly TraceEvent[]): readonly FactChange[] {
  const changes: FactChange[] = [];
  let facts: Facts = new Map();
  for (const [index, event] of events.entries()) {
    if (event.type === 'start' || event.type === 'end') continue;
    const action = event.type === 'action' ? event.action : undefined;
    const set = Object.entries(event.facts ?? {});
    if (action === undefined && event.facts === undefined) continue;
    const before = facts;
    facts = new Map([...before, ...set]);
    changes.push({
      at: instantOf(event),
      line: index + 1,
      action,
      set: set.map(([name]) => name),
      before,
      facts,
      first: changes.length === 0,
    });
  }
  return changes;
}

function windowsIn(
  disclosure: Disclosure,
  readings: ReadonlyMap<string, string>,
  changes: readonly FactChange[],
  end: Instant,
): readonly Omit<ObservedWindow, 'sent'>[] {
  const tracker = trackSlotWindows(disclosure, readings);
  const open = new Map<SlotWindow, Pick<ObservedWindow, 'clause' | 'line'>>();
  const closed: Omit<ObservedWindow, 'sent'>[] = [];
  for (const change of changes) {
    // What held when the installation was first seen may have held for long.
    tracker.change(
      change.first && change.action === undefined ? { ...change, before: change.facts } : change,
    );
    const now = new Set(tracker.open.values());
    for (const [window, opened] of open) {
      if (now.has(window)) continue;
      closed.push({ ...window, until: change.at, ...opened });
      open.delete(window);
    }
    for (const window of now) {
      if (open.has(window)) continue;
      const { schedule } = window;
      const clause = schedule.clauseByAction.get(change.action ?? '') ?? schedule.clause;
      open.set(window, { clause, line: change.line });
    }
  }
  return [...closed, ...[...open].map(([window, opened]) => ({ ...window, until: end, ...opened }))];
}

function sentIn(
  { events, sent }: Baseline,
  { payload, start, until }: Omit<ObservedWindow, 'sent'>,
): readonly Sent[] {
  return sent.filter((one) => {
    const event = events[one.index];
    const at = event && instantOf(event);
    return one.payload === payload && at !== undefined && at >= start && at <= until;
  });
}

function promptsIn(
  disclosure: Disclosure,
  { events, sent }: Baseline,
  changes: readonly FactChange[],
): readonly Prompt[] {
  const answers = new Set<Sent>();
  return changes.flatMap(({ at, line, action }) =>
    [...disclosure.payloads.values()].flatMap((payload): Prompt[] => {
      const { trigger } = payload;
      if (trigger === undefined || trigger.action !== action) return [];
      const answer = sent.find((one) => {
        const event = events[one.index];
        const sentAt = event && instantOf(event);
        const isInTime = sentAt !== undefined && sentAt >= at && sentAt <= at + trigger.within;
        return one.payload === payload && isInTime && !answers.has(one);
      });
      if (answer !== undefined) answers.add(answer);
      return [{ payload, trigger, at, line, answer }];
    }),
  );
}

/** What is known at an instant, the changes of the same instant among it. */
export function segmentAt({ segments }: Timeline, at: Instant): Segment | undefined {
  return segments.findLast(({ from }) => from <= at);
}
