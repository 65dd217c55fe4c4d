import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { contractFileName } from '../../../src/contract/contract-file-name.js';
import { contractText } from '../../../src/contract/generate/contract-text.js';
import { loadContracts } from '../../../src/contract/load-contracts.js';
import { InputError } from '../../../src/disclosure/input-error.js';
import { rejection } from '../../rejection.js';
import { acmeContracts } from './acme-contracts.js';

type Json = Record<string, unknown>;

describe('contracts that are read', () => {
  let project: string;

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'contracts-'));
    await mkdir(join(project, 'contracts', 'acme-1'), { recursive: true });
  });

  afterEach(() => rm(project, { recursive: true }));

  function put(name: string, text: string): Promise<void> {
    return writeFile(join(project, 'contracts', 'acme-1', name), text);
  }

  const [contract] = acmeContracts().contracts.values();
  if (contract === undefined) throw new Error('acme has no contract');

  it('are those that were generated, in the order of their names', async () => {
    await put('b.test.json', contractText({ ...contract, provider: { name: 'b.test' } }));
    await put('acme.test.json', contractText(contract));
    await put('notes.txt', 'no contract');
    const loaded = await loadContracts(project, 'acme-1');
    expect(loaded.map(({ path }) => path)).to.deep.equal(
      ['acme.test.json', 'b.test.json'].map((name) => join(project, 'contracts', 'acme-1', name)),
    );
    expect(loaded[0]?.contract).to.deep.equal(contract);
  });

  it('are none where there is no folder', async () => {
    expect(await loadContracts(join(project, 'elsewhere'), 'acme-1')).to.deep.equal([]);
  });

  it('are not looked for outside of their folder', async () => {
    for (const id of ['../acme-1', '', 'acme-1/..', 'Acme', '.']) {
      expect(await rejection(loadContracts(project, id)), id).to.be.instanceOf(InputError);
    }
  });

  const faults: readonly (readonly [
    what: string,
    change: (file: Json, first: Json) => void,
    message: string,
  ])[] = [
    [
      'a pending interaction',
      (_, first) => {
        first['pending'] = true;
      },
      'pending: must be false',
    ],
    [
      'no interactions',
      (file) => {
        file['interactions'] = [];
      },
      'must NOT have fewer than 1 items',
    ],
    [
      'another consumer',
      (file) => {
        file['consumer'] = { name: 'other-1' };
      },
      'must be acme-1, the name of its folder',
    ],
    [
      'another provider',
      (file) => {
        file['provider'] = { name: 'other.test' };
      },
      'must be that of its file, acme.test',
    ],
    [
      'an interaction twice',
      (file, first) => {
        file['interactions'] = [first, first];
      },
      'this description stands twice',
    ],
    [
      'another specification',
      (file) => {
        file['metadata'] = { pactSpecification: { version: '3.0' } };
      },
      'must be "4.0"',
    ],
    [
      'an unknown key',
      (_, first) => {
        first['transport'] = 'http';
      },
      'unknown key "transport"',
    ],
    [
      'a body that is not declared',
      (_, first) => {
        delete (first['request'] as Json)['body'];
      },
      'the key "body" is missing',
    ],
    [
      'a matcher that lets any list pass',
      (_, first) => rule(first, { match: 'arrayContains', variants: [] }),
      'matchers.0',
    ],
    [
      'a matcher that lets any key pass',
      (_, first) => rule(first, { match: 'eachKey', rules: [] }),
      'matchers.0',
    ],
    [
      'a matcher that lets any text pass',
      (_, first) => rule(first, { match: 'type' }),
      'lets anything of a type pass',
    ],
    [
      'a pattern that is not anchored',
      (_, first) => rule(first, { match: 'regex', regex: 'a+' }),
      'must match pattern',
    ],
    [
      'an interaction of another kind',
      (_, first) => {
        first['type'] = 'Asynchronous/Messages';
      },
      'must be "Synchronous/HTTP"',
    ],
    [
      'a lone response',
      (_, first) => {
        first['response'] = { status: 404 };
      },
      'response',
    ],
  ];
  for (const [what, change, message] of faults) {
    it(`are refused with ${what}, naming file and line`, async () => {
      const file = JSON.parse(contractText(contract)) as Json;
      change(file, (file['interactions'] as Json[])[0] ?? {});
      await put('acme.test.json', `${JSON.stringify(file, undefined, 2)}\n`);
      const error = await rejection(loadContracts(project, 'acme-1'));
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).message).to.include(message);
      expect((error as InputError).problems[0]?.file).to.equal(
        join(project, 'contracts', 'acme-1', 'acme.test.json'),
      );
      expect((error as InputError).problems[0]?.line).to.be.a('number');
    });
  }

  const texts: readonly (readonly [what: string, text: string, message: string])[] = [
    ['no JSON', '{"consumer": ', 'acme.test.json:'],
    ['a name twice', '{"consumer": {"name": "a"}, "consumer": {"name": "b"}}', 'unique'],
    ['a list', '[]', 'must be object'],
    ['more nesting than anybody writes', '['.repeat(5000), 'nested deeper'],
    ['bytes that are no text', '\0', 'binary'],
    ['more bytes than are read', ' '.repeat(9 * 1024 * 1024), 'larger than'],
  ];
  for (const [what, text, message] of texts) {
    it(`are refused where the file holds ${what}`, async () => {
      await put('acme.test.json', text);
      const error = await rejection(loadContracts(project, 'acme-1'));
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).message).to.include(message);
    });
  }
});

describe('the file of a receiving service', () => {
  const names: readonly (readonly [host: string, name: string | undefined])[] = [
    ['api.example', 'api.example.json'],
    ['api.example:8443', 'api.example+8443.json'],
    ['192.0.2.1', '192.0.2.1.json'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example.json'],
    ['[2001:db8::1]', undefined],
    ['..', undefined],
    ['../etc', undefined],
    ['', undefined],
    ['a'.repeat(201), undefined],
    ['Api.Example', undefined],
    ['a b', undefined],
    ['-a', undefined],
  ];
  for (const [host, name] of names) {
    it(`of ${host.slice(0, 30) || 'no host'} is ${name ?? 'none'}`, () => {
      expect(contractFileName(host)).to.equal(name);
    });
  }
});

/** Puts one matcher in place of those of every rule of the body. */
function rule(interaction: Json, matcher: Json): void {
  const request = interaction['request'] as Json;
  request['matchingRules'] = { body: { '$.x': { combine: 'AND', matchers: [matcher] } } };
}
