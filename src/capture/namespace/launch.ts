import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../disclosure/input-error.js';
import { detached, endGroup, watchGroup } from '../../system/process-group.js';
import { architecture } from './confinement.js';
import { firstProcess, waiting } from './first-process.js';
import { shareIdentities } from './identities.js';
import type { InsideOptions, Told } from './messages.js';
import { namespaceObstacle } from './obstacle.js';

/** What no proxy can show, and a namespace does. */
export const unproven =
  'a proxy capture ({ kind: proxy }) needs none of this, but cannot prove that nothing went past it: ' +
  'connections that do not use the proxy, DNS questions and UDP are not seen there';

/** The process in the namespaces, and what it tells. */
export interface Launched {
  readonly child: ChildProcess;
  /** The last of what it wrote to its standard error. */
  complaint(): string;
}

/**
 * Starts the inside in namespaces of its own. Rejects with an InputError that says what is missing.
 *
 * @param hostname how the host is called in there; as outside without it
 */
export async function launch(options: InsideOptions, hostname: string): Promise<Launched> {
  if (process.platform !== 'linux') {
    throw unavailable(`network namespaces are Linux', and this is ${process.platform}`);
  }
  const known = architecture();
  if (known === undefined)
    throw unavailable(`it knows the system calls of x64 and arm64, and this is ${process.arch}`);
  const script = fileURLToPath(new URL('./inside.js', import.meta.url));
  const isRoot = process.geteuid?.() === 0;
  const child = spawn(
    'unshare',
    [
      ...[
        '--user',
        isRoot ? '--keep-caps' : '--map-root-user',
        '--net',
        '--uts',
        '--mount',
        '--pid',
        '--fork',
      ],
      ...['--kill-child', '--mount-proc', '--', 'perl', '-e', firstProcess],
      ...[isRoot ? waiting : '', hostname, String(known.sethostname)],
      ...[process.execPath, script, JSON.stringify(options)],
    ],
    { stdio: ['pipe', 'pipe', 'pipe', 'ipc'], detached, serialization: 'json' },
  );
  watchGroup(child);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2000);
  });
  const complaint = (): string => said.trim().split('\n').at(-1) ?? '';
  const told = await Promise.race([firstTold(child), ...(isRoot ? [identified(child)] : [])]);
  if (told === 'ready') return { child, complaint };
  await endGroup(child, 0);
  throw unavailable((await namespaceObstacle()) ?? (told === '' ? complaint() : told));
}

/** Answers the first process when its users are known. Resolves only with what prevented that. */
function identified(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.stdin?.on('error', () => {});
    child.stdout?.once('data', () => {
      try {
        shareIdentities(child.pid ?? 0);
        child.stdin?.end('\n');
      } catch (error) {
        resolve(`the users of a namespace cannot be set: ${error instanceof Error ? error.message : error}`);
      }
    });
  });
}

/** `ready`, or what prevented it; empty when it ended without telling. */
function firstTold(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(''));
    child.once('message', (told: Told) => {
      if (told.kind === 'ready') resolve('ready');
      else resolve(told.kind === 'failed' ? told.message : '');
    });
  });
}

/** The error for a capture that cannot be had here. */
export function unavailable(cause: string): InputError {
  return new InputError({
    message: `the capture in a network namespace cannot be had here: ${cause}; ${unproven}`,
  });
}
