import { EventEmitter, once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Captured } from '../../src/capture/captured.js';
import { type ConnectionAccount, openConnectionAccount } from '../../src/capture/connection-account.js';
import { converse, tcp } from './clients.js';
import { type Counted, type CountedOptions, openCounted } from './counted.js';

interface Outcome {
  readonly captured: readonly Captured[];
  readonly account: ConnectionAccount;
}

async function counted(
  client: (counted: Counted) => Promise<void>,
  options: CountedOptions = {},
): Promise<Outcome> {
  const setting = await openCounted(options);
  try {
    await client(setting);
    return await setting.ended();
  } finally {
    await setting.close();
  }
}

/** Every byte is accounted for, and what the trace will hold is what the account says. */
function expectWhole({ captured, account }: Outcome): void {
  const sum = (kind: Captured['kind']): number =>
    captured.reduce((total, one) => total + (one.kind === kind ? (one.bytes ?? 0) : 0), 0);
  const { raw, tls, framing, messages, opaque } = account;
  expect({ messages, opaque }).to.deep.equal({ messages: sum('request'), opaque: sum('opaque') });
  expect({ raw, tls }).to.deep.equal({ raw: tls + framing + messages + opaque, tls: Math.max(0, tls) });
}

const raw =
  (...pieces: (string | Buffer)[]) =>
  async ({ url }: Counted): Promise<void> => {
    const socket = await tcp(url);
    await converse(socket, ...pieces);
    socket.destroy();
  };

function viaHttps({ port, certificatePem }: Counted, body: string, times = 1): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: '127.0.0.1',
      port,
      servername: 'a.test',
      ca: certificatePem,
      ALPNProtocols: ['http/1.1'],
    });
    const ask = (left: number): void => {
      const options = { host: 'a.test', method: 'POST', path: '/v1', createConnection: () => socket };
      const request = httpsRequest({ ...options, headers: { connection: 'keep-alive' } });
      request.on('error', reject).on('response', (response) => {
        response.resume().on('end', () => {
          if (left > 1) setImmediate(() => ask(left - 1));
          else socket.end(() => resolve());
        });
      });
      request.end(body);
    };
    socket.once('secureConnect', () => ask(times));
    socket.once('error', reject);
  });
}

async function viaHttp2({ url, port, certificatePem }: Counted, secure: boolean): Promise<void> {
  const session = secure
    ? connectHttp2('https://a.test', {
        createConnection: () =>
          connectTls({
            host: '127.0.0.1',
            port,
            servername: 'a.test',
            ca: certificatePem,
            ALPNProtocols: ['h2'],
          }),
      })
    : connectHttp2(url);
  for (const path of ['/one', '/two']) {
    const stream = session.request({ ':method': 'POST', ':path': path });
    stream.end('x'.repeat(1000));
    stream.resume();
    await once(stream, 'end');
  }
  session.close();
  await once(session, 'close');
}

const get = 'GET / HTTP/1.1\r\nHost: a.test\r\n\r\n';
const close = 'GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n';

