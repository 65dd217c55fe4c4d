import { once } from 'node:events';
import { expect } from 'chai';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import type { Captured } from '../../src/capture/captured.js';
import { tcp, tlsTunnel } from './clients.js';
import { type Counted, openCounted } from './counted.js';
import { openSetting, type Setting } from './setting.js';

const handshake = [
  'GET /live HTTP/1.1',
  'Host: a.test',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n',
].join('\r\n');

interface FrameOptions {
  readonly opcode?: number;
  readonly final?: boolean;
  readonly masked?: boolean;
}

function frame(payload: string, { opcode = 1, final = true, masked = true }: FrameOptions = {}): Buffer {
  const body = Buffer.from(payload);
  const mask = Buffer.from([1, 2, 3, 4]);
  const extended = body.length > 125 ? Buffer.from([body.length >> 8, body.length & 255]) : Buffer.alloc(0);
  const length = body.length > 125 ? 126 : body.length;
  const head = Buffer.from([(final ? 0x80 : 0) | opcode, (masked ? 0x80 : 0) | length]);
  if (!masked) return Buffer.concat([head, extended, body]);
  return Buffer.concat([
    head,
    extended,
    mask,
    Buffer.from(body.map((byte, at) => byte ^ (mask[at % 4] ?? 0))),
  ]);
}

function told(captured: readonly Captured[]): readonly string[] {
  return captured.map((one) => {
    if (one.kind === 'request') return `${one.method} ${one.url} ${one.body.toString()}`;
    return one.kind === 'opaque' ? `${one.protocol} ${one.bytes}` : one.kind;
  });
}

/** Opens a WebSocket by hand, sends what is given, and ends. */
async function send(counted: Counted, ...frames: readonly Buffer[]): Promise<void> {
  const socket = await tcp(counted.url);
  socket.write(handshake);
  await once(socket, 'data');
  for (const one of frames) socket.write(one);
  setTimeout(() => socket.end(), 30);
  socket.resume();
  await once(socket, 'close');
}

