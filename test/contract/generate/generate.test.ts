import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Interaction } from '../../../src/contract/contract.js';
import { contractText } from '../../../src/contract/generate/contract-text.js';
import { generateContractsOf } from '../../../src/contract/generate/generate.js';
import { InputError } from '../../../src/disclosure/input-error.js';
import { loadDisclosure } from '../../../src/disclosure/load.js';
import { loadScenarios } from '../../../src/scenario/load.js';
import type { System } from '../../../src/system/load.js';
import { root } from '../../acceptance/workplace.js';
import { acme, acmeSystem, kes, kesSystem } from '../../judge/judging.js';
import { acmeContracts, acmeScenarios, interactionsOf, scenarioOf, scenariosOf } from './acme-contracts.js';

const acmeProject = join(root, 'test', 'fixtures', 'projects', 'acme');
const golden = join(root, 'test', 'fixtures', 'contracts', 'acme.test.json');

type Json = Record<string, unknown>;

describe('generated contracts', () => {
  it('of acme are word for word what they were', async () => {
    const { contracts } = acmeContracts();
    expect([...contracts.keys()]).to.deep.equal(['acme.test.json']);
    const text = [...contracts.values()].map(contractText).join('');
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(golden, text);
    expect(text, `${golden} holds what they were; UPDATE_GOLDEN=1 rewrites it`).to.equal(
      await readFile(golden, 'utf8'),
    );
  });

  it('have one interaction for each payload and set of fields', () => {
    const sets = [...interactionsOf(acmeContracts()).values()].map(({ comments: { candor } }) =>
      [candor.payload, ...Object.keys(candor.fields)].join(),
    );
    expect(new Set(sets).size).to.equal(sets.length);
    expect([...interactionsOf(acmeContracts()).keys()]).to.deep.equal([
      'lookup where consent is granted',
      'odd where managed is false',
      'odd where managed is true',
      'ping in any state',
      'pulse where consent is granted and telemetry is on',
      'report where consent is granted and damaged is true',
      'report where consent is granted and tier is paid',
      'survey where tier is free and managed is false',
    ]);
  });

  it('name the first state in scenario order, and list every other with its scenarios', () => {
    const pulse = interactionsOf(acmeContracts()).get('pulse where consent is granted and telemetry is on');
    expect(pulse?.providerStates).to.deep.equal([
      { name: 'consent is granted and telemetry is on', params: { consent: 'granted', telemetry: 'on' } },
    ]);
    expect(pulse?.comments.candor.states).to.deep.equal([
      { name: 'consent is granted and telemetry is on', scenarios: ['a-free'] },
      { name: 'consent is granted and telemetry is off', scenarios: ['b-paid'] },
    ]);
  });

  it('name the clause of the payload and of each field', () => {
    const report = interactionsOf(acmeContracts()).get('report where consent is granted and damaged is true');
    expect(report?.comments.candor.clause).to.equal('report.transmit');
    expect(report?.comments.candor.fields).to.include({
      '/device/model': 'report.device',
      '/frames/*/file': 'report.frame-file',
    });
    expect(report?.comments.candor.fields).not.to.have.any.keys('/license');
  });

  it('declare every body, be it empty', () => {
    const bodies = [...interactionsOf(acmeContracts()).values()].map(({ request }) => request.body);
    expect(bodies.filter(({ content }) => content === undefined)).to.deep.equal([]);
    const lookup = interactionsOf(acmeContracts()).get('lookup where consent is granted');
    expect(lookup?.request.body).to.deep.equal({ content: '' });
  });

  it('demand the exact value of a field that tells a fact', () => {
    const odd = interactionsOf(acmeContracts()).get('odd where managed is true');
    expect(odd?.request.body.content).to.have.property('toString', true);
    expect(odd?.request.matchingRules.body?.['$.toString']?.matchers).to.deep.equal([{ match: 'equality' }]);
  });

  it('of the first disclosure hold no matcher that lets anything pass', async () => {
    const { contracts } = generateContractsOf(kes, kesSystem, await loadScenarios(root, kes));
    for (const contract of contracts.values()) {
      const text = contractText(contract);
      expect(text).not.to.match(/arrayContains|eachKey|eachValue|"pending": true|"combine": "OR"/);
      for (const { request } of contract.interactions) {
        const rules = { ...request.matchingRules.body, ...request.matchingRules.query };
        for (const [path, { matchers }] of Object.entries(rules)) {
          const bare = matchers.filter((matcher) => matcher.match === 'type' && !('max' in matcher));
          expect(bare.length, path).to.be.lessThan(matchers.length);
        }
      }
    }
  });

  it('give each receiving service a file of its own, called after its host', async () => {
    const { contracts, unseenFields, unseenPayloads } = generateContractsOf(
      kes,
      kesSystem,
      await loadScenarios(root, kes),
    );
    expect(
      [...contracts].map(([name, { consumer, provider }]) => [name, consumer.name, provider.name]),
    ).to.deep.equal(
      ['activation', 'go', 'ksn', 'upgrade'].map((name) => [
        `${name}.candor.test.json`,
        'kes-11.0.0',
        `${name}.candor.test`,
      ]),
    );
    expect([unseenFields, unseenPayloads]).to.deep.equal([[], []]);
  });

  it('tell which payloads and fields no scenario shows', async () => {
    const { unseenFields, unseenPayloads } = generateContractsOf(
      acme,
      acmeSystem,
      await loadScenarios(acmeProject, acme),
    );
    expect(unseenPayloads).to.deep.equal(['pulse', 'ping']);
    expect(unseenFields).to.deep.equal(['report#/frames/*/file', 'report#/license', 'odd#/valueOf']);
  });
});

