import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { stringify } from 'yaml';
import type { Disclosure } from '../../../src/disclosure/disclosure.js';
import { loadDisclosure } from '../../../src/disclosure/load.js';
import type { ScenarioFile } from '../../../src/scenario/scenario-file.generated.js';
import { checkSystem, loadSystem, type System } from '../../../src/system/load.js';
import { checkScenarioActions } from '../../../src/system/process/check.js';
import { writeTiny } from '../../disclosure/tiny-disclosure.js';
import { temporaryFolder } from '../adapter-fixture.js';

/** `${name}`, which this file could not say in a text of its own. */
const of = (name: string): string => `$\{${name}}`;

describe('A system with a process driver', () => {
  const folder = temporaryFolder();
  const path = folder.file('system.yaml');
  let disclosure: Disclosure;
  before(async () => {
    writeTiny(folder.path);
    disclosure = await loadDisclosure(folder.path, 'tiny-1');
  });
  after(() => folder.remove());

  const loaded = async (driver: object): Promise<System> => {
    const system = {
      system: 'one',
      disclosure: 'tiny-1',
      driver: { kind: 'process', ...driver },
      transport: { tls: 'required' },
      headers: { permitted: [] },
      routes: [{ payload: 'report', method: 'POST', url: 'https://one.test/v1', body: 'json' }],
    };
    writeFileSync(path, stringify(system));
    return loadSystem(path);
  };
  const install = { run: ['set', of('with.mode'), of('given.network'), of('folder')] };

  it('fits where it names what there is', async () => {
    const system = await loaded({
      start: { run: ['product', of('system')], ready: { http: 'http://127.0.0.1:8080/' } },
      actions: { install: [install, { http: { url: `http://127.0.0.1:8080/?m=${of('with.mode')}` } }] },
      environment: { HOME: of('folder') },
      clock: 'faketime',
      factor: 10,
    });
    expect(checkSystem(system, disclosure)).to.deep.equal([]);
  });

  const misfits: readonly (readonly [title: string, driver: object, message: string])[] = [
    ['an action of nobody’s', { actions: { fly: [] } }, 'the disclosure has no action fly'],
    ['a parameter of another action', { actions: { ask: install } }, 'the action takes no parameter mode'],
    [
      'a parameter outside an action',
      { actions: {}, environment: { A: of('with.mode') } },
      'no action is performed',
    ],
    ['a fact of nobody’s', { actions: {}, start: ['a', of('given.sky')] }, 'has no fact sky'],
    ['a canary of nobody’s', { actions: {}, hostname: of('canary.host') }, 'plants no host; there is none'],
    ['keys and nothing to type them at', { actions: { ask: { keys: 'y' } } }, 'the driver has no "start"'],
    [
      'a file of two contents',
      { actions: { ask: { file: 'a', content: 'b', copy: 'c' } } },
      'either its "content"',
    ],
    ['a URL that is none', { actions: { ask: { http: { url: 'localhost:80' } } } }, 'is no URL of http'],
    [
      'a call before the product is there',
      { actions: {}, prepare: [{ http: { url: 'http://a/' } }] },
      'not there yet',
    ],
    ['a factor of the real clock', { actions: {}, factor: 10 }, 'has no effect on the real clock'],
  ];
  for (const [title, driver, message] of misfits) {
    it(`does not fit with ${title}, and the place is told`, async () => {
      const problems = checkSystem(await loaded(driver), disclosure);
      expect(problems).to.have.length(1);
      expect(problems[0]?.message).to.contain(message);
      expect(problems[0]?.file).to.equal(path);
      expect(problems[0]?.line).to.be.greaterThan(2);
    });
  }

  it('cannot do a scenario whose actions it lacks, and each is told of once', async () => {
    const { file } = await loaded({ actions: { install } });
    const scenario = (name: string, ...actions: string[]): ScenarioFile =>
      ({ scenario: name, when: actions.map((action) => ({ do: action })) }) as unknown as ScenarioFile;
    const scenarios = [
      scenario('one', 'install'),
      scenario('two', 'install', 'ask'),
      scenario('three', 'ask'),
    ];
    expect(checkScenarioActions(file, scenarios).map(({ message }) => message)).to.deep.equal([
      'lack ask, which the scenario two does; an empty list says that the product sees nothing of it',
    ]);
    expect(checkScenarioActions(file, scenarios.slice(0, 1))).to.deep.equal([]);
  });
});
