import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname as systemHostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressText, ipv4 } from './addresses.js';
import { unavailable } from './launch.js';
import type { MountPlan } from './messages.js';

/** Files that stand for the system's own inside, in a directory that goes with `remove`. */
export interface SystemFiles {
  readonly directory: string;
  /** The authority's certificate where every user may read it, and its key is not beside it. */
  readonly certificateFile: string;
  readonly plan: MountPlan;
  remove(): Promise<void>;
}

/** Where the systems that we know keep the certificates that everybody trusts. */
const stores = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
  '/etc/ssl/ca-bundle.pem',
];

/** Writes the files that make names resolve by our resolver, and our authority trusted. */
export async function writeSystemFiles(hostname: string, authorityPem: string): Promise<SystemFiles> {
  const directory = await mkdtemp(join(tmpdir(), 'candor-namespace-'));
  // There is no secret in it, and a service that root starts may become another user.
  await chmod(directory, 0o755);
  const removeAtExit = (): void => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeAtExit);
  const name = hostname === '' ? systemHostname() : hostname;
  const write = async (file: string, text: string): Promise<string> => {
    const path = join(directory, file);
    await writeFile(path, text, { mode: 0o644, flag: 'wx' });
    return path;
  };
  if (!existsSync('/etc/resolv.conf')) {
    throw unavailable(
      'there is no /etc/resolv.conf in whose place the resolver of the capture could be named',
    );
  }
  const files: [string, string][] = [
    [await write('resolv.conf', `nameserver ${addressText(ipv4.resolver)}\n`), '/etc/resolv.conf'],
  ];
  if (existsSync('/etc/hosts')) {
    const lines = ['127.0.0.1 localhost', '::1 localhost ip6-localhost ip6-loopback', `127.0.1.1 ${name}`];
    files.push([await write('hosts', `${lines.join('\n')}\n`), '/etc/hosts']);
  }
  if (existsSync('/etc/nsswitch.conf')) {
    files.push([await write('nsswitch.conf', switchedNames()), '/etc/nsswitch.conf']);
  }
  for (const store of stores.filter((path) => existsSync(path))) {
    const bundle = `${readFileSync(store, 'latin1')}\n${authorityPem}`;
    files.push([await write(`store-${files.length}.pem`, bundle), store]);
  }
  const certificateFile = await write('authority.pem', authorityPem);
  return {
    directory,
    certificateFile,
    plan: { files, masked: hidden(), kept: kept(), sockets: listeningSockets() },
    async remove() {
      await rm(directory, { recursive: true, force: true });
      process.off('exit', removeAtExit);
    },
  };
}

/** The system's own file, but for the hosts: those are asked of files and of the resolver, and of no service. */
function switchedNames(): string {
  const lines = readFileSync('/etc/nsswitch.conf', 'utf8').split('\n');
  return [...lines.filter((line) => !/^\s*hosts\s*:/.test(line)), 'hosts: files dns', ''].join('\n');
}

const listening = 0x10000;
const datagrams = '0002';

/**
 * Sockets in the file system that somebody outside listens on: they are not the network's, and a way out all the
 * same. Those in a directory that is hidden are hidden with it (proc(5), /proc/net/unix).
 */
function listeningSockets(): string[] {
  const paths = readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, , , flags = '', type = ''] = line.split(/\s+/);
      const path = line.slice(line.indexOf('/'));
      const isOpen = (Number.parseInt(flags, 16) & listening) !== 0 || type === datagrams;
      return line.includes('/') && isOpen && !line.includes('@') ? [path] : [];
    });
  return [...new Set(paths)].filter((path) => !path.startsWith('/run/'));
}

/** Where services have their sockets: of names, of the desktop, of containers. */
function hidden(): string[] {
  return [
    ...new Set(['/run', '/var/run'].filter((path) => existsSync(path)).map((path) => realpathSync(path))),
  ];
}

/** Directories that programs expect there, which are then empty. */
function kept(): [path: string, mode: number][] {
  const own = process.env['XDG_RUNTIME_DIR'] ?? '';
  const runtime: [string, number][] =
    /^\/run\/[\w./-]+$/.test(own) && !own.includes('..') ? [[own, 0o700]] : [];
  return [['/run/lock', 0o1777], ...runtime];
}
