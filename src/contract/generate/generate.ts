import type { Disclosure } from '../../disclosure/disclosure.js';
import { InputError } from '../../disclosure/input-error.js';
import type { SourceFile } from '../../disclosure/source-file.js';
import { visible } from '../../disclosure/visible.js';
import { WEBSOCKET_MESSAGE } from '../../judge/routes.js';
import type { ScenarioFile } from '../../scenario/scenario-file.generated.js';
import type { System } from '../../system/load.js';
import type { Contract, Interaction } from '../contract.js';
import { contractFileName } from '../contract-file-name.js';
import { type Exhibit, exhibitsOf } from './exhibits.js';
import { interactionOf } from './interaction.js';

/** The contracts of a disclosure, and what no scenario shows, so that no contract speaks of it. */
export interface Generated {
  /** By the name of their file, in order. */
  readonly contracts: ReadonlyMap<string, Contract>;
  /** Payloads that no scenario has sent. */
  readonly unseenPayloads: readonly string[];
  /** Payloads that leave as messages of a WebSocket, which no contract can hold: Pact's are of requests. */
  readonly webSocketPayloads: readonly string[];
  /** Fields that no scenario has sent, `payload#/pointer`, of payloads that are. */
  readonly unseenFields: readonly string[];
}

/**
 * The Pact contracts between a product, as its disclosure and scenarios have it, and each service that receives what
 * it sends: a contract for each host, an interaction for each payload and set of fields. The same input gives the
 * same contracts.
 *
 * @throws InputError where nothing is sent, a payload has no route, or no value or URL could be composed.
 */
export function generateContractsOf(
  disclosure: Disclosure,
  system: System,
  scenarios: ReadonlyMap<string, SourceFile<ScenarioFile>>,
): Generated {
  const exhibits = exhibitsOf(disclosure, system.file.value, scenarios);
  const byHost = interactionsByHost(system, exhibits);
  const webSocketPayloads = payloadsByWebSocket(system);
  if (byHost.size === 0 && webSocketPayloads.length === 0) {
    throw new InputError({
      message: `no scenario of ${disclosure.id} has anything sent, so there is nothing to put into a contract`,
    });
  }
  const contracts = [...byHost].map(([host, interactions]): [string, Contract] => [
    fileOf(system, host),
    contractOf(disclosure, host, interactions),
  ]);
  return {
    contracts: new Map(contracts.sort(([one], [other]) => (one < other ? -1 : 1))),
    webSocketPayloads,
    ...unseen(disclosure, exhibits),
  };
}

function interactionsByHost(
  system: System,
  exhibits: readonly Exhibit[],
): ReadonlyMap<string, Interaction[]> {
  const byHost = new Map<string, Interaction[]>();
  for (const exhibit of exhibits) {
    const routes = system.file.value.routes.filter(
      ({ method, payload }) => payload === exhibit.payload.id && method !== WEBSOCKET_MESSAGE,
    );
    for (const route of routes) {
      const { host, interaction } = interactionOf(system.file.value, route, exhibit, routes.length === 1);
      byHost.set(host, [...(byHost.get(host) ?? []), interaction]);
    }
  }
  return byHost;
}

function payloadsByWebSocket({ file }: System): readonly string[] {
  const routes = file.value.routes.filter(({ method }) => method === WEBSOCKET_MESSAGE);
  return [...new Set(routes.map(({ payload }) => payload))];
}

function contractOf(disclosure: Disclosure, host: string, interactions: readonly Interaction[]): Contract {
  const ordered = [...interactions].sort((one, other) => (one.description < other.description ? -1 : 1));
  return {
    consumer: { name: disclosure.id },
    provider: { name: host },
    interactions: ordered as unknown as Contract['interactions'],
    metadata: { pactSpecification: { version: '4.0' } },
  };
}

function fileOf(system: System, host: string): string {
  const name = contractFileName(host);
  if (name !== undefined) return name;
  throw new InputError({
    file: system.file.path,
    message: `the host ${visible(host)} makes no name of a file; a contract is called after the host of its routes`,
  });
}

function unseen(
  disclosure: Disclosure,
  exhibits: readonly Exhibit[],
): Pick<Generated, 'unseenPayloads' | 'unseenFields'> {
  const unseenPayloads: string[] = [];
  const unseenFields: string[] = [];
  for (const payload of disclosure.payloads.values()) {
    const shown = exhibits.filter((exhibit) => exhibit.payload === payload);
    if (shown.length === 0) unseenPayloads.push(payload.id);
    else {
      const absent = payload.fields.filter(({ pointer }) =>
        shown.every(({ fields }) => !fields.has(pointer)),
      );
      unseenFields.push(...absent.map(({ pointer }) => `${payload.id}#${pointer}`));
    }
  }
  return { unseenPayloads, unseenFields };
}
