import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ContractChoice, chooseContracts } from '../../src/contract/choose-contracts.js';
import type { Interaction, Rule } from '../../src/contract/contract.js';
import { InputError } from '../../src/disclosure/input-error.js';
import { acmeContract, writeContract } from './verify/acme-contract.js';

describe('The contracts that a user means', () => {
  let folder: string;
  const at = (...names: readonly string[]): string => join(folder, ...names);
  const put = async (path: string, consumer: string, provider: string): Promise<void> => {
    await mkdir(at(path), { recursive: true });
    const contract = { ...acmeContract(), consumer: { name: consumer }, provider: { name: provider } };
    await writeFile(at(path, `${provider}.json`), JSON.stringify(contract));
  };
  const putChanged = async (
    name: string,
    change: (interactions: readonly Interaction[]) => readonly Interaction[],
  ): Promise<void> => {
    const contract = acmeContract();
    await mkdir(at(name));
    const text = JSON.stringify({ ...contract, interactions: change(contract.interactions) });
    await writeFile(at(name, 'acme.test.json'), text);
  };
  const letAnythingPass = (interaction: Interaction): Interaction => {
    const rule: Rule = { combine: 'AND', matchers: [{ match: 'type' }] };
    return { ...interaction, request: { ...interaction.request, matchingRules: { body: { $: rule } } } };
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'choose-'));
    await writeContract(at('one'));
    await put('one/contracts/acme-1', 'acme-1', 'other.test');
    await put('several/contracts/acme-1', 'acme-1', 'acme.test');
    await put('several/contracts/acme-2', 'acme-2', 'acme.test');
    await put('mixed', 'acme-1', 'acme.test');
    await put('mixed', 'acme-2', 'other.test');
    await mkdir(at('empty', 'contracts', 'acme-1'), { recursive: true });
    await put('twice', 'acme-1', 'acme.test');
    await copyFile(at('twice', 'acme.test.json'), at('twice', 'later.json'));
    await putChanged('doubled', (interactions) => [...interactions, ...interactions]);
    await putChanged('lax', (interactions) => interactions.map(letAnythingPass));
  });
  after(() => rm(folder, { recursive: true }));

  const choose = async (choice: Partial<ContractChoice>): Promise<readonly string[]> => {
    const { disclosure, contracts } = await chooseContracts({ folders: [at('one')], ...choice });
    return [disclosure, ...contracts.map(({ contract }) => contract.provider.name)];
  };

  it('are those of the only disclosure that has any', async () => {
    expect(await choose({})).to.deep.equal(['acme-1', 'acme.test', 'other.test']);
  });

  it('are those of the nearest project that has any', async () => {
    expect(await choose({ folders: [at('nothing'), at('one')] })).to.deep.equal(await choose({}));
  });

  it('are those of one receiving service', async () => {
    expect(await choose({ provider: 'other.test' })).to.deep.equal(['acme-1', 'other.test']);
  });

  it('are those of the disclosure that was named', async () => {
    const choice = { folders: [at('one'), at('several')], disclosure: 'acme-2' };
    expect(await choose(choice)).to.deep.equal(['acme-2', 'acme.test']);
  });

  it('are none where the folder holds none, which is for whoever asked to say', async () => {
    expect(await choose({ folders: [at('empty')] })).to.deep.equal(['acme-1']);
  });

  const unclear: readonly (readonly [string, () => Partial<ContractChoice>, string])[] = [
    [
      'two disclosures have some',
      () => ({ folders: [at('several')] }),
      'say with --disclosure whose contracts are meant: acme-1, acme-2',
    ],
    ['there are none', () => ({ folders: [at('nothing')] }), 'known here: none'],
    ['a folder holds those of two', () => ({ contracts: at('mixed') }), 'must be acme-1'],
    ['there is no such folder', () => ({ contracts: at('misspelt') }), 'misspelt: there is no such folder'],
    [
      'there is no such folder, of whichever disclosure',
      () => ({ contracts: at('misspelt'), disclosure: 'acme-1' }),
      'misspelt: there is no such folder',
    ],
    ['a folder holds none', () => ({ contracts: at('empty') }), 'holds no contract'],
    ['a folder is of another', () => ({ contracts: at('mixed'), disclosure: 'acme-3' }), 'must be acme-3'],
    [
      'a folder holds two with one service',
      () => ({ contracts: at('twice') }),
      'another file of this folder is the contract with it',
    ],
    ['an interaction stands twice', () => ({ contracts: at('doubled') }), 'this description stands twice'],
    ['a rule lets anything pass', () => ({ contracts: at('lax') }), 'lets anything of a type pass'],
    ['the id leads elsewhere', () => ({ disclosure: '../one' }), 'there are no contracts of "../one"'],
  ];
  for (const [what, choice, says] of unclear) {
    it(`are asked for again where ${what}`, async () => {
      const error = await choose(choice()).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(InputError);
      expect((error as Error).message).to.include(says);
    });
  }
});