describe('contracts of a system with a WebSocket', () => {
  it('leave its messages out, and tell of which payload they are', async () => {
    const { file } = acmeSystem;
    const routes = file.value.routes.map((route) =>
      route.payload === 'odd' ? { ...route, method: 'MESSAGE', url: 'wss://acme.test/v1/odd' } : route,
    ) as unknown as typeof file.value.routes;
    const system = { ...acmeSystem, file: { ...file, value: { ...file.value, routes } } };
    const scenarios = await loadScenarios(acmeProject, acme);
    const usual = generateContractsOf(acme, acmeSystem, scenarios);
    const { contracts, webSocketPayloads } = generateContractsOf(acme, system, scenarios);
    expect(usual.webSocketPayloads).to.deep.equal([]);
    expect(webSocketPayloads).to.deep.equal(['odd']);
    const methods = (of: typeof contracts): readonly string[] =>
      [...of.values()].flatMap(({ interactions }) => interactions.map(({ request }) => request.method));
    expect(methods(contracts)).not.to.include('MESSAGE');
    expect(methods(contracts)).to.have.length.below(methods(usual.contracts).length);
    expect(methods(contracts)).not.to.be.empty;
  });
});

describe('a change of the disclosure', () => {
  const changes: readonly {
    readonly what: string;
    readonly schema: string;
    readonly change: (properties: Json) => void;
    /** What of the disclosure the new field is named behind. */
    readonly verifiedAfter?: string;
    readonly changed: readonly string[];
  }[] = [
    {
      what: 'a new field that belongs in one state changes the interaction of that state',
      schema: 'report',
      change: (properties) => {
        properties['receipt'] = field({ clause: 'report.license', when: { tier: 'paid' } });
      },
      verifiedAfter: '"report#/license"',
      changed: ['report where consent is granted and tier is paid'],
    },
    {
      what: 'a new field that is always there changes every interaction of its payload',
      schema: 'report',
      change: (properties) => {
        properties['receipt'] = field({ clause: 'report.license' });
      },
      verifiedAfter: '"report#/license"',
      changed: [
        'report where consent is granted and damaged is true',
        'report where consent is granted and tier is paid',
      ],
    },
    {
      what: 'a new bound changes every interaction with the field',
      schema: 'odd',
      change: (properties) => {
        (properties['valueOf'] as Json)['maximum'] = 8;
      },
      changed: ['odd where managed is true'],
    },
    {
      what: 'a new field that belongs where no scenario leads changes nothing',
      schema: 'odd',
      change: (properties) => {
        properties['receipt'] = field({ clause: 'odd.fields', when: { consent: 'refused' } });
      },
      verifiedAfter: '"odd#/valueOf"',
      changed: [],
    },
  ];

  for (const { change, changed, schema, verifiedAfter, what } of changes) {
    it(what, async () => {
      const project = await mkdtemp(join(tmpdir(), 'contracts-'));
      try {
        await cp(acmeProject, project, { recursive: true });
        const path = join(project, 'schemas', 'acme-1', `${schema}.schema.json`);
        // A field is verified by its clause, and the clause says so.
        const disclosure = join(project, 'disclosures', 'acme-1', 'disclosure.yaml');
        const text = await readFile(disclosure, 'utf8');
        await writeFile(
          disclosure,
          verifiedAfter ? text.replace(verifiedAfter, `$&, "${schema}#/receipt"`) : text,
        );
        const file = JSON.parse(await readFile(path, 'utf8')) as { properties: Json };
        change(file.properties);
        await writeFile(path, JSON.stringify(file));
        const after = interactionsOf(acmeContracts(await loadDisclosure(project, 'acme-1')));
        expect(differing(interactionsOf(acmeContracts()), after)).to.deep.equal(changed);
      } finally {
        await rm(project, { recursive: true });
      }
    });
  }

  it('renames an interaction only where its state is told otherwise', () => {
    const before = interactionsOf(acmeContracts());
    const [first, ...others] = [...acmeScenarios.values()].map(({ value }) => value);
    if (first === undefined) throw new Error('there are no scenarios');
    const more = { ...first, scenario: 'z-again' };
    const after = interactionsOf(generateContractsOf(acme, acmeSystem, scenariosOf(first, ...others, more)));
    expect([...after.keys()]).to.deep.equal([...before.keys()]);
    expect([...after.values()].map(({ key }) => key)).to.deep.equal(
      [...before.values()].map(({ key }) => key),
    );
  });
});

