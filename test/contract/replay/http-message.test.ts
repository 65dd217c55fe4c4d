import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { exchange } from '../../../src/contract/replay/exchange.js';
import { composeMessage } from '../../../src/contract/replay/http-message.js';
import type { TraceRequest } from '../../../src/trace/trace-event.generated.js';

const request: TraceRequest = { method: 'POST', url: 'https://acme.test/v1/odd', headers: [] };

function written(change: Partial<TraceRequest>): string {
  const message = composeMessage({ ...request, ...change });
  return message.kind === 'message' ? message.bytes.toString('latin1') : message.why;
}

describe('a captured request, as it is sent again', () => {
  const cases: Readonly<Record<string, readonly [Partial<TraceRequest>, string]>> = {
    'keeps the order and letter case of its headers, and repeats them': [
      {
        headers: [
          ['X-b', '1'],
          ['host', 'acme.test'],
          ['x-B', '2'],
        ],
      },
      'POST /v1/odd HTTP/1.1\r\nX-b: 1\r\nhost: acme.test\r\nx-B: 2\r\n\r\n',
    ],
    'keeps path, query and fragment as they stand': [
      { url: 'https://acme.test/v1/../%6f?b=2&a=%zz#x' },
      'POST /v1/../%6f?b=2&a=%zz#x HTTP/1.1\r\n\r\n',
    ],
    'has a path where its URL has none': [{ url: 'https://acme.test?a=1' }, 'POST /?a=1 HTTP/1.1\r\n\r\n'],
    'keeps the version of HTTP/1.0': [{ httpVersion: '1.0' }, 'POST /v1/odd HTTP/1.0\r\n\r\n'],
    'is written in HTTP/1.1 where it was HTTP/2': [{ httpVersion: '2' }, 'POST /v1/odd HTTP/1.1\r\n\r\n'],
    'gets a length where it has a body and none': [
      { body: 'é' },
      'POST /v1/odd HTTP/1.1\r\ncontent-length: 2\r\n\r\nÃ©',
    ],
    'keeps its own length': [
      { headers: [['Content-Length', '1']], body: 'a' },
      'POST /v1/odd HTTP/1.1\r\nContent-Length: 1\r\n\r\na',
    ],
    'is sent in chunks where it was': [
      { headers: [['transfer-encoding', 'chunked']], body: 'abc' },
      'POST /v1/odd HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    ],
    'keeps bytes that are no text': [
      { bodyBase64: Buffer.from([0, 0xff]).toString('base64') },
      'POST /v1/odd HTTP/1.1\r\ncontent-length: 2\r\n\r\n\u0000ÿ',
    ],
    'keeps the bytes of a header that are no ASCII': [
      { headers: [['x', 'é']] },
      'POST /v1/odd HTTP/1.1\r\nx: é\r\n\r\n',
    ],
    'is not sent where a header would end its line': [
      { headers: [['x', 'a\r\nb: c']] },
      'it has a header that HTTP/1.1 cannot carry',
    ],
    'is not sent where a name is none': [
      { headers: [['x y', '']] },
      'it has a header that HTTP/1.1 cannot carry',
    ],
    'is not sent where its method is no word': [{ method: 'GET /' }, 'its method is no word of HTTP'],
    'is not sent where its URL has a blank': [
      { url: 'https://acme.test/a b' },
      'its URL is not one that a request can name',
    ],
    'is not sent where its URL is none': [{ url: 'acme' }, 'its URL is not one that a request can name'],
    'is not sent where it has two lengths': [
      {
        headers: [
          ['content-length', '1'],
          ['content-length', '2'],
        ],
        body: 'a',
      },
      'its headers tell another length than its body has',
    ],
    'is not sent where a pseudo-header says where it goes': [
      { headers: [[':authority', 'evil.test']] },
      'it says in HTTP/2 alone where it goes',
    ],
  };
  for (const [sentence, [change, expected]] of Object.entries(cases)) {
    it(sentence, () => {
      expect(written(change)).to.equal(expected);
    });
  }

  describe('over a connection', () => {
    let received: { readonly message: IncomingMessage; readonly body: Buffer } | undefined;
    let status = 200;
    const server = createServer(async (message, answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk as Buffer);
      received = { message, body: Buffer.concat(chunks) };
      answer.writeHead(status, status === 500 ? { 'X-Pact': 'Request-Mismatch' } : {}).end();
    });
    let port = 0;

    before(async () => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      ({ port } = server.address() as AddressInfo);
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    it('arrives as it was recorded, whatever it holds', async () => {
      const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,9}$/).map((text) => `x-${text}`);
      const value = fc.stringMatching(/^[!-~]{1,20}$/);
      const target = fc.stringMatching(/^\/[a-z0-9/?&=%.-]{0,20}$/);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(name, value), { maxLength: 5 }),
          target,
          fc.uint8Array({ maxLength: 300 }),
          async (fields, path, body) => {
            const headers: [string, string][] = [['Host', 'acme.test'], ...fields];
            const bodyBase64 = Buffer.from(body).toString('base64');
            const message = composeMessage({
              method: 'PUT',
              url: `https://acme.test${path}`,
              headers,
              bodyBase64,
            });
            if (message.kind !== 'message') throw new Error(message.why);
            expect(await exchange(port, message.bytes)).to.deep.equal({ kind: 'accepts' });
            const added = body.length > 0 ? ['content-length', String(body.length)] : [];
            expect(received?.message.rawHeaders).to.deep.equal([...headers.flat(), ...added]);
            expect(received?.message.url).to.equal(path);
            expect(received?.body.equals(body)).to.equal(true);
          },
        ),
        { numRuns: 50 },
      );
    });

    it('is rejected where Pact’s header says so, and not compared where another answer comes', async () => {
      const message = Buffer.from('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
      status = 500;
      expect(await exchange(port, message)).to.deep.equal({ kind: 'rejects' });
      status = 431;
      expect(await exchange(port, message)).to.include({ kind: 'none' });
      status = 200;
      expect(await exchange(port, Buffer.from('GET / HT'), 50)).to.include({ kind: 'none' });
    });
  });
});
