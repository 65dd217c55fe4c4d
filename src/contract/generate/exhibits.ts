import type { Disclosure, Payload } from '../../disclosure/disclosure.js';
import type { SourceFile } from '../../disclosure/source-file.js';
import type { ScenarioFile } from '../../scenario/scenario-file.generated.js';
import { type PayloadObject, toldFact } from '../../specimen/payload-value.js';
import { composeSpecimen, type SentPayload } from '../../specimen/specimen.js';
import type { SystemFile } from '../../system/system-file.generated.js';
import { contentsOf, type Member } from './members.js';
import { type State, stateOf } from './state.js';

/** One payload with one set of fields, and where the scenarios show it. */
export interface Exhibit {
  readonly payload: Payload;
  /** The fields that are there, as JSON Pointers. */
  readonly fields: ReadonlySet<string>;
  readonly members: readonly Member[];
  /** As it is in the first of the states. */
  readonly value: PayloadObject;
  readonly states: readonly { readonly state: State; readonly scenarios: readonly string[] }[];
  /** What the fields that tell a fact say in these states, by their JSON Pointers. */
  readonly told: ReadonlyMap<string, ReadonlySet<unknown>>;
}

interface Draft extends Exhibit {
  readonly states: { readonly state: State; readonly scenarios: string[] }[];
  readonly told: Map<string, Set<unknown>>;
}

/**
 * Walks a disclosure's scenarios, and collects what a product that keeps to it sends: each payload once for each
 * distinct set of fields, in the order in which they first come.
 *
 * @throws InputError where a payload has no route, or no value or URL could be composed.
 */
export function exhibitsOf(
  disclosure: Disclosure,
  system: SystemFile,
  scenarios: ReadonlyMap<string, SourceFile<ScenarioFile>>,
): readonly Exhibit[] {
  const drafts = new Map<string, Draft>();
  for (const [id, { value: scenario }] of scenarios) {
    for (const sent of composeSpecimen({ disclosure, system, scenario }).sent) {
      addSighting(disclosure, drafts, sent, id);
    }
  }
  return [...drafts.values()];
}

function addSighting(
  disclosure: Disclosure,
  drafts: Map<string, Draft>,
  { facts, payload, value }: SentPayload,
  scenario: string,
): void {
  const contents = contentsOf(payload, value);
  const fields = new Set(contents.fields);
  const key = JSON.stringify([payload.id, ...[...fields].sort()]);
  const draft: Draft = drafts.get(key) ?? {
    payload,
    fields,
    members: contents.members,
    value,
    states: [],
    told: new Map(),
  };
  drafts.set(key, draft);
  const state = stateOf(disclosure, payload, fields, facts);
  const known = draft.states.find((entry) => entry.state.name === state.name);
  if (known === undefined) draft.states.push({ state, scenarios: [scenario] });
  else if (!known.scenarios.includes(scenario)) known.scenarios.push(scenario);
  for (const { annotation, pointer } of payload.fields) {
    if (annotation?.equals === undefined || !fields.has(pointer)) continue;
    const values = draft.told.get(pointer) ?? new Set();
    draft.told.set(pointer, values.add(toldFact(annotation.equals, facts)));
  }
}
