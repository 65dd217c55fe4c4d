import { type ChildProcess, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const grouped = process.platform !== 'win32';
const living = new Set<ChildProcess>();

/** Whether children are to be started as leaders of a process group of their own. */
export const detached: boolean = grouped;

/** Sees to it that a child that was started `detached`, and all of its group, does not outlive this process. */
export function watchGroup(child: ChildProcess): void {
  if (living.size === 0) process.on('exit', killAll);
  living.add(child);
}

/**
 * Ends a child and whatever it left running in its group: SIGTERM, after `grace` milliseconds SIGKILL. Resolves
 * when no process of the group is left, with false where one could not be ended in `patience` milliseconds.
 */
export async function endGroup(child: ChildProcess, grace: number, patience = 5000): Promise<boolean> {
  const ended = (await isGoneWithin(child, 0)) || (await signalAndWait(child, 'SIGTERM', grace));
  const gone = ended || (await signalAndWait(child, 'SIGKILL', patience));
  living.delete(child);
  if (living.size === 0) process.off('exit', killAll);
  return gone;
}

async function signalAndWait(
  child: ChildProcess,
  signal: 'SIGTERM' | 'SIGKILL',
  wait: number,
): Promise<boolean> {
  signalGroup(child, signal);
  return isGoneWithin(child, wait);
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (!grouped) {
    // Windows knows no groups and no SIGTERM: its own tool ends the tree while the parent still stands.
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already, which is what was wanted.
  }
}

async function isGoneWithin(child: ChildProcess, wait: number): Promise<boolean> {
  const start = performance.now();
  for (let interval = 2; ; interval = Math.min(2 * interval, 50)) {
    const waited = performance.now() - start;
    if (isGone(child, waited > 100)) return true;
    if (waited >= wait) return isGone(child, true);
    await pause(Math.min(interval, wait - waited));
  }
}

function isGone(child: ChildProcess, thorough: boolean): boolean {
  const { pid } = child;
  if (pid === undefined) return true;
  if (child.exitCode === null && child.signalCode === null) return false;
  if (!grouped) return true;
  try {
    process.kill(-pid, 0);
  } catch {
    return true;
  }
  return thorough && process.platform === 'linux' && hasOnlyZombies(pid);
}

/** In a container whose first process reaps no orphans a dead grandchild stays in its group for ever. */
function hasOnlyZombies(group: number): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .every((name) => {
      const status = statusOf(name);
      return status === undefined || status.group !== group || status.state === 'Z' || status.state === 'X';
    });
}

function statusOf(pid: string): { state: string | undefined; group: number } | undefined {
  try {
    // proc(5): the program's name in parentheses may hold anything, so the fields count from the last one.
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, , group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, group: Number(group) };
  } catch {
    return undefined;
  }
}

function killAll(): void {
  for (const child of living) signalGroup(child, 'SIGKILL');
}
