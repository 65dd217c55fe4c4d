import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { addressText, ipv4, type NetworkAddresses } from './addresses.js';
import { createGateway, type Gateway } from './gateway.js';
import type { Asked, InsideOptions, Told } from './messages.js';
import { setUpMounts } from './mounts.js';
import { setUpNetwork } from './network.js';
import { openProbe, type Probe } from './probing.js';
import { openTunnel } from './tunnel.js';

/** Messages that wait on their way out; beyond it the product is faster than we are. */
const backlogLimit = 100_000;
let backlog = 0;

/** Tells the outside. Messages keep their order, those with a socket too. */
function tell(told: Told, socket?: Socket): void {
  backlog += 1;
  if (backlog > backlogLimit) die('more was sent at once than can be told');
  process.send?.(told, socket, {}, (error) => {
    backlog -= 1;
    if (error !== null) die(error.message);
  });
}

/** Ends everything in the namespaces at once. The read of the tunnel would keep an orderly exit waiting. */
function die(message: string): void {
  process.stderr.write(`${message}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** Listens at one port of each network's own address. */
async function listen(networks: readonly NetworkAddresses[]): Promise<{ servers: Server[]; port: number }> {
  const servers: Server[] = [];
  let port = 0;
  for (const { own } of networks) {
    // Paused: what a client sends is for the outside to read.
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
    server.listen({ host: addressText(own), port, backlog: 4096 });
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    servers.push(server);
  }
  return { servers, port };
}

async function openMarker(): Promise<DatagramSocket> {
  const marker = createSocket('udp4');
  marker.on('error', (error) => die(error.message));
  marker.bind({ address: addressText(ipv4.own), port: 0 });
  await once(marker, 'listening');
  marker.connect(9, addressText(ipv4.marker));
  await once(marker, 'connect');
  return marker;
}

function handOver(gateway: Gateway, socket: Socket): void {
  socket.on('error', () => {});
  const { remoteFamily, remoteAddress, remotePort } = socket;
  const connection = gateway.accept(remoteFamily === 'IPv6' ? 6 : 4, remoteAddress, remotePort);
  if (connection === null) socket.resetAndDestroy();
  else tell({ kind: 'connection', ...connection }, socket);
}

async function hear(asked: Asked, gateway: Gateway, probe: Probe): Promise<void> {
  switch (asked.kind) {
    case 'flush':
      return tell({ kind: 'flushed', round: asked.round, ...(await gateway.flush()) });
    case 'refuse':
      return gateway.refuse(asked.refusing);
    case 'own':
      return gateway.disown(asked.connection);
    case 'severed':
      return gateway.sever(asked.connection, asked.read);
    case 'beat': {
      const { token } = asked;
      return tell({ kind: 'beaten', token, over: await gateway.listenFor(token, () => probe.beat(token)) });
    }
  }
}

async function open(options: InsideOptions, device: number): Promise<void> {
  const networks = setUpNetwork();
  setUpMounts(options.mounts);
  const { servers, port } = await listen(networks);
  const marker = await openMarker();
  const { read, write, dropped } = openTunnel(device);
  const gateway = createGateway({ networks, listenerPort: port, marker, write, dropped, tell });
  read(gateway.receive, (error) => die(error.message));
  for (const server of servers) server.on('connection', (socket) => handOver(gateway, socket));
  const probe = openProbe(options);
  process.on('message', (asked: Asked) => void hear(asked, gateway, probe));
  tell({ kind: 'ready' });
}

// Without the outside nobody sees what is sent: nothing may run on.
process.on('disconnect', () => die('the capture is gone'));
const [options = '{}', device = ''] = process.argv.slice(2);
open(JSON.parse(options) as InsideOptions, Number(device)).catch((error: unknown) => {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  tell({ kind: 'failed', message: said === '' ? String(error) : said });
});
