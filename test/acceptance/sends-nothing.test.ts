import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import nock from 'nock';
import { main } from '../../src/cli/main.js';
import { harbour, openWorkplace, root, type Workplace } from './workplace.js';

// It acts from the moment that it is loaded, and other tests may share this process.
nock.restore();

const reference = join(root, 'systems', 'reference', 'system.yaml');

/** Calls the command in this process, and keeps what it prints to itself. */
async function quietly(parameters: readonly string[]): Promise<number> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await main(parameters);
  } finally {
    process.stdout.write = write;
  }
}

describe('candor itself', () => {
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
  });

  after(() => workplace.close());

  describe('called in a process in which every request and connection is counted', () => {
    const requests: string[] = [];
    const { connect } = Socket.prototype;
    const count = (request: { readonly host?: string }): void => {
      requests.push(`request to ${request.host}`);
    };

    before(() => {
      nock.activate();
      nock.disableNetConnect();
      nock.emitter.on('no match', count);
      Socket.prototype.connect = function (this: Socket, ...parameters: unknown[]) {
        requests.push(`connection to ${JSON.stringify(parameters[0])}`);
        return Reflect.apply(connect, this, parameters) as Socket;
      };
    });

    after(() => {
      Socket.prototype.connect = connect;
      nock.emitter.off('no match', count);
      nock.enableNetConnect();
      nock.restore();
    });

    beforeEach(() => {
      requests.length = 0;
    });

    it('is counted where there is something to count', async () => {
      await fetch('http://telemetry.candor.test/').catch(() => undefined);
      await new Promise((resolve) => new Socket().once('error', resolve).connect(1, '127.0.0.1'));
      expect(requests.map((request) => request.split(' ')[0])).to.include.members(['request', 'connection']);
    });

    it('sends nothing when it verifies', async () => {
      const trace = await workplace.write(
        'trace.ndjson',
        `${['start', 'heartbeat', 'end'].map((type) => JSON.stringify(event(type))).join('\n')}\n`,
      );
      const status = await quietly([
        'verify',
        trace,
        '--project',
        harbour,
        '--out',
        workplace.at('verified'),
      ]);
      expect(status).to.equal(2);
      expect(requests).to.deep.equal([]);
    });

    it('sends nothing when it checks and explains', async () => {
      expect(await quietly(['check', '--project', root])).to.equal(0);
      expect(await quietly(['explain', '--list'])).to.equal(0);
      expect(requests).to.deep.equal([]);
    });
  });

  it('connects to nothing but this machine when it runs a product', async () => {
    const log = workplace.at('connections.txt');
    const record = `import { appendFileSync } from 'node:fs';
      import { Socket } from 'node:net';
      const { connect } = Socket.prototype;
      Socket.prototype.connect = function (...parameters) {
        this.on('lookup', (_, address) => appendFileSync(${JSON.stringify(log)}, address + '\\n'));
        this.once('connect', () => appendFileSync(${JSON.stringify(log)}, this.remoteAddress + '\\n'));
        return connect.apply(this, parameters);
      };`;
    const { status } = await workplace.candor(
      ['run', 'upgrade', '--system', reference, '--out', workplace.at('run')],
      { env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(record)}` } },
    );
    expect(status).to.equal(0);
    const addresses = new Set((await readFile(log, 'utf8')).trim().split('\n'));
    expect([...addresses].filter((address) => !/^(::ffff:)?127\.|^::1$/.test(address))).to.deep.equal([]);
    expect(addresses.size).to.be.at.least(1);
  });
});

function event(type: string): object {
  const at = '2026-01-01T00:00:00.000Z';
  if (type !== 'start') return { type, at };
  return { type, format: 'candor-trace/1', at, disclosure: 'harbour-2', system: 'tidewatch' };
}
