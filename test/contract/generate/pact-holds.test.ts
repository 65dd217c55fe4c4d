import { expect } from 'chai';
import type { Contract, Interaction } from '../../../src/contract/contract.js';
import { type Exhibit, exhibitsOf } from '../../../src/contract/generate/exhibits.js';
import { interactionOf } from '../../../src/contract/generate/interaction.js';
import { contentsOf } from '../../../src/contract/generate/members.js';
import { EACH, rulePath } from '../../../src/contract/generate/rule-path.js';
import {
  type MockServer,
  type MockService,
  startMockService,
} from '../../../src/contract/replay/mock-service.js';
import { findPact } from '../../../src/contract/replay/pact-executable.js';
import type { Disclosure } from '../../../src/disclosure/disclosure.js';
import { bindJson, bindPairs } from '../../../src/judge/payload-value.js';
import { type BoundRoute, createRouter } from '../../../src/judge/routes.js';
import { loadScenarios } from '../../../src/scenario/load.js';
import type { System } from '../../../src/system/load.js';
import { root } from '../../acceptance/workplace.js';
import { acme, acmeSystem, kes, kesSystem } from '../../judge/judging.js';
import { acmeScenarios } from './acme-contracts.js';

const kesScenarios = await loadScenarios(root, kes);

type Json = Record<string, unknown>;
type Pairs = readonly (readonly [string, string])[];

/** An interaction, what it was made of, and a mock server of Pact's that knows nothing else. */
interface Trial {
  readonly name: string;
  readonly interaction: Interaction;
  readonly exhibit: Exhibit;
  readonly route: BoundRoute;
}

/** What is tried in place of a value: of every type, at bounds and beyond them. */
const values: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    1,
    -1,
    5,
    9,
    10,
    11,
    99,
    100,
    1000,
    1001,
    1.5,
    0.5,
    1e-7,
    100_001,
    1_000_000_001,
    2 ** 53,
  ],
  ...[
    '',
    'a',
    'ab',
    'true',
    'null',
    '12',
    '1.5',
    'a\nb',
    'a\n',
    'é😀',
    '1.2.3',
    '1.2.',
    '٣',
    'en-GB',
    'en_GB',
    '{}',
    '[x',
  ],
  ...[5, 6, 7, 8, 9, 10, 11, 12, 13, 32, 33, 40, 41, 60, 61, 100, 101, 256, 257].map((length) =>
    'a'.repeat(length),
  ),
  ...[
    '2026-01-01T00:00:00Z',
    '2026-01-01',
    '2026-13-01T00:00:00Z',
    '2026-04-31T00:00:00.5+02:00',
    'accepted',
    'declined',
  ],
  ...['a@b.c', 'a@b', [], ['a'], [['a']], {}, { a: 1 }, { hidden: 'x' }],
];

const texts: readonly string[] = values.flatMap((value) =>
  typeof value === 'object' ? [] : [String(value)],
);

describe('what Pact makes of a generated contract', function () {
  this.timeout(120_000);
  let service: MockService;
  const tried = new Set<string>();
  before(async () => {
    service = await startMockService(findPact());
  });
  after(() => service.end());

  for (const [disclosure, system, scenarios] of [
    [acme, acmeSystem, acmeScenarios],
    [kes, kesSystem, kesScenarios],
  ] as const) {
    for (const trial of trialsOf(disclosure, system, exhibitsOf(disclosure, system.file.value, scenarios))) {
      it(`is what the judge makes of it, but for the limits that it names: ${trial.name}`, async () => {
        const server = await service.open(contractOf(trial.interaction));
        const { route } = trial.route;
        const differing =
          route.body === 'json' ? await tryJson(trial, server, tried) : await tryPairs(trial, server);
        await service.close(server);
        expect(differing).to.deep.equal([]);
      });
    }
  }
});

