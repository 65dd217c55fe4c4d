import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { architecture } from './confinement.js';

const run = promisify(execFile);

/** The programs that the capture needs, and the packages of Debian that have them. */
const programs = {
  unshare: 'util-linux',
  nsenter: 'util-linux',
  mount: 'mount',
  ip: 'iproute2',
  perl: 'perl-base',
} as const;

/**
 * Why no capture in a network namespace can be had here, in words that say what is missing; undefined where nothing
 * is in the way.
 */
export async function namespaceObstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return `network namespaces are Linux', and this is ${process.platform}`;
  if (architecture() === undefined)
    return `it knows the system calls of x64 and arm64, and this is ${process.arch}`;
  const missing = Object.entries(programs).filter(([program]) => !isInstalled(program));
  if (missing.length > 0) {
    return missing.map(([program, from]) => `${program} is not installed (package ${from})`).join(', ');
  }
  return (await forbidden()) ?? deviceObstacle();
}

function isInstalled(program: string): boolean {
  const directories = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  return directories.some((directory) => directory !== '' && existsSync(`${directory}/${program}`));
}

async function forbidden(): Promise<string | undefined> {
  try {
    await run('unshare', [
      '--user',
      '--map-root-user',
      '--net',
      '--uts',
      '--mount',
      '--pid',
      '--fork',
      'true',
    ]);
    return undefined;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    const settings = restrictions.filter(({ file, value }) => settingOf(file) === value);
    const because = settings.map(({ name, value }) => `${name} is ${value}`).join(', ');
    return `this system does not let ${process.getuid?.() === 0 ? 'this process' : 'ordinary users'} have namespaces (${
      because === '' ? said : because
    })`;
  }
}

const restrictions = [
  { name: 'kernel.unprivileged_userns_clone', file: 'kernel/unprivileged_userns_clone', value: '0' },
  {
    name: 'kernel.apparmor_restrict_unprivileged_userns',
    file: 'kernel/apparmor_restrict_unprivileged_userns',
    value: '1',
  },
  { name: 'user.max_user_namespaces', file: 'user/max_user_namespaces', value: '0' },
  { name: 'user.max_net_namespaces', file: 'user/max_net_namespaces', value: '0' },
] as const;

function settingOf(file: string): string | undefined {
  const path = `/proc/sys/${file}`;
  return existsSync(path) ? readFileSync(path, 'latin1').trim() : undefined;
}

function deviceObstacle(): string | undefined {
  try {
    closeSync(openSync('/dev/net/tun', 'r+'));
    return undefined;
  } catch (error) {
    return `/dev/net/tun cannot be opened (${error instanceof Error ? error.message : String(error)})`;
  }
}
