import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { Instant } from '../../src/disclosure/instant.js';
import { concealCanaries, concealer } from '../../src/judge/conceal.js';
import { plaintext } from '../../src/judge/transport.js';

const host = { name: 'hostName', value: 'host-7c2e' };
const path = { name: 'userName', value: 'u.ser/9~1' };
const quoted = { name: 'quoted', value: 'a "b"\n' };

type Planted = { readonly name: string; readonly value: string };

/** The values that were planted, a text, and the text as it may be shown. */
const rows: Readonly<Record<string, readonly [planted: readonly Planted[], text: string, shown: string]>> = {
  'nothing where nothing was planted': [[], 'host-7c2e', 'host-7c2e'],
  'a value by its name': [[host], 'to host-7c2e.test', 'to ‹hostName›.test'],
  'each time': [[host], 'host-7c2e host-7c2e', '‹hostName› ‹hostName›'],
  'a value in another letter case': [[host], 'HOST-7C2E', '‹hostName›'],
  'each of two values': [[host, path], 'u.ser/9~1@host-7c2e', '‹userName›@‹hostName›'],
  'the longer of two values of which one begins with the other': [
    [{ name: 'short', value: 'host' }, host],
    'host-7c2e host',
    '‹hostName› ‹short›',
  ],
  'no part of a value': [[host], 'host-7c2', 'host-7c2'],
  'a value as a JSON Pointer writes it': [[path], '/u.ser~19~01/x', '/‹userName›/x'],
  'a value as a URL writes it': [[quoted], '?q=a%20%22b%22%0A', '?q=‹quoted›'],
  'a value as a part of a URL writes it': [[path], '?q=u.ser%2F9~1', '?q=‹userName›'],
  'the same with small letters': [[path], '?q=u.ser%2f9~1', '?q=‹userName›'],
  'a value as JSON writes it': [[quoted], '{"x":"a \\"b\\"\\n"}', '{"x":"‹quoted›"}'],
  'a value as it is made visible': [[quoted], 'a "b"‹U+000A›', '‹quoted›'],
  'a value in base64': [
    [host],
    `id=${Buffer.from('x host-7c2e y').toString('base64')}&b=1`,
    'id=‹hostName›==&b=1',
  ],
  'a value in hexadecimal digits, by its part of a path': [
    [host],
    `GET https://a.test/x/${Buffer.from('host-7c2e').toString('hex')}/y`,
    'GET https://a.test/x/‹hostName›/y',
  ],
  'a digest of a value': [
    [host],
    `the header "x-${createHash('sha1').update('host-7c2e').digest('hex')}" is not documented`,
    'the header "‹hostName›" is not documented',
  ],
  'a value in base64 with slashes in it': [
    [path],
    `"${Buffer.from('???u.ser/9~1???>>>').toString('base64')}"`,
    '"Pz8/‹userName›/Pj4+"',
  ],
  'a value whose parts are harmless one by one': [[host], '68 6f 73 74 2d 37 63 32 65', '‹hostName›'],
  'each of two values that are encoded': [
    [host, path],
    `${Buffer.from('host-7c2e').toString('hex')} ${Buffer.from('u.ser/9~1').toString('hex')}`,
    '‹hostName› ‹userName›',
  ],
  'what a pattern would take for more than itself': [
    [{ name: 'odd', value: '.*+?^$()[]{}|\\' }],
    'x.*+?^$()[]{}|\\x',
    'x‹odd›x',
  ],
  'a value that no URL can hold': [[{ name: 'half', value: 'a\ud800' }], 'a\ud800', '‹half›'],
  'under a name that is visible': [[{ name: 'a\u0007', value: 'x1' }], 'x1', '‹a‹U+0007››'],
};

describe('A text conceals', () => {
  for (const [what, [planted, text, shown]] of Object.entries(rows)) {
    it(what, () => {
      expect(concealer(planted)(text)).to.equal(shown);
    });
  }
});

describe('A finding conceals', () => {
  const breach = {
    rule: plaintext,
    clause: 'scope.transmit',
    installation: 'i-1',
    at: 0 as Instant,
    message: 'told host-7c2e',
    line: 1,
  };
  const planted = [{ ...host, permitted: new Set<string>() }];

  it('what it tells, was sent and is allowed, and the member', () => {
    expect(
      concealCanaries(planted)({
        ...breach,
        sent: 'host-7c2e',
        allowed: 'not host-7c2e',
        member: '/host-7c2e',
      }),
    ).to.deep.equal({
      ...breach,
      message: 'told ‹hostName›',
      sent: '‹hostName›',
      allowed: 'not ‹hostName›',
      member: '/‹hostName›',
    });
  });

  it('nothing that it does not have', () => {
    expect(concealCanaries(planted)(breach)).to.deep.equal({
      ...breach,
      message: 'told ‹hostName›',
      sent: undefined,
      allowed: undefined,
      member: undefined,
    });
  });

  it('nothing where nothing was planted', () => {
    expect(concealCanaries([])(breach)).to.equal(breach);
  });
});
