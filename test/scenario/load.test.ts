import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Disclosure } from '../../src/disclosure/disclosure.js';
import { InputError, type Problem } from '../../src/disclosure/input-error.js';
import { loadDisclosure } from '../../src/disclosure/load.js';
import { loadScenario, loadScenarios } from '../../src/scenario/load.js';
import { edited, marked, writeTiny } from '../disclosure/tiny-disclosure.js';
import { rejection } from '../rejection.js';
import { temporaryFolder } from '../system/adapter-fixture.js';

const sound = `scenario: first
title: The first
disclosure: tiny-1
given: { network: on }
when:
  - do: install
    with: { mode: small }
  - wait: P1D
  - sleep: PT1H
  - offline: PT1H
then:
  - { payload: report, times: 0 }
`;

describe('A scenario', () => {
  const folder = temporaryFolder();
  const scenarios = join(folder.path, 'scenarios', 'tiny-1');
  let disclosure: Disclosure;
  before(async () => {
    writeTiny(folder.path);
    disclosure = await loadDisclosure(folder.path, 'tiny-1');
  });
  beforeEach(() => {
    rmSync(scenarios, { recursive: true, force: true });
    mkdirSync(scenarios, { recursive: true });
  });
  after(() => folder.remove());

  const put = (name: string, text: string): string => {
    const path = join(scenarios, name);
    writeFileSync(path, text);
    return path;
  };
  const problemsOf = async (loading: Promise<unknown>): Promise<readonly Problem[]> => {
    const error = await rejection(loading);
    expect(error).to.be.instanceOf(InputError);
    return (error as InputError).problems;
  };

  it('is loaded with what it says', async () => {
    const path = put('first.yaml', sound);
    const file = await loadScenario(folder.path, disclosure, 'first');
    expect(file?.path).to.equal(path);
    expect(file?.value.when).to.deep.equal([
      { do: 'install', with: { mode: 'small' } },
      { wait: 'P1D' },
      { sleep: 'PT1H' },
      { offline: 'PT1H' },
    ]);
    expect(file?.value.then).to.deep.equal([{ payload: 'report', times: 0 }]);
  });

  it('comes with the others of its disclosure in the order of their names, and with no other file', async () => {
    for (const name of ['first', 'another', 'third']) {
      put(`${name}.yaml`, edited(sound, 'scenario: first', `scenario: ${name}`));
    }
    put('README.md', 'no scenario');
    expect([...(await loadScenarios(folder.path, disclosure)).keys()]).to.deep.equal([
      'another',
      'first',
      'third',
    ]);
  });

  it('is none where there is no folder or no file of its name', async () => {
    expect(await loadScenario(folder.path, disclosure, 'first')).to.equal(undefined);
    rmSync(scenarios, { recursive: true });
    expect(await loadScenario(folder.path, disclosure, 'first')).to.equal(undefined);
    expect((await loadScenarios(folder.path, disclosure)).size).to.equal(0);
  });

  it('is not looked for outside its folder, whatever its name is', async () => {
    const outside = edited(sound, 'scenario: first', 'scenario: outside');
    writeFileSync(join(folder.path, 'scenarios', 'outside.yaml'), outside);
    for (const id of ['../outside', 'tiny-1/../../outside', '..\\outside', '/etc/passwd', '', '.', '\0']) {
      expect(await loadScenario(folder.path, disclosure, id)).to.equal(undefined);
    }
  });

  const faults: readonly (readonly [title: string, before: string, after: string, message: string])[] = [
    [
      'a name that is not its file’s',
      'scenario: first',
      'scenario: ¶second',
      'must be first, the name of its file',
    ],
    [
      'another disclosure',
      'disclosure: tiny-1',
      'disclosure: ¶tiny-2',
      'must be tiny-1, the name of its folder',
    ],
    ['an unknown fact', '{ network: on }', '{ ¶net: on }', 'there is no fact net'],
    ['an unknown value of a fact', '{ network: on }', '{ network: ¶up }', 'the fact network is never up'],
    ['an unknown action', 'do: install', 'do: ¶instal', 'there is no action instal'],
    ['an action that every object has', 'do: install', 'do: ¶constructor', 'there is no action constructor'],
    [
      'an unknown parameter of an action',
      '{ mode: small }',
      '{ ¶mood: small }',
      'the action install takes no parameter mood',
    ],
    ['an unknown payload', 'payload: report', 'payload: ¶letter', 'there is no payload letter'],
    [
      'a payload that every object has',
      'payload: report',
      'payload: ¶constructor',
      'there is no payload constructor',
    ],
    ['an unknown step', '- wait: P1D', '- ¶halt: P1D', 'unknown key "halt"'],
    ['a step of two sorts', '- wait: P1D', '- { ¶wait: P1D, sleep: P1D }', 'unknown key "wait"'],
    ['a wait that is no duration', 'wait: P1D', 'wait: ¶1 day', 'must match pattern'],
    ['a number of times below nothing', 'times: 0', 'times: ¶-1', 'must be >= 0'],
    [
      'no steps',
      'when:\n  - do: install\n    with: { mode: small }\n  - wait: P1D\n  - sleep: PT1H\n  - offline: PT1H',
      'when: ¶[]',
      'must NOT have fewer than 1 items',
    ],
    ['an unknown key', 'given:', '¶granted:', 'unknown key "granted"'],
  ];
  for (const [title, before, after, message] of faults) {
    it(`is refused for ${title}, with file, line and column`, async () => {
      const { text, line, column } = marked(edited(sound, before, after));
      const path = put('first.yaml', text);
      for (const loading of [
        loadScenario(folder.path, disclosure, 'first'),
        loadScenarios(folder.path, disclosure),
      ]) {
        const problems = await problemsOf(loading);
        const found = problems.find((problem) => problem.message.includes(message));
        expect(found, problems.map((problem) => problem.message).join('\n')).to.not.equal(undefined);
        expect([found?.file, found?.line, found?.column]).to.deep.equal([path, line, column]);
      }
    });
  }

  it('is refused together with every other that is wrong', async () => {
    const first = put('first.yaml', edited(sound, 'payload: report', 'payload: letter'));
    const second = put('second.yaml', 'scenario: [');
    const problems = await problemsOf(loadScenarios(folder.path, disclosure));
    expect(new Set(problems.map(({ file }) => file))).to.deep.equal(new Set([first, second]));
  });
});
