import { createHash } from 'node:crypto';
import { composeRequest } from '../../specimen/request.js';
import type { Route, SystemFile } from '../../system/system-file.generated.js';
import type { TraceRequest } from '../../trace/trace-event.generated.js';
import type { ContractBody, Interaction, Origin } from '../contract.js';
import type { Exhibit } from './exhibits.js';
import { ruleOf } from './leaf-rule.js';
import { type RequestHold, requestRules } from './request-rules.js';
import { ANY_STATE } from './state.js';

/** What a contract says of a field that need not be there: whoever compares Pact with the judge asks for it. */
export const OPTIONAL_LIMIT = 'it may be left out, and Pact demands it';

/** An interaction, and the host that it is with. */
export interface Placed {
  readonly host: string;
  readonly interaction: Interaction;
}

/**
 * The interaction of an exhibit over a route.
 *
 * @param alone whether no other route of the payload leads to the same host.
 */
export function interactionOf(system: SystemFile, route: Route, exhibit: Exhibit, alone: boolean): Placed {
  const request = composeRequest(system, route, exhibit.value);
  const url = new URL(request.url);
  const contentType = headerOf(request, 'content-type');
  const hold = requestRules(
    route,
    exhibit.members,
    exhibit.told,
    contentType === undefined ? [] : ['content-type'],
  );
  const [first] = exhibit.states;
  if (first === undefined) throw new Error('an exhibit is of a state');
  const { facts, name } = first.state;
  const by = alone ? '' : `, by ${route.method} ${route.url}`;
  const interaction: Interaction = {
    type: 'Synchronous/HTTP',
    key: keyOf(route, exhibit),
    description: `${exhibit.payload.id} ${name === ANY_STATE ? 'in' : 'where'} ${name}${by}`,
    pending: false,
    providerStates: [{ name, params: { ...facts } }],
    request: {
      method: request.method,
      path: url.pathname,
      ...queryOf(url),
      ...(contentType === undefined ? {} : { headers: { 'content-type': [contentType] } }),
      body: bodyOf(route, request),
      matchingRules: hold.rules,
    },
    response: {
      status: 200,
      matchingRules: { status: ruleOf([{ match: 'statusCode', status: 'success' }]) },
    },
    comments: {
      text: [
        `The clause ${exhibit.payload.clause} discloses it; candor names the clause of each field, the states and scenarios that show it, and what Pact does not hold.`,
      ],
      candor: originOf(exhibit, hold),
    },
  };
  return { host: url.host, interaction };
}

/** What is said of the same fields on the same route has the same key, whatever else changes. */
function keyOf({ method, url }: Route, { fields, payload }: Exhibit): string {
  const identity = JSON.stringify([payload.id, method, url, ...[...fields].sort()]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

function originOf({ fields, payload, states }: Exhibit, { limits }: RequestHold): Origin {
  const clauses = payload.fields
    .filter(({ pointer }) => fields.has(pointer))
    .map(({ annotation, pointer }): [string, string] => [pointer, annotation?.clause ?? payload.clause]);
  const all = new Map(limits);
  for (const { annotation, pointer, required } of payload.fields) {
    if (!fields.has(pointer) || required || annotation?.when !== undefined) continue;
    all.set(pointer, [OPTIONAL_LIMIT, ...(all.get(pointer) ?? [])]);
  }
  return {
    payload: payload.id,
    clause: payload.clause,
    fields: Object.fromEntries(clauses.sort(byName)),
    states: states.map(({ scenarios, state }) => ({
      name: state.name,
      scenarios: [...scenarios],
    })) as unknown as Origin['states'],
    ...(all.size === 0
      ? {}
      : { limits: Object.fromEntries([...all].sort(byName)) as NonNullable<Origin['limits']> }),
  };
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function queryOf(url: URL): Pick<Interaction['request'], 'query'> {
  const names = [...new Set(url.searchParams.keys())].sort();
  if (names.length === 0) return {};
  const values = names.map((name) => [name, url.searchParams.getAll(name)]);
  return { query: Object.fromEntries(values) as NonNullable<Interaction['request']['query']> };
}

/** A body that is not mentioned may be anything at all: an empty one is declared where none belongs. */
function bodyOf({ body }: Route, request: TraceRequest): ContractBody {
  if (body === 'json') {
    return { content: JSON.parse(request.body ?? 'null'), contentType: 'application/json', encoded: false };
  }
  if (body === 'form') {
    return { content: request.body ?? '', contentType: 'application/x-www-form-urlencoded', encoded: false };
  }
  return { content: '' };
}

function headerOf(request: TraceRequest, name: string): string | undefined {
  return request.headers?.find(([key]) => key?.toLowerCase() === name)?.[1];
}
