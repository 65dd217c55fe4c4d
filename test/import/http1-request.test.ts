import { expect } from 'chai';
import fc from 'fast-check';
import { readHttp1Request } from '../../src/import/http1-request.js';

const HEAD = 'POST /v1/reports HTTP/1.1\r\nHost: acme.test\r\n';

describe('A request of HTTP/1 in a capture', () => {
  it('is read with its head, and a body of the stated length', () => {
    expect(read(`${HEAD}Content-Length: 3\r\n\r\nabc`)).to.deep.equal({
      method: 'POST',
      target: '/v1/reports',
      httpVersion: '1.1',
      headers: [
        ['Host', 'acme.test'],
        ['Content-Length', '3'],
      ],
      body: Buffer.from('abc'),
      extensions: 0,
      size: HEAD.length + 'Content-Length: 3\r\n\r\nabc'.length,
    });
  });

  it('is read where its body is told apart', () => {
    const request = readHttp1Request(Buffer.from(`${HEAD}Content-Length: 3\r\n\r\n`), Buffer.from('abc'));
    expect(request?.body.toString()).to.equal('abc');
  });

  it('has the body that its chunks hold, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 })), (parts) => {
        const chunks = parts.flatMap((part) => [
          Buffer.from(`${part.length.toString(16)}\r\n`),
          Buffer.from(part),
          Buffer.from('\r\n'),
        ]);
        const head = Buffer.from(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
        const request = readHttp1Request(
          Buffer.concat([head, ...chunks, Buffer.from('0\r\n\r\n')]),
          undefined,
        );
        expect(request?.body.equals(Buffer.concat(parts))).to.equal(true);
        expect(request?.extensions).to.equal(0);
      }),
    );
  });

  it('tells of what stands in its chunks beside the body', () => {
    const text = `${HEAD}Transfer-Encoding: chunked\r\n\r\n3;leak=1\r\nabc\r\n0\r\nX-Leak: 2\r\n\r\n`;
    expect(read(text)).to.deep.include({ body: Buffer.from('abc'), extensions: 7 + 11 });
  });

  for (const body of [
    'Content-Length: 3\r\n\r\nabc',
    'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    '\r\n',
  ]) {
    it(`does not take what follows it for its own, behind ${JSON.stringify(body)}`, () => {
      const first = `${HEAD}${body}`;
      expect(read(`${first}GET / HTTP/1.1\r\n\r\n`)?.size).to.equal(first.length);
    });
  }

  for (const [name, text] of Object.entries({
    'an answer': 'HTTP/1.1 200 OK\r\n\r\n',
    'a head without an end': HEAD,
    'a body that is too short': `${HEAD}Content-Length: 9\r\n\r\nabc`,
    'chunks that do not end': `${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`,
    'a chunk that is cut off': `${HEAD}Transfer-Encoding: chunked\r\n\r\nffffffff\r\nabc`,
    'another protocol': '\u0000\u0001\u0002\r\n\r\n',
  })) {
    it(`is none where it is ${name}`, () => {
      expect(read(text)).to.equal(undefined);
    });
  }
});

function read(text: string): ReturnType<typeof readHttp1Request> {
  return readHttp1Request(Buffer.from(text, 'latin1'), undefined);
}
