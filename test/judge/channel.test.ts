import { gzipSync } from 'node:zlib';
import type { Row } from './judging.js';
import { table, trace } from './judging.js';
import { acmeWith } from './telling.js';

const channel: Row = ['channel/undocumented', 'lookup.transmit', 'excess'];
const asks = (url: string) => trace().install().sends('lookup', { url }).ends();
const heads = (...headers: [string, string][]) => trace().install().sends('lookup', { headers }).ends();
const posts = (url: string) =>
  trace()
    .install()
    .sends('pulse', { url, json: { on: true } })
    .ends();
const pulseChannel: Row = ['channel/undocumented', 'pulse.transmit', 'excess'];

describe('channels', () => {
  describe('in the URL', () => {
    table({
      'user information is a channel': {
        trace: asks('https://me:pw@acme.test/v1/lookup/x?v=1'),
        findings: [channel],
      },
      'a user without a password is a channel': {
        trace: asks('https://me@acme.test/v1/lookup/x?v=1'),
        findings: [channel],
      },
      'empty user information is a channel': {
        trace: asks('https://@acme.test/v1/lookup/x?v=1'),
        findings: [channel],
      },
      'a fragment is a channel': {
        trace: asks('https://acme.test/v1/lookup/x?v=1#here'),
        findings: [channel],
      },
      'an empty fragment is a channel': {
        trace: asks('https://acme.test/v1/lookup/x?v=1#'),
        findings: [channel],
      },
      'a tab that URL parsers drop is a channel': {
        trace: asks('https://acme.test/v1/look\tup/x?v=1'),
        findings: [channel],
      },
      'a line break that URL parsers drop is a channel': {
        trace: asks('https://acme.test/v1/lookup/x?v=1\n'),
        findings: [channel],
      },
      'a blank before the URL is a channel': {
        trace: asks(' https://acme.test/v1/lookup/x?v=1'),
        findings: [channel],
      },
      'a path part that dots take away again is a channel': {
        trace: asks('https://acme.test/u-17/../v1/lookup/x?v=1'),
        findings: [channel],
      },
      'encoded dots take it away as well': {
        trace: asks('https://acme.test/u-17/%2E%2e/v1/lookup/x?v=1'),
        findings: [channel],
      },
      'a dot that stands for nothing is a channel': {
        trace: asks('https://acme.test/./v1/lookup/x?v=1'),
        findings: [channel],
      },
      'a backslash that is read as a slash is a channel': {
        trace: asks('https://acme.test/v1\\lookup\\x?v=1'),
        findings: [channel],
      },
      'a slash too few is a channel': {
        trace: asks('https:/acme.test/v1/lookup/x?v=1'),
        findings: [channel],
      },
      'so is one too many': { trace: asks('https:///acme.test/v1/lookup/x?v=1'), findings: [channel] },
      'a blank within the query is none': { trace: asks('https://acme.test/v1/lookup/x?v=a b') },
      'a dot at the end, which the parser takes away, is a channel': {
        trace: posts('https://acme.test/v1/pulses/.'),
        ...acmeWith({
          routes: [{ payload: 'pulse', method: 'POST', url: 'https://acme.test/v1/pulses/', body: 'json' }],
        }),
        findings: [pulseChannel],
      },
      'dots in a name, a query or a version are none': {
        trace: asks('https://acme.test/v1/lookup/a..b?v=../..'),
      },
      'at signs and backslashes in a query are none': {
        trace: asks('https://acme.test/v1/lookup/x?v=a@b%5C'),
      },
      'a query belongs to no route that does not say so': {
        trace: posts('https://acme.test/v1/pulses?a=1&b=2&a=3'),
        findings: [pulseChannel, pulseChannel],
      },
      'a query with nothing in it is a channel where there is none': {
        trace: posts('https://acme.test/v1/pulses?'),
        findings: [pulseChannel],
      },
      'separators alone are one, too': {
        trace: posts('https://acme.test/v1/pulses?&&&'),
        findings: [pulseChannel],
      },
      'a question mark in a fragment is the fragment’s': {
        trace: posts('https://acme.test/v1/pulses#?'),
        findings: [pulseChannel],
      },
      'a query of fields may be empty of all but them': {
        trace: asks('https://acme.test/v1/lookup/x?v=1'),
      },
      'a query without a value is a channel': {
        trace: posts('https://acme.test/v1/pulses?a'),
        findings: [pulseChannel],
      },
    });
  });

  describe('in the headers', () => {
    table({
      'a header that the system permits is none, in whatever letter case': {
        trace: heads(['HOST', 'acme.test'], ['Content-Length', '0']),
      },
      'a header that the route permits is none': { trace: heads(['X-ACME-request', 'r-1']) },
      'a header that only another route permits is a channel': {
        trace: trace()
          .install()
          .sends('pulse', { json: { on: true }, headers: [['x-acme-request', 'r-1']] })
          .ends(),
        findings: [pulseChannel],
      },
      'any other header is a channel': { trace: heads(['x-other', '1']), findings: [channel] },
      'each of them is one': {
        trace: heads(['x-other', '1'], ['X-Other', '2']),
        findings: [channel, channel],
      },
      'a cookie is a channel': { trace: heads(['Cookie', 'a=b']), findings: [channel] },
      'a header without a name is a channel': { trace: heads(['', 'a']), findings: [channel] },
      'a header named like a built-in is a channel': {
        trace: heads(['constructor', 'a'], ['__proto__', 'b']),
        findings: [channel, channel],
      },
      'a Host header of another host is a channel': {
        trace: heads(['host', 'evil.test']),
        findings: [channel],
      },
      'a Host header with another port is a channel': {
        trace: heads(['host', 'acme.test:8443']),
        findings: [channel],
      },
      'a Host header in upper case is none': { trace: heads(['host', 'ACME.test']) },
      'a Host header with the default port is none': { trace: heads(['host', 'acme.test:443']) },
      'a Host header with blanks around it is none': { trace: heads(['host', ' acme.test ']) },
      'a Host header with the default port of another scheme is a channel': {
        trace: heads(['host', 'acme.test:80']),
        findings: [channel],
      },
      'a Host header with the default port of plaintext is none in plaintext': {
        trace: trace()
          .install()
          .sends('lookup', {
            url: 'http://acme.test/v1/lookup/x?v=1',
            headers: [['host', 'acme.test:80']],
            tls: null,
          })
          .ends(),
        findings: [['transport/plaintext', 'lookup.transmit', 'excess']],
      },
      'header faults leave the fields as they are': {
        trace: heads(['x-other', '1']),
        findings: [channel],
        verdicts: { 'lookup.fields': 'upheld', 'lookup.transmit': 'violated' },
      },
    });
  });

  describe('in a body', () => {
    const carrying = (body: string) => trace().install().sends('lookup', { body }).ends();
    table({
      'a body where none belongs is a channel': { trace: carrying('x'), findings: [channel] },
      'an empty body is none': { trace: carrying('') },
      'a coded body where none belongs is a channel': {
        trace: trace()
          .install()
          .sends('lookup', { bytes: gzipSync(''), headers: [['content-encoding', 'gzip']] })
          .ends(),
        findings: [channel],
      },
    });
  });
});
