import type { Command } from '../capture.js';
import { architecture, confinement, socketFilter } from './confinement.js';

/**
 * The command that runs another in the namespaces of a process, in the directory that it is started in, as the user
 * who runs Candor, and without the means to leave them.
 *
 * @param pid the process whose children are in the namespaces
 */
export function enclosing(pid: number, command: Command): Command {
  const known = architecture();
  if (known === undefined) throw new TypeError(`No capture can have been opened on ${process.arch}.`);
  const enter = [
    ...['nsenter', '--target', String(pid), '--user', '--preserve-credentials', '--net', '--uts', '--mount'],
    ...[`--pid=/proc/${pid}/ns/pid_for_children`],
  ];
  const [user, group] = [process.geteuid?.() ?? 0, process.getegid?.() ?? 0];
  // In the namespaces Candor's user is called root. Under a further one the product sees itself as outside, and has
  // no power over those around it.
  const become = user === 0 ? [] : ['unshare', '--user', `--map-user=${user}`, `--map-group=${group}`, '--'];
  const confine = ['perl', '-e', confinement, String(known.prctl), socketFilter(known).toString('hex')];
  // A directory that was opened outside would stay in the tree of files outside, `..` and all: so its path is looked
  // up inside. The shell is there to tell it.
  const script = `exec ${enter.join(' ')} --wdns="$PWD" -- "$@"`;
  return ['sh', '-c', script, 'sh', ...become, ...confine, ...command];
}
