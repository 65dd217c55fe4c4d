import type { Facts } from '../disclosure/condition.js';
import { formatInstant } from '../disclosure/instant.js';
import { bindPayload } from '../judge/bind-payload.js';
import { unpack } from '../judge/body.js';
import { type Router, routerOf } from '../judge/routes.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import { composeSpecimen } from '../specimen/specimen.js';
import type { TraceEvent, TransmissionEvent } from '../trace/trace-event.generated.js';
import type { Composing } from './compose.js';
import type { Baseline, Sent } from './mutant.js';
import { instantOf } from './timeline.js';

/** A baseline that no product made: what one that does just what the disclosure says would have sent. */
export function composedBaseline(
  context: Composing,
  readings: ReadonlyMap<string, string>,
  scenario: ScenarioFile,
): Baseline {
  const { events, sent } = composeSpecimen({ ...context, scenario, readings });
  return { name: scenario.scenario, scenario, events, sent };
}

/** What was counted is of the recording, and not of what is made of it. */
function withoutBytes(event: TraceEvent): TraceEvent {
  if (event.type === 'start') {
    const { capture: _, ...start } = event;
    return start;
  }
  if (event.type !== 'end') return event;
  const { bytes: _, ...end } = event;
  return end;
}

/** A baseline from a recording: which payload each message carries is read by the judge's own binding. */
export function recordedBaseline(
  { disclosure, system }: Composing,
  name: string,
  scenario: ScenarioFile | undefined,
  recorded: readonly TraceEvent[],
): Baseline {
  const router = routerOf(system, disclosure.payloads);
  const facts = new Map<string, Facts>();
  const sent: Sent[] = [];
  // Instants may be written in several ways, and are compared as text from here on.
  const events = recorded.map(
    (event): TraceEvent => withoutBytes({ ...event, at: formatInstant(instantOf(event)) }),
  );
  const ids = new Set(events.flatMap((event) => ('installation' in event ? (event.installation ?? []) : [])));
  const [only] = ids.size === 1 ? ids : [];
  for (const [index, event] of events.entries()) {
    if (event.type === 'start' || event.type === 'end') continue;
    const installation = event.installation ?? only ?? '';
    const known = new Map([...(facts.get(installation) ?? []), ...Object.entries(event.facts ?? {})]);
    facts.set(installation, known);
    if (event.type === 'transmission') sent.push(...carriedBy(router, event, index, known));
  }
  return { name, scenario, events, sent };
}

function carriedBy(
  router: Router,
  { request }: TransmissionEvent,
  index: number,
  facts: Facts,
): readonly Sent[] {
  if (!URL.canParse(request.url)) return [];
  const url = new URL(request.url);
  const destination = router(request.method, url);
  if (destination.kind !== 'route') return [];
  const { route } = destination;
  const bound = bindPayload(() => undefined, route, url, request, unpack(request));
  const value = bound?.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return [{ index, payload: route.payload, route: route.route, facts, value: value as Sent['value'] }];
}