describe('routes and hosts', () => {
  it('that carry the same payload to the same service are told apart', () => {
    const generated = acmeContracts(
      acme,
      withRoutes((routes) => [
        ...routes,
        { payload: 'ping', method: 'PUT', url: 'https://acme.test/v2/pings', body: 'json' },
      ]),
    );
    const descriptions = [...interactionsOf(generated).keys()].filter((name) => name.startsWith('ping'));
    expect(descriptions).to.deep.equal([
      'ping in any state, by POST https://acme.test/v1/pings',
      'ping in any state, by PUT https://acme.test/v2/pings',
    ]);
    expect(new Set([...interactionsOf(generated).values()].map(({ key }) => key)).size).to.equal(9);
  });

  it('with a port have it in the name of the file', () => {
    const generated = acmeContracts(
      acme,
      withRoutes((routes) =>
        routes.map((route) => ({ ...route, url: route.url.replace('acme.test', 'acme.test:8443') })),
      ),
    );
    expect([...generated.contracts.keys()]).to.deep.equal(['acme.test+8443.json']);
  });

  it('that make no name of a file are refused', () => {
    const system = withRoutes((routes) =>
      routes.map((route) => ({ ...route, url: route.url.replace('acme.test', '-acme.test') })),
    );
    expect(() => acmeContracts(acme, system)).to.throw(InputError, 'makes no name of a file');
  });

  it('hold open only the parts of a path that a URL pattern names', () => {
    const lookup = interactionsOf(acmeContracts()).get('lookup where consent is granted');
    expect(lookup?.request.matchingRules.path?.matchers).to.deep.equal([
      { match: 'regex', regex: '^(?:/v1/lookup/[^/?#]+)$' },
    ]);
    expect(interactionsOf(acmeContracts()).get('ping in any state')?.request.matchingRules.path).to.equal(
      undefined,
    );
  });

  it('without anything sent give no contract, and that is an error', () => {
    const idle = scenariosOf(scenarioOf('idle', [{ do: 'rest' }]));
    expect(() => generateContractsOf(acme, acmeSystem, idle)).to.throw(
      InputError,
      'no scenario of acme-1 has anything sent',
    );
  });
});

function field(annotation: Json): Json {
  return { type: 'string', maxLength: 9, 'x-candor': { ...annotation, sensitivity: 'public' } };
}

/** The descriptions of the interactions that are not the same in both. */
function differing(
  before: ReadonlyMap<string, Interaction>,
  after: ReadonlyMap<string, Interaction>,
): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.filter((name) => JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)));
}

type Routes = System['file']['value']['routes'];

function withRoutes(change: (routes: Routes) => readonly Routes[number][]): System {
  const { file } = acmeSystem;
  return {
    ...acmeSystem,
    file: { ...file, value: { ...file.value, routes: change(file.value.routes) as Routes } },
  };
}
