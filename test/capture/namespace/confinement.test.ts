import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openSetting, requireNamespace, type Setting } from './setting.js';

describe('A way out of the network namespace', function () {
  this.timeout(60_000);
  let setting: Setting;
  let folder: string;
  const server = createServer((socket) => socket.end('outside'));

  before(async function () {
    await requireNamespace(this);
    folder = await mkdtemp(join(tmpdir(), 'candor-outside-'));
    await new Promise<void>((listening) => server.listen(join(folder, 'service.sock'), listening));
    setting = await openSetting();
  });
  after(async () => {
    await setting?.close();
    server.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  it('by a socket of a service in the file system is closed', async () => {
    const ended = await setting.python(
      'import socket',
      's = socket.socket(socket.AF_UNIX)',
      `try: s.connect('${join(folder, 'service.sock')}'); print(s.recv(9))`,
      'except OSError as e: print(type(e).__name__)',
    );
    expect(ended.output).to.equal('ConnectionRefusedError');
  });

  it('by a socket in /run is closed, since nothing of it is to be seen', async () => {
    const { output } = await setting.run(
      'sh',
      '-c',
      'find /run/ /var/run/ -type s; df --output=fstype /run | tail -1',
    );
    expect(output).to.equal('tmpfs');
  });

  it('by sockets that no network namespace holds is closed', async () => {
    const ended = await setting.python(
      'import socket',
      'def can(family):',
      '  try: socket.socket(family, socket.SOCK_STREAM if family != 16 else socket.SOCK_RAW); return True',
      '  except OSError: return False',
      'print([f for f in range(1, 46) if can(f)])',
    );
    const families = (JSON.parse(ended.output) as number[]).filter((family) => family !== 17);
    expect(families).to.deep.equal([1, 2, 10, 16]);
  });

  const undoings: [string, string][] = [
    ['taking away what hides it', 'umount /run'],
    ['taking away the resolver', 'umount /etc/resolv.conf'],
    [
      'taking away what hides it, from namespaces of its own',
      'unshare --user --map-root-user --mount umount /run',
    ],
    ['a network of its own making', 'ip link add eth9 type dummy'],
    ['another way for packets', 'ip route add 192.0.2.0/24 dev lo'],
    ['the device itself', 'ip link set candor0 down'],
    ['another name of the host', 'hostname other'],
    ['the namespaces of the capture', 'nsenter --target 1 --net --mount true'],
    ['what is run when a program crashes', 'echo x >/proc/sys/kernel/core_pattern'],
    ["the first process's files", 'ls -l /proc/1/fd/0'],
  ];
  for (const [name, command] of undoings) {
    it(`by ${name} is closed`, async () => {
      const ended = await setting.run('sh', '-c', command);
      expect(ended.code, ended.output).not.to.equal(0);
    });
  }

  it('by the directory that it was started in is closed: its parents are those inside', async () => {
    const { output } = await setting.run(
      'sh',
      '-c',
      `cd ../../../../../../../../..; ls run; df --output=fstype run | tail -1`,
    );
    expect(output.split('\n').at(-1)).to.equal('tmpfs');
  });

  it('by a descriptor that was left open is closed', () => {
    const [program, ...args] = setting.capture.enclose(['sh', '-c', 'cat <&7']);
    const script = `exec 7</etc/hostname; exec "$@"`;
    const ended = spawnSync('sh', ['-c', script, 'sh', program, ...args], { encoding: 'utf8' });
    expect([ended.status, ended.stdout]).to.deep.equal([2, '']);
  });

  it('leaves the outside as it was', async () => {
    expect(spawnSync('cat', ['/etc/resolv.conf'], { encoding: 'utf8' }).stdout).not.to.contain('10.201.0.53');
    expect(await setting.taken()).to.deep.equal([]);
  });
});
