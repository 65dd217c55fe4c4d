import { clausesVerifiedBy, type Disclosure, type Payload } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { pointerOf } from '../disclosure/source-file.js';
import { visible } from '../disclosure/visible.js';
import type { SystemFile } from '../system/system-file.generated.js';
import type { StartEvent } from '../trace/trace-event.generated.js';
import { bodyPointer, decodeBody, unpack } from './body.js';
import { groupMessages } from './differential-groups.js';
import { compareNames } from './differential-names.js';
import { openWeighing } from './differential-weighing.js';
import { fieldAt } from './fields.js';
import type { Breach } from './finding.js';
import type { Judgement } from './judge.js';
import { type Account, openLedger } from './ledger.js';
import { bindJson, bindPairs } from './payload-value.js';
import { type BoundRoute, routerOf } from './routes.js';
import { defineRule } from './rule.js';
import type { Asked, Sent } from './transmission.js';

export const differentialLeak = defineRule({
  id: 'leak/differential',
  kind: 'excess',
  fires: 'Bytes change with a planted value, in whatever encoding, where it is not permitted.',
  charged: 'the payload’s clause, or the scope clause where no route matches',
  explanation:
    'The same scenario is observed three times: twice with everything equal, and once with a planted value changed. What is the same in the first two and differs in the third depends on that value, however it was encoded, hashed or encrypted. What already differs between the first two proves nothing: in a documented field it is left alone, elsewhere the clause is inconclusive. It is inconclusive too where a field differs with the value, and now and then by itself.',
  remedy: 'Find what the product derives from the value, and stop it from being sent.',
});

/** The three observations: as it is, the same again, and with a planted value changed. */
export interface Triple<Value> {
  readonly first: Value;
  readonly again: Value;
  readonly changed: Value;
}

export interface Comparison {
  readonly breaches: readonly Breach[];
  readonly undecided: readonly { readonly clause: string; readonly reason: string }[];
}

/** A fold over the transmissions of three observations, in step. */
export interface Differential {
  /** One is missing where an observation has none that belongs with those of the others. */
  push(sent: Triple<Sent | undefined>): void;
  /** A name was asked for in one of the observations, in whatever order. */
  ask(observation: keyof Triple<unknown>, asked: Asked): void;
  finish(): Comparison;
}

const LIMIT = 1000;
/** Values of parts that are remembered where messages are compared as a whole: some 100 bytes each. */
const VALUES = 1_000_000;

/** A part of a message that was another where a planted value was. */
interface Dependence {
  readonly where: string;
  /** What it is a breach of, where it is certain. */
  readonly breach: Breach;
}

/** One part of a message that the sender chose. */
interface Part {
  readonly value: string;
  readonly where: string;
  readonly pointer: string;
  readonly member?: string;
  /** The field that it is, as `payload#/pointer`, where the payload's schema has it. */
  readonly field?: string;
}

/**
 * Compares the parts of each message between the three observations.
 *
 * @throws InputError where the first two were not planted alike, or the third like them.
 */
