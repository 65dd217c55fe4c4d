import type { Payload } from '../../disclosure/disclosure.js';
import { InputError } from '../../disclosure/input-error.js';
import { formatInstant, type Instant } from '../../disclosure/instant.js';
import { isPermitted } from '../../specimen/slot-windows.js';
import { type Composing, composeTransmission } from '../compose.js';
import { inserted } from '../edit.js';
import type { Baseline, Derived, Expected, Sent } from '../mutant.js';
import { type Retiming, retime } from '../retime.js';
import { instantOf, type Prompt, segmentAt, type Timeline } from '../timeline.js';

const UNPROMPTED = 'trigger/unprompted';

/** Every trigger of a trace answered otherwise than it should be, and every triggered payload sent without one. */
export function* triggerMutants(
  context: Composing,
  baseline: Baseline,
  timeline: Timeline,
): Iterable<Derived> {
  for (const prompt of timeline.prompts) {
    const { answer } = prompt;
    if (answer === undefined) continue;
    yield* aroundPrompt(baseline, timeline, prompt, answer);
  }
  for (const payload of context.disclosure.payloads.values())
    if (payload.trigger !== undefined)
      yield* unprompted(context, baseline, timeline, payload, payload.trigger.clause);
}

/** In the middle of each stretch of time in which the payload is permitted and nothing calls for it. */
function* unprompted(
  context: Composing,
  baseline: Baseline,
  timeline: Timeline,
  payload: Payload,
  clause: string,
): Iterable<Derived> {
  const called = timeline.prompts.filter((prompt) => prompt.payload === payload);
  for (const { from, until, facts } of timeline.segments) {
    const at = (from + Math.floor((until - from) / 2)) as Instant;
    const isCalledFor = called.some((prompt) => at >= prompt.at && at <= prompt.at + prompt.trigger.within);
    if (until - from < 2 || isCalledFor || !isPermitted(context.disclosure, payload, facts)) continue;
    const subject = `${payload.id} at ${formatInstant(at)}`;
    const event = composeTransmission(context, payload, facts, at, timeline.installation);
    if (event instanceof InputError) {
      yield { exclusion: { operator: UNPROMPTED, subject, because: event.message } };
      continue;
    }
    const { events, index } = inserted(baseline.events, event);
    yield {
      mutant: {
        operator: UNPROMPTED,
        subject,
        from: baseline.name,
        events,
        expected: [{ rule: 'trigger/unprompted', line: index + 1, clause }],
        counts: { [payload.id]: 1 },
      },
    };
  }
}

interface Change {
  readonly operator: string;
  readonly retiming: Retiming;
  readonly expected: (lineAt: (at: Instant) => number | undefined) => readonly Expected[];
}

function* aroundPrompt(
  baseline: Baseline,
  timeline: Timeline,
  prompt: Prompt,
  answer: Sent,
): Iterable<Derived> {
  const { at, payload, trigger, line } = prompt;
  const subject = `${payload.id}, the ${trigger.action} at ${formatInstant(at)}`;
  const { clause } = trigger;
  const due = (at + trigger.within) as Instant;
  const sentAt = instantOf(baseline.events[answer.index] ?? { at: '' });
  const late = (due + 1) as Instant;
  const missing: Expected = { rule: 'trigger/missing', line, clause };
  const fired =
    (rule: string, to: Instant): Change['expected'] =>
    (lineAt) => {
      const shown = lineAt(to);
      return [{ rule, clause, ...(shown === undefined ? {} : { line: shown }) }];
    };
  const copied = (to: Instant): Retiming => ({ copied: [{ of: answer, at: to }] });
  const moved = (to: Instant): Retiming => ({ moved: new Map([[answer, to]]) });
  const changes: readonly Change[] = [
    { operator: 'trigger/missing', retiming: { dropped: [answer], until: late }, expected: () => [missing] },
    {
      operator: 'trigger/late',
      retiming: moved(late),
      expected: (lineAt) => [missing, ...fired('trigger/unprompted', late)(lineAt)],
    },
    {
      operator: 'trigger/twice',
      retiming: copied((sentAt + 1) as Instant),
      expected: fired('trigger/repeated', (sentAt + 1) as Instant),
    },
    {
      operator: 'trigger/twice-at-the-last',
      retiming: copied(due),
      expected: fired('trigger/repeated', due),
    },
    {
      operator: 'trigger/unprompted-after',
      retiming: copied(late),
      expected: fired('trigger/unprompted', late),
    },
    { operator: 'equivalent/answer-at-the-last', retiming: moved(due), expected: () => [] },
  ];
  for (const { operator, retiming, expected } of changes) {
    const because = hindrance(baseline, timeline, prompt, answer, retiming);
    if (because !== undefined) {
      yield { exclusion: { operator, subject, because } };
      continue;
    }
    const { events, lineAt } = retime(baseline.events, retiming);
    const count = (retiming.copied?.length ?? 0) - (retiming.dropped?.length ?? 0);
    yield {
      mutant: {
        operator,
        subject,
        from: baseline.name,
        events,
        expected: expected(lineAt),
        ...(count === 0 ? {} : { counts: { [payload.id]: count } }),
      },
    };
  }
}

/** Why the change would break something else as well, or nothing. */
function hindrance(
  baseline: Baseline,
  timeline: Timeline,
  { payload, trigger }: Prompt,
  answer: Sent,
  { moved = new Map(), copied = [] }: Retiming,
): string | undefined {
  const instants = [...moved.values(), ...copied.map(({ at }) => at)];
  const own = instantOf(baseline.events[answer.index] ?? { at: '' });
  const others = timeline.prompts.filter((one) => one.payload === payload && one.answer !== answer);
  for (const to of instants) {
    const segment = segmentAt(timeline, to);
    if (segment === undefined || to <= timeline.start) return 'the trace begins after that';
    if (segment.facts !== segmentAt(timeline, own)?.facts) return 'another state lies between';
    if (to === own) return 'the answer is sent at that very instant';
    const near = others.some(({ at }) => to >= at && to <= at + trigger.within + 1);
    if (near) return `another ${trigger.action} lies so near`;
    if (timeline.gaps.some((gap) => to >= gap.from && to < gap.until))
      return 'the host could not be reached then';
  }
  return undefined;
}
