import { brotliCompressSync, gzipSync } from 'node:zlib';
import { trace } from './judging.js';
import { acmeWith, tells } from './telling.js';

const good = JSON.stringify({ number: 1, on: true, id: 'p-7f3a' });
const coded = (bytes: Uint8Array, coding: string) =>
  trace()
    .install()
    .sends('pulse', { bytes, headers: [['content-encoding', coding]] })
    .ends();
const body = (text: string) => trace().install().sends('pulse', { body: text }).ends();
const typed = (contentType: string) =>
  trace()
    .install()
    .transmits({
      method: 'POST',
      url: 'https://acme.test/v1/pulses',
      headers: [['content-type', contentType]],
      body: good,
    })
    .ends();
const over = (tls: { protocol: string } | null) => trace().install().sends('lookup', { tls }).ends();

/** A gzip stream with a header that holds what its flags announce (RFC 1952 section 2.3.1). */
function flagged(flags: number, fields: Uint8Array): Buffer {
  const stream = gzipSync(good);
  const head = Buffer.from(stream.subarray(0, 10));
  head[3] = flags;
  return Buffer.concat([head, fields, stream.subarray(10)]);
}

describe('what a finding tells', () => {
  describe('of how a message travelled', () => {
    tells({
      'that it was in plaintext, and which TLS is wanted': {
        trace: over(null),
        told: [
          [
            'transport/plaintext',
            'lookup: was sent without TLS',
            'plaintext',
            'TLS, TLSv1.2 or later',
            '01T00:00:00.000 line 3 /tls',
          ],
        ],
      },
      'that TLS is wanted, where no version is stated': {
        trace: over(null),
        ...acmeWith({ transport: { tls: 'required' } }),
        told: [
          [
            'transport/plaintext',
            'lookup: was sent without TLS',
            'plaintext',
            'TLS',
            '01T00:00:00.000 line 3 /tls',
          ],
        ],
      },
      'nothing of plaintext where TLS is optional': {
        trace: over(null),
        ...acmeWith({ transport: { tls: 'optional', minimum: 'TLSv1.2' } }),
        told: [],
      },
      'which version it had, and which is wanted': {
        trace: over({ protocol: 'TLSv1.1' }),
        told: [
          [
            'transport/weak-tls',
            'lookup: was sent with TLSv1.1',
            'TLSv1.1',
            'TLSv1.2 or later',
            '01T00:00:00.000 line 3 /tls',
          ],
        ],
      },
      'a version that could not be shown as it is': {
        trace: over({ protocol: `TLS\u0007${'x'.repeat(60)}` }),
        told: [
          [
            'transport/weak-tls',
            'lookup: was sent with TLS‹U+0007›xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…',
            'TLS‹U+0007›xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…',
            'TLSv1.2 or later',
            '01T00:00:00.000 line 3 /tls',
          ],
        ],
      },
      'nothing of a version where none is stated': {
        trace: over({ protocol: 'SSLv2' }),
        ...acmeWith({ transport: { tls: 'required' } }),
        told: [],
      },
    });
  });

  describe('of where it went', () => {
    const goes = (url: string, method = 'POST') => trace().install().transmits({ method, url }).ends();
    tells({
      'its method and URL, without the query': {
        trace: goes('https://evil.test/x?secret=1'),
        told: [
          [
            'route/undocumented',
            'POST https://evil.test/x matches no route',
            'POST https://evil.test/x',
            'the routes and exclusions of the system file',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      'a URL that cannot be read': {
        trace: goes('https://[::/'),
        told: [
          [
            'route/undocumented',
            'POST a URL that cannot be read matches no route',
            'POST a URL that cannot be read',
            'the routes and exclusions of the system file',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      'a method that is too long to be shown': {
        trace: goes('https://evil.test/', 'M'.repeat(40)),
        told: [
          [
            'route/undocumented',
            'MMMMMMMMMMMMMMMMMMMM… https://evil.test/ matches no route',
            'MMMMMMMMMMMMMMMMMMMM… https://evil.test/',
            'the routes and exclusions of the system file',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      'what was added to a documented path': {
        trace: goes('https://acme.test/v1/pulses/u-17/x'),
        told: [
          [
            'route/undocumented',
            'POST https://acme.test/v1/pulses/u-17/x matches no route',
            'POST https://acme.test/v1/pulses/u-17/x',
            'the routes and exclusions of the system file',
            '01T00:00:00.000 line 3 /request/url',
          ],
          [
            'channel/undocumented',
            'the path part "/u-17/x" is not documented',
            '/u-17/x',
            'POST https://acme.test/v1/pulses',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      'that it names no installation': {
        trace: trace().sends('lookup', { installation: null }).ends(),
        told: [
          [
            'route/unattributed',
            'lookup: names no installation, and there is not exactly one that it could belong to',
            undefined,
            undefined,
            '01T00:00:00.000 line 2',
          ],
        ],
      },
      'that it could not be read': {
        trace: trace().install().leaksOpaquely().ends(),
        told: [
          [
            'capture/opaque',
            '1200 bytes of udp to 192.0.2.7:443 could not be read',
            '1200 bytes of udp to 192.0.2.7:443',
            'the routes of the system file',
            '01T00:00:00.000 line 3',
          ],
        ],
      },
    });
  });

  describe('of a body', () => {
    tells({
      'that it is in too many layers': {
        trace: coded(gzipSync(gzipSync(gzipSync(gzipSync(good)))), 'gzip, gzip, gzip, gzip'),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: it is encoded in too many layers',
            'it is encoded in too many layers',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/bodyBase64',
          ],
        ],
      },
      'that its coding is not known': {
        trace: coded(gzipSync(good), 'zstd'),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: its content encoding "zstd" is not known',
            'its content encoding "zstd" is not known',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/bodyBase64',
          ],
        ],
      },
      'that it is not in its coding': {
        trace: coded(Buffer.from(good), 'br'),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: it is not valid br',
            'it is not valid br',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/bodyBase64',
          ],
        ],
      },
      'that it expands too far': {
        trace: coded(brotliCompressSync(Buffer.alloc(9 * 1024 * 1024, 0x20)), 'br'),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: it expands past 8388608 bytes',
            'it expands past 8388608 bytes',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/bodyBase64',
          ],
        ],
      },
      'how much lies behind its end': {
        trace: coded(Buffer.concat([gzipSync(good), Buffer.from('secret')]), 'gzip'),
        told: [
          [
            'capture/unclaimed',
            'pulse: nothing accounts for 6 bytes behind the end of the compressed body',
            '6 bytes behind the end of the compressed body',
            undefined,
            '01T00:00:00.000 line 3 /request/bodyBase64',
          ],
        ],
      },
      'how much lies behind a brotli stream': {
        trace: coded(Buffer.concat([brotliCompressSync(good), Buffer.from('secret!')]), 'br'),
        told: [
          [
            'capture/unclaimed',
            'pulse: nothing accounts for 7 bytes behind the end of the compressed body',
            '7 bytes behind the end of the compressed body',
            undefined,
            '01T00:00:00.000 line 3 /request/bodyBase64',
          ],
        ],
      },
      'a name in a gzip header': {
        trace: coded(flagged(8, Buffer.from('secret\0')), 'gzip'),
        told: [
          [
            'capture/unclaimed',
            'pulse: nothing accounts for a gzip header with the field name',
            'a gzip header with the field name',
            undefined,
            '01T00:00:00.000 line 3 /request/bodyBase64',
          ],
        ],
      },
      'all that a gzip header can hold': {
        trace: coded(
          flagged(
            4 + 8 + 16,
            Buffer.concat([Buffer.from([6, 0]), Buffer.from('secret'), Buffer.from('name\0comment\0')]),
          ),
          'gzip',
        ),
        told: [
          [
            'capture/unclaimed',
            'pulse: nothing accounts for a gzip header with the field extra and name and comment',
            'a gzip header with the field extra and name and comment',
            undefined,
            '01T00:00:00.000 line 3 /request/bodyBase64',
          ],
        ],
      },
      'that it is not UTF-8': {
        trace: coded(Buffer.from([0x7b, 0xff]), 'identity'),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: it is not UTF-8',
            'it is not UTF-8',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/bodyBase64',
          ],
        ],
      },
      'that it is empty': {
        trace: body(' '),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: it is empty, and JSON is declared',
            'it is empty, and JSON is declared',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/body',
          ],
        ],
      },
      'that it is not JSON': {
        trace: body('{"number":1'),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: it is not JSON',
            'it is not JSON',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/body',
          ],
        ],
      },
      'that it is nested too deep': {
        trace: body('['.repeat(65)),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: it is nested deeper than 64',
            'it is nested deeper than 64',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/body',
          ],
        ],
      },
      'that it holds too many values': {
        trace: body(`[${Array(20_001).fill(0)}]`),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: it holds more than 20000 values',
            'it holds more than 20000 values',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/body',
          ],
        ],
      },
      'that its content type is another': {
        trace: typed('image/png; q=1'),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: its content type "image/png" is not json',
            'its content type "image/png" is not json',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/body',
          ],
        ],
      },
      'that its charset is another': {
        trace: typed('application/json; charset=utf-16'),
        told: [
          [
            'body/undecodable',
            'pulse: the body cannot be read: its charset "utf-16" is not UTF-8',
            'its charset "utf-16" is not UTF-8',
            'json in UTF-8',
            '01T00:00:00.000 line 3 /request/body',
          ],
        ],
      },
      'a name that stands twice': {
        trace: body('{"number":1,"on":true,"on":true,"id":"p-1"}'),
        told: [
          [
            'field/duplicate',
            'pulse: the name /on stands twice',
            '/on',
            'each name once',
            '01T00:00:00.000 line 3 /request/body /on',
          ],
        ],
      },
      'a name that stands twice in a query': {
        trace: trace().install().sends('lookup', { url: 'https://acme.test/v1/lookup/x?v=1&v=2' }).ends(),
        told: [
          [
            'field/duplicate',
            'lookup: the name /v stands twice',
            '/v',
            'each name once',
            '01T00:00:00.000 line 3 /request/url /v',
          ],
        ],
      },
      'a name that stands twice in a form': {
        trace: trace().install().sends('survey', { body: 'a=x&score=1&score=2' }).ends(),
        told: [
          [
            'field/duplicate',
            'survey: the name /score stands twice',
            '/score',
            'each name once',
            '01T00:00:00.000 line 3 /request/body /score',
          ],
        ],
      },
    });
  });

  describe('of a channel', () => {
    const asks = (url: string) => trace().install().sends('lookup', { url }).ends();
    const heads = (...headers: [string, string][]) => trace().install().sends('lookup', { headers }).ends();
    tells({
      'user information': {
        trace: asks('https://me@acme.test/v1/lookup/x?v=1'),
        told: [
          [
            'channel/undocumented',
            'lookup: user information in the URL is not documented',
            'user information in the URL',
            'GET https://acme.test/v1/lookup/:topic',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      'a fragment': {
        trace: asks('https://acme.test/v1/lookup/x?v=1#here'),
        told: [
          [
            'channel/undocumented',
            'lookup: a fragment in the URL is not documented',
            'a fragment in the URL',
            'GET https://acme.test/v1/lookup/:topic',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      'a blank': {
        trace: asks(' https://acme.test/v1/lookup/x?v=1'),
        told: [
          [
            'channel/undocumented',
            'lookup: control characters or blanks in the URL is not documented',
            'control characters or blanks in the URL',
            'GET https://acme.test/v1/lookup/:topic',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      dots: {
        trace: asks('https://acme.test/a/../v1/lookup/x?v=1'),
        told: [
          [
            'channel/undocumented',
            'lookup: a path part that the URL parser takes away is not documented',
            'a path part that the URL parser takes away',
            'GET https://acme.test/v1/lookup/:topic',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      'a query': {
        trace: trace()
          .install()
          .sends('pulse', { url: 'https://acme.test/v1/pulses?a=1', json: { on: true } })
          .ends(),
        told: [
          [
            'channel/undocumented',
            'pulse: the query parameter "a" is not documented',
            'the query parameter "a"',
            'no query',
            '01T00:00:00.000 line 3 /request/url',
          ],
        ],
      },
      'a header, by its place': {
        trace: heads(['host', 'acme.test'], ['X-Other', '1']),
        told: [
          [
            'channel/undocumented',
            'lookup: the header "X-Other" is not documented',
            'the header "X-Other"',
            'the headers host, content-type, content-length, content-encoding, x-acme-request',
            '01T00:00:00.000 line 3 /request/headers/1',
          ],
        ],
      },
      'a cookie': {
        trace: heads(['Cookie', 'a=b']),
        told: [
          [
            'channel/undocumented',
            'lookup: a cookie is not documented',
            'a cookie',
            'the headers host, content-type, content-length, content-encoding, x-acme-request',
            '01T00:00:00.000 line 3 /request/headers/0',
          ],
        ],
      },
      'a Host header of another host': {
        trace: heads(['host', 'evil.test']),
        told: [
          [
            'channel/undocumented',
            'lookup: a Host header that names another host is not documented',
            'a Host header that names another host',
            'acme.test',
            '01T00:00:00.000 line 3 /request/headers/0',
          ],
        ],
      },
      'a body': {
        trace: trace().install().sends('lookup', { body: 'secret' }).ends(),
        told: [
          [
            'channel/undocumented',
            'lookup: a body of 6 bytes is not documented',
            'a body of 6 bytes',
            'no body',
            '01T00:00:00.000 line 3 /request/body',
          ],
        ],
      },
    });
  });
});
