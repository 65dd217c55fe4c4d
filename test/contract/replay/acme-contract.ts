import type { Contract, Interaction } from '../../../src/contract/contract.js';

type Json = Readonly<Record<string, unknown>>;
type Rules = Readonly<Record<string, Interaction['request']['matchingRules']['path']>>;

const matcher = (one: object) => ({ combine: 'AND', matchers: [one] }) as NonNullable<Rules[string]>;
/** What a pattern matches as a whole. */
export const like = (pattern: string) => matcher({ match: 'regex', regex: `^(?:${pattern})$` });
/** Any text of so many characters at most. */
export const text = (most: number) => like(`[\\s\\S]{0,${most}}`);

const same = matcher({ match: 'equality' });
const integer = matcher({ match: 'integer' });
const list = (min: number, max: number) => matcher({ match: 'type', min, max });

interface Description {
  readonly payload: string;
  readonly state: string;
  readonly params?: Readonly<Record<string, string | boolean>>;
  readonly method?: string;
  readonly path: string;
  readonly pathRule?: Rules[string];
  readonly json?: Json;
  readonly form?: string;
  readonly query?: Readonly<Record<string, [string, ...string[]]>>;
  /** The fields that stand in it, by their own names. */
  readonly fields: readonly string[];
  readonly rules?: Rules;
  readonly limits?: Readonly<Record<string, [string, ...string[]]>>;
}

/** One interaction as `candor contract generate` would have it. */
function interaction(description: Description, index: number): Interaction {
  const {
    payload,
    state,
    params,
    method = 'POST',
    path,
    pathRule,
    json,
    form,
    query,
    fields,
    rules,
    limits,
  } = description;
  const contentType = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  const hasBody = json !== undefined || form !== undefined;
  const values = query === undefined ? 'body' : 'query';
  return {
    type: 'Synchronous/HTTP',
    key: index.toString(16).padStart(16, '0'),
    description: `${payload} (${state}, ${index})`,
    pending: false,
    providerStates: [{ name: state, ...(params === undefined ? {} : { params }) }],
    request: {
      method,
      path,
      ...(query === undefined ? {} : { query }),
      ...(hasBody ? { headers: { 'content-type': [contentType] } } : {}),
      body: hasBody
        ? { content: json ?? form, contentType, encoded: false }
        : // Without a content Pact lets any body pass.
          { content: '', encoded: false },
      matchingRules: {
        ...(pathRule === undefined ? {} : { path: pathRule }),
        ...(hasBody
          ? { header: { 'content-type': like(`${contentType.replace('/', '\\/')}( *;.*)?`) } }
          : {}),
        ...(rules === undefined ? {} : { [values]: rules }),
      },
    } as Interaction['request'],
    response: { status: 200, matchingRules: { status: matcher({ match: 'statusCode', status: 'success' }) } },
    comments: {
      text: [`${payload}.transmit`],
      candor: {
        payload,
        clause: `${payload}.transmit`,
        fields: Object.fromEntries(fields.map((field) => [field, `${payload}.transmit`])),
        states: [{ name: state, scenarios: ['some'] }],
        ...(limits === undefined ? {} : { limits }),
      },
    },
  };
}

const pulse = (on: boolean): Description => ({
  payload: 'pulse',
  state: `Granted, telemetry ${on ? 'on' : 'off'}`,
  params: { telemetry: on ? 'on' : 'off' },
  path: '/v1/pulses',
  json: { number: 1, on, id: 'p-7f3a' },
  fields: ['/number', '/on', '/id'],
  rules: { '$.number': integer, '$.on': same, '$.id': like('[\\s\\S]{2,40}') },
  limits: { '/number': ['between 1 and 1000'] },
});

const report = (more: Json, rules: Rules, params: Description['params']): Description => ({
  payload: 'report',
  state: JSON.stringify(params),
  params: { ...params },
  path: '/v1/reports',
  json: { d: { m: 'W1', s: 'S-22' }, stack: [{ function: 'main', line: 7, ...more }] },
  fields: [
    ...['/device', '/device/model', '/device/serial', '/frames', '/frames/*/function', '/frames/*/line'],
    ...Object.keys(more).map((name) => `/frames/*/${name}`),
  ],
  rules: {
    '$.d.m': text(12),
    '$.d.s': text(12),
    '$.stack': list(1, 3),
    '$.stack[*].function': text(40),
    '$.stack[*].line': like('[1-9][0-9]?'),
    ...rules,
  },
});

const descriptions: readonly Description[] = [
  pulse(true),
  pulse(false),
  report({}, {}, { damaged: false, tier: 'free' }),
  report({ file: 'main.c' }, { '$.stack[*].file': text(40) }, { damaged: true, tier: 'free' }),
  {
    payload: 'lookup',
    state: 'Granted',
    method: 'GET',
    path: '/v1/lookup/help',
    pathRule: like('\\/v1\\/lookup\\/[^/]+'),
    query: { v: ['1.0'] },
    fields: ['/version'],
    rules: { v: text(20) },
  },
  {
    payload: 'survey',
    state: 'Any',
    path: '/v1/surveys',
    form: 'a=good&score=5',
    fields: ['/answer', '/score'],
    rules: { '$.a': text(60), '$.score': like('[1-5]') },
  },
  {
    payload: 'odd',
    state: 'Not managed',
    params: { managed: false },
    path: '/v1/odd',
    json: { constructor: 'c', toString: false },
    fields: ['/constructor', '/toString'],
    rules: { '$.constructor': text(10), '$.toString': same },
  },
  {
    payload: 'odd',
    state: 'Managed',
    params: { managed: true },
    path: '/v1/odd',
    json: { constructor: 'c', toString: true, valueOf: 3 },
    fields: ['/constructor', '/toString', '/valueOf'],
    rules: { '$.constructor': text(10), '$.toString': same, '$.valueOf': like('[0-9]') },
  },
  { payload: 'ping', state: 'Any', path: '/v1/pings', json: {}, fields: [] },
];

/** What acme-1 sends to acme.test, made by hand: it knows some of the states. */
export const acmeContract: Contract = {
  consumer: { name: 'acme-1' },
  provider: { name: 'acme.test' },
  interactions: descriptions.map(interaction) as unknown as Contract['interactions'],
  metadata: { pactSpecification: { version: '4.0' } },
};

/** The same with every interaction of a payload changed by hand; without a change it is taken away. */
export function changed(payload: string, change?: (request: Json) => Json): Contract {
  const interactions: object[] = [];
  for (const one of acmeContract.interactions) {
    if (one.comments.candor.payload !== payload) interactions.push(one);
    else if (change !== undefined)
      interactions.push({ ...one, request: change(one.request as unknown as Json) });
  }
  return { ...acmeContract, interactions: interactions as unknown as Contract['interactions'] };
}

/** With each report once more, without the serial number that may be left out, and of this model alone. */
export function withoutSerial(model: string): Contract {
  const more = descriptions
    .filter(({ payload }) => payload === 'report')
    .map((full) => {
      const { '$.d.s': _, ...rules } = full.rules ?? {};
      return {
        ...full,
        json: { ...full.json, d: { m: model } },
        fields: full.fields.filter((field) => field !== '/device/serial'),
        rules: { ...rules, '$.d.m': like(model) },
      };
    });
  const interactions = [...descriptions, ...more].map(interaction);
  return { ...acmeContract, interactions: interactions as unknown as Contract['interactions'] };
}
