import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Verification } from '../../src/contract/verify/verification.js';
import { acmeContract, acmeInteractions, writeContract } from '../contract/verify/acme-contract.js';
import { type ReceivingService, startService } from '../contract/verify/receiving-service.js';
import { type Outcome, openWorkplace, root, type Surroundings, type Workplace } from './workplace.js';

const handlers = join(root, 'test', 'fixtures', 'state-handlers', 'states.mjs');

describe('candor contract verify', () => {
  let workplace: Workplace;
  let service: ReceivingService | undefined;
  let projects = 0;

  before(async () => {
    workplace = await openWorkplace();
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    expect(await workplace.leftovers()).to.deep.equal([]);
  });
  after(() => workplace.close());

  const start = async (fault?: string, env?: Readonly<Record<string, string>>): Promise<string> => {
    service = await startService(fault, env);
    return service.url;
  };
  const project = (contract = acmeContract()): Promise<string> => {
    projects += 1;
    return writeContract(workplace.at(`project-${projects}`), contract);
  };
  const verify = async (
    url: string,
    parameters: readonly string[] = [],
    surroundings?: Surroundings,
  ): Promise<Outcome> =>
    workplace.candor(
      ['contract', 'verify', '--provider-url', url, '--project', await project(), ...parameters],
      surroundings,
    );

  it('is green for a service that takes just what is documented, and says what it did', async () => {
    const { status, stdout, stderr } = await verify(await start(), ['--out', workplace.at('out')]);
    expect(stderr).to.equal('');
    expect(stdout).to.equal(`acme.test
              Pact  accepted  rejected
upheld        yes   yes       4 of 4    a report of two frames
upheld        yes   yes       1 of 1    a lookup of two kinds
upheld        yes   yes       1 of 1    a survey

executed      3 of 3 interactions
accepted      3 of 3 documented requests
rejected      6 of 6 undocumented requests
No state was set: the service was taken to be in each state already.
upheld  the service accepts what is documented, and rejects what is not
`);
    expect(status).to.equal(0);
    const written = JSON.parse(await readFile(workplace.at('out', 'verify.json'), 'utf8')) as Verification;
    expect(written).to.include({ format: 'candor-contract-verification/1', verdict: 'upheld', executed: 3 });
  });

  it('gives the same bytes twice', async () => {
    const url = await start('lenient');
    const one = await verify(url, ['--json']);
    const other = await verify(url, ['--json']);
    expect(one.status).to.equal(1);
    expect(other.stdout).to.equal(one.stdout);
    expect(JSON.parse(one.stdout)).to.include({ verdict: 'violated' });
  });

  it('is red for a service that accepts an undocumented field, with what was sent and answered', async () => {
    const { status, stdout } = await verify(await start('lenient-below'));
    expect(status).to.equal(1);
    expect(stdout).to.include(`
  VIOLATED undocumented field "undocumented" in /stack/1: what is not documented was accepted
    sent      POST /v1/reports
              {"d":{"m":"A1","s":"S-7"},"stack":[{"function":"f"},{"function":"g","line":3,"undocumented":"candor"}],"notes":["n"]}
    answered  204
`);
  });

  it('is red for a service that rejects a documented payload', async () => {
    const { status, stdout } = await verify(await start('strict'));
    expect(status).to.equal(1);
    expect(stdout).to.include('VIOLATED documented: a documented payload was not accepted');
    expect(stdout).to.include('answered  422 {"problems":["no surveys today"]}');
  });

  it('is red for a service that fails on what is undocumented, and does not call that a rejection', async () => {
    const { status, stdout } = await verify(await start('crashes'));
    expect(status).to.equal(2);
    expect(stdout).to.include('rejected      0 of 6 undocumented requests');
  });

  it('is red for a service that dies on the way', async () => {
    const { status, stdout } = await verify(await start('dies', { AFTER: '3' }));
    expect(status).to.equal(2);
    expect(stdout).to.include('1 of 3 interactions were executed.');
  });

  const states: readonly (readonly [what: string, handlers: string, says: string])[] = [
    ['throws', 'throws', 'the state was not set up: the state handler threw TypeError: no table "surveys"'],
    ['is missing', 'missing', 'the state was not set up: no state handler for "survey is permitted"'],
    ['hangs', 'hangs', 'the state was not set up: the state handler: it did not end in 1 s'],
    [
      'ends its process',
      'exits',
      'the state was not set up: the state handler: its process ended with status 0',
    ],
  ];
  for (const [what, kind, says] of states) {
    it(`is red where a state handler ${what}`, async () => {
      const parameters = ['--state-handlers', handlers, '--timeout', kind === 'hangs' ? '1' : '20'];
      const { status, stdout } = await verify(await start(), parameters, { env: { STATES: kind } });
      expect(status).to.equal(2);
      expect(stdout.replaceAll(/\s+/g, ' ')).to.include(says);
      expect(stdout).to.match(/[012] of 3 interactions were executed\./);
    });
  }

  it('is green where each state was set up before each request', async () => {
    const env = { STATE_LOG: workplace.at('states.log') };
    const { status, stdout } = await verify(await start(), ['--state-handlers', handlers], { env });
    expect(status).to.equal(0);
    expect(stdout).to.include('A handler is to set up each state before each request.');
    const log = (await readFile(env.STATE_LOG, 'utf8')).trim().split('\n');
    // By Pact, documented, each undocumented, and documented again.
    expect(log).to.have.lengthOf(3 + 3 + 6 + 3);
  });

  it('executes all whatever Pact’s variables would filter away, and tells no proxy', async () => {
    const env = {
      PACT_DESCRIPTION: 'nothing is called this',
      PACT_PROVIDER_STATE: 'nor this',
      PACT_PROVIDER_NO_STATE: 'true',
      PACT_DO_NOT_TRACK: 'false',
      HTTP_PROXY: 'http://127.0.0.1:1',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      RUST_LOG: 'trace',
    };
    const { status, stdout, stderr } = await verify(await start(), [], { env });
    expect(status).to.equal(0);
    expect(stdout).to.include('executed      3 of 3 interactions');
    expect(stderr).to.equal('');
  });

  it('refuses a contract with a pending interaction, which would fail nobody', async () => {
    const folder = await project(acmeContract(acmeInteractions.map((one) => ({ ...one, pending: true }))));
    const url = await start('strict');
    const parameters = ['contract', 'verify', '--provider-url', url, '--project', folder];
    const { status, stderr, stdout } = await workplace.candor(parameters);
    expect([status, stdout]).to.deep.equal([3, '']);
    expect(stderr).to.match(/acme\.test\.json:\d+:\d+: .*pending/);
  });

  it('refuses a contract without interactions', async () => {
    const folder = await project(acmeContract([]));
    const parameters = ['contract', 'verify', '--provider-url', await start(), '--project', folder];
    const { status, stderr } = await workplace.candor(parameters);
    expect(status).to.equal(3);
    expect(stderr).to.match(/acme\.test\.json:\d+:\d+: .*interactions/);
  });

  const refused: readonly (readonly [what: string, parameters: readonly string[], says: string])[] = [
    [
      'nothing answers there',
      ['--provider-url', 'http://127.0.0.1:1'],
      'cannot be reached: the connection was refused',
    ],
    [
      'its URL is of another kind',
      ['--provider-url', 'ftp://127.0.0.1'],
      'must begin with http:// or https://',
    ],
    [
      'there is no contract with it',
      ['--provider-url', 'http://127.0.0.1:1', '--provider', 'other.test'],
      'there is no contract with "other.test"; known here: acme.test',
    ],
    [
      'the disclosure is not known',
      ['--provider-url', 'http://127.0.0.1:1', '--disclosure', 'other-1'],
      'there are no contracts of "other-1"; known here: acme-1',
    ],
    [
      'states are set up in two ways',
      [
        '--provider-url',
        'http://127.0.0.1:1',
        '--state-url',
        'http://127.0.0.1:1',
        '--state-handlers',
        handlers,
      ],
      'not both',
    ],
  ];
  for (const [what, parameters, says] of refused) {
    it(`is refused where ${what}`, async () => {
      const folder = await project();
      const outcome = await workplace.candor(['contract', 'verify', '--project', folder, ...parameters]);
      expect(outcome).to.include({ status: 3, stdout: '' });
      expect(outcome.stderr)
        .to.match(/^candor: [^\n]+\n$/)
        .and.to.include(says);
    });
  }

  it('reads a folder of contracts that was handed over without its project', async () => {
    const folder = join(await project(), 'contracts', 'acme-1');
    const parameters = ['contract', 'verify', '--provider-url', await start(), '--contracts', folder];
    expect(await workplace.candor(parameters)).to.include({ status: 0, stderr: '' });
  });

  it('connects to nothing but this machine, native code included', async function () {
    const trace = workplace.at('system-calls.txt');
    const traced = ['-f', '-qq', '-e', 'trace=connect,sendto,sendmsg', '-o', trace];
    const { status: able } = await workplace
      .program('strace', [...traced, process.execPath, '-e', '0'])
      .catch(() => ({ status: 127 }));
    // Not on every system, nor in every container.
    if (able !== 0) return this.skip();
    const url = await start();
    const command = ['contract', 'verify', '--provider-url', url, '--project', await project()];
    const candor = join(root, 'bin', 'candor.js');
    const { status } = await workplace.program('strace', [...traced, process.execPath, candor, ...command]);
    expect(status).to.equal(0);
    const calls = await readFile(trace, 'utf8');
    const addresses = [...calls.matchAll(/inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/g)];
    expect(addresses.length).to.be.at.least(1);
    const others = addresses.map(([, four, six]) => four ?? six ?? '');
    expect(others.filter((address) => !/^127\.|^::1$/.test(address))).to.deep.equal([]);
  });
});
