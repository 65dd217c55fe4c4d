import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { statesByHandlers } from '../../../src/contract/verify/state-handlers.js';
import { statesByUrl } from '../../../src/contract/verify/state-url.js';
import type { States } from '../../../src/contract/verify/states.js';
import { InputError } from '../../../src/disclosure/input-error.js';

const module = fileURLToPath(new URL('../../../../test/fixtures/state-handlers/states.mjs', import.meta.url));
const survey = { name: 'survey is permitted', params: { tier: 'paid', managed: false } };
const report = { name: 'report is permitted' };

describe('State handlers', () => {
  let folder: string;
  let states: States | undefined;

  const open = async (kind: string, timeout = 20_000): Promise<States> => {
    process.env['STATES'] = kind;
    states = await statesByHandlers(module, timeout);
    return states;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'states-'));
  });
  afterEach(async () => {
    delete process.env['STATES'];
    delete process.env['STATE_LOG'];
    await states?.close();
    states = undefined;
  });
  after(() => rm(folder, { recursive: true }));

  it('are called with the state and its parameters, in the environment of whoever started Candor', async () => {
    process.env['STATE_LOG'] = join(folder, 'log');
    const { setUp } = await open('sound');
    expect(await setUp(survey)).to.equal(undefined);
    expect(await setUp(report)).to.equal(undefined);
    const lines = (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).to.deep.equal([
      { state: survey.name, params: survey.params },
      { state: report.name, params: {} },
    ]);
  });

  const faults: readonly (readonly [kind: string, says: RegExp])[] = [
    ['throws', /^the state handler threw TypeError: no table "surveys"$/],
    ['rejects', /^the state handler threw Error: no table/],
    ['missing', /^no state handler for "survey is permitted", and none for "\*"$/],
    ['exits', /^the state handler: its process ended with status 0/],
    ['inherited', /^no state handler for "survey is permitted"/],
  ];
  for (const [kind, says] of faults) {
    it(`set nothing up where one ${kind}`, async () => {
      expect(await (await open(kind)).setUp(survey)).to.match(says);
    });
  }

  for (const kind of ['hangs', 'spins']) {
    it(`set nothing up where one ${kind}, and are asked again from the start`, async () => {
      const { setUp } = await open(kind, 1000);
      expect(await setUp(survey)).to.equal('the state handler: it did not end in 1 s');
      process.env['STATES'] = 'sound';
      expect(await setUp(survey)).to.equal(undefined);
    });
  }

  const unusable: readonly (readonly [kind: string, says: string])[] = [
    ['none', 'its default export must be an object'],
    ['no-function', '"*" must be a function'],
    ['broken', 'it does not load'],
  ];
  for (const [kind, says] of unusable) {
    it(`are an error of whoever named them where the module is "${kind}"`, async () => {
      const error = await open(kind).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(InputError);
      expect((error as Error).message)
        .to.include(says)
        .and.to.include('states.mjs');
    });
  }
});

describe('A state URL', () => {
  let server: Server;
  let status = 200;
  const posted: unknown[] = [];

  before(async () => {
    server = createServer(async (request, response) => {
      posted.push({ method: request.method, url: request.url, body: JSON.parse(await text(request)) });
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    posted.length = 0;
  });

  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/states?key=1`;

  it('is told the state, its parameters and that it is to be set up', async () => {
    status = 204;
    expect(await statesByUrl(url(), 5000).setUp(survey)).to.equal(undefined);
    expect(posted).to.deep.equal([
      {
        method: 'POST',
        url: '/states?key=1',
        body: { state: survey.name, params: survey.params, action: 'setup' },
      },
    ]);
  });

  for (const answered of [302, 404, 500]) {
    it(`set nothing up where it answers ${answered}`, async () => {
      status = answered;
      expect(await statesByUrl(url(), 5000).setUp(survey)).to.equal(`the state URL answered ${answered}`);
      expect(posted).to.have.lengthOf(1);
    });
  }

  it('set nothing up where nobody answers', async () => {
    const states = statesByUrl('http://127.0.0.1:1/', 5000);
    expect(await states.setUp(survey)).to.equal('the state URL: the connection was refused');
  });

  for (const wrong of ['ftp://127.0.0.1/', 'states', 'http://one:two@127.0.0.1/']) {
    it(`is refused as ${wrong}`, () => {
      expect(() => statesByUrl(wrong, 5000)).to.throw(InputError, '--state-url must begin with http');
    });
  }
});
