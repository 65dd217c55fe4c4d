import { linkSync, rmSync } from 'node:fs';
import { servePeer } from './peer.js';

/**
 * Run under libfaketime, this program holds the origin of the product's time. The library keeps that in two objects of
 * shared memory, which it names by the process's id and removes when that process ends. Ids come again in another
 * namespace, so the objects are given a name of the run's own as well. Every process that is told of that name in
 * FAKETIME_SHARED has the same time. They go when whoever asked is gone.
 */
const MEMORY = '/dev/shm';
const [name = ''] = process.argv.slice(2);
const links: string[] = [];

function share(): object {
  const shared = process.env['FAKETIME_SHARED'];
  const [semaphore, memory] = (shared ?? '').split(' ').map((part) => part.replace(/^\//, ''));
  // Another process has objects of this id: the caller tries again with a new process, and so a new id.
  if (semaphore === undefined || semaphore === '' || memory === undefined) return {};
  for (const [from, to] of [
    [`${MEMORY}/sem.${semaphore}`, `${MEMORY}/sem.${name}`],
    [`${MEMORY}/${memory}`, `${MEMORY}/${name}`],
  ] as const) {
    linkSync(from, to);
    links.push(to);
    // The id's own name is free again, for a process of the same id in another namespace.
    rmSync(from, { force: true });
  }
  return { shared: `/${name} /${name}` };
}

await servePeer(async (method) => (method === 'share' ? share() : { now: Date.now() }));
for (const link of links) rmSync(link, { force: true });
// An orderly end would have the library remove what has the id's name, which is another's by now.
if (links.length > 0) process.kill(process.pid, 'SIGKILL');
