import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { answered, converse, tcp, tlsTunnel, tunnel } from './clients.js';
import { openSetting, type Setting } from './setting.js';

describe('capture: HTTP/1', () => {
  let setting: Setting;
  beforeEach(async () => {
    setting = await openSetting({ bodyLimit: 1000 });
  });
  afterEach(() => setting.close());

  const secure = (target = 'ksn.candor.test:443') =>
    tlsTunnel(setting.capture.url, target, { ca: setting.authority.certificatePem });

  it('records a request in a tunnel with TLS as it was sent', async () => {
    const socket = await secure();
    socket.write(
      'POST /v1/a?b=%20c HTTP/1.1\r\nHost: ksn.candor.test\r\nX-One: 1\r\ncontent-LENGTH: 2\r\nX-One: 2\r\n\r\nhi',
    );
    expect(await answered(socket))
      .to.match(/^HTTP\/1\.1 200 OK\r\n/)
      .and.not.match(/^date:/im);
    expect(await setting.request()).to.deep.equal({
      kind: 'request',
      method: 'POST',
      url: 'https://ksn.candor.test/v1/a?b=%20c',
      httpVersion: '1.1',
      headers: [
        ['Host', 'ksn.candor.test'],
        ['X-One', '1'],
        ['content-LENGTH', '2'],
        ['X-One', '2'],
      ],
      body: Buffer.from('hi'),
      tls: { protocol: 'TLSv1.3', serverName: 'ksn.candor.test' },
    });
    expect(await setting.take()).to.deep.equal([]);
    socket.destroy();
  });

  it('keeps a port that is not the scheme’s own in the URL', async () => {
    const socket = await secure('ksn.candor.test:8443');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await answered(socket);
    expect((await setting.request()).url).to.equal('https://ksn.candor.test:8443/');
    socket.destroy();
  });

  it('names the tunnel’s end in the URL whatever the Host field says', async () => {
    const socket = await secure('evil.test:443');
    socket.write('GET /x HTTP/1.1\r\nHost: ksn.candor.test\r\n\r\n');
    await answered(socket);
    const request = await setting.request();
    expect(request.url).to.equal('https://evil.test/x');
    expect(request.headers).to.deep.equal([['Host', 'ksn.candor.test']]);
    socket.destroy();
  });

  it('loses nothing of an absolute form that contradicts the tunnel', async () => {
    const socket = await secure('evil.test:443');
    socket.write('GET https://ksn.candor.test/x HTTP/1.1\r\nHost: a\r\n\r\n');
    await answered(socket);
    expect((await setting.request()).url).to.equal('https://evil.test/https://ksn.candor.test/x');
    socket.destroy();
  });

  it('answers pipelined requests in order and records them in order', async () => {
    const socket = await secure();
    socket.write(
      'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\nHost: a\r\n\r\n',
    );
    await answered(socket, 3);
    const urls = (await setting.take()).map((captured) => captured.kind === 'request' && captured.url);
    expect(urls).to.deep.equal([1, 2, 3].map((number) => `https://ksn.candor.test/${number}`));
    socket.destroy();
  });

  it('undoes chunks, appends trailers, and leaves the content coding as it was sent', async () => {
    const zipped = gzipSync('{"a":1}');
    const socket = await secure();
    socket.write(
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n',
    );
    for (const part of [zipped.subarray(0, 9), zipped.subarray(9)]) {
      socket.write(
        Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
      );
    }
    socket.write('0\r\nX-Sum: 7\r\n\r\n');
    await answered(socket);
    const request = await setting.request();
    expect(request.body).to.deep.equal(zipped);
    expect(request.headers.at(-1)).to.deep.equal(['X-Sum', '7']);
    socket.destroy();
  });

  it('counts what is hidden in chunk extensions as opaque', async () => {
    const socket = await secure();
    socket.write(
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;leak=secret\r\nhi\r\n0\r\n\r\n',
    );
    await answered(socket);
    const [request, hidden] = await setting.take();
    expect(request).to.include({ kind: 'request', method: 'POST' });
    expect(hidden).to.deep.equal({
      kind: 'opaque',
      protocol: 'http/1.1 chunk extension',
      destination: 'ksn.candor.test:443',
      bytes: ';leak=secret'.length,
    });
    socket.destroy();
  });

  it('answers Expect: 100-continue before the body', async () => {
    const socket = await secure();
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n');
    const [interim] = (await once(socket, 'data')) as [Buffer];
    expect(String(interim)).to.equal('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('ok');
    await answered(socket);
    expect((await setting.request()).body.toString()).to.equal('ok');
    socket.destroy();
  });

  it('answers HEAD without a body and HTTP/1.0 with a closed connection', async () => {
    const socket = await secure();
    const received = await converse(socket, 'HEAD / HTTP/1.0\r\nHost: a\r\n\r\n');
    expect(received)
      .to.match(/\r\n\r\n$/)
      .and.include('Content-Length: 2');
    expect((await setting.request()).httpVersion).to.equal('1.0');
  });

  it('records plain HTTP in absolute form with its user information and fragment', async () => {
    const socket = await tcp(setting.capture.url);
    socket.write('GET http://me:pw@a.test:8080/p?q#f HTTP/1.1\r\nHost: a.test:8080\r\n\r\n');
    await answered(socket);
    expect(await setting.request()).to.include({ url: 'http://me:pw@a.test:8080/p?q#f', tls: null });
    socket.destroy();
  });

  it('records plain HTTP in a tunnel as plaintext', async () => {
    const socket = await tunnel(setting.capture.url, 'a.test:80');
    socket.write('GET /p HTTP/1.1\r\nHost: a.test\r\n\r\n');
    await answered(socket);
    expect(await setting.request()).to.include({ url: 'http://a.test/p', tls: null });
    socket.destroy();
  });

  const hosts = [
    ['a Host field', 'Host: a.test:81\r\n', 'a.test:81'],
    ['no Host field', '', null],
    ['a hostile Host field', 'Host: a/../b c\\@<x>\r\n', null],
    ['an empty Host field', 'Host:\r\n', null],
  ] as const;
  for (const [what, field, host] of hosts) {
    it(`records an origin form at the proxy port with ${what}`, async () => {
      const socket = await tcp(setting.capture.url);
      socket.write(`GET /p HTTP/1.1\r\n${field}\r\n`);
      await answered(socket);
      const own = new URL(setting.capture.url).host;
      expect(await setting.request()).to.include({ url: `http://${host ?? own}/p`, tls: null });
      socket.destroy();
    });
  }

  it('counts a body above the limit, discards it and answers 413', async () => {
    const socket = await secure();
    const head = 'POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n';
    expect(await converse(socket, head + 'x'.repeat(500_000))).to.match(/^HTTP\/1\.1 413 /);
    const opaque = await setting.opaque();
    expect(opaque.destination).to.equal('ksn.candor.test:443');
    expect(opaque.bytes).to.equal(head.length + 500_000);
  });

  it('takes a body of exactly the limit', async () => {
    const socket = await secure();
    socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(1000)}`);
    await answered(socket);
    expect((await setting.request()).body).to.have.length(1000);
    socket.destroy();
  });

  it('records an upload that breaks off as opaque, never as a request', async () => {
    const socket = await secure();
    const sent = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this';
    socket.write(sent);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect(await setting.opaque()).to.deep.equal({
      kind: 'opaque',
      protocol: 'http/1.1',
      destination: 'ksn.candor.test:443',
      bytes: sent.length,
    });
  });

  it('records half a head behind a whole request', async () => {
    const socket = await tunnel(setting.capture.url, 'a.test:80');
    socket.write('GET /whole HTTP/1.1\r\nHost: a\r\n\r\nGET /half HTTP/1.1\r\nX: y');
    await answered(socket);
    socket.resetAndDestroy();
    const [whole, half] = await setting.take();
    expect(whole).to.include({ kind: 'request', url: 'http://a.test/whole' });
    expect(half).to.include({ kind: 'opaque', bytes: 'GET /half HTTP/1.1\r\nX: y'.length });
  });

  const malformed = [
    [
      'two framings',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc'],
    ['a folded field', 'GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n'],
    ['a control character', 'GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n'],
    ['a head too long', `GET / HTTP/1.1\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`],
    ['a bad chunk', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a bad CONNECT', 'CONNECT a.test/../x HTTP/1.1\r\nHost: a\r\n\r\n'],
  ] as const;
  for (const [what, sent] of malformed) {
    it(`refuses a request with ${what} and records all its bytes as opaque`, async () => {
      const socket = await tcp(setting.capture.url);
      expect(await converse(socket, sent)).to.match(/^HTTP\/1\.1 4\d\d /);
      expect(await setting.opaque()).to.include({ protocol: 'http/1.1', bytes: sent.length });
    });
  }

  it('records an upgrade as a request, refuses it, and what follows is opaque', async () => {
    const socket = await secure();
    const upgrade = 'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    const received = await converse(socket, upgrade, Buffer.from([0x81, 0x02, 0x68, 0x69]));
    expect(received).to.match(/^HTTP\/1\.1 501 /);
    const [request, after] = await setting.take();
    expect(request).to.include({ kind: 'request', url: 'https://ksn.candor.test/ws' });
    expect(after).to.include({ kind: 'opaque', protocol: 'websocket', bytes: 4 });
  });

  it('breaks off a head that never ends, so that a take is bounded', async () => {
    const socket = await tcp(setting.capture.url);
    socket.write('GET / HTTP/1.1\r\nX:');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await setting.opaque()).to.include({ protocol: 'http/1.1', bytes: 18 });
    socket.destroy();
  });

  it('waits in a take for a request that has begun', async () => {
    const socket = await secure();
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab');
    const taking = setting.request();
    setTimeout(() => socket.write('cd'), 300);
    expect((await taking).body.toString()).to.equal('abcd');
    socket.destroy();
  });

  it('gives the answer that it is told, and fails the next take when the telling fails', async () => {
    await setting.close();
    setting = await openSetting({
      answer: (method, url) => {
        if (method === 'PUT') throw new Error('no answer');
        return { status: 201, contentType: 'text/plain', body: url };
      },
    });
    const received = await converse(
      await secure(),
      'GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(received).to.match(/^HTTP\/1\.1 201 Created\r\nContent-Type: text\/plain\r\n/);
    expect(received.endsWith('https://ksn.candor.test/a')).to.equal(true);
    await setting.capture.take();
    expect(await converse(await secure(), 'PUT / HTTP/1.1\r\nConnection: close\r\n\r\n')).to.match(/ 500 /);
    const failure = await setting.capture.take().catch((error: unknown) => error);
    expect(failure).to.be.an('error').with.property('message', 'no answer');
  });
});
