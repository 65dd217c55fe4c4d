import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { expect } from 'chai';
import { answered, closed, converse, program, tcp, tlsTunnel, tunnel } from './clients.js';
import { openSetting, type Setting } from './setting.js';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('capture: the proxy', () => {
  let setting: Setting;
  beforeEach(async () => {
    setting = await openSetting();
  });
  afterEach(() => setting.close());

  const get = 'GET / HTTP/1.1\r\nHost: a.test\r\n\r\n';

  for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] satisfies SecureVersion[]) {
    it(`records that a request came over ${version}`, async () => {
      const socket = await tlsTunnel(setting.capture.url, 'a.test:443', {
        ca: setting.authority.certificatePem,
        minVersion: version,
        maxVersion: version,
        ciphers: 'DEFAULT@SECLEVEL=0',
      });
      socket.write(get);
      await answered(socket);
      expect((await setting.request()).tls).to.deep.equal({ protocol: version, serverName: 'a.test' });
      socket.destroy();
    });
  }

  for (const address of ['192.0.2.7', '[2001:db8::7]']) {
    it(`has a certificate for ${address}, and records that no server name was sent`, async () => {
      const socket = await tunnel(setting.capture.url, `${address}:443`);
      const ca = setting.authority.certificatePem;
      const secured = connectTls({ socket, ca, host: address.replace(/[[\]]/g, '') });
      await once(secured, 'secureConnect');
      secured.write(get);
      await answered(secured);
      const request = await setting.request();
      expect(request.url).to.equal(`https://${address}/`);
      expect(request.tls).to.include({ serverName: null });
      secured.destroy();
    });
  }

  it('records a client that does not trust the authority as opaque TLS', async () => {
    const failure = await tlsTunnel(setting.capture.url, 'a.test:443', {}).catch((error: unknown) => error);
    expect(failure).to.be.an('error');
    const opaque = await setting.opaque();
    expect(opaque).to.include({ protocol: 'tls handshake', destination: 'a.test:443' });
    expect(opaque.bytes).to.be.greaterThan(100);
  });

  it('records a client that hangs up after the handshake, as one that pins does, as opaque TLS', async () => {
    const socket = await tlsTunnel(setting.capture.url, 'a.test:443', {
      ca: setting.authority.certificatePem,
    });
    socket.destroy();
    await pause(50);
    expect(await setting.opaque()).to.include({ protocol: 'tls handshake', destination: 'a.test:443' });
  });

  it('withstands a hostile server name', async () => {
    const socket = await tunnel(setting.capture.url, 'a.test:443');
    const secured = connectTls({ socket, servername: '../../etc/passwd', rejectUnauthorized: false });
    await once(secured, 'secureConnect');
    secured.write(get);
    await answered(secured);
    expect((await setting.request()).tls).to.include({ serverName: '../../etc/passwd' });
    secured.destroy();
  });

  it('records what is neither TLS nor HTTP in a tunnel as opaque, with its bytes', async () => {
    const socket = await tunnel(setting.capture.url, 'db.test:5432');
    await converse(socket, Buffer.from([0, 0, 0, 8]), Buffer.from([4, 210, 22, 47]));
    expect(await setting.opaque()).to.deep.equal({
      kind: 'opaque',
      protocol: 'tcp',
      destination: 'db.test:5432',
      bytes: 8,
    });
  });

  it('records a tunnel in which nothing was said as a contact of no bytes', async () => {
    const socket = await tunnel(setting.capture.url, 'mail.test:25');
    socket.destroy();
    await pause(50);
    expect(await setting.opaque()).to.include({ protocol: 'tcp', destination: 'mail.test:25', bytes: 0 });
  });

  it('records rubbish at the proxy port as opaque', async () => {
    const socket = await tcp(setting.capture.url);
    await converse(socket, Buffer.from([1, 2, 3, 4, 5]));
    const { host } = new URL(setting.capture.url);
    expect(await setting.opaque()).to.include({ protocol: 'tcp', destination: host, bytes: 5 });
  });

  it('records text that is no HTTP as opaque', async () => {
    const socket = await tunnel(setting.capture.url, 'mail.test:25');
    await converse(socket, 'EHLO product.test\r\n');
    expect(await setting.opaque()).to.include({ protocol: 'tcp', destination: 'mail.test:25', bytes: 19 });
  });

  it('says nothing of a connection on which nothing was sent', async () => {
    const socket = await tcp(setting.capture.url);
    socket.destroy();
    await pause(50);
    expect(await setting.take()).to.deep.equal([]);
  });

  it('sees its own heartbeat and keeps it to itself', async () => {
    expect((await setting.capture.heartbeat()).missing).to.deep.equal([]);
    expect(await setting.take()).to.deep.equal([]);
  });

  it('records a product’s request to the heartbeat’s host with another token', async () => {
    const ca = setting.authority.certificatePem;
    const socket = await tlsTunnel(setting.capture.url, 'heartbeat.candor.invalid:443', { ca });
    socket.write('GET /0123456789abcdef0123456789abcdef HTTP/1.1\r\nHost: heartbeat.candor.invalid\r\n\r\n');
    await answered(socket);
    const { url } = await setting.request();
    expect(url).to.equal('https://heartbeat.candor.invalid/0123456789abcdef0123456789abcdef');
    socket.destroy();
  });

  it('refuses while offline, breaks off what was open, and recovers', async () => {
    const socket = await tunnel(setting.capture.url, 'a.test:80');
    const half = 'POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 9\r\n\r\nhalf';
    socket.write(half);
    await pause(50);
    setting.capture.refuse(true);
    await closed(socket);
    expect(await setting.opaque()).to.include({ destination: 'a.test:80', bytes: half.length });

    expect((await setting.capture.heartbeat()).missing).to.deep.equal(['tls']);
    const refused = await tunnel(setting.capture.url, 'a.test:80').catch((error: unknown) => error);
    expect(refused).to.be.an('error');
    expect(await setting.take()).to.deep.equal([]);

    setting.capture.refuse(false);
    expect((await setting.capture.heartbeat()).missing).to.deep.equal([]);
    const again = await tunnel(setting.capture.url, 'a.test:80');
    again.write(get);
    await answered(again);
    expect((await setting.request()).url).to.equal('http://a.test/');
    again.destroy();
  });

  it('keeps a heartbeat that is broken off to itself', async () => {
    const beating = setting.capture.heartbeat();
    await pause(5);
    setting.capture.refuse(true);
    await beating;
    setting.capture.refuse(false);
    await pause(50);
    expect(await setting.take()).to.deep.equal([]);
  });

  it('keeps up with many clients at once, and loses none', async () => {
    const ca = setting.authority.certificatePem;
    const visit = async (number: number) => {
      const socket = await tlsTunnel(setting.capture.url, `host${number % 7}.test:443`, { ca });
      socket.write(`GET /${number} HTTP/1.1\r\nHost: a\r\n\r\n`);
      await answered(socket);
      socket.destroy();
    };
    await Promise.all(Array.from({ length: 60 }, (_, number) => visit(number)));
    const taken = await setting.take();
    expect(new Set(taken.map((captured) => captured.kind === 'request' && captured.url)).size).to.equal(60);
    expect(taken).to.have.length(60);
  });

  it('listens on the loopback interface only', async () => {
    const { hostname, port } = new URL(setting.capture.url);
    expect(hostname).to.equal('127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter((address) => !address.internal && address.family === 'IPv4');
    for (const { address } of others) {
      const socket = connectTcp({ host: address, port: Number(port) });
      const outcome = await Promise.race([
        once(socket, 'connect').then(() => 'connected'),
        once(socket, 'error')
          .catch(() => [])
          .then(() => 'refused'),
      ]).catch(() => 'refused');
      socket.destroy();
      expect(outcome).to.equal('refused');
    }
  });

  it('leaves no connection and no port when closed, gives what that cut off, and closes twice', async () => {
    const socket = await tunnel(setting.capture.url, 'a.test:80');
    socket.write('GET /half HTTP/1.1\r\n');
    await pause(50);
    await Promise.all([setting.capture.close(), setting.capture.close()]);
    await closed(socket);
    expect(await setting.opaque()).to.include({ destination: 'a.test:80', bytes: 20 });
    const failure = await tcp(setting.capture.url).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'ECONNREFUSED');
  });

  it('lets the process end when closed', async () => {
    const module = (name: string) =>
      JSON.stringify(new URL(`../../src/capture/${name}.js`, import.meta.url).href);
    const script = `
      const { openAuthority } = await import(${module('authority')});
      const { openProxyCapture } = await import(${module('proxy-capture')});
      const authority = await openAuthority();
      const capture = await openProxyCapture({ authority });
      const alive = await capture.heartbeat();
      await capture.close();
      await authority.close();
      process.stdout.write(String(alive.missing.length === 0));`;
    const ran = await program(process.execPath, ['--input-type=module', '-e', script], {});
    expect(ran).to.deep.equal({ status: 0, output: 'true' });
  });

  for (const version of ['1.1', '2']) {
    it(`is believed by curl over HTTP/${version} with its environment alone`, async function () {
      const { environment } = setting.capture;
      const options = [
        '-sS',
        version === '2' ? '--http2' : '--http1.1',
        '-d',
        'a=b',
        'https://curl.test/p?q=1',
      ];
      const ran = await program('curl', options, environment);
      if (ran === null) {
        process.stdout.write('      skipped: this machine has no curl\n');
        return this.skip();
      }
      expect(ran).to.deep.equal({ status: 0, output: '{}' });
      expect(await setting.request()).to.include({ url: 'https://curl.test/p?q=1', httpVersion: version });
    });
  }

  it('is believed by Python under strict verification with its environment alone', async function () {
    const script = [
      'import ssl, urllib.request',
      'context = ssl.create_default_context()',
      'context.verify_flags |= ssl.VERIFY_X509_STRICT',
      'print(urllib.request.urlopen("https://python.test/p", context=context).read().decode())',
    ].join('\n');
    const ran = await program('python3', ['-c', script], setting.capture.environment);
    if (ran === null) {
      process.stdout.write('      skipped: this machine has no python3\n');
      return this.skip();
    }
    expect(ran).to.deep.equal({ status: 0, output: '{}\n' });
    expect(await setting.request()).to.include({ url: 'https://python.test/p', httpVersion: '1.1' });
  });
});