/** Of each payload the interaction with the most fields. */
function trialsOf(disclosure: Disclosure, system: System, exhibits: readonly Exhibit[]): readonly Trial[] {
  const router = createRouter(system.file.value, disclosure.payloads);
  const fullest = new Map<string, Exhibit>();
  for (const exhibit of exhibits) {
    const before = fullest.get(exhibit.payload.id);
    if (before === undefined || before.fields.size < exhibit.fields.size)
      fullest.set(exhibit.payload.id, exhibit);
  }
  return [...fullest.values()].map((exhibit) => {
    const route = system.file.value.routes.find(({ payload }) => payload === exhibit.payload.id);
    if (route === undefined) throw new Error(`${exhibit.payload.id} has no route`);
    const { host, interaction } = interactionOf(system.file.value, route, exhibit, true);
    const destination = router(route.method, new URL(`https://${host}${interaction.request.path}`));
    if (destination.kind !== 'route') throw new Error(`${interaction.description} matches no route`);
    return { name: interaction.description, interaction, exhibit, route: destination.route };
  });
}

function contractOf(interaction: Interaction): Contract {
  return {
    consumer: { name: 'consumer' },
    provider: { name: 'provider' },
    interactions: [interaction],
    metadata: { pactSpecification: { version: '4.0' } },
  };
}

/** Each change of one value, of an object's members and of a list's; those of which Pact and the judge differ. A rule is tried once. */
async function tryJson(trial: Trial, server: MockServer, tried: Set<string>): Promise<readonly string[]> {
  const content = trial.interaction.request.body.content as Json;
  const { body: bodyRules = {} } = trial.interaction.request.matchingRules;
  const tries: { place: string; body: Json }[] = [{ place: 'as it is', body: content }];
  for (const place of placesIn(content)) {
    const old = at(content, place);
    const put = (value: unknown): void => {
      tries.push({ place: pointer(place), body: changed(content, place, value) });
    };
    const rule = JSON.stringify(
      bodyRules[rulePath(place.map((key) => (/^\d+$/.test(key) ? EACH : key))) ?? ''] ?? place,
    );
    put(GONE);
    if (typeof old === 'object' && !Array.isArray(old)) put({ ...old, hidden: 'x' });
    if (tried.has(rule)) continue;
    tried.add(rule);
    if (Array.isArray(old)) for (let count = 0; count <= 5; count += 1) put(Array(count).fill(old[0]));
    for (const value of values) put(value);
    if (Array.isArray(old)) for (const value of values) put([old[0], value]);
  }
  const answers = await inBatches(tries, async ({ body, place }) => {
    const pact = await accepted(trial, server, '', JSON.stringify(body));
    return differs(
      trial,
      place,
      pact,
      documentedJson(trial, body),
      JSON.stringify(at(body, place.split('/').slice(1))),
    );
  });
  expect(await accepted(trial, server, '', JSON.stringify(content)), 'the example').to.equal(true);
  return [...answers.flat(), ...(await flaws(trial, server, content))];
}

/** What is to be rejected or accepted whatever the schema says. */
async function flaws(trial: Trial, server: MockServer, content: Json): Promise<readonly string[]> {
  const rejected = async (what: string, query: string, body: string, headers?: Record<string, string>) =>
    (await accepted(trial, server, query, body, headers)) ? [`accepted: ${what}`] : [];
  const text = JSON.stringify(content);
  return [
    ...(await rejected('another field', '', JSON.stringify({ ...content, hidden: 'x' }))),
    ...(await rejected('a query', '?hidden=x', text)),
    ...(await rejected('no body', '', '')),
    ...(await rejected('a content type that says more', '', text, {
      'content-type': 'application/json; id=x',
    })),
  ];
}

/** Each change of one value in a query or form, names that stand twice, names more and fewer. */
async function tryPairs(trial: Trial, server: MockServer): Promise<readonly string[]> {
  const isQuery = trial.route.route.query === 'fields';
  const { body, query = {} } = trial.interaction.request;
  const pairs: Pairs = isQuery
    ? Object.entries(query).flatMap(([name, held]) => held.map((value) => [name, value] as const))
    : [...new URLSearchParams(String(body.content))];
  const tries: { place: string; pairs: Pairs }[] = [{ place: 'as it is', pairs }];
  for (const [index, [name, old]] of pairs.entries()) {
    const place = `/${name}`;
    for (const value of texts) tries.push({ place, pairs: pairs.with(index, [name, value]) });
    for (let more = 1; more < 5; more += 1) {
      tries.push({ place, pairs: [...pairs, ...Array.from({ length: more }, () => [name, old] as const)] });
    }
    tries.push({ place, pairs: [...pairs, [name, 'a'.repeat(300)]] });
    tries.push({ place, pairs: pairs.toSpliced(index, 1) });
  }
  tries.push({ place: '/hidden', pairs: [...pairs, ['hidden', 'x']] });
  const asked = (held: Pairs): Promise<boolean> => {
    const text = textOf(held);
    return accepted(trial, server, isQuery ? `?${text}` : '', isQuery ? undefined : text);
  };
  expect(await asked(pairs), 'the example').to.equal(true);
  const answers = await inBatches(tries, async ({ pairs: held, place }) =>
    differs(trial, place, await asked(held), documentedPairs(trial, held), textOf(held)),
  );
  return answers.flat();
}

