import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contract, ContractRequest, Interaction } from '../../../src/contract/contract.js';

/** What a contract says of Acme's receiving service: a body with lists and depth, a query, a form. */
export const acmeInteractions: readonly [Interaction, ...Interaction[]] = [
  interaction(1, 'report', 'a report of two frames', {
    method: 'POST',
    path: '/v1/reports',
    headers: { 'content-type': ['application/json'] },
    body: {
      content: {
        d: { m: 'A1', s: 'S-7' },
        stack: [{ function: 'f' }, { function: 'g', line: 3 }],
        notes: ['n'],
      },
      contentType: 'application/json',
      encoded: false,
    },
    matchingRules: {},
  }),
  interaction(2, 'lookup', 'a lookup of two kinds', {
    method: 'GET',
    path: '/v1/lookup/topic',
    query: { v: ['1.0 beta'], k: ['a', 'b&c'], count: ['3'] },
    body: {},
    matchingRules: {},
  }),
  interaction(3, 'survey', 'a survey', {
    method: 'POST',
    path: '/v1/surveys',
    headers: { 'content-type': ['application/x-www-form-urlencoded'] },
    body: {
      content: 'a=yes+%26+no&score=4',
      contentType: 'application/x-www-form-urlencoded',
      encoded: false,
    },
    matchingRules: {},
  }),
];

function interaction(
  number: number,
  payload: string,
  description: string,
  request: ContractRequest,
): Interaction {
  const state = `${payload} is permitted`;
  return {
    type: 'Synchronous/HTTP',
    key: number.toString(16).padStart(16, '0'),
    description,
    pending: false,
    providerStates: [{ name: state, params: { tier: 'paid', managed: false } }],
    request,
    response: {
      status: 200,
      matchingRules: { status: { combine: 'AND', matchers: [{ match: 'statusCode', status: 'success' }] } },
    },
    comments: {
      text: [`${payload}.transmit`],
      candor: {
        payload,
        clause: `${payload}.transmit`,
        fields: {},
        states: [{ name: state, scenarios: ['crash-reported'] }],
      },
    },
  };
}

/** A contract of these interactions; any, so that a test may write one that is none. */
export function acmeContract(interactions: readonly unknown[] = acmeInteractions): Contract {
  return {
    consumer: { name: 'acme-1' },
    provider: { name: 'acme.test' },
    interactions: interactions as Contract['interactions'],
    metadata: { pactSpecification: { version: '4.0' } },
  };
}

/** Writes a contract where a project has it. @returns the project's folder. */
export async function writeContract(project: string, contract: Contract = acmeContract()): Promise<string> {
  const folder = join(project, 'contracts', 'acme-1');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'acme.test.json'), JSON.stringify(contract, undefined, 2));
  return project;
}