describe('capture: WebSocket', () => {
  let setting: Setting;
  beforeEach(async () => {
    setting = await openSetting();
  });
  afterEach(() => setting.close());

  it('answers the handshake, and records it and each message', async () => {
    const tunnelled = await tlsTunnel(setting.capture.url, 'a.test:443', {
      ca: setting.authority.certificatePem,
    });
    const client = new WebSocket('wss://a.test/live?x=1', ['chat'], { createConnection: () => tunnelled });
    await once(client, 'open');
    expect(client.protocol).to.equal('chat');
    expect(client.extensions).to.equal('');
    client.send('hello');
    client.send(Buffer.from([0xff, 0]));
    client.close();
    await once(client, 'close');
    const [opened, text, binary, ...rest] = await setting.take();
    expect(rest).to.deep.equal([]);
    expect(opened).to.include({ kind: 'request', method: 'GET', url: 'wss://a.test/live?x=1' });
    const tls = { protocol: 'TLSv1.3', serverName: 'a.test' };
    const message = {
      kind: 'request',
      method: 'MESSAGE',
      url: 'wss://a.test/live?x=1',
      httpVersion: '1.1',
      tls,
    };
    expect(text).to.deep.equal({ ...message, headers: [], body: Buffer.from('hello') });
    expect(binary).to.deep.equal({ ...message, headers: [], body: Buffer.from([0xff, 0]) });
  });

  it('answers pings, and tells of what they carry', async () => {
    const tunnelled = await tlsTunnel(setting.capture.url, 'a.test:443', {
      ca: setting.authority.certificatePem,
    });
    const client = new WebSocket('wss://a.test/live', { createConnection: () => tunnelled });
    await once(client, 'open');
    client.ping('');
    await once(client, 'pong');
    client.ping('secret');
    await once(client, 'pong');
    client.close(1000, 'a reason');
    await once(client, 'close');
    const [, ...rest] = await setting.take();
    expect(told(rest)).to.deep.equal(['websocket ping 6', 'websocket close 8']);
  });

  it('refuses another upgrade, and a handshake that is none', async () => {
    const socket = await tlsTunnel(setting.capture.url, 'a.test:443', {
      ca: setting.authority.certificatePem,
    });
    socket.write(handshake.replace('Version: 13', 'Version: 12'));
    expect(String((await once(socket, 'data'))[0])).to.match(/^HTTP\/1\.1 501 /);
    expect(told(await setting.take())).to.deep.equal(['GET https://a.test/live ']);
  });

  const cases: Readonly<Record<string, [Buffer[], string[]]>> = {
    'a message in fragments, with a ping between them': [
      [frame('one ', { final: false }), frame('', { opcode: 9 }), frame('two', { opcode: 0 })],
      ['MESSAGE wss://a.test/live one two'],
    ],
    'an empty message': [[frame('')], ['MESSAGE wss://a.test/live ']],
    'a long message': [[frame('x'.repeat(300))], [`MESSAGE wss://a.test/live ${'x'.repeat(300)}`]],
    'a message that breaks off': [[frame('half', { final: false })], ['websocket 4']],
    'a message without its mask': [[frame('naked', { masked: false })], ['websocket 5']],
    'a frame that the protocol does not have': [[frame('odd', { opcode: 3 })], ['websocket 3']],
    'a message that is not UTF-8': [
      [Buffer.concat([Buffer.from([0x81, 0x81, 0, 0, 0, 0]), Buffer.from([0xff])])],
      ['websocket 1'],
    ],
    'bytes after the close': [[frame('', { opcode: 8 }), Buffer.from('more')], ['websocket 4']],
    'a close code of its own': [[Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x0f, 0xa0])], ['websocket close 2']],
    'a pong that nobody asked for': [[frame('data', { opcode: 10 })], ['websocket pong 4']],
  };
  for (const [name, [frames, expected]] of Object.entries(cases)) {
    it(`records ${name}, and accounts for every byte`, async () => {
      const counted = await openCounted({ destination: { host: 'a.test', port: 80, text: 'a.test:80' } });
      try {
        await send(counted, ...frames);
        const { captured, account } = await counted.ended();
        const [opened, ...rest] = captured;
        expect(opened).to.include({ url: 'ws://a.test/live' });
        expect(told(rest).map((one) => one.replace('ws://', 'wss://'))).to.deep.equal(expected);
        const { raw, framing, messages, opaque } = account;
        expect(raw).to.equal(framing + messages + opaque);
      } finally {
        await counted.close();
      }
    });
  }

  it('refuses a message above the limit, and records it as opaque', async () => {
    const counted = await openCounted({ bodyLimit: 100 });
    try {
      await send(counted, frame('x'.repeat(101)));
      const { captured, account } = await counted.ended();
      expect(captured.map(({ kind }) => kind)).to.deep.equal(['request', 'opaque']);
      expect(account.raw).to.equal(account.framing + account.messages + account.opaque);
    } finally {
      await counted.close();
    }
  });

  it('gives back the messages that were sent, however they are cut', async () => {
    const counted = await openCounted();
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.string({ maxLength: 200 }), { maxLength: 4 }),
          fc.array(fc.nat(50), { maxLength: 20 }),
          async (messages, cuts) => {
            let rest = Buffer.concat(messages.map((message) => frame(message)));
            const pieces = cuts.map((cut) => {
              const piece = rest.subarray(0, cut);
              rest = rest.subarray(cut);
              return piece;
            });
            await send(counted, ...pieces, rest);
            const { captured, account } = await counted.ended();
            const bodies = captured
              .slice(1)
              .map((one) => (one.kind === 'request' ? one.body.toString() : one.kind));
            expect(bodies).to.deep.equal(messages);
            expect(account.raw).to.equal(account.framing + account.messages + account.opaque);
          },
        ),
        { numRuns: 25 },
      );
    } finally {
      await counted.close();
    }
  });
});
