import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startService } from '../contract/verify/receiving-service.js';
import { contractCommands } from './contract-work.js';
import { addressesIn, isLoopback, requireWatch, stracing } from './network-watch.js';
import { openWorkplace, root, type Workplace } from './workplace.js';

const acme = join(root, 'test', 'fixtures', 'projects', 'acme');
const candor = join(root, 'bin', 'candor.js');
const sink = fileURLToPath(new URL('network-sink.js', import.meta.url));
const execute = promisify(execFile);

describe('while contracts are generated, replayed and verified', () => {
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
  });
  after(() => workplace.close());

  describe('with every address watched that a process or its children speak to', () => {
    before(function () {
      requireWatch(this, 'strace');
    });

    const watch = async (name: string, command: readonly string[]) => {
      const log = workplace.at(`${name}.strace`);
      const outcome = await workplace.program('strace', stracing(log, command));
      return { ...outcome, addresses: addressesIn(await readFile(log, 'utf8')) };
    };

    it('one that leaves would be seen', async () => {
      const script = `await Promise.allSettled(['http://192.0.2.1/', 'http://[2001:db8::1]/', 'http://telemetry.example/']
        .map((url) => fetch(url, { signal: AbortSignal.timeout(1000) })))`;
      const { addresses } = await watch('control', [process.execPath, '--input-type=module', '-e', script]);
      expect(addresses).to.include.members(['192.0.2.1 80', '2001:db8::1 80']);
      expect(addresses.some((address) => address.endsWith(' 53'))).to.equal(true);
      expect(addresses.filter(isLoopback)).to.deep.equal([]);
    });

    it('all are of this machine, and no name is looked up', async () => {
      const project = await workplace.copy(acme, 'watched');
      const service = await startService();
      const seen: string[] = [];
      try {
        for (const parameters of await contractCommands(workplace, project, service.url)) {
          const name = parameters[1] ?? '';
          const { addresses, status, stderr } = await watch(name, [process.execPath, candor, ...parameters]);
          expect(status, `${name}: ${stderr}`).to.equal(0);
          expect(
            addresses.filter((address) => !isLoopback(address)),
            name,
          ).to.deep.equal([]);
          seen.push(...(addresses.length > 0 ? [name] : []));
        }
      } finally {
        await service.stop();
      }
      expect(seen).to.deep.equal(['replay', 'verify']);
    });
  });

  describe('in a network in which whatever would leave arrives at a sink', () => {
    before(function () {
      requireWatch(this, 'unshare');
    });

    const isolated = async (...parameters: readonly string[]) => {
      const script =
        'ip link set lo up && ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo && exec "$@"';
      const { stdout } = await execute(
        'unshare',
        ['-rn', 'sh', '-c', script, 'sh', process.execPath, sink, ...parameters],
        { cwd: workplace.folder },
      );
      return JSON.parse(stdout) as { statuses: readonly number[]; arrivals: readonly string[] };
    };

    it('what leaves does arrive', async () => {
      const { arrivals } = await isolated('control');
      expect(arrivals).to.include.members(['tcp ::ffff:192.0.2.1 80', 'tcp 2001:db8::1 443', 'udp 53']);
    });

    it('nothing arrives, and everything works as ever', async () => {
      const { arrivals, statuses } = await isolated('contract', await workplace.copy(acme, 'isolated'));
      expect(statuses).to.deep.equal([0, 0, 0]);
      expect(arrivals).to.deep.equal([]);
    });
  });
});
