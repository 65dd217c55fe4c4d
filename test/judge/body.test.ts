import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Changes, Row } from './judging.js';
import { table, trace } from './judging.js';

const good = JSON.stringify({ number: 1, on: true, id: 'p-7f3a' });
const undecodable: Row = ['body/undecodable', 'pulse.transmit', 'excess'];
const unclaimed: Row = ['capture/unclaimed', 'pulse.transmit', 'excess'];
const sent = (changes: Changes) => trace().install().sends('pulse', changes).ends();
const coded = (bytes: Uint8Array, ...encodings: string[]) =>
  sent({ bytes, headers: encodings.map((encoding) => ['Content-Encoding', encoding] as const) });
const typed = (contentType: string, body: string = good) =>
  trace()
    .install()
    .transmits({
      method: 'POST',
      url: 'https://acme.test/v1/pulses',
      headers: [['content-type', contentType]],
      body,
    })
    .ends();

/** A gzip header with a name in it (RFC 1952 section 2.3.1) before the rest of a gzip stream. */
function named(stream: Buffer, name: string): Buffer {
  const head = Buffer.from(stream.subarray(0, 10));
  head[3] = 8;
  return Buffer.concat([head, Buffer.from(`${name}\0`, 'latin1'), stream.subarray(10)]);
}

