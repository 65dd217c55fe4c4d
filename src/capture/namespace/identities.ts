import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Lets a process that is the first of a user namespace have all users and groups that there are for this one, as
 * itself (user_namespaces(7)). Only root may: then files keep their owners, and a service can become another user.
 *
 * @throws the system's error where this process may not.
 */
export function shareIdentities(pid: number): void {
  for (const file of ['uid_map', 'gid_map']) {
    const ranges = readFileSync(`/proc/self/${file}`, 'latin1')
      .trim()
      .split('\n')
      .map((line) => {
        const [inner, , count] = line.trim().split(/\s+/);
        return `${inner} ${inner} ${count}`;
      });
    writeFileSync(`/proc/${pid}/${file}`, ranges.join('\n'));
  }
}
