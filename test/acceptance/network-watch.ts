import { execFileSync } from 'node:child_process';
import type { Context } from 'mocha';

/** Programs that show what leaves a process, and how to find out whether they may be used here. */
const probes = {
  strace: ['strace', ['-f', '-o', '/dev/null', 'true']],
  unshare: ['unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']],
} as const;

/**
 * Skips a test, and says why, where a tool is missing or may not be used. Where the tools are promised
 * (CANDOR_BROWSER=required, as in CI) only a right may be missing.
 */
export function requireWatch(test: Context, tool: keyof typeof probes): void {
  const [program, parameters] = probes[tool];
  try {
    execFileSync(program, parameters, { stdio: 'pipe' });
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && process.platform === 'linux' && process.env['CANDOR_BROWSER'] === 'required')
      throw error;
    const reason = isMissing ? 'is not installed' : 'may not be used here';
    process.stderr.write(`${tool} ${reason}: a test that no connection leaves is skipped\n`);
    test.skip();
  }
}

/** The parameters with which strace writes every address that a command and its children speak to into a file. */
export function stracing(log: string, command: readonly string[]): readonly string[] {
  return ['-f', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', log, '--', ...command];
}

const FAMILY = /sa_family=(AF_[A-Z0-9]+)([^}]*)\}/g;
const INET = /inet_addr\("([^"]+)"\)/;
const INET6 = /inet_pton\(AF_INET6, "([^"]+)"/;
const PORT = /sin6?_port=htons\((\d+)\)/;
/** Sockets that lead nowhere beyond the kernel of this machine. */
const LOCAL = ['AF_UNIX', 'AF_NETLINK', 'AF_UNSPEC'];

/** The internet addresses in what strace wrote, as `address port`; those of other families as their names. */
export function addressesIn(log: string): readonly string[] {
  return [...log.matchAll(FAMILY)].flatMap(([, family = '', rest = '']) => {
    if (LOCAL.includes(family)) return [];
    const address = INET.exec(rest)?.[1] ?? INET6.exec(rest)?.[1];
    return [address === undefined ? family : `${address} ${PORT.exec(rest)?.[1]}`];
  });
}

export function isLoopback(address: string): boolean {
  return /^(?:::ffff:)?127\.[\d.]+ \d+$|^::1 \d+$/.test(address) && !address.endsWith(' 53');
}