export function createDifferential(
  disclosure: Disclosure,
  system: SystemFile,
  starts: Triple<StartEvent | undefined>,
): Differential {
  const changed = changedCanaries(starts);
  const names = changed.map(({ name }) => visible(name)).join(', ');
  const router = routerOf(system, disclosure.payloads);
  const breaches: Breach[] = [];
  const undecided: { clause: string; reason: string }[] = [];

  const routeOf = ({ event }: Sent): BoundRoute | undefined => {
    if (!URL.canParse(event.request.url)) return undefined;
    const destination = router(event.request.method, new URL(event.request.url));
    return destination.kind === 'route' ? destination.route : undefined;
  };
  const questions = compareNames();
  const weighing = openWeighing<Dependence>(LIMIT);
  // Where Candor moved the clock, what belongs together was sent at one instant, and one more shifts no other.
  const aligned = [starts.first, starts.again, starts.changed].every(
    (start) => start?.clock?.kind === 'stepped',
  );
  const groups = groupMessages<Sent>(VALUES);
  const breachOf = (
    sent: Sent | Asked,
    payload: Payload | undefined,
    where: string,
    part?: Part,
  ): Breach => ({
    rule: differentialLeak,
    clause: payload?.clause ?? disclosure.scope,
    alsoBreached: payload === undefined ? [] : clausesVerifiedBy(disclosure, payload),
    installation: sent.event.installation,
    at: sent.at,
    message: `${where} changes with the planted ${names}`,
    sent: `something made from the planted ${names}`,
    allowed: [...permittedPlaces(changed)].map((place) => visible(place)).join(', ') || 'nowhere',
    line: sent.line,
    pointer: part?.pointer ?? (sent.event.type === 'dns' ? '/question/name' : '/request'),
    member: part?.member,
  });
  const leak = (breach: Breach): void => {
    if (breaches.length < LIMIT) breaches.push(breach);
  };
  const doubt = (clause: string, reason: string): void => {
    if (undecided.length < LIMIT) undecided.push({ clause, reason });
  };
  const compare = ({ first, again, changed: third }: Triple<Sent>): void => {
    const route = routeOf(third);
    const [one, two, three] = [first, again, third].map((sent) => partsOf(routeOf(sent), sent));
    for (const key of new Set([...(one?.keys() ?? []), ...(two?.keys() ?? []), ...(three?.keys() ?? [])])) {
      const [base, repeat, other] = [one?.get(key), two?.get(key), three?.get(key)];
      const part = other ?? base ?? repeat;
      if (part === undefined) continue;
      const name = `${route?.payload.id ?? ''} ${key}`;
      if (base?.value !== repeat?.value) {
        const clause = route?.payload.clause ?? disclosure.scope;
        weighing.differed(name);
        if (part.field === undefined) doubt(clause, `${part.where} differs though nothing was changed`);
      } else if (base?.value !== other?.value && !permittedPlaces(changed).has(part.field ?? '')) {
        weighing.depended(name, {
          where: part.where,
          breach: breachOf(third, route?.payload, part.where, part),
        });
      }
    }
  };

  const group = (of: keyof Triple<unknown>, sent: Sent | undefined): void => {
    if (sent === undefined) return;
    const route = routeOf(sent);
    groups.add(of, route?.payload.id ?? '', partsOf(route, sent), sent);
  };
  /** Without a clock of ours nothing but their content tells which messages belong together. */
  const compareGroups = (): void => {
    const { depending, varying, overflowed } = groups.finish();
    const known = new Map<Sent, ReadonlyMap<string, Part>>();
    const partIn = (message: Sent, key: string | undefined): Part | undefined => {
      if (key === undefined) return undefined;
      const parts = known.get(message) ?? partsOf(routeOf(message), message);
      known.set(message, parts);
      return parts.get(key);
    };
    for (const { part: key, message } of varying) {
      const route = routeOf(message);
      const part = partIn(message, key);
      if (part?.field !== undefined) continue;
      const where = part?.where ?? 'the number of transmissions';
      const clause = part === undefined ? undefined : route?.payload.clause;
      doubt(clause ?? disclosure.scope, `${where} differs though nothing was changed`);
    }
    for (const { part: key, message } of depending) {
      const route = routeOf(message);
      const part = partIn(message, key);
      if (permittedPlaces(changed).has(part?.field ?? '')) continue;
      const where = part?.where ?? 'the number of transmissions';
      leak(breachOf(message, route?.payload, where, part));
    }
    if (overflowed) doubt(disclosure.scope, 'there is more in the transmissions than is compared');
  };

  let concluded: Comparison | undefined;
  const conclude = (): Comparison => {
    compareGroups();
    const { certain, doubtful: weak } = weighing.finish();
    for (const { breach } of certain) leak(breach);
    for (const { where, breach } of weak) {
      doubt(
        breach.clause,
        `${where} differs with the planted ${names}, and at times though nothing was changed`,
      );
    }
    const { changed: changedNames, undecided: doubtful } = questions.finish();
    for (const { asked, where } of changedNames) leak(breachOf(asked, undefined, where));
    if (doubtful !== undefined) doubt(disclosure.scope, doubtful);
    return { breaches, undecided };
  };

  return {
    push({ first, again, changed: third }) {
      if (!aligned) {
        group('first', first);
        group('again', again);
        group('changed', third);
      } else if (first && again && third) compare({ first, again, changed: third });
      else {
        const alike = (first === undefined) === (again === undefined);
        const sent = third ?? first;
        if (alike && sent) leak(breachOf(sent, routeOf(sent)?.payload, 'the number of transmissions'));
        else doubt(disclosure.scope, 'the number of transmissions differs though nothing was changed');
      }
    },
    ask: questions.hear,
    finish() {
      concluded ??= conclude();
      return concluded;
    },
  };
}

/** A judgement, and what a comparison adds to it. */
export function withComparison(judgement: Judgement, { breaches, undecided }: Comparison): Judgement {
  const ledger = openLedger(judgement.breaches.length + LIMIT);
  for (const [clause, account] of judgement.accounts) Object.assign(ledger.account(clause), copyOf(account));
  for (const [clause, account] of judgement.statelessAccounts)
    Object.assign(ledger.stateAccount(clause), copyOf(account));
  for (const breach of judgement.breaches) ledger.keep(breach);
  for (const breach of breaches) ledger.report(breach);
  for (const { clause, reason } of undecided) ledger.undecide([clause], reason);
  return {
    ...judgement,
    accounts: ledger.accounts,
    statelessAccounts: ledger.stateless,
    breaches: ledger.breaches,
  };
}

function copyOf(account: Account): Account {
  return { ...account, undecided: new Set(account.undecided), unheard: new Set(account.unheard) };
}

