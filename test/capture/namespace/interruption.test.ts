import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { InputError } from '../../../src/disclosure/input-error.js';
import { openSetting, requireNamespace, type Setting } from './setting.js';

/** The process of the capture itself, and no other's. */
function insideOf(certificateFile: string): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) => {
      const command = commandOf(name);
      return (
        command.includes('inside.js') &&
        command.includes(certificateFile) &&
        command.startsWith(process.execPath)
      );
    });
  if (found === undefined) throw new Error('the capture has no process');
  return Number(found);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('A network namespace that is interrupted', function () {
  this.timeout(60_000);
  let setting: Setting;

  before(async function () {
    await requireNamespace(this);
  });
  beforeEach(async () => {
    setting = await openSetting();
  });
  afterEach(() => setting.close());

  it('says so when its process is killed, and ends every program in it', async () => {
    const child = setting.start('sh', '-c', 'echo started; sleep 300');
    if (child.stdout !== null) await once(child.stdout, 'data');
    const ended = once(child, 'close');
    process.kill(insideOf(setting.capture.environment['SSL_CERT_FILE'] ?? ''), 'SIGKILL');
    const failure = await failureOf(setting.capture.take());
    expect(failure)
      .to.be.instanceOf(InputError)
      .with.property('message')
      .that.contains('ended in mid-scenario');
    expect(await failureOf(setting.capture.bytes())).to.be.instanceOf(InputError);
    expect(await setting.capture.heartbeat()).to.deep.equal({ over: [], missing: ['dns', 'tls', 'udp'] });
    await ended;
  });

  it('cannot be ended by the product without a word', async () => {
    await setting.run('sh', '-c', 'kill -9 -1');
    expect(await failureOf(setting.capture.take())).to.be.instanceOf(InputError);
  });

  it('misses its heartbeat when the product ends the probe, and sees all else', async () => {
    await setting.run(
      'sh',
      '-c',
      'for p in /proc/[0-9]*; do grep -q probe.js $p/cmdline && kill -9 $(basename $p); done',
    );
    await setting.run('curl', '-sS', 'http://192.0.2.7/');
    expect(await setting.capture.heartbeat()).to.deep.equal({ over: [], missing: ['dns', 'tls', 'udp'] });
    expect(await setting.taken()).to.deep.equal(['GET http://192.0.2.7/']);
  });

  it('refuses everything at once while it is offline, and counts nothing of it', async () => {
    setting.capture.refuse(true);
    await setting.capture.take();
    const before = await setting.account();
    const ended = await setting.python(
      'import socket',
      'def attempt(what):',
      '  try: what(); print("reached")',
      '  except OSError as e: print(type(e).__name__)',
      "attempt(lambda: socket.create_connection(('192.0.2.7', 80), 20))",
      "attempt(lambda: socket.create_connection(('2001:db8::7', 80), 20))",
      "attempt(lambda: socket.getaddrinfo('offline.test', 80))",
      "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.7', 9))",
    );
    expect(ended.output.split('\n')).to.deep.equal([
      'ConnectionRefusedError',
      'ConnectionRefusedError',
      'gaierror',
    ]);
    expect(await setting.taken()).to.deep.equal([]);
    expect(await setting.account()).to.deep.equal(before);
    setting.capture.refuse(false);
    expect(await setting.run('curl', '-sS', 'http://online.test/')).to.include({ code: 0 });
    expect(await setting.taken()).to.include('GET http://online.test/');
    expect((await setting.account()).unclaimed).to.equal(0);
  });

  it('cuts the connections that stand when it goes offline', async () => {
    const script = [
      'import socket',
      "c = socket.create_connection(('192.0.2.7', 80))",
      "c.sendall(b'GET / HTTP/1.1\\r\\nHost: a.test\\r\\n\\r\\n')",
      "while not c.recv(4096).endswith(b'{}'): pass",
      'print("connected", flush=True)',
      'try: print(c.recv(1))',
      'except ConnectionResetError: print("reset")',
    ];
    const child = setting.start('python3', '-c', script.join('\n'));
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      if (output === 'connected\n') setting.capture.refuse(true);
    });
    await once(child, 'close');
    expect(output).to.equal('connected\nreset\n');
    expect(await setting.taken()).to.deep.equal(['GET http://192.0.2.7/']);
    expect((await setting.account()).unclaimed).to.equal(0);
  });

  it('gives what was sent before it was closed, once more', async () => {
    await setting.run('curl', '-sS', 'http://192.0.2.7/last');
    await setting.python(
      'import socket',
      "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'abc', ('192.0.2.7', 9))",
    );
    await setting.capture.close();
    expect(await setting.taken()).to.deep.equal(['GET http://192.0.2.7/last', 'udp 192.0.2.7:9 3']);
    await setting.capture.close();
  });
});