function textOf(pairs: Pairs): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}

/** A difference at a field for which a limit is named is known; and nothing nested gets past a plain value. */
function differs(
  trial: Trial,
  place: string,
  pact: boolean,
  judge: boolean,
  sent: string | undefined,
): readonly string[] {
  if (pact === judge) return [];
  const limits = limitsAt(trial, place);
  const nested = sent?.startsWith('{') === true;
  // That a field may be left out explains no more than that Pact demands it.
  const explains = pact
    ? limits.some((limit) => !/left out|empty list/.test(limit)) && !nested
    : limits.length > 0;
  if (explains) return [];
  return [`${place}: Pact ${pact ? 'accepts' : 'rejects'} ${sent ?? 'nothing'}`];
}

function limitsAt({ interaction, route }: Trial, place: string): readonly string[] {
  const wire = place.split('/').slice(1);
  const name = route.fieldByWireName.find((entry) => entry.wire.every((key, index) => key === wire[index]));
  const keys = name === undefined ? wire : [...name.field, ...wire.slice(name.wire.length)];
  const wanted = `/${keys.map((key) => (/^\d+$/.test(key) ? '*' : key)).join('/')}`;
  const limits = Object.entries(interaction.comments.candor.limits ?? {});
  // The whole of a list or an object is of its members too.
  return limits.flatMap(([at, said]) => (at === wanted || at.startsWith(`${wanted}/`) ? said : []));
}

function documentedJson({ exhibit, route }: Trial, body: Json): boolean {
  const bound = bindJson(route, body);
  return bound.misnamed.length === 0 && isDocumented(exhibit, bound.value);
}

function documentedPairs({ exhibit, route }: Trial, pairs: Pairs): boolean {
  const bound = bindPairs(route, pairs);
  if (bound.misnamed.length > 0 || bound.duplicates.length > 0) return false;
  return isDocumented(exhibit, { ...(bound.value as Json) });
}

/** Whether the judge takes a value for this payload in one of these states. */
function isDocumented({ fields, payload, told }: Exhibit, value: unknown): boolean {
  if (!payload.validate(value)) return false;
  const contents = contentsOf(payload, value as Json);
  const conditional = payload.fields.filter(({ annotation }) => annotation?.when !== undefined);
  if (conditional.some(({ pointer: field }) => fields.has(field) !== contents.fields.includes(field)))
    return false;
  return contents.members.every((member) => told.get(member.pointer)?.has(member.value) ?? true);
}

async function accepted(
  { interaction }: Trial,
  server: MockServer,
  query: string,
  body: string | undefined,
  headers: Record<string, string> = {},
): Promise<boolean> {
  const { method, path } = interaction.request;
  const usual = body === undefined ? {} : { 'content-type': interaction.request.body.contentType ?? '' };
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}${query}`, {
    method,
    headers: { ...usual, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  await answer.arrayBuffer();
  return answer.status === 200;
}

const GONE = Symbol('gone');

function placesIn(value: unknown, keys: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return keys.length === 0 ? [] : [keys];
  const below = Object.entries(value).flatMap(([key, part]) => placesIn(part, [...keys, key]));
  return keys.length === 0 ? below : [keys, ...below];
}

function at(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((held, key) => (held as Json | undefined)?.[key], value);
}

function changed(content: Json, keys: readonly string[], value: unknown): Json {
  const copy = structuredClone(content);
  const holder = at(copy, keys.slice(0, -1)) as Json;
  const last = keys.at(-1) ?? '';
  if (value !== GONE) holder[last] = value;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
  return copy;
}

function pointer(keys: readonly string[]): string {
  return keys.map((key) => `/${key}`).join('');
}

async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < items.length; index += 20) {
    results.push(...(await Promise.all(items.slice(index, index + 20).map(work))));
  }
  return results;
}
