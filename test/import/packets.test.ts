import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import { readCapture } from '../../src/import/packets.js';
import type { Recorded, RecordedEvent } from '../../src/import/recorded.js';
import { rejection } from '../rejection.js';
import { isHere, startRecordedServer } from './recording-product.js';

const recordings = fileURLToPath(new URL('../../../test/fixtures/recordings/', import.meta.url));
const capture = join(recordings, 'curl.pcapng');
const keys = join(recordings, 'curl-keys.txt');
const run = promisify(execFile);

/** Skips with the reason; where the machine must have the tools, a missing one is a failure. */
function need(test: Mocha.Context, ...programs: readonly string[]): void {
  const missing = programs.filter((program) => !isHere(program));
  if (missing.length === 0) return;
  skip(test, `there is no ${missing.join(', ')} here`);
}

function skip(test: Mocha.Context, reason: string): never {
  if (process.env['CANDOR_NAMESPACE'] === 'required') throw new Error(reason);
  process.stdout.write(`      skipped: ${reason}\n`);
  return test.skip();
}

/** tcpdump says when it listens; where it may not, it ends. */
function hasBegun(tcpdump: ChildProcess): Promise<boolean> {
  let said = '';
  return new Promise((resolve) => {
    tcpdump.stderr?.on('data', (data: Buffer) => {
      said += String(data);
      if (said.includes('listening on')) resolve(true);
    });
    tcpdump.once('close', () => resolve(false));
  });
}

