import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { LoadedContract } from '../../../src/contract/contract.js';
import { toProvider } from '../../../src/contract/verify/provider.js';
import { noStates, type States } from '../../../src/contract/verify/states.js';
import type { Verification } from '../../../src/contract/verify/verification.js';
import { verifierEnvironment } from '../../../src/contract/verify/verifier.js';
import { verifyAgainstContracts } from '../../../src/contract/verify/verify-contracts.js';
import { InputError } from '../../../src/disclosure/input-error.js';
import { acmeContract } from './acme-contract.js';
import { type ReceivingService, startService } from './receiving-service.js';

const loaded: readonly LoadedContract[] = [{ path: 'acme.test.json', contract: acmeContract() }];

function verify(url: string, more: { readonly states?: States; readonly headers?: readonly string[] } = {}) {
  return verifyAgainstContracts({
    disclosure: 'acme-1',
    contracts: loaded,
    provider: toProvider(url, more.headers, 2),
    states: more.states ?? noStates,
  });
}

function checksOf(verification: Verification) {
  return verification.contracts.flatMap(({ interactions }) => interactions.flatMap(({ checks }) => checks));
}

/** Of each check that is not upheld, what it was. */
function against(verification: Verification): readonly string[] {
  const failed = checksOf(verification).filter(({ verdict }) => verdict !== 'upheld');
  return [...new Set(failed.map(({ check, verdict }) => `${check} ${verdict}`))];
}