describe('capture: the account of a connection', () => {
  const cases: Readonly<Record<string, [(counted: Counted) => Promise<void>, string[]]>> = {
    'one plain request': [raw(close), ['request']],
    'two with a line end between them': [raw(`${get}\r\n${close}`), ['request', 'request']],
    'a chunked body with extensions': [
      raw(
        'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2;hide=1\r\nok\r\n0\r\n\r\n',
      ),
      ['request', 'opaque'],
    ],
    'bytes after the last request': [raw(`${close}and more`), ['request', 'opaque']],
    'a request that breaks off': [
      async ({ url }) => {
        const socket = await tcp(url);
        socket.write('POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf');
        setTimeout(() => socket.destroy(), 50);
      },
      ['opaque'],
    ],
    'neither HTTP nor TLS': [raw('\x00\x01\x02 hello'), ['opaque']],
    'a contact of no bytes': [
      async ({ url }) => {
        (await tcp(url)).destroy();
      },
      ['opaque'],
    ],
    'HTTPS, three requests': [(setting) => viaHttps(setting, 'hello', 3), ['request', 'request', 'request']],
    'a large body over HTTPS': [(setting) => viaHttps(setting, 'x'.repeat(300_000)), ['request']],
    'HTTP/2 over TLS': [(setting) => viaHttp2(setting, true), ['request', 'request']],
    'HTTP/2 in plaintext': [(setting) => viaHttp2(setting, false), ['request', 'request']],
    'HTTP/2 that asks nothing': [
      async ({ url }) => {
        const socket = await tcp(url);
        socket.end('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
        socket.resume();
      },
      ['opaque'],
    ],
    'a TLS client that does not trust': [
      async ({ port }) => {
        const socket = connectTls({ host: '127.0.0.1', port, servername: 'a.test' });
        await once(socket, 'error');
      },
      ['opaque'],
    ],
    'a TLS client that leaves after the handshake': [
      async ({ port, certificatePem }) => {
        const socket = connectTls({ host: '127.0.0.1', port, servername: 'a.test', ca: certificatePem });
        await once(socket, 'secureConnect');
        socket.destroy();
      },
      ['opaque'],
    ],
  };
  for (const [name, [client, kinds]] of Object.entries(cases)) {
    it(`adds up for ${name}`, async () => {
      const outcome = await counted(client);
      expect(outcome.captured.map(({ kind }) => kind)).to.deep.equal(kinds);
      expect(outcome.captured.every(({ moment }) => typeof moment === 'number')).to.equal(true);
      expectWhole(outcome);
    });
  }

  it('counts a tunnel’s head as framing at a proxy port', async () => {
    const connect = 'CONNECT a.test:80 HTTP/1.1\r\nHost: a.test:80\r\n\r\n';
    const outcome = await counted(raw(connect, close), { destination: null });
    expect(outcome.account).to.include({ framing: connect.length, messages: close.length, opaque: 0 });
    expectWhole(outcome);
  });

  it('counts a line end before a request as framing, and not as the request’s', async () => {
    const { account } = await counted(raw(`\r\n${close}`));
    expect(account).to.include({ framing: 2, messages: close.length });
  });

  it('knows its own heartbeat’s connection', async () => {
    const outcome = await counted(raw(close), { claims: () => true });
    expect(outcome.captured).to.deep.equal([]);
    expect(outcome.account.own).to.equal(true);
    expect((await counted(raw(close))).account.own).to.equal(false);
  });

  it('adds up when the client ends TLS before the connection', async () => {
    const outcome = await counted(async ({ certificatePem, url }) => {
      const outer = await tcp(url);
      const socket = connectTls({ socket: outer, servername: 'a.test', ca: certificatePem });
      await once(socket, 'secureConnect');
      socket.write(get);
      await once(socket, 'data');
      socket.end();
      await new Promise((resolve) => setTimeout(resolve, 30));
      outer.destroy();
    });
    expectWhole(outcome);
  });

  it('does not take for TLS what comes after its end, nor more than TLS takes', () => {
    const socket = Object.assign(new EventEmitter(), { bytesRead: 0 });
    const stream = Object.assign(new EventEmitter(), { bytesRead: 0 });
    const account = openConnectionAccount();
    account.follow(socket as unknown as Socket);
    account.secure(stream as unknown as TLSSocket, 0);
    socket.bytesRead = 2000;
    stream.bytesRead = 100;
    expect(account.tls).to.equal(1900);
    stream.emit('end');
    socket.bytesRead = 3000;
    expect([account.raw, account.tls]).to.deep.equal([3000, 1900]);
    const padded = openConnectionAccount();
    padded.follow(socket as unknown as Socket);
    padded.secure(stream as unknown as TLSSocket, 0);
    socket.bytesRead = 1_000_000;
    expect(padded.tls).to.be.lessThan(20_000);
  });

  it('counts padding that says something as opaque, and zeros as the message’s', async () => {
    const frame = (type: number, flags: number, stream: number, payload: Buffer): Buffer => {
      const head = Buffer.alloc(9);
      head.writeUIntBE(payload.length, 0, 3);
      head.writeUInt8(type, 3);
      head.writeUInt8(flags, 4);
      head.writeUInt32BE(stream, 5);
      return Buffer.concat([head, payload]);
    };
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    // :method GET, :scheme http, :path / and :authority by their places in the static table (RFC 7541, appendix A).
    const head = Buffer.concat([Buffer.from([0x82, 0x86, 0x84, 0x41, 6]), Buffer.from('a.test')]);
    const padded = (padding: string): Buffer =>
      frame(1, 0x4 | 0x1 | 0x8, 1, Buffer.concat([Buffer.from([6]), head, Buffer.from(padding)]));
    const client = (padding: string) => async (setting: Counted) => {
      const socket = await tcp(setting.url);
      socket.write(Buffer.concat([preface, frame(4, 0, 0, Buffer.alloc(0)), padded(padding)]));
      await once(socket, 'data');
      setTimeout(() => socket.end(), 50);
    };
    const zeros = await counted(client('\0\0\0\0\0\0'));
    expect(zeros.captured.map(({ kind, bytes }) => [kind, bytes])).to.deep.equal([['request', 27]]);
    expectWhole(zeros);
    const hidden = await counted(client('secret'));
    expect(hidden.captured.map(({ kind, bytes }) => [kind, bytes])).to.deep.equal([
      ['request', 21],
      ['opaque', 6],
    ]);
    expectWhole(hidden);
  });

  it('adds up whatever is sent, in whatever pieces', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        get,
        close,
        'POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n',
        'abc',
        '\r\n',
        '\x16\x03\x01',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        '\0\0\0\x04\0\0\0\0\0',
        '\0\0\x03\x01\x05\0\0\0\x01\x82\x86\x84',
        '\0\0\x01\xee\0\0\0\0\x01x',
      ),
      fc.string({ maxLength: 12 }),
    );
    const setting = await openCounted();
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 6 }), async (pieces) => {
          const socket = await tcp(setting.url);
          socket.end(Buffer.from(pieces.join(''), 'latin1'));
          socket.resume();
          await once(socket, 'close');
          expectWhole(await setting.ended());
        }),
        { numRuns: 30 },
      );
    } finally {
      await setting.close();
    }
  });

  it('keeps a request’s own moment, though its connection stood open before', async () => {
    const before = performance.now();
    const outcome = await counted(async ({ url }) => {
      const socket = await tcp(url);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await new Promise<void>((resolve) => {
        const request = httpRequest({ createConnection: () => socket, headers: { connection: 'close' } });
        request.on('response', (response) => response.resume().on('end', () => resolve()));
        request.end();
      });
    });
    expect(outcome.captured[0]?.moment).to.be.greaterThan(before + 90);
  });
});
