import { expect } from 'chai';
import { type Answers, type FakeBroker, matrix, startBroker } from '../contract/publish/fake-broker.js';
import { writeContract } from '../contract/verify/acme-contract.js';
import { openWorkplace, type Workplace } from './workplace.js';

describe('candor contract publish and can-i-deploy', () => {
  let workplace: Workplace;
  let broker: FakeBroker | undefined;
  let project: string;

  before(async () => {
    workplace = await openWorkplace();
    project = await writeContract(workplace.at('project'));
  });
  afterEach(async () => {
    await broker?.close();
    broker = undefined;
    expect(await workplace.leftovers()).to.deep.equal([]);
  });
  after(() => workplace.close());

  const start = async (answers?: Answers) => {
    broker = await startBroker(answers);
    return { PACT_BROKER_BASE_URL: broker.url, PACT_BROKER_TOKEN: 'open-sesame' };
  };
  const publish = (env: Readonly<Record<string, string>>, ...parameters: readonly string[]) =>
    workplace.candor(
      ['contract', 'publish', '--project', project, '--consumer-app-version', '1', ...parameters],
      { env },
    );
  const ask = (env: Readonly<Record<string, string>>, ...parameters: readonly string[]) =>
    workplace.candor(['contract', 'can-i-deploy', '--pacticipant', 'acme-1', ...parameters], { env });

  it('publishes with version, branch and tags', async () => {
    const env = await start();
    const outcome = await publish(env, '--branch', 'main', '--tag', 'one', '--tag', 'two');
    expect(outcome).to.deep.equal({ status: 0, stdout: 'published  acme.test\n', stderr: '' });
    const [, { body = '', authorization = '' } = {}] = broker?.asked ?? [];
    expect(JSON.parse(body)).to.deep.include({
      branch: 'main',
      tags: ['one', 'two'],
      pacticipantVersionNumber: '1',
    });
    expect(authorization).to.equal('Bearer open-sesame');
  });

  it('says in one sentence that no broker is named', async () => {
    for (const outcome of [await publish({}), await ask({}, '--version', '1')]) {
      expect(outcome).to.deep.equal({
        status: 3,
        stdout: '',
        stderr:
          'candor: no Pact Broker is named: give its URL with --broker-base-url, or in PACT_BROKER_BASE_URL\n',
      });
    }
  });

  it('is an error where the broker takes nothing', async () => {
    const outcome = await publish(await start({ '*': [401, { error: 'open-sesame is no token' }] }));
    expect(outcome).to.include({ status: 3, stdout: '' });
    expect(outcome.stderr).to.match(/^candor: the Pact Broker did not take [^\n]*401 Unauthorized[^\n]*\n$/);
    expect(outcome.stderr).to.not.include('sesame');
  });

  const answers = [
    [true, 0, 'yes'],
    [false, 1, 'NO'],
    [null, 2, 'UNKNOWN'],
  ] as const;
  for (const [deployable, status, word] of answers) {
    it(`is told ${word} where the broker answers ${deployable}`, async () => {
      const env = {
        ...(await start({ '/matrix': matrix(deployable) })),
        PACT_BROKER_CAN_I_DEPLOY_DRY_RUN: 'true',
      };
      const outcome = await ask(env, '--version', '1.0', '--to-environment', 'production');
      expect(outcome).to.include({ status, stderr: '' });
      expect(outcome.stdout)
        .to.match(new RegExp(`^${word} {2}`))
        .and.to.include('of 1 verifications succeeded');
      expect(broker?.asked.map(({ url }) => decodeURIComponent(url))).to.deep.equal([
        '/matrix?q[][pacticipant]=acme-1&q[][version]=1.0&latestby=cvpv&environment=production',
      ]);
    });
  }

  it('is no answer where the broker is down', async () => {
    const outcome = await ask({}, '--version', '1', '--broker-base-url', 'http://127.0.0.1:1');
    expect(outcome).to.include({ status: 3, stdout: '' });
    expect(outcome.stderr).to.match(
      /^candor: the Pact Broker did not say whether it may be deployed: [^\n]+\n$/,
    );
  });

  it('prints the answer for a machine', async () => {
    const { status, stdout } = await ask(
      await start({ '/matrix': matrix(null) }),
      '--version',
      '1',
      '--json',
    );
    expect(status).to.equal(2);
    expect(JSON.parse(stdout)).to.deep.include({ deployable: null, verifications: 1, succeeded: 0 });
  });
});
