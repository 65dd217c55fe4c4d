import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MountPlan } from './messages.js';

/**
 * Puts our files in the place of the system's and hides the directories and sockets by which a program could reach
 * services outside, for this mount namespace only. Throws when one cannot be: it would be a way out, or a name
 * that is asked elsewhere.
 */
export function setUpMounts({ files, masked, kept, sockets }: MountPlan): void {
  // A file may be a link to one in a directory that is about to be hidden.
  const places = files.map(([from, over]) => [from, realpathSync(over)] as const);
  for (const directory of masked) {
    mount('--types', 'tmpfs', '--options', 'nosuid,nodev,mode=755', 'candor', directory);
  }
  for (const [path, mode] of kept) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, mode);
  }
  for (const [from, over] of places) {
    if (!existsSync(over)) {
      mkdirSync(dirname(over), { recursive: true });
      writeFileSync(over, '');
    }
    mount('--bind', from, over);
  }
  // Some of what root can set there has effects outside, such as what is run when a program crashes.
  mount('--bind', '/proc/sys', '/proc/sys');
  mount('--options', 'remount,bind,ro', '/proc/sys');
  for (const socket of sockets) {
    if (isSocket(socket)) mount('--bind', '/dev/null', socket);
  }
}

function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket();
  } catch {
    // Gone, or where nobody of this user can reach it.
    return false;
  }
}

function mount(...args: readonly string[]): void {
  execFileSync('mount', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