describe('A capture of packets', () => {
  it('with its key log tells of every request, question and other byte', async function () {
    need(this, 'tshark');
    const events = eventsOf(await read(capture, keys));
    expect(events.map(summary)).to.deep.equal([
      'POST https://stats.acme.test/v1/reports 1.1 {"version":"1.0","notes":3} TLSv1.3',
      'POST https://stats.acme.test/v1/reports 2 {"version":"1.0","notes":4,"title":"My diary"} TLSv1.3',
      'POST https://stats.acme.test/v1/reports 1.1 base64 TLSv1.3',
      'dns TXT desk-7.stats.acme.test 127.0.0.1:53 40',
      'opaque tls 127.0.0.1:443 807',
      'opaque udp 127.0.0.1:9999 15',
    ]);
  });

  it('without its key log tells that bytes left, and not that nothing did', async function () {
    need(this, 'tshark');
    const events = eventsOf(await read(capture, undefined));
    expect(events.filter(({ type }) => type === 'transmission')).to.deep.equal([]);
    const opaque = events.filter(({ type }) => type === 'opaque');
    expect(opaque.map(summary)).to.have.lengthOf(5);
  });

  it('of which another machine is the product shows nothing that the product sent', async function () {
    need(this, 'tshark');
    expect(eventsOf(await read(capture, keys, ['192.0.2.7']))).to.deep.equal([]);
  });

  it('with the keys of some connections only tells of the bytes in the others', async function () {
    need(this, 'tshark');
    const folder = await mkdtemp(join(tmpdir(), 'candor-packets-'));
    try {
      const lines = (await readFile(keys, 'utf8')).split('\n');
      const [, random = ''] = (lines[0] ?? '').split(' ');
      const some = join(folder, 'keys.txt');
      await writeFile(some, lines.filter((line) => line.includes(random)).join('\n'));
      const events = eventsOf(await read(capture, some)).map(({ type }) => type);
      expect(events.sort()).to.deep.equal(['dns', 'opaque', 'opaque', 'opaque', 'opaque', 'transmission']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('that lost a packet says so, and does not make a message of what is left', async function () {
    need(this, 'tshark', 'editcap');
    const folder = await mkdtemp(join(tmpdir(), 'candor-packets-'));
    try {
      const file = join(folder, 'lost.pcapng');
      await run('editcap', [capture, file, '9']);
      const recorded = await read(file, keys);
      expect(recorded.map(({ unseen }) => unseen)).to.include('packets that the capture lost');
      const first = '{"version":"1.0","notes":3}';
      expect(eventsOf(recorded).map(summary).join()).not.to.include(first);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const [name, content] of Object.entries({
    'no capture': Buffer.alloc(100, 0x2a),
    'one that is cut off': Buffer.from('0a0d0d0a1c000000', 'hex'),
  })) {
    it(`that is ${name} is refused in tshark's own words`, async function () {
      need(this, 'tshark');
      const folder = await mkdtemp(join(tmpdir(), 'candor-packets-'));
      try {
        const file = join(folder, 'x.pcapng');
        await writeFile(file, content);
        const error = await rejection(read(file, undefined, ['192.0.2.7']));
        expect(error).to.be.instanceOf(InputError);
        expect((error as InputError).message).to.include('tshark ended with');
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }

  it('is not read where there is no tshark, and the reason says what to install', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nonexistent';
    try {
      const error = await rejection(read(capture, keys));
      expect((error as InputError).message).to.include('apt-get install tshark');
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('is left where it was interrupted, and tshark with it', async function () {
    need(this, 'tshark');
    const controller = new AbortController();
    const reason = new InputError({ message: 'interrupted' });
    const reading = (async () => {
      for await (const _ of readCapture(capture, {
        keys,
        clients: ['127.0.0.1'],
        signal: controller.signal,
      })) {
        controller.abort(reason);
      }
    })();
    expect(await rejection(reading)).to.equal(reason);
  });

  it('that tcpdump makes of curl now is read too', async function () {
    need(this, 'tshark', 'tcpdump', 'curl', 'openssl');
    const folder = await mkdtemp(join(tmpdir(), 'candor-packets-'));
    const server = await startRecordedServer(folder);
    try {
      const file = join(folder, 'now.pcap');
      const filter = `port ${server.port} or udp port 5353`;
      const tcpdump = spawn(
        'tcpdump',
        ['-Z', 'root', '-i', 'lo', '--immediate-mode', '-U', '-w', file, filter],
        {
          stdio: 'pipe',
        },
      );
      const ended = new Promise((resolve) => tcpdump.once('close', resolve));
      if (!(await hasBegun(tcpdump))) {
        tcpdump.kill('SIGKILL');
        skip(this, 'tcpdump may not capture here');
      }
      const log = join(folder, 'keys.txt');
      const url = `https://localhost:${server.port}/v1/reports`;
      for (const version of ['--http1.1', '--http2']) {
        const data = ['-H', 'content-type: application/json', '-d', `{"over":"${version}"}`];
        await run('curl', ['-sk', version, url, ...data], { env: { ...process.env, SSLKEYLOGFILE: log } });
      }
      const socket = createSocket('udp4');
      await new Promise((resolve) => socket.send('hidden', 5353, '127.0.0.1', resolve));
      socket.close();
      // What was sent last is in the file when all is.
      for (let tries = 0; tries < 300 && !(await readFile(file)).includes('hidden'); tries += 1)
        await wait(100);
      tcpdump.kill('SIGINT');
      await ended;
      const events = eventsOf(await read(file, log)).map(summary);
      expect(events).to.deep.equal([
        `POST ${url} 1.1 {"over":"--http1.1"} TLSv1.3`,
        `POST ${url} 2 {"over":"--http2"} TLSv1.3`,
        'opaque mdns 127.0.0.1:5353 6',
      ]);
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
  });
});

async function read(
  file: string,
  log: string | undefined,
  clients: readonly string[] = [],
): Promise<readonly Recorded[]> {
  const all: Recorded[] = [];
  for await (const one of readCapture(file, { keys: log, clients })) all.push(one);
  return all;
}

function eventsOf(recorded: readonly Recorded[]): readonly RecordedEvent[] {
  return recorded.flatMap(({ event }) => event ?? []);
}

function summary(event: RecordedEvent): string {
  switch (event.type) {
    case 'transmission': {
      const { method, url, httpVersion, body, bodyBase64 } = event.request;
      return [method, url, httpVersion, bodyBase64 === undefined ? body : 'base64', event.tls?.protocol].join(
        ' ',
      );
    }
    case 'dns':
      return ['dns', event.question.type, event.question.name, event.destination, event.bytes].join(' ');
    case 'opaque':
      return ['opaque', event.protocol, event.destination, event.bytes].join(' ');
    default:
      return event.type;
  }
}
