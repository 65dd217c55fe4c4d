import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Contract } from '../../../src/contract/contract.js';
import { type Broker, toBroker } from '../../../src/contract/publish/broker.js';
import { clientEnvironment } from '../../../src/contract/publish/broker-client.js';
import { canIDeploy } from '../../../src/contract/publish/can-i-deploy.js';
import { publishContracts } from '../../../src/contract/publish/publish-contracts.js';
import { InputError } from '../../../src/disclosure/input-error.js';
import { acmeContract, acmeInteractions, writeContract } from '../verify/acme-contract.js';
import { type Answers, type FakeBroker, matrix, startBroker } from './fake-broker.js';

describe('A Pact Broker', () => {
  let fake: FakeBroker | undefined;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'publish-'));
    // A name that the client would read as a pattern.
    await mkdir(join(folder, 'odd [x] *'));
    await writeContract(join(folder, 'odd [x] *'));
  });
  afterEach(() => fake?.close());
  after(() => rm(folder, { recursive: true }));

  const start = async (answers?: Answers): Promise<Broker> => {
    fake = await startBroker(answers);
    return { url: fake.url, token: 'open-sesame' };
  };
  const contracts = () => {
    const path = join(folder, 'odd [x] *', 'contracts', 'acme-1', 'acme.test.json');
    return [{ path, contract: acmeContract() }];
  };
  const errorOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InputError);
    return (error as InputError).message;
  };

  it('gets the contracts with version, branch and tags, and what lets us in', async () => {
    const published: string[] = [];
    const version = { version: '11.0 beta', branch: '-odd', tags: ['one', 'two'] };
    await publishContracts(contracts(), await start(), version, (provider) => published.push(provider));
    expect(published).to.deep.equal(['acme.test']);
    const [index, publishing, ...others] = fake?.asked ?? [];
    expect(others).to.deep.equal([]);
    expect([index?.method, index?.url, index?.authorization]).to.deep.equal([
      'GET',
      '/',
      'Bearer open-sesame',
    ]);
    const body = JSON.parse(publishing?.body ?? '') as Record<string, unknown>;
    expect(body).to.deep.include({
      pacticipantName: 'acme-1',
      pacticipantVersionNumber: '11.0 beta',
      branch: '-odd',
      tags: ['one', 'two'],
    });
    const [{ content }] = body['contracts'] as [{ content: string }];
    // The client writes it anew, so that it is not the file's bytes.
    const { consumer, interactions } = JSON.parse(Buffer.from(content, 'base64').toString()) as Contract;
    expect(consumer).to.deep.equal({ name: 'acme-1' });
    expect(interactions.map(({ key }) => key).sort()).to.deep.equal(acmeInteractions.map(({ key }) => key));
  });

  const refusals: readonly (readonly [what: string, answers: Answers, says: RegExp])[] = [
    ['lets nobody in', { '*': [401, { error: 'who are you' }] }, /401 Unauthorized/],
    ['fails', { '*': [500, { error: 'boom' }] }, /500 Internal Server Error/],
    ['is none', { '*': [200, '<html>a page</html>'] }, /not get a valid HAL response/],
    [
      'knows another contract of this version',
      {
        '/contracts/publish': [
          409,
          { errors: { contracts: ['changed'] }, notices: [{ type: 'error', text: 'It was changed' }] },
        ],
      },
      /publication failed: contracts: changed Details: It was changed/,
    ],
  ];
  for (const [what, answers, says] of refusals) {
    it(`that ${what} is an error in one sentence`, async () => {
      const broker = await start(answers);
      const message = await errorOf(
        publishContracts(contracts(), broker, { version: '1', tags: [] }, () => undefined),
      );
      expect(message)
        .to.match(/^the Pact Broker did not take the contract with acme\.test: /)
        .and.to.match(says);
      expect(message).to.include('0 of 1 contracts were published').and.to.not.include('\n');
    });
  }

  it('that is down is an error', async () => {
    const broker = { url: 'http://127.0.0.1:1' };
    const message = await errorOf(
      publishContracts(contracts(), broker, { version: '1', tags: [] }, () => undefined),
    );
    expect(message).to.match(/Failed to access pact broker/);
  });

  it('is not asked to take no contract', async () => {
    const work = publishContracts([], await start(), { version: '1', tags: [] }, () => undefined);
    expect(await errorOf(work)).to.equal('there is no contract to publish');
    expect(fake?.asked).to.deep.equal([]);
  });

  for (const [deployable, says] of [
    [true, true],
    [false, false],
    [null, undefined],
  ] as const) {
    it(`that answers ${deployable} is told so`, async () => {
      const broker = await start({ '/matrix': matrix(deployable) });
      const answer = await canIDeploy(broker, {
        pacticipant: 'acme-1',
        version: '1',
        toEnvironment: 'production',
      });
      expect(answer).to.deep.include({ deployable: says, verifications: 1 });
      expect(fake?.asked.map(({ url }) => decodeURIComponent(url))).to.deep.equal([
        '/matrix?q[][pacticipant]=acme-1&q[][version]=1&latestby=cvpv&environment=production',
      ]);
    });
  }

  const silences: readonly (readonly [what: string, answers: Answers])[] = [
    ['lets nobody in', { '*': [401, {}] }],
    ['fails', { '*': [500, {}] }],
    ['answers a page', { '*': [200, '<html>yes</html>'] }],
    ['answers something else', { '*': [200, { summary: { deployable: 'yes' }, matrix: [] }] }],
    ['answers of others', { '/matrix': matrix(true, 'somebody') }],
  ];
  for (const [what, answers] of silences) {
    it(`that ${what} has not said yes`, async () => {
      const pacticipant = what === 'answers of others' ? 'acme-2' : 'acme-1';
      expect(await errorOf(canIDeploy(await start(answers), { pacticipant, version: '1' }))).to.match(
        /^the Pact Broker (did not say|answered of others)/,
      );
    });
  }

  it('that says yes, and names a verification that failed, has not said yes', async () => {
    const [status, no] = matrix(false);
    const summary = { deployable: true, reason: 'All is well', success: 1, failed: 0, unknown: 0 };
    const broker = await start({ '/matrix': [status, { ...(no as object), summary }] });
    const question = { pacticipant: 'acme-1', version: '1' };
    expect(await errorOf(canIDeploy(broker, question))).to.include('contradicts itself');
    expect(await canIDeploy(broker, { ...question, ignore: ['acme.test'] })).to.include({ deployable: true });
  });

  it('that repeats what lets one in is not repeated', async () => {
    const password = 'open "sesame"';
    const basic = Buffer.from(`ali:${password}`).toString('base64');
    const { url } = await start({ '*': [401, { error: { message: `${basic} is ali:${password}` } }] });
    const question = { pacticipant: 'acme-1', version: '1' };
    const message = await errorOf(canIDeploy({ url, username: 'ali', password }, question));
    expect(message).to.include('‹not shown› is ali:‹not shown›');
    await fake?.close();

    const [status, yes] = matrix(true);
    const summary = { deployable: true, reason: 'open-sesame', success: 1, failed: 0, unknown: 0 };
    const broker = await start({ '/matrix': [status, { ...(yes as object), summary }] });
    expect((await canIDeploy(broker, question)).reason).to.equal('‹not shown›');
  });

  it('is asked of one version, never of everything', async () => {
    const broker = await start();
    expect(await errorOf(canIDeploy(broker, { pacticipant: 'acme-1' }))).to.include(
      'say which version is meant',
    );
    for (const version of ['', '-1', '--dry-run']) {
      expect(await errorOf(canIDeploy(broker, { pacticipant: 'acme-1', version }))).to.include(
        '--version may not',
      );
    }
    expect(fake?.asked).to.deep.equal([]);
  });
});

