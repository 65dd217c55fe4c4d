import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { addressText, ipv4, ipv6, type NetworkAddresses } from './addresses.js';
import { deviceName } from './tunnel.js';

/** Packets that wait to be read: of the largest ones a quarter of a gigabyte. */
const queueLength = 4096;
/** The largest that the kernel gives a tunnel: fewer packets for the same bytes. */
const largestPacket = 65_521;

/**
 * Makes everything that is not for this host go to the tunnel, and gives the networks that there are now: IPv6 is
 * absent where the kernel has none.
 */
export function setUpNetwork(): readonly NetworkAddresses[] {
  const networks = hasIPv6() ? [ipv4, ipv6] : [ipv4];
  const commands = [
    'link set lo up',
    `link set ${deviceName} addrgenmode none`,
    `link set ${deviceName} mtu ${largestPacket} txqueuelen ${queueLength}`,
    ...networks.map(({ own }) => {
      const [prefix, flag] = own.length === 4 ? ['32', ''] : ['128', ' nodad'];
      return `addr add ${addressText(own)}/${prefix} dev ${deviceName}${flag}`;
    }),
    `link set ${deviceName} up`,
    // Acknowledged at once, so that nothing that a program has written waits in the kernel for it.
    ...networks.map(
      ({ own }) => `route add ${own.length === 4 ? '0.0.0.0/0' : '::/0'} dev ${deviceName} quickack 1`,
    ),
  ];
  execFileSync('ip', ['-batch', '-'], {
    input: `${commands.join('\n')}\n`,
    stdio: ['pipe', 'ignore', 'pipe'],
    // An ordinary user's path may lack the directories of the administrator's programs.
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
  letPing();
  return networks;
}

function hasIPv6(): boolean {
  const settings = ['all', 'default', deviceName].map(
    (name) => `/proc/sys/net/ipv6/conf/${name}/disable_ipv6`,
  );
  return settings.every((file) => existsSync(file) && readFileSync(file, 'latin1').trim() === '0');
}

/** Most systems let every user ping. An ordinary user has one group in here, and no range of them. */
function letPing(): void {
  const setting = '/proc/sys/net/ipv4/ping_group_range';
  try {
    writeFileSync(setting, '0 2147483647');
  } catch {
    writeFileSync(setting, '0 0');
  }
}
