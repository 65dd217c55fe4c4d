import type { Interaction } from '../../../src/contract/contract.js';
import { type Generated, generateContractsOf } from '../../../src/contract/generate/generate.js';
import type { Disclosure } from '../../../src/disclosure/disclosure.js';
import type { SourceFile } from '../../../src/disclosure/source-file.js';
import type { ScenarioFile } from '../../../src/scenario/scenario-file.generated.js';
import type { System } from '../../../src/system/load.js';
import { acme, acmeSystem } from '../../judge/judging.js';

/** Scenarios as they are when loaded, by their names. */
export function scenariosOf(
  ...files: readonly ScenarioFile[]
): ReadonlyMap<string, SourceFile<ScenarioFile>> {
  return new Map(
    files.map((value) => [
      value.scenario,
      { path: `${value.scenario}.yaml`, value, digest: 'sha256:0', problem: (_, message) => ({ message }) },
    ]),
  );
}

export function scenarioOf(
  scenario: string,
  when: ScenarioFile['when'],
  ...expected: readonly ScenarioFile['then'][number][]
): ScenarioFile {
  const [first = { payload: 'pulse', times: 0 }, ...others] = expected;
  return {
    scenario,
    title: scenario,
    disclosure: 'acme-1',
    when,
    // biome-ignore lint/suspicious/noThenProperty: the word is the scenario's, and nothing awaits it.
    then: [first, ...others],
  };
}

/** Scenarios that have all of acme's payloads sent, and its fields come and go. */
export const acmeScenarios = scenariosOf(
  scenarioOf(
    'a-free',
    [
      { do: 'install', with: { consent: 'granted', telemetry: 'on', managed: false } },
      { do: 'arm' },
      { wait: 'PT3H' },
      { do: 'crash', with: { damaged: true } },
      { wait: 'PT1H' },
    ],
    { payload: 'pulse', times: 1 },
  ),
  scenarioOf(
    'b-paid',
    [
      { do: 'install', with: { consent: 'granted', telemetry: 'off', managed: true } },
      { do: 'buy' },
      { do: 'crash' },
      { wait: 'PT5H' },
    ],
    { payload: 'pulse', times: 4 },
  ),
);

export function acmeContracts(disclosure: Disclosure = acme, system: System = acmeSystem): Generated {
  return generateContractsOf(disclosure, system, acmeScenarios);
}

/** Every interaction of some contracts, by its description. */
export function interactionsOf({ contracts }: Generated): ReadonlyMap<string, Interaction> {
  const all = [...contracts.values()].flatMap(({ interactions }) => interactions);
  return new Map(all.map((interaction) => [interaction.description, interaction]));
}
