import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { expect } from 'chai';
import { http2Request, http2Session, tlsTunnel, tunnel } from './clients.js';
import { openSetting, type Setting } from './setting.js';

const settings = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  frame(4, 0, 0, Buffer.alloc(0)),
]);

/** One frame (RFC 9113, 4.1). */
function frame(type: number, flags: number, streamId: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(streamId, 5);
  return Buffer.concat([header, payload]);
}

/** Literal fields without indexing (RFC 7541, 6.2.2), all short. */
function fields(...pairs: [string, string][]): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'latin1')]);
  return Buffer.concat(pairs.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

const post: [string, string][] = [
  [':method', 'POST'],
  [':scheme', 'https'],
  [':authority', 'a.test'],
  [':path', '/'],
];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('capture: HTTP/2', () => {
  let setting: Setting;
  beforeEach(async () => {
    setting = await openSetting({ bodyLimit: 1000 });
  });
  afterEach(() => setting.close());

  const open = (target = 'a.test:443') =>
    http2Session(setting.capture.url, target, setting.authority.certificatePem);
  const raw = () =>
    tlsTunnel(setting.capture.url, 'a.test:443', {
      ca: setting.authority.certificatePem,
      ALPNProtocols: ['h2'],
    });

  it('records a request with its fields in order and duplicates, without pseudo-fields', async () => {
    const session = await open();
    const status = await http2Request(
      session,
      { ':method': 'POST', ':path': '/p?q=1', 'x-a': ['1', '2'], cookie: 'c=d' },
      Buffer.from('hello'),
    );
    expect(status).to.equal(200);
    expect(await setting.request()).to.deep.equal({
      kind: 'request',
      method: 'POST',
      url: 'https://a.test/p?q=1',
      httpVersion: '2',
      headers: [
        ['x-a', '1'],
        ['x-a', '2'],
        ['cookie', 'c=d'],
      ],
      body: Buffer.from('hello'),
      tls: { protocol: 'TLSv1.3', serverName: 'a.test' },
    });
    session.destroy();
  });

  it('records several streams at once in the order in which they began', async () => {
    const session = await open();
    const paths = Array.from({ length: 20 }, (_, index) => `/${index}`);
    await Promise.all(paths.map((path) => http2Request(session, { ':path': path })));
    const urls = (await setting.take()).map((captured) => captured.kind === 'request' && captured.url);
    expect(urls).to.deep.equal(paths.map((path) => `https://a.test${path}`));
    session.destroy();
  });

  it('names the tunnel’s end in the URL when :authority contradicts it, and keeps what was said', async () => {
    const session = await open('evil.test:443');
    await http2Request(session, { ':path': '/x', ':authority': 'ksn.candor.test' });
    const request = await setting.request();
    expect(request.url).to.equal('https://evil.test/x');
    expect(request.headers).to.deep.equal([[':authority', 'ksn.candor.test']]);
    session.destroy();
  });

  for (const code of [0, 8]) {
    it(`records a stream that is reset with code ${code} in mid-body as opaque`, async () => {
      const socket = await raw();
      const reset = Buffer.from([0, 0, 0, code]);
      socket.write(
        Buffer.concat([settings, frame(1, 4, 1, fields(...post)), frame(0, 0, 1, Buffer.from('abc'))]),
      );
      await pause(50);
      socket.write(frame(3, 0, 1, reset));
      await pause(50);
      expect(await setting.opaque()).to.deep.equal({
        kind: 'opaque',
        protocol: 'http/2',
        destination: 'a.test:443',
        bytes: 9 + fields(...post).length + 9 + 3,
      });
      socket.destroy();
    });
  }

  it('records a stream as opaque when the connection breaks in mid-body', async () => {
    const socket = await raw();
    socket.write(
      Buffer.concat([settings, frame(1, 4, 1, fields(...post)), frame(0, 0, 1, Buffer.from('abc'))]),
    );
    await pause(50);
    socket.destroy();
    expect(await setting.opaque()).to.include({ protocol: 'http/2', destination: 'a.test:443' });
  });

  it('records a request that the session refuses without a word as opaque', async () => {
    const socket = await raw();
    const headers = frame(1, 5, 1, fields(...post, ['X-Upper', 'secret']));
    socket.write(Buffer.concat([settings, headers]));
    await pause(50);
    expect(await setting.opaque()).to.include({ protocol: 'http/2', bytes: headers.length });
    socket.destroy();
  });

  it('records a frame of unknown type as opaque', async () => {
    const socket = await raw();
    socket.write(Buffer.concat([settings, frame(0xbb, 0, 0, Buffer.from('secret'))]));
    await pause(50);
    expect(await setting.opaque()).to.include({ protocol: 'http/2', bytes: 15 });
    socket.destroy();
  });

  it('appends trailers', async () => {
    const session = await open();
    const stream = session.request({ ':method': 'POST', ':path': '/' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '7' }));
    stream.end('abc').resume();
    await once(stream, 'close');
    expect((await setting.request()).headers).to.deep.equal([['x-sum', '7']]);
    session.destroy();
  });

  it('counts a body above the limit and answers 413', async () => {
    const session = await open();
    const status = await http2Request(session, { ':method': 'POST', ':path': '/' }, Buffer.alloc(200_000));
    expect(status).to.equal(413);
    expect((await setting.opaque()).bytes).to.be.greaterThan(200_000);
    session.destroy();
  });

  it('reads HTTP/2 without TLS in a tunnel as plaintext', async () => {
    const socket = await tunnel(setting.capture.url, 'a.test:80');
    const session = connectHttp2('http://a.test', { createConnection: () => socket });
    session.on('error', () => {});
    await http2Request(session, { ':path': '/plain' });
    expect(await setting.request()).to.include({ url: 'http://a.test/plain', httpVersion: '2', tls: null });
    session.destroy();
  });
});
