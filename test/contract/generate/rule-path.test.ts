import { expect } from 'chai';
import { EACH, rulePath } from '../../../src/contract/generate/rule-path.js';
import { type MockService, startMockService } from '../../../src/contract/replay/mock-service.js';
import { findPact } from '../../../src/contract/replay/pact-executable.js';

const names: readonly string[] = [
  ...[
    'name',
    'toString',
    '__proto__',
    'a.b',
    'a-b',
    'a b',
    'a"b',
    'x]y',
    'back\\slash',
    '$',
    '*',
    '[*]',
    'ü',
    '0',
    'x\ny',
  ],
];

describe('the path of a rule', function () {
  this.timeout(120_000);
  let service: MockService;
  before(async () => {
    service = await startMockService(findPact());
  });
  after(() => service.end());

  /** Which of some bodies Pact takes, where a text of the example may be a, b or c. */
  async function taken(
    example: string,
    path: string | undefined,
    bodies: readonly string[],
  ): Promise<readonly boolean[]> {
    const regex = { combine: 'AND', matchers: [{ match: 'type' }, { match: 'regex', regex: '^(?:[a-c])$' }] };
    const list = { combine: 'AND', matchers: [{ match: 'type', min: 0, max: 3 }] };
    const { port } = await service.open({
      consumer: { name: 'consumer' },
      provider: { name: 'provider' },
      interactions: [
        {
          type: 'Synchronous/HTTP',
          description: 'a body',
          pending: false,
          request: {
            method: 'POST',
            path: '/',
            body: {
              content: JSON.parse(example) as unknown,
              contentType: 'application/json',
              encoded: false,
            },
            matchingRules: { body: { '$.list': list, ...(path === undefined ? {} : { [path]: regex }) } },
          },
          response: { status: 200 },
        },
      ],
      metadata: { pactSpecification: { version: '4.0' } },
    });
    const answers: boolean[] = [];
    for (const body of bodies) {
      const { status } = await fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      answers.push(status === 200);
    }
    return answers;
  }

  for (const name of names) {
    const key = JSON.stringify(name);
    it(`leads to the member ${key}, and to that of each member of a list`, async () => {
      const plain = await taken(`{${key}:"a"}`, rulePath([name]), [`{${key}:"b"}`, `{${key}:"z"}`]);
      expect(plain).to.deep.equal([true, false]);
      const bodies = ['b', 'z'].map((text) => `{"list":[{${key}:"a"},{${key}:"${text}"}]}`);
      expect(await taken(`{"list":[{${key}:"a"}]}`, rulePath(['list', EACH, name]), bodies)).to.deep.equal([
        true,
        false,
      ]);
    });
  }

  for (const name of ['', "it's"]) {
    const key = JSON.stringify(name);
    it(`cannot lead to the member ${key}: Pact takes the example, or in a list anything of its type`, async () => {
      expect(rulePath(['list', EACH, name])).to.equal(undefined);
      expect(await taken(`{${key}:"a"}`, undefined, [`{${key}:"a"}`, `{${key}:"b"}`])).to.deep.equal([
        true,
        false,
      ]);
      const bodies = ['"z"', '1', '{"hidden":1}', '["z"]'].map((value) => `{"list":[{${key}:${value}}]}`);
      expect(await taken(`{"list":[{${key}:"a"}]}`, undefined, bodies)).to.deep.equal([
        true,
        false,
        false,
        false,
      ]);
    });
  }
});