describe('bodies', () => {
  describe('content codings', () => {
    const gzip = gzipSync(good);
    table({
      'gzip is undone': { trace: coded(gzip, 'gzip'), verdicts: { 'pulse.fields': 'upheld' } },
      'x-gzip is gzip': { trace: coded(gzip, 'X-GZIP') },
      'deflate is undone': { trace: coded(deflateSync(good), 'deflate') },
      'deflate without its wrapping is undone': { trace: coded(deflateRawSync(good), 'deflate') },
      'br is undone': { trace: coded(brotliCompressSync(good), 'br') },
      'identity is nothing': { trace: coded(Buffer.from(good), 'identity') },
      'codings are undone the last first': { trace: coded(brotliCompressSync(gzip), 'gzip, br') },
      'codings in two headers are one list': { trace: coded(brotliCompressSync(gzip), 'gzip', 'br') },
      'codings undone the wrong way round are not valid': {
        trace: coded(brotliCompressSync(gzip), 'br, gzip'),
        findings: [undecodable],
      },
      'three layers are undone': { trace: coded(gzipSync(gzipSync(gzip)), 'gzip, gzip, gzip') },
      'four layers are too many': {
        trace: coded(gzipSync(gzipSync(gzipSync(gzip))), 'gzip, gzip, gzip, gzip'),
        findings: [undecodable],
        verdicts: { 'pulse.transmit': 'violated', 'pulse.fields': 'not-exercised' },
      },
      'a coding that nobody knows cannot be read': { trace: coded(gzip, 'zstd'), findings: [undecodable] },
      'a body that is not in its coding cannot be read': {
        trace: coded(Buffer.from(good), 'gzip'),
        findings: [undecodable],
      },
      'a stream that breaks off cannot be read': {
        trace: coded(gzip.subarray(0, -6), 'gzip'),
        findings: [undecodable],
      },
      'a body that expands past the limit is not read': {
        trace: coded(gzipSync(Buffer.alloc(9 * 1024 * 1024, 0x20)), 'gzip'),
        findings: [undecodable],
      },
      'a bomb under deflate is not read': {
        trace: coded(deflateRawSync(Buffer.alloc(9 * 1024 * 1024, 0x20)), 'deflate'),
        findings: [undecodable],
      },
      'a bomb under br is not read': {
        trace: coded(brotliCompressSync(Buffer.alloc(9 * 1024 * 1024, 0x20)), 'br'),
        findings: [undecodable],
      },
      'a bomb in the second layer is not read': {
        trace: coded(gzipSync(gzipSync(Buffer.alloc(9 * 1024 * 1024, 0x20))), 'gzip, gzip'),
        findings: [undecodable],
      },
      'bytes behind gzip are unclaimed': {
        trace: coded(Buffer.concat([gzip, Buffer.from('secret')]), 'gzip'),
        findings: [unclaimed],
        verdicts: { 'pulse.transmit': 'violated', 'pulse.fields': 'upheld' },
      },
      'zeros behind gzip are unclaimed': {
        trace: coded(Buffer.concat([gzip, Buffer.alloc(6)]), 'gzip'),
        findings: [unclaimed],
      },
      'bytes behind deflate are unclaimed': {
        trace: coded(Buffer.concat([deflateSync(good), Buffer.from('secret')]), 'deflate'),
        findings: [unclaimed],
      },
      'bytes behind raw deflate are unclaimed': {
        trace: coded(Buffer.concat([deflateRawSync(good), Buffer.from('secret')]), 'deflate'),
        findings: [unclaimed],
      },
      'bytes behind br are unclaimed': {
        trace: coded(Buffer.concat([brotliCompressSync(good), Buffer.from('secret')]), 'br'),
        findings: [unclaimed],
      },
      'bytes behind an inner layer are unclaimed': {
        trace: coded(gzipSync(Buffer.concat([gzip, Buffer.from('secret')])), 'gzip, gzip'),
        findings: [unclaimed],
      },
      'a name in a gzip header is unclaimed': {
        trace: coded(named(gzip, 'secret'), 'gzip'),
        findings: [unclaimed],
      },
      'a name in the header of a second gzip member is unclaimed': {
        trace: coded(Buffer.concat([gzip, named(gzipSync(''), 'secret')]), 'gzip'),
        findings: [unclaimed],
      },
      'a second gzip member without one belongs to the body': {
        trace: coded(Buffer.concat([gzipSync(good.slice(0, 9)), gzipSync(good.slice(9))]), 'gzip'),
      },
    });
  });

  describe('JSON', () => {
    const bytes = (...parts: (string | number[])[]) =>
      sent({
        bytes: Buffer.concat(
          parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
        ),
      });
    table({
      'white space between tokens says nothing': {
        trace: sent({ body: `\r\n\t ${good.replaceAll(',', ' ,\n')} ` }),
      },
      'the order of members says nothing': { trace: sent({ body: '{"id":"p-7f3a","on":true,"number":1}' }) },
      'a number is its value, however it is written': { trace: sent({ body: good.replace('1', '1.0e0') }) },
      'a body that is no JSON cannot be read': {
        trace: sent({ body: '{"number":1' }),
        findings: [undecodable],
      },
      'comments are no JSON': { trace: sent({ body: `${good}/* u-17 */` }), findings: [undecodable] },
      'two values are no JSON': { trace: sent({ body: `${good}{}` }), findings: [undecodable] },
      'an empty body is no JSON': { trace: sent({ body: '' }), findings: [undecodable] },
      'a blank body is no JSON': { trace: sent({ body: ' \n' }), findings: [undecodable] },
      'an absent body is no JSON': {
        trace: trace().install().transmits({ method: 'POST', url: 'https://acme.test/v1/pulses' }).ends(),
        findings: [undecodable],
      },
      'a byte order mark is no JSON': { trace: sent({ body: `\ufeff${good}` }), findings: [undecodable] },
      'bytes that are not UTF-8 cannot be read': {
        trace: bytes('{"number":1,"on":true,"id":"p', [0xff, 0xfe], '"}'),
        findings: [undecodable],
      },
      'an overlong form is not UTF-8': {
        trace: bytes('{"number":1,"on":true,"id":"p', [0xc0, 0xaf], '"}'),
        findings: [undecodable],
      },
      'an encoded surrogate is not UTF-8': {
        trace: bytes('{"number":1,"on":true,"id":"p', [0xed, 0xa0, 0x80], '"}'),
        findings: [undecodable],
      },
      'UTF-8 beyond ASCII is read': { trace: sent({ json: { on: true, id: 'pü€😀' } }) },
      'a value nested 64 deep is read': {
        trace: sent({ json: { on: true, id: 'p-1', x: deep(63) } }),
        findings: [['field/undocumented', 'pulse.transmit', 'excess', '/x']],
      },
      'a value nested deeper is not': {
        trace: sent({ json: { on: true, x: deep(64) } }),
        findings: [undecodable],
      },
      'a hundred thousand brackets are not read, nor is the stack used up': {
        trace: sent({ body: '['.repeat(100_000) }),
        findings: [undecodable],
      },
      'brackets in a string nest nothing': {
        trace: sent({ json: { on: true, id: '[['.repeat(20) } }),
      },
      'a list of more than 20,000 values is not read': {
        trace: sent({ json: { on: true, x: Array(20_001).fill(0) } }),
        findings: [undecodable],
      },
      'a list of fewer is': {
        trace: sent({ json: { on: true, x: Array(19_000).fill(0) } }),
        findings: [['field/undocumented', 'pulse.transmit', 'excess', '/x']],
      },
      'another value than an object is invalid as a whole': {
        trace: sent({ body: '[1]' }),
        findings: [['field/invalid', 'pulse.transmit', 'excess', '']],
      },
      'null is invalid as a whole': {
        trace: sent({ body: 'null' }),
        findings: [['field/invalid', 'pulse.transmit', 'excess', '']],
      },
    });
  });

  describe('content types', () => {
    const form = (contentType: string, body: string = 'a=good&score=5') =>
      trace()
        .install()
        .transmits({
          method: 'POST',
          url: 'https://acme.test/v1/surveys',
          headers: [['Content-Type', contentType]],
          body,
        })
        .ends();
    table({
      'application/json is JSON': { trace: typed('application/json') },
      'its letter case and parameters say nothing': { trace: typed('Application/JSON; Charset="UTF-8"') },
      'a type with the suffix json is JSON': { trace: typed('application/vnd.acme+json') },
      'text is JSON where JSON is declared': { trace: typed('text/plain;charset=us-ascii') },
      'no content type at all is JSON where JSON is declared': {
        trace: trace()
          .install()
          .transmits({ method: 'POST', url: 'https://acme.test/v1/pulses', body: good })
          .ends(),
      },
      'an image is not': { trace: typed('image/png'), findings: [undecodable] },
      'a type whose name ends in json is JSON': { trace: typed('text/x-json') },
      'an empty type says nothing': { trace: typed('') },
      'what only begins like it is not': { trace: typed('application/json5'), findings: [undecodable] },
      'XML is not': { trace: typed('application/xml'), findings: [undecodable] },
      'a page is not': { trace: typed('text/html; charset=utf-8'), findings: [undecodable] },
      'a type that is not known is not': { trace: typed('application/x-acme'), findings: [undecodable] },
      'bytes are not': { trace: typed('application/octet-stream'), findings: [undecodable] },
      'a form is not': { trace: typed('application/x-www-form-urlencoded'), findings: [undecodable] },
      'another charset than UTF-8 is not read': {
        trace: typed('application/json; charset=utf-16'),
        findings: [undecodable],
      },
      'a form is a form': { trace: form('application/x-www-form-urlencoded; charset=utf-8') },
      'JSON is no form': {
        trace: form('application/json'),
        findings: [['body/undecodable', 'survey.transmit', 'excess']],
      },
      'an empty form lacks its fields': {
        trace: form('application/x-www-form-urlencoded', ''),
        findings: [
          ['field/missing', 'survey.fields', 'shortfall', '/a'],
          ['field/missing', 'survey.fields', 'shortfall', '/score'],
        ],
      },
    });
  });
});

function deep(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}
