import { expect } from 'chai';
import { type Driven, headerOf, openModule, told } from './driven.js';

const events = 'https://telemetry.acme.test/v1/events';
const post = (body: string, tls = 'TLSv1.2') => ({ method: 'POST', url: events, body, tls });
const opaque = (protocol: string, destination: string, bytes: number) => ({
  kind: 'opaque',
  protocol,
  destination,
  bytes,
});
const question = (name: string, type: string) => ({
  kind: 'dns',
  name,
  type,
  destination: 'resolver',
  bytes: name.length + 18,
});

const rows: readonly (readonly [action: string, what: string, left: readonly unknown[]])[] = [
  ['fetch', 'fetch', [post('{"at":1}')]],
  ['stream', 'fetch with a streamed body', [post('onetwo')]],
  ['https', 'node:https', [post('{"by":"https"}')]],
  [
    'http',
    'node:http, without TLS',
    [{ method: 'GET', url: 'http://plain.acme.test:8080/x?y=z', body: '', tls: null }],
  ],
  [
    'constructor',
    'a request made by its constructor',
    [{ method: 'GET', url: 'http://plain.acme.test/made', body: '', tls: null }],
  ],
  [
    'get-with-body',
    'a body where none belongs',
    [{ method: 'GET', url: events, body: 'hidden', tls: 'TLSv1.2' }],
  ],
  ['head', 'a body of a HEAD', [{ method: 'HEAD', url: events, body: 'head', tls: 'TLSv1.2' }]],
  ['weak', 'the least version of TLS that a request allows', [post('{}', 'TLSv1')]],
  ['weak-global', 'the least version that the agent of all requests allows', [post('{}', 'TLSv1')]],
  ['weak-default', 'the least version that Node is told to allow', [post('{}', 'TLSv1.1')]],
  ['weak-agent', 'the least version that its agent allows', [post('{}', 'TLSv1.1')]],
  [
    'other-method',
    'a method that nobody knows',
    [{ method: 'FOO', url: 'http://plain.acme.test/other', body: '', tls: null }],
  ],
  ['tunnel', 'a tunnel through a proxy', [opaque('tunnel', 'far.acme.test:443', 0)]],
  [
    'address',
    'an address without a name',
    [{ method: 'GET', url: 'https://[2001:db8::1]:8443/x', body: '', tls: 'TLSv1.2' }],
  ],
  ['socket', 'a socket of its own', [opaque('tcp', 'telemetry.acme.test:4433', 5)]],
  ['tls', 'a TLS socket of its own', [opaque('tls', 'pinned.acme.test:8443', 0)]],
  ['http2', 'HTTP/2', [opaque('tls', 'two.acme.test:443', 0)]],
  ['udp', 'a datagram', [opaque('udp', '192.0.2.7:53', 8)]],
  [
    'names',
    'names to resolve, and not those that need no resolver',
    [question('host-17.leak.acme.test', 'A'), question('host-18.leak.acme.test', 'TXT')],
  ],
  ['program', 'other programs', [opaque('process', 'curl', 0), opaque('process', 'wget', 0)]],
  ['thread', 'another thread', [opaque('process', 'a thread of x.js', 0)]],
  ['binding', "a binding of Node's own", [opaque('process', 'process.binding(tcp_wrap)', 0)]],
];

describe('The capture of a module', () => {
  let driven: Driven;
  before(async () => {
    process.env['HTTPS_PROXY'] = 'http://proxy.acme.test:3128';
    driven = await openModule('client.mjs');
    delete process.env['HTTPS_PROXY'];
    expect(await driven.capture.heartbeat()).to.deep.equal({ over: ['tls'], missing: [] });
    await driven.initialize();
  });
  after(() => driven.capture.close());

  for (const [action, what, left] of rows) {
    it(`sees ${what}`, async () => {
      expect((await driven.perform(action)).map(told)).to.deep.equal(left);
    });
  }

  it('counts what is more than it can keep', async () => {
    const [large] = await driven.perform('too-large');
    expect(large).to.include({
      kind: 'opaque',
      protocol: 'http/1.1',
      destination: 'telemetry.acme.test:443',
    });
    expect(large?.kind === 'opaque' && large.bytes).to.be.within(9 * 2 ** 20, 9 * 2 ** 20 + 1000);
  });

  it('tells the fields of a request in their order and letter case, as they would have left', async () => {
    const [request] = await driven.perform('fetch');
    const headers = request?.kind === 'request' ? request.headers : [];
    // Which codings it takes is another matter in each version of Node.
    expect(headers.filter(([name]) => name !== 'accept-encoding')).to.deep.equal([
      ['host', 'telemetry.acme.test'],
      ['connection', 'keep-alive'],
      ['X-Mixed', 'a'],
      ['content-type', 'application/json'],
      ['accept', '*/*'],
      ['accept-language', '*'],
      ['sec-fetch-mode', 'cors'],
      ['user-agent', 'node'],
      ['content-length', '8'],
    ]);
    const [other] = await driven.perform('https');
    expect(headerOf(other, 'Content-Type')).to.equal('application/json');
  });

  it('keeps nothing while the product is offline, and lets its requests fail', async () => {
    driven.capture.refuse(true);
    expect(await driven.perform('http-offline')).to.deep.equal([]);
    expect(await driven.perform('socket')).to.deep.equal([]);
    driven.capture.refuse(false);
    expect((await driven.perform('tell-errors')).map(told)).to.deep.equal([post('["ECONNREFUSED"]')]);
  });

  it('sees what is sent as the product goes, and stays for the last heartbeat', async () => {
    expect(await driven.perform('unfinished')).to.deep.equal([]);
    await driven.driver.shutdown();
    const [unfinished, bye] = (await driven.capture.take()).map(told) as { body: string }[];
    expect(unfinished).to.include({
      kind: 'opaque',
      protocol: 'http/1.1',
      destination: 'telemetry.acme.test:443',
    });
    const { seen, ...rest } = JSON.parse(bye?.body ?? '');
    expect(rest).to.deep.equal({ bye: 'i-1', proxy: null });
    // What it was answered, whole, each time that it asked.
    expect(seen).to.deep.equal(['{}', '{}', '{}', '{}']);
    expect(await driven.capture.heartbeat()).to.deep.equal({ over: ['tls'], missing: [] });
  });

  it('is dead once its thread is', async () => {
    await driven.capture.close();
    expect(await driven.capture.heartbeat()).to.deep.equal({ over: [], missing: ['tls'] });
  });
});