describe('The Pact Broker that a user means', () => {
  it('may be named in the environment, and on the command line before that', () => {
    const env = { PACT_BROKER_BASE_URL: 'http://a.example', PACT_BROKER_TOKEN: 'one' };
    expect(toBroker({}, env)).to.deep.equal({ url: 'http://a.example', token: 'one' });
    expect(toBroker({ brokerBaseUrl: 'https://b.example', brokerToken: 'two' }, env)).to.deep.equal({
      url: 'https://b.example',
      token: 'two',
    });
  });

  it('is missed in one sentence', () => {
    expect(() => toBroker({}, { PACT_BROKER_BASE_URL: '' })).to.throw(
      InputError,
      /^no Pact Broker is named: [^\n]*$/,
    );
  });

  for (const url of ['ftp://a.example', 'a.example', '', 'http://one:two@a.example']) {
    it(`is refused as ${JSON.stringify(url)}`, () => {
      expect(() => toBroker({ brokerBaseUrl: url }, {})).to.throw(InputError, 'the URL of the Pact Broker');
    });
  }

  it('is asked by a client that knows of nothing else', () => {
    const own = {
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy.example',
      PACT_BROKER_CAN_I_DEPLOY_DRY_RUN: 'true',
      SSL_SKIP_VERIFICATION: 'true',
      OTEL_TRACES_EXPORTER: 'otlp',
      SSL_CERT_FILE: '/certificates.pem',
    };
    expect(clientEnvironment({ url: 'http://a.example', password: 'two' }, own)).to.deep.equal({
      PACT_BROKER_BASE_URL: 'http://a.example',
      PACT_BROKER_PASSWORD: 'two',
      SSL_CERT_FILE: '/certificates.pem',
      PACT_DO_NOT_TRACK: 'true',
    });
  });
});