describe('A receiving service', () => {
  let service: ReceivingService | undefined;
  const start = async (fault?: string, env?: Readonly<Record<string, string>>): Promise<string> => {
    service = await startService(fault, env);
    return service.url;
  };
  afterEach(() => service?.stop());

  it('is upheld that accepts each documented payload and rejects each undocumented field', async () => {
    const verification = await verify(await start());
    expect(against(verification)).to.deep.equal([]);
    expect(verification).to.include({ verdict: 'upheld', expected: 3, executed: 3 });
    expect(checksOf(verification).map(({ check, what }) => what ?? check)).to.deep.equal([
      'pact',
      'documented',
      'field "undocumented" in the body',
      'field "undocumented" in /d',
      'field "undocumented" in /stack/0',
      'field "undocumented" in /stack/1',
      'documented-again',
      'pact',
      'documented',
      'query parameter "undocumented"',
      'documented-again',
      'pact',
      'documented',
      'form field "undocumented"',
      'documented-again',
    ]);
  });

  const faults: readonly (readonly [
    what: string,
    fault: string,
    verdict: string,
    against: readonly string[],
  ])[] = [
    ['accepts undocumented fields', 'lenient', 'violated', ['undocumented violated']],
    ['accepts them below the top', 'lenient-below', 'violated', ['undocumented violated']],
    ['redirects what is undocumented', 'redirects', 'violated', ['undocumented violated']],
    ['rejects one documented payload', 'strict', 'violated', ['pact violated', 'documented violated']],
    ['rejects whatever it knows already', 'remembers', 'inconclusive', ['documented-again inconclusive']],
    ['fails on what is undocumented', 'crashes', 'inconclusive', ['undocumented inconclusive']],
    ['is too busy for what is undocumented', 'busy', 'inconclusive', ['undocumented inconclusive']],
    ['hangs up on what is undocumented', 'drops', 'inconclusive', ['undocumented inconclusive']],
    ['is down', 'fails', 'inconclusive', ['pact inconclusive', 'documented inconclusive']],
  ];
  for (const [what, fault, verdict, expected] of faults) {
    it(`is ${verdict} that ${what}`, async () => {
      const verification = await verify(await start(fault));
      expect(verification.verdict).to.equal(verdict);
      expect(against(verification)).to.deep.equal(expected);
    });
  }

  it('is inconclusive that never answers what is undocumented', async () => {
    const contracts = [{ path: 'acme.test.json', contract: acmeContract([acmeContract().interactions[1]]) }];
    const provider = toProvider(await start('hangs'), [], 1);
    const verification = await verifyAgainstContracts({
      disclosure: 'acme-1',
      contracts,
      provider,
      states: noStates,
    });
    expect(verification.verdict).to.equal('inconclusive');
    expect(checksOf(verification).flatMap(({ because }) => because ?? [])).to.deep.equal([
      'what is not documented was neither accepted nor rejected: no answer in 1 s',
    ]);
  });

  it('is inconclusive that dies on the way, with what was not executed counted', async () => {
    const verification = await verify(await start('dies', { AFTER: '8' }));
    expect(verification).to.include({ verdict: 'inconclusive', expected: 3, executed: 2 });
    expect(verification.reasons).to.deep.equal(['2 of 3 interactions were executed']);
  });

  it('is violated where another service is, to which it redirects, and that is not asked', async () => {
    let asked = 0;
    const elsewhere = createServer((_, response) => {
      asked += 1;
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    const verification = await verify(
      await start('redirects-all', { ELSEWHERE: `http://127.0.0.1:${port}` }),
    );
    elsewhere.close();
    expect(verification.verdict).to.equal('violated');
    expect(asked).to.equal(0);
  });

  it('gets the headers that authorise, from Pact’s Verifier too', async () => {
    const verification = await verify(await start('needs-key'), {
      headers: ['authorization: Bearer open-sesame'],
    });
    expect(verification.verdict).to.equal('upheld');
  });

  it('tells nobody what authorised a request, though it says so in its answer', async () => {
    const verification = await verify(await start('echoes'), {
      headers: ['authorization: Bearer open-sesame'],
    });
    const text = JSON.stringify(verification);
    expect(text).to.include('you said ‹not shown›');
    expect(text).to.not.match(/sesame/);
  });

  it('tells it nobody either where its answer spells it as JSON does', async () => {
    const verification = await verify(await start('echoes'), { headers: ['authorization: open-"sesame"'] });
    expect(JSON.stringify(verification)).to.not.match(/sesame/);
  });

  it('has no say in what a report looks like', async () => {
    const text = JSON.stringify(await verify(await start('hostile')));
    expect(text).to.not.include('\u001b').and.to.not.include('\u202e');
    expect(text.length).to.be.below(40_000);
  });

  it('is put to the test in none but its state: where that is not set up nothing is decided', async () => {
    const states: States = {
      ...noStates,
      kind: 'handlers',
      setUp: ({ name }) => Promise.resolve(name.startsWith('survey') ? 'no' : undefined),
    };
    const verification = await verify(await start(), { states });
    expect(verification).to.include({ verdict: 'inconclusive', expected: 3, executed: 2 });
    expect(against(verification)).to.deep.equal(['state inconclusive']);
  });

  it('is not exercised by no interaction', async () => {
    const provider = toProvider('http://127.0.0.1:1');
    const verification = await verifyAgainstContracts({
      disclosure: 'acme-1',
      contracts: [],
      provider,
      states: noStates,
    });
    expect(verification).to.include({ verdict: 'not-exercised', expected: 0, executed: 0 });
  });

  it('is an error of whoever asked where nothing answers at its URL', async () => {
    const error = await verify('http://127.0.0.1:1').catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InputError);
    expect((error as Error).message).to.equal(
      'http://127.0.0.1:1/ cannot be reached: the connection was refused',
    );
  });
});

describe('The environment of Pact’s Verifier', () => {
  it('is made anew, whatever stands in that of whoever started it', () => {
    const own = {
      PATH: '/bin',
      PACT_DESCRIPTION: 'nothing',
      PACT_DO_NOT_TRACK: 'false',
      PACT_BROKER_BASE_URL: 'http://broker.example',
      HTTP_PROXY: 'http://proxy.example',
      RUST_LOG: 'trace',
      NODE_OPTIONS: '--inspect',
    };
    expect(verifierEnvironment(own)).to.deep.equal({ PATH: '/bin', PACT_DO_NOT_TRACK: 'true' });
  });
});
