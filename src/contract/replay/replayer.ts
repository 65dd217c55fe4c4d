import type { Facts } from '../../disclosure/condition.js';
import type { Disclosure } from '../../disclosure/disclosure.js';
import { bodyBytes, headerValues } from '../../judge/body.js';
import { type BoundRoute, routerOf, WEBSOCKET_MESSAGE } from '../../judge/routes.js';
import type { SystemFile } from '../../system/system-file.generated.js';
import type { TraceRequest } from '../../trace/trace-event.generated.js';
import type { Contract } from '../contract.js';
import { limitsOf } from './field-limits.js';
import { composeMessage } from './http-message.js';
import { interactionsInState, type Selection } from './interactions-in-state.js';
import type { JudgedLines } from './judged-lines.js';
import { type Circumstances, demandedField } from './known-limits.js';
import type { MockServers } from './mock-servers.js';
import { leavesOutOptional } from './optional-fields.js';
import { compare, leftOut, type Outcome, undecided } from './outcome.js';

/** What one transmission came to. */
export interface Compared {
  readonly line: number;
  /** The payload that the judge takes it for; undefined where it matches no route. */
  readonly payload: string | undefined;
  readonly outcome: Outcome;
  /** Asks Pact again, of this message alone. */
  readonly askWhy: () => Promise<unknown>;
}

/** Sends one captured request to Pact, and compares. @throws InputError where Pact's process died. */
export type Replay = (request: TraceRequest, line: number, facts: Facts | undefined) => Promise<Compared>;

export interface ReplayerOptions {
  readonly disclosure: Disclosure;
  readonly system: SystemFile;
  readonly contracts: readonly Contract[];
  readonly servers: MockServers;
}

/** Where a transmission goes, and what it is held against; or why it is not. */
interface Found {
  readonly route: BoundRoute | undefined;
  readonly contract: Contract | Outcome;
}

export function createReplayer(
  { disclosure, system, contracts, servers }: ReplayerOptions,
  judged: JudgedLines,
): Replay {
  const route = routerOf(system, disclosure.payloads);
  const byHost = new Map(contracts.map((contract) => [contract.provider.name, contract]));
  const select = rememberSelections(disclosure);
  const limits = rememberLimits();
  const nothingKnown: Facts = new Map();

  const find = (request: TraceRequest): Found => {
    const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
    if (url === undefined) return { route: undefined, contract: leftOut('its URL cannot be read') };
    const destination = route(request.method, url);
    const bound = destination.kind === 'route' ? destination.route : undefined;
    if (destination.kind === 'excluded')
      return { route: undefined, contract: leftOut('the system file excludes its URL') };
    if (destination.kind === 'handshake')
      return { route: undefined, contract: leftOut('it opens a WebSocket') };
    if (request.method === WEBSOCKET_MESSAGE) return { route: bound, contract: leftOut(ofWebSocket) };
    if (isCompressed(request)) return { route: bound, contract: notSent(compressed, bound) };
    const why = 'there is no contract for its host';
    const none = bound === undefined ? leftOut(why) : undecided(`${why}, though a route leads there`);
    return { route: bound, contract: byHost.get(url.host) ?? none };
  };

  const hold = async (
    request: TraceRequest,
    contract: Contract,
    bound: BoundRoute | undefined,
    line: number,
    facts: Facts,
  ): Promise<Pick<Compared, 'outcome'> & Partial<Compared>> => {
    if (line > judged.keptUntil)
      return { outcome: undecided('the judge keeps no more breaches of one trace') };
    const message = composeMessage(request);
    if (message.kind === 'unsendable') return { outcome: notSent(message.why, bound) };
    const breaches = judged.of(line);
    const { interactions, by } = select(contract, facts, bound?.payload.id);
    const isForbidden = breaches.some(({ rule }) => rule.id === 'state/forbidden');
    if (by === 'any-state' && bound !== undefined && !isForbidden)
      return { outcome: undecided('the contract has no interaction for the state of its installation') };
    const answer = await servers.answer(contract, interactions, message.bytes);
    if (answer.kind === 'none')
      return { outcome: undecided(`Pact's mock server did not compare it: ${answer.why}`) };
    const outcome = compare(answer, breaches, { request, by, ...limits(contract, bound) });
    const candidates = interactions.flatMap((place) => contract.interactions[place] ?? []);
    if (rejects(outcome) && bound !== undefined && leavesOutOptional(candidates, bound, request, facts))
      return { outcome: { kind: 'known-limit', limits: [demandedField] } };
    // Which fields would belong there nobody has written down.
    if (rejects(outcome) && by === 'any-state' && isForbidden)
      return { outcome: leftOut('the contract has no interaction for a state in which it is forbidden') };
    return { outcome, askWhy: () => servers.why(contract, interactions, message.bytes) };
  };

  return async (request, line, facts = nothingKnown) => {
    const { route: bound, contract } = find(request);
    const compared = { line, payload: bound?.payload.id, askWhy: async () => undefined };
    if ('kind' in contract) return { ...compared, outcome: contract };
    return { ...compared, ...(await hold(request, contract, bound, line, facts)) };
  };
}

function rejects(outcome: Outcome): boolean {
  return outcome.kind === 'disagreement' && outcome.pact === 'rejects';
}

const ofWebSocket = 'it is a message of a WebSocket, and a contract is of requests';
const compressed = 'its body is compressed, and Pact undoes no content coding';

/** What a route leads to a contract ought to speak of: not comparing it leaves something open. */
function notSent(why: string, bound: BoundRoute | undefined): Outcome {
  return bound === undefined ? leftOut(why) : undecided(why);
}

function isCompressed(request: TraceRequest): boolean {
  const codings = headerValues(request, 'content-encoding').filter(
    (value) => !/^\s*(?:identity)?\s*$/i.test(value),
  );
  return codings.length > 0 && bodyBytes(request).length > 0;
}

function rememberLimits(): (
  contract: Contract,
  route: BoundRoute | undefined,
) => Pick<Circumstances, 'fieldLimits' | 'openPath'> {
  const known = new Map<string, Pick<Circumstances, 'fieldLimits' | 'openPath'>>();
  return (contract, route) => {
    const key = `${contract.provider.name} ${route?.payload.id ?? ''} ${route?.route.url ?? ''}`;
    const limits = known.get(key) ?? limitsOf(contract, route);
    known.set(key, limits);
    return limits;
  };
}

/** Equal facts are one map (see FactBook), so that each is asked for once. */
function rememberSelections({
  payloads,
}: Disclosure): (contract: Contract, facts: Facts, payload: string | undefined) => Selection {
  const known = new WeakMap<Facts, Map<string, Selection>>();
  return (contract, facts, payload) => {
    const key = `${contract.provider.name} ${payload ?? ''}`;
    const before = known.get(facts) ?? new Map<string, Selection>();
    const selection = before.get(key) ?? interactionsInState(contract, payloads, facts, payload);
    known.set(facts, before.set(key, selection));
    return selection;
  };
}
