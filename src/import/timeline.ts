import { factsOfAction } from '../disclosure/action-facts.js';
import { canBe } from '../disclosure/check-conditions.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError, type Problem } from '../disclosure/input-error.js';
import { type Instant, parseInstant } from '../disclosure/instant.js';
import { readSourceFile, type SourceFile } from '../disclosure/source-file.js';
import { visible } from '../disclosure/visible.js';
import type { TraceEvent } from '../trace/trace-event.generated.js';
import type { TimelineEvent, TimelineFile } from './timeline-file.generated.js';

type Facts = Readonly<Record<string, string | boolean>>;
type Keys = readonly (string | number)[];

/** What somebody knows of the time in which a recording was made. */
export interface Timeline {
  /** The installations that it names, in its order. */
  readonly installations: readonly string[];
  /** The facts that hold from the start of the trace. */
  readonly given: ReadonlyMap<string, Facts>;
  readonly events: readonly { readonly at: Instant; readonly event: TraceEvent }[];
}

/**
 * Loads a timeline file.
 *
 * @throws InputError where it is unreadable, not of its format, or names what the disclosure does not have.
 */
export async function loadTimeline(path: string, disclosure: Disclosure): Promise<Timeline> {
  const file = await readSourceFile<TimelineFile>(path, 'timeline');
  const problems = checkTimeline(file, disclosure);
  if (problems.length > 0) throw new InputError(problems);
  const { installations, gaps = [] } = file.value;
  const events = Object.entries(installations).flatMap(([installation, { events: own = [] }]) =>
    own.map((event) => traced(disclosure, event, installation)),
  );
  return {
    installations: Object.keys(installations),
    given: new Map(Object.entries(installations).map(([name, { given = {} }]) => [name, given])),
    events: [...events, ...gaps.map((gap) => traced(disclosure, gap))],
  };
}

function traced(
  disclosure: Disclosure,
  event: TimelineEvent,
  name?: string,
): { at: Instant; event: TraceEvent } {
  const at = parseInstant(event.at) as Instant;
  const stamp = { at: new Date(at).toISOString(), ...(name === undefined ? {} : { installation: name }) };
  if ('gap' in event) {
    const until = new Date(parseInstant(event.until) as Instant).toISOString();
    return { at, event: { type: 'gap', ...stamp, until, cause: event.gap } };
  }
  const installation = name ?? '';
  if ('facts' in event) {
    return { at, event: { type: 'facts', ...stamp, installation, facts: { ...event.facts } } };
  }
  const { actions } = disclosure.file.value;
  const action = Object.hasOwn(actions, event.do) ? actions[event.do] : undefined;
  const facts = action === undefined ? {} : factsOfAction(action, event.with ?? {});
  return { at, event: { type: 'action', ...stamp, installation, action: event.do, facts } };
}

/** What a timeline names must be the disclosure's: its facts and their values, its actions and their parameters. */
function checkTimeline(file: SourceFile<TimelineFile>, disclosure: Disclosure): readonly Problem[] {
  const { value } = file;
  const problems: Problem[] = [];
  if (value.disclosure !== disclosure.id) {
    problems.push(file.problem(['disclosure'], `is not ${disclosure.id}, the disclosure of the system`));
  }
  for (const [name, { given, events = [] }] of Object.entries(value.installations)) {
    const at = ['installations', name];
    problems.push(...checkFacts(file, disclosure, given ?? {}, [...at, 'given']));
    for (const [index, event] of events.entries()) {
      problems.push(...checkEvent(file, disclosure, event, [...at, 'events', index]));
    }
  }
  for (const [index, gap] of (value.gaps ?? []).entries()) {
    problems.push(...checkEvent(file, disclosure, gap, ['gaps', index]));
  }
  return problems;
}

function checkEvent(
  file: SourceFile<TimelineFile>,
  disclosure: Disclosure,
  event: TimelineEvent,
  at: Keys,
): readonly Problem[] {
  const begin = parseInstant(event.at);
  if (begin === undefined) return [file.problem([...at, 'at'], `${visible(event.at)} names no real instant`)];
  if ('gap' in event) {
    const until = parseInstant(event.until);
    if (until !== undefined && until >= begin) return [];
    return [file.problem([...at, 'until'], 'must be a real instant, and no earlier than "at"')];
  }
  if ('facts' in event) return checkFacts(file, disclosure, event.facts, [...at, 'facts']);
  const { actions } = disclosure.file.value;
  const action = Object.hasOwn(actions, event.do) ? actions[event.do] : undefined;
  if (action === undefined) return [file.problem([...at, 'do'], `there is no action ${visible(event.do)}`)];
  const unknown = Object.keys(event.with ?? {}).filter((name) => !(action.with ?? []).includes(name));
  const extra = unknown.map((name) =>
    file.problem([...at, 'with', name], `the action ${event.do} takes no parameter ${visible(name)}`, 'key'),
  );
  const set = checkFacts(file, disclosure, factsOfAction(action, event.with ?? {}), [...at, 'with']);
  return [...extra, ...set];
}

function checkFacts(
  file: SourceFile<TimelineFile>,
  disclosure: Disclosure,
  stated: Facts,
  at: Keys,
): readonly Problem[] {
  return Object.entries(stated).flatMap(([name, value]) => {
    const message = faultOfFact(disclosure, name, value);
    return message === undefined ? [] : [file.problem([...at, name], message)];
  });
}

/** Why a fact cannot have a value: a sentence without its full stop. */
export function faultOfFact(
  disclosure: Disclosure,
  name: string,
  value: string | boolean,
): string | undefined {
  const { facts } = disclosure.file.value;
  const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
  if (fact === undefined) {
    return `there is no fact ${visible(name)}; known are ${Object.keys(facts).join(', ')}`;
  }
  if (canBe(fact, value)) return undefined;
  const wanted = fact.values?.join(', ') ?? 'true, false';
  return `the fact ${name} must be one of ${wanted}, not ${visible(String(value))}`;
}