interface Changed {
  readonly name: string;
  readonly permitted: readonly string[];
}

function changedCanaries({ first, again, changed }: Triple<StartEvent | undefined>): readonly Changed[] {
  const values = [first, again, changed].map(
    (start) => new Map((start?.canaries ?? []).map((canary) => [canary.name, canary])),
  );
  const [one, two, three] = values;
  const names = new Set(values.flatMap((canaries) => [...canaries.keys()]));
  const differing = [...names].filter((name) => one?.get(name)?.value !== two?.get(name)?.value);
  if (differing.length > 0) {
    throw new InputError({
      message: 'the first two traces must be planted alike; give the changed one last',
    });
  }
  const changes = [...names].flatMap((name) => {
    const [before, after] = [one?.get(name), three?.get(name)];
    return before?.value === after?.value ? [] : [{ name, permitted: after?.permitted ?? [] }];
  });
  if (changes.length > 0) return changes;
  throw new InputError({
    message: 'no planted value differs in the third trace, so nothing can depend on one',
  });
}

function permittedPlaces(changed: readonly Changed[]): ReadonlySet<string> {
  return new Set(changed.flatMap(({ permitted }) => permitted));
}

/** The parts of a message by name. Content-Length is the transport's: it follows from the rest. */
function partsOf(route: BoundRoute | undefined, { event }: Sent): ReadonlyMap<string, Part> {
  const { request, tls } = event;
  const parts = new Map<string, Part>();
  const add = (name: string, part: Part): void => {
    let key = name;
    for (let number = 2; parts.has(key); number += 1) key = `${name} ${number}`;
    parts.set(key, part);
  };
  const pointer = '/request/url';
  const [address = '', query = ''] = request.url.split(/\?(.*)/s);
  add('address', { value: `${request.method} ${address}`, where: 'the method or address', pointer });
  const pairs = [...new URLSearchParams(query)];
  for (const [name, value] of pairs) {
    const member = pointerOf([name]);
    add(`query ${member}`, {
      value,
      where: `the query parameter ${visible(member)}`,
      pointer,
      member,
      ...parameter(route, name),
    });
  }
  for (const [index, [name = '', value = '']] of (request.headers ?? []).entries()) {
    const lower = name.toLowerCase();
    if (lower === 'content-length') continue;
    const where = `the header ${visible(lower)}`;
    add(`header ${lower}`, { value, where, pointer: `/request/headers/${index}` });
  }
  const serverName = tls?.serverName;
  if (serverName)
    add('server name', { value: serverName, where: 'the TLS server name', pointer: '/tls/serverName' });
  addBody(route, request, add);
  return parts;
}

function addBody(
  route: BoundRoute | undefined,
  request: Sent['event']['request'],
  add: (name: string, part: Part) => void,
): void {
  const unpacked = unpack(request);
  const pointer = bodyPointer(request);
  const decoded = decodeBody(route?.route.body, request, unpacked);
  const whole = Buffer.from(unpacked.bytes).toString('base64');
  if (route === undefined || decoded.kind === 'undecodable' || decoded.kind === 'none') {
    if (whole !== '') add('body', { value: whole, where: 'the body', pointer });
    return;
  }
  const bound = decoded.kind === 'json' ? bindJson(route, decoded.value) : bindPairs(route, decoded.pairs);
  for (const { keys, value } of leavesOf(bound.value)) {
    const member = bound.wirePointer(keys);
    const where = `the member ${visible(member)}`;
    add(`body ${member}`, { value, where, pointer, member, ...named(route, keys) });
  }
}

/** The field that a parameter carries, which has another name on the wire where its route maps it (DESIGN 4.3). */
function parameter(route: BoundRoute | undefined, name: string): { readonly field?: string } {
  if (route?.route.query !== 'fields') return {};
  const names = route.fieldByWireName;
  const mapped = names.find(({ wire: [wire] }) => wire === name);
  const isMisnamed = mapped === undefined && names.some(({ field: [field] }) => field === name);
  return isMisnamed ? {} : named(route, mapped?.field ?? [name]);
}

function named(route: BoundRoute | undefined, keys: readonly string[]): { readonly field?: string } {
  const field = route && fieldAt(route.payload, keys);
  return route === undefined || field === undefined ? {} : { field: `${route.payload.id}#${field.pointer}` };
}

interface Leaf {
  readonly keys: readonly string[];
  readonly value: string;
}

/** Every member that holds no others, and every object's names in their order: an order can carry bits too. */
function leavesOf(value: unknown, keys: readonly string[] = []): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ keys, value: JSON.stringify(value) ?? '' }];
  const names = Object.keys(value);
  return [
    { keys: [...keys, ''], value: Array.isArray(value) ? String(names.length) : JSON.stringify(names) },
    ...Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...keys, key])),
  ];
}
