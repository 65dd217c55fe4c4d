import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import { readAccessLog } from '../../src/import/access-log.js';
import { logReader } from '../../src/import/log-fields.js';
import type { Recorded } from '../../src/import/recorded.js';
import type { TransmissionEvent } from '../../src/trace/trace-event.generated.js';
import { rejection } from '../rejection.js';

const nginx = {
  time_iso8601: '2026-01-31T12:00:00+01:00',
  request_time: '0.250',
  request_method: 'POST',
  scheme: 'https',
  host: 'acme.test',
  request_uri: '/v1/reports?x=1',
  server_protocol: 'HTTP/2.0',
  ssl_protocol: 'TLSv1.3',
  ssl_server_name: 'acme.test',
  http_user_agent: 'notes/1.0',
  http_referer: '-',
  content_length: '7',
  request_body: '{"a":1}',
};
const caddy = {
  level: 'info',
  ts: 1769860800.5,
  request: {
    method: 'GET',
    host: 'acme.test',
    uri: '/help?v=1',
    proto: 'HTTP/1.1',
    headers: { 'User-Agent': ['notes/1.0'], Accept: ['a', 'b'] },
    tls: { version: 772, server_name: 'acme.test' },
  },
  bytes_read: 0,
};

describe('An access log', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'candor-log-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('as nginx writes it tells of requests when they were sent, as far as it holds them', async () => {
    const [first] = await read([nginx]);
    expect(first?.event).to.deep.equal({
      type: 'transmission',
      at: '2026-01-31T10:59:59.750Z',
      request: {
        method: 'POST',
        url: 'https://acme.test/v1/reports?x=1',
        httpVersion: '2',
        headers: [['user-agent', 'notes/1.0']],
        body: '{"a":1}',
      },
      tls: { protocol: 'TLSv1.3', serverName: 'acme.test' },
    });
  });

  it('as Caddy writes it tells of requests with their headers', async () => {
    const [first] = await read([caddy]);
    expect(messageOf(first)).to.deep.equal({
      method: 'GET',
      url: 'https://acme.test/help?v=1',
      httpVersion: '1.1',
      headers: [
        ['User-Agent', 'notes/1.0'],
        ['Accept', 'a'],
        ['Accept', 'b'],
      ],
    });
    expect(first?.event).to.have.nested.property('tls.protocol', 'TLSv1.3');
  });

  it('holds no message whole, whatever it holds', async () => {
    for (const recorded of await read([nginx, caddy])) expect(recorded.unseen).to.be.a('string');
  });

  const bodiless: Readonly<Record<string, object>> = {
    'that is not logged': { request_body: undefined },
    'that is logged as none': { request_body: '-' },
    'that is cut off': { request_body: '{"a"' },
    'of an unknown length': { content_length: undefined },
  };
  for (const [name, change] of Object.entries(bodiless)) {
    it(`with a body ${name} accuses no message that is judged by its body`, async () => {
      const [judged] = await read([{ ...nginx, ...change }]);
      expect(judged?.event).to.equal(undefined);
      expect(judged?.unseen).to.match(/bodies/);
      const [other] = await read([{ ...nginx, ...change, host: 'elsewhere.test' }]);
      expect(messageOf(other).url).to.equal('https://elsewhere.test/v1/reports?x=1');
    });
  }

  it('is read by names of its own, and by an origin where it names no host', async () => {
    const line = { when: '2026-01-31T12:00:00Z', q: { line: 'GET /a HTTP/1.0' }, who: 'station-7' };
    const choice = ['time=when', 'request=q.line', 'installation=who'];
    const [first] = await read([line], choice, new URL('http://acme.test:8080/'));
    expect(first?.event).to.deep.include({ installation: 'station-7', tls: null });
    expect(messageOf(first)).to.deep.include({ url: 'http://acme.test:8080/a', httpVersion: '1.0' });
  });

  const faults: Readonly<Record<string, readonly [string, string]>> = {
    'no JSON': ['127.0.0.1 - - [31/Jan/2026] "GET / HTTP/1.1"', 'this line is no JSON'],
    'no object': ['[1]', 'must be a JSON object'],
    'a text': ['"x"', 'must be a JSON object'],
    'nested deeply': [`{"a":${'['.repeat(100)}${']'.repeat(100)}}`, 'nested deeper'],
    'with a name that stands twice': ['{"uri":"/a","uri":"/b"}', 'stands twice'],
    'without an instant': [JSON.stringify({ ...nginx, time_iso8601: 'noon' }), 'no instant'],
    'with a time without its offset': [
      JSON.stringify({ ...nginx, time_iso8601: '2026-01-31T12:00:00' }),
      'no instant',
    ],
    'without a method': [JSON.stringify({ ...nginx, request_method: undefined }), 'no method'],
    'without a host': [JSON.stringify({ ...nginx, host: undefined }), 'tells no URL'],
    'with __proto__ for its fields': [
      '{"__proto__":{"method":"GET","time":"2026-01-31T12:00:00Z","url":"https://acme.test/"}}',
      'no instant',
    ],
  };
  for (const [name, [line, message]] of Object.entries(faults)) {
    it(`has a line that is ${name}: refused, with its number`, async () => {
      const error = await rejection(readText(`${JSON.stringify(nginx)}\n\n${line}\n`));
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).problems[0]?.line).to.equal(3);
      expect((error as InputError).message).to.include(message);
    });
  }

  it('is not read by a field that there is none of', () => {
    expect(() => logReader(['colour=x'])).to.throw(InputError, 'FIELD is one of time');
  });

  function read(
    lines: readonly object[],
    choice?: readonly string[],
    origin?: URL,
  ): Promise<readonly Recorded[]> {
    return readText(lines.map((line) => JSON.stringify(line)).join('\n'), choice, origin);
  }

  async function readText(
    text: string,
    choice: readonly string[] = [],
    origin?: URL,
  ): Promise<readonly Recorded[]> {
    const file = join(folder, 'access.log');
    await writeFile(file, text);
    const bodies = (method: string, url: string): boolean =>
      method === 'POST' && url.startsWith('https://acme.test/');
    const all: Recorded[] = [];
    for await (const one of readAccessLog(file, { read: logReader(choice), origin, bodies })) all.push(one);
    return all;
  }
});

function messageOf(one: Recorded | undefined): TransmissionEvent['request'] {
  expect(one?.event?.type, JSON.stringify(one)).to.equal('transmission');
  return (one as { event: TransmissionEvent }).event.request;
}
