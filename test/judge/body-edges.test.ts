import { crc32, deflateSync, gzipSync } from 'node:zlib';
import type { Row } from './judging.js';
import { acmeSystem, table, trace } from './judging.js';
import { acmeWith, tells } from './telling.js';

const good = JSON.stringify({ number: 1, on: true, id: 'p-7f3a' });
const gzip = gzipSync(good);
const undecodable: Row = ['body/undecodable', 'pulse.transmit', 'excess'];
const unclaimed: Row = ['capture/unclaimed', 'pulse.transmit', 'excess'];
const coded = (bytes: Uint8Array, coding = 'gzip') =>
  trace()
    .install()
    .sends('pulse', { bytes, headers: [['content-encoding', coding]] })
    .ends();
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
const members = (count: number) =>
  Buffer.concat([gzip, ...Array.from({ length: count - 1 }, () => gzipSync(''))]);

/** The gzip stream with a header that holds what its flags announce (RFC 1952 section 2.3.1). */
function flagged(flags: number, fields: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.from(gzip.subarray(0, 10));
  head[3] = flags;
  return Buffer.concat([head, fields, gzip.subarray(10)]);
}

/** A header's own checksum: the two lower bytes of what is before it. */
function checksum(header: Uint8Array): Buffer {
  const sum = crc32(header) & 0xffff;
  return Buffer.from([sum & 0xff, sum >> 8]);
}

describe('the edges of a body', () => {
  describe('in a content coding', () => {
    table({
      'blanks in a list of codings stand for none': { trace: coded(gzip, ' , gzip ,, ') },
      'nothing at all is not in any coding': {
        trace: trace()
          .install()
          .sends('survey', { body: '', headers: [['content-encoding', 'gzip']] })
          .ends(),
        findings: [
          ['field/missing', 'survey.fields', 'shortfall', '/a'],
          ['field/missing', 'survey.fields', 'shortfall', '/score'],
        ],
      },
      'a hundred gzip members are read': { trace: coded(members(100)) },
      'what follows the hundredth is unclaimed': { trace: coded(members(101)), findings: [unclaimed] },
      'what only ends like a gzip member begins is none': {
        trace: coded(Buffer.concat([gzip, Buffer.from([0, 0x8b, 8, 0])])),
        findings: [unclaimed],
      },
      'what only begins like one is none': {
        trace: coded(Buffer.concat([gzip, Buffer.from([0x1f, 0, 8, 0])])),
        findings: [unclaimed],
      },
      'a header with a checksum of its own holds nothing else': {
        trace: coded(flagged(2, checksum(flagged(2).subarray(0, 10)))),
      },
      'a comment in a gzip header is unclaimed': {
        trace: coded(flagged(16, Buffer.from('secret\0'))),
        findings: [unclaimed],
      },
      'a long extra field in a gzip header is unclaimed': {
        trace: coded(flagged(4, Buffer.concat([Buffer.from([44, 1]), Buffer.alloc(300, 7)]))),
        findings: [unclaimed],
      },
      'a name that is not closed cannot be read': {
        trace: coded(Buffer.concat([flagged(8).subarray(0, 10), Buffer.from('secret')])),
        findings: [undecodable],
      },
    });
    const whole = 8 * 1024 * 1024;
    const expands = (bytes: Uint8Array, coding: string, told: boolean) => ({
      trace: coded(bytes, coding),
      told: told
        ? ([
            [
              'body/undecodable',
              `pulse: the body cannot be read: it expands past ${whole} bytes`,
              `it expands past ${whole} bytes`,
              'json in UTF-8',
              '01T00:00:00.000 line 3 /request/bodyBase64',
            ],
          ] as const)
        : [],
    });
    const padded = (bytes: number) => Buffer.from(good.padEnd(bytes, ' '));
    tells({
      '8 MiB are read': expands(gzipSync(padded(whole)), 'gzip', false),
      'a byte more is not': expands(gzipSync(padded(whole + 1)), 'gzip', true),
      'members are not that are more together': expands(
        Buffer.concat([gzipSync(padded(whole / 2)), gzipSync(Buffer.alloc(whole / 2 + 1, 0x20))]),
        'gzip',
        true,
      ),
      'they are where they are as many': expands(
        Buffer.concat([gzipSync(padded(whole / 2)), gzipSync(Buffer.alloc(whole / 2, 0x20))]),
        'gzip',
        false,
      ),
      'a byte more under deflate is not': expands(deflateSync(padded(whole + 1)), 'deflate', true),
    });
  });

  describe('by its content type', () => {
    table({
      'another parameter than the charset says nothing': { trace: typed('application/json; odata=verbose') },
      'a charset behind another parameter counts': {
        trace: typed('application/json; odata=verbose; charset=utf-16'),
        findings: [undecodable],
      },
      'utf8 is UTF-8': { trace: typed('application/json; charset=utf8') },
      'what only ends like it is not': {
        trace: typed('application/json; charset=x-utf-8'),
        findings: [undecodable],
      },
      'nor what only begins like it': {
        trace: typed('application/json; charset=utf-8x'),
        findings: [undecodable],
      },
      'a type that has the name of JSON in it and more is none': {
        trace: typed('text/json/y'),
        findings: [undecodable],
      },
      'sounds, films, letters and parts are no JSON': {
        trace: ['audio/x', 'video/x', 'font/x', 'multipart/x'].reduce(
          (built, type) =>
            built.transmits({
              method: 'POST',
              url: 'https://acme.test/v1/pulses',
              headers: [['content-type', type]],
              body: good,
            }),
          trace().install(),
        ),
        findings: [undecodable, undecodable, undecodable, undecodable],
      },
    });
  });

  const types: Readonly<Record<string, boolean>> = {
    '': true,
    'text/plain': true,
    'text/json': true,
    'application/x-json': true,
    'application/vnd.acme.v1+json': true,
    'application/a.json': true,
    'text/plain2': false,
    'a-text/plain': false,
    'text/html': false,
    'application/ajson': false,
    'application/json5': false,
    'application/json/x': false,
    'a/b/json': false,
    json: false,
  };
  for (const [type, isJson] of Object.entries(types)) {
    table({
      [`of the type ${JSON.stringify(type)} is ${isJson ? 'JSON' : 'none'} where JSON is declared`]: {
        trace: typed(type),
        findings: isJson ? [] : [undecodable],
      },
    });
  }

  describe('by how much it holds', () => {
    const holding = (values: number) =>
      trace()
        .install()
        .sends('pulse', { json: { on: true, x: Array(values - 5).fill(0) } })
        .ends();
    const extra: Row = ['field/undocumented', 'pulse.transmit', 'excess', '/x'];
    table({
      '20,000 values are read': { trace: holding(20_000), findings: [extra] },
      'one more is not': { trace: holding(20_001), findings: [undecodable] },
    });
  });

  describe('by its route', () => {
    const routes = acmeSystem.file.value.routes.map((route) =>
      route.payload === 'lookup' ? { ...route, body: 'none' as const } : route,
    );
    table({
      'a route that says that it has none reads its query all the same': {
        trace: trace().install().sends('lookup').ends(),
        ...acmeWith({ routes: routes as typeof acmeSystem.file.value.routes }),
        verdicts: { 'lookup.fields': 'upheld' },
      },
    });
  });
});
