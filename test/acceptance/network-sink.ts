import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { startService } from '../contract/verify/receiving-service.js';
import { contractCommands } from './contract-work.js';
import { openWorkplace } from './workplace.js';

// Run in a network of its own in which every address is this machine's: whatever tries to leave arrives here.
const [work, project = ''] = process.argv.slice(2);
const PORTS = [53, 80, 443, 8080];
const arrivals: string[] = [];

for (const port of PORTS) {
  const server = createServer((socket) => {
    const { localAddress } = socket;
    arrivals.push(`tcp ${localAddress} ${port}`);
    socket.on('error', () => undefined).destroy();
  });
  server.listen(port, '::').unref();
  await once(server, 'listening');
}
const names = createSocket('udp6', () => arrivals.push('udp 53'));
names.bind(53, '::').unref();
await once(names, 'listening');

const workplace = await openWorkplace();
try {
  const statuses = work === 'control' ? await reachOut() : await contract();
  process.stdout.write(JSON.stringify({ statuses, arrivals }));
} finally {
  await workplace.close();
}

async function contract(): Promise<readonly (number | null)[]> {
  const service = await startService();
  const statuses: (number | null)[] = [];
  try {
    for (const parameters of await contractCommands(workplace, project, service.url))
      statuses.push((await workplace.candor(parameters)).status);
  } finally {
    await service.stop();
  }
  return statuses;
}

/** What must be seen, for else nothing would prove anything: an address, and a name that is looked up. */
async function reachOut(): Promise<readonly (number | null)[]> {
  const fetches = ['http://192.0.2.1/', 'https://[2001:db8::1]/', 'http://telemetry.example/'];
  return Promise.all(
    fetches.map(async (url) => {
      // A resolver that gets no answer asks on when nobody waits for it, and an orderly end would wait for that.
      const script = `await fetch(${JSON.stringify(url)}, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
        process.kill(process.pid, 'SIGKILL');`;
      const outcome = await workplace.program(process.execPath, ['--input-type=module', '-e', script]);
      return outcome.status;
    }),
  );
}
