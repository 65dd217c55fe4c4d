import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import type { Changes, Row } from './judging.js';
import { judge, table, trace } from './judging.js';

const canaries = [
  {
    name: 'hostName',
    value: 'host-7c2e',
    permitted: [
      'pulse#/id',
      'report#/frames/*/function',
      'report#/notes',
      'lookup#/version',
      'survey#/answer',
    ],
  },
  { name: 'userName', value: 'u.ser/91' },
];
const planted = () => trace({ canaries }).install();
const sent = (payload: string, changes: Changes) => planted().sends(payload, changes).ends();
const pulse = (json: Record<string, unknown>, more: Changes = {}) =>
  sent('pulse', { json: { on: true, ...json }, ...more });
const asks = (url: string) => sent('lookup', { url });
const leak = (clause: string, member?: string): Row =>
  member === undefined ? ['leak/canary', clause, 'excess'] : ['leak/canary', clause, 'excess', member];
const inPulse = (member?: string) => leak('pulse.transmit', member);
const inLookup = (member?: string) => leak('lookup.transmit', member);

const turned = [...'host-7c2e'].reverse().join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('planted values', () => {
  describe('in a body', () => {
    table({
      'where it is permitted a value is no leak': { trace: pulse({ id: 'host-7c2e' }), verdict: 'upheld' },
      'as a part of a permitted field neither': { trace: pulse({ id: 'on host-7c2e.local' }) },
      'twice in a permitted field neither': { trace: pulse({ id: 'host-7c2e host-7c2e' }) },
      'written with escapes in a permitted field neither': {
        trace: sent('pulse', { body: '{"number":1,"on":true,"id":"\\u0068ost-7c2e"}' }),
      },
      'in another field it is a leak': {
        trace: sent('odd', { json: { constructor: 'host-7c2e', toString: false } }),
        findings: [leak('odd.transmit', '/constructor')],
      },
      'written with escapes it is the same value': {
        trace: sent('odd', { body: '{"constructor":"\\u0068ost-7c2e"}' }),
        findings: [leak('odd.transmit', '/constructor')],
      },
      'another letter case is the same value': {
        trace: sent('odd', { json: { constructor: 'HOST-7C2E', toString: false } }),
        findings: [leak('odd.transmit', '/constructor')],
      },
      'encoded in a permitted field neither': {
        trace: pulse({ id: `${base64(turned)} ${base64('on host-7c2e')}` }),
      },
      'encoded in another field it is a leak': {
        trace: sent('odd', { json: { extra: base64(turned) } }),
        findings: [
          leak('odd.transmit', '/extra'),
          ['field/undocumented', 'odd.transmit', 'excess', '/extra'],
        ],
      },
      'encoded in a permitted field and in a member that a reader drops': {
        trace: sent('pulse', {
          body: `{"number":1,"on":true,"id":"${base64('host-7c2e')}","id":"host-7c2e"}`,
        }),
        findings: [['field/duplicate', 'pulse.transmit', 'excess', '/id'], inPulse()],
      },
      'encoded in the name of a field': {
        trace: pulse({ [base64('u.ser/91')]: 1 }),
        findings: [
          inPulse('/‹userName›='),
          ['field/undocumented', 'pulse.transmit', 'excess', '/‹userName›='],
        ],
      },
      'with escapes and white space in a permitted field neither': {
        trace: sent('pulse', { body: '{ "number":1, "on":true, "id" : "x\\n\\u0068ost-7c2e\\/" }' }),
      },
      'compressed in a permitted field of a compressed body neither': {
        trace: sent('pulse', {
          bytes: gzipSync(
            `{"number":1,"on":true,"id":"${gzipSync('host-7c2e').toString('base64').slice(0, 60)}"}`,
          ),
          headers: [['content-encoding', 'gzip']],
        }),
      },
      'percent-encoded in a permitted field of a form neither': {
        trace: sent('survey', { body: 'a=%68ost-7c2e&score=1' }),
      },
      'in a second pair of a permitted field of a form': {
        trace: sent('survey', { body: 'a=host-7c2e&score=1&a=host-7c2e' }),
        findings: [['field/duplicate', 'survey.transmit', 'excess', '/a'], leak('survey.transmit')],
      },
      'a part of it is not it': {
        trace: sent('odd', { json: { constructor: 'host-7c2', toString: false } }),
      },
      'a value that is permitted nowhere is a leak anywhere': {
        trace: pulse({ id: 'u.ser/91' }),
        findings: [inPulse('/id')],
      },
      'in a permitted field and another it leaks by the other': {
        trace: sent('odd', { json: { constructor: 'x', toString: false, extra: ['host-7c2e'] } }),
        findings: [
          leak('odd.transmit', '/extra/0'),
          ['field/undocumented', 'odd.transmit', 'excess', '/extra'],
        ],
      },
      'in the name of a field it is a leak': {
        trace: pulse({ 'host-7c2e': 1 }),
        findings: [inPulse('/‹hostName›'), ['field/undocumented', 'pulse.transmit', 'excess', '/‹hostName›']],
      },
      'in a member that a reader drops it is a leak': {
        trace: sent('pulse', { body: '{"number":1,"on":true,"id":"host-7c2e","id":"p-1"}' }),
        findings: [['field/duplicate', 'pulse.transmit', 'excess', '/id'], inPulse()],
      },
      'the same permitted field of every object in a list': {
        trace: planted()
          .does('crash')
          .sends('report', { json: { stack: [{ function: 'host-7c2e' }, { function: 'host-7c2e' }] } })
          .ends(),
      },
      'a permitted list permits its members': {
        trace: planted()
          .does('crash')
          .sends('report', { json: { notes: ['host-7c2e'.slice(0, 6)] } })
          .ends(),
      },
      'a leak is told by its name on the wire': {
        trace: planted()
          .does('crash')
          .sends('report', { json: { d: { m: 'host-7c2e' } } })
          .ends(),
        findings: [leak('report.transmit', '/d/m')],
      },
      'in a permitted field of a form': { trace: sent('survey', { body: 'a=host-7c2e&score=1' }) },
      'in another field of a form': {
        trace: sent('survey', { body: 'a=x&score=1&toString=host-7c2e' }),
        findings: [leak('survey.transmit', '/toString')],
      },
      'percent-encoded in a form it is the same value': {
        trace: sent('survey', { body: 'a=u.ser%2F91&score=1' }),
        findings: [leak('survey.transmit', '/a')],
      },
      'in a body that is compressed': {
        trace: sent('pulse', {
          bytes: gzipSync('{"number":1,"on":true,"id":"u.ser/91"}'),
          headers: [['content-encoding', 'gzip']],
        }),
        findings: [inPulse('/id')],
      },
      'in a body that cannot be read': {
        trace: sent('pulse', { body: '{"id":"host-7c2e"' }),
        findings: [['body/undecodable', 'pulse.transmit', 'excess'], inPulse()],
      },
      'in a body where none belongs': {
        trace: sent('lookup', { body: 'host-7c2e' }),
        findings: [['channel/undocumented', 'lookup.transmit', 'excess'], inLookup()],
      },
      'in the name of a gzip stream': {
        trace: sent('pulse', {
          bytes: Buffer.concat([
            Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]),
            Buffer.from('host-7c2e\0'),
            gzipSync('{"number":1,"on":true,"id":"p-1"}').subarray(10),
          ]),
          headers: [['content-encoding', 'gzip']],
        }),
        findings: [['capture/unclaimed', 'pulse.transmit', 'excess'], inPulse()],
      },
      'in a documented field of an undocumented destination': {
        trace: sent('pulse', { json: { id: 'host-7c2e' }, url: 'https://evil.test/v1/pulses' }),
        findings: [['route/undocumented', 'scope.transmit', 'excess'], leak('scope.transmit')],
      },
      'in excluded traffic': {
        trace: planted()
          .transmits({ method: 'POST', url: 'https://updates.acme.test/', body: 'host-7c2e' })
          .ends(),
        findings: [leak('scope.transmit')],
        verdicts: { 'scope.transmit': 'violated' },
      },
    });
  });

  describe('elsewhere in a message', () => {
    table({
      'in a permitted parameter, which has another name on the wire': {
        trace: asks('https://acme.test/v1/lookup/x?v=host-7c2e'),
      },

      'encoded in a permitted parameter': {
        trace: asks(`https://acme.test/v1/lookup/x?v=${encodeURIComponent(base64('host-7c2e?'))}`),
      },
      'encoded in another parameter': {
        trace: asks(`https://acme.test/v1/lookup/x?v=${encodeURIComponent(base64('u.ser/91'))}`),
        findings: [inLookup('/v')],
      },
      'encoded in a header': {
        trace: pulse({}, { headers: [['content-length', `Basic ${base64('host-7c2e:x')}`]] }),
        findings: [inPulse()],
      },
      'in labels of a host name': {
        trace: sent('lookup', {
          tls: {
            protocol: 'TLSv1.3',
            serverName: `${Buffer.from('host-7c2e')
              .toString('hex')
              .replace(/(.{6})/, '$1.')}.acme.test`,
          },
        }),
        findings: [['channel/undocumented', 'lookup.transmit', 'excess'], inLookup()],
      },
      'in another parameter, told once': {
        trace: asks('https://acme.test/v1/lookup/x?v=u.ser/91'),
        findings: [inLookup('/v')],
      },
      'percent-encoded in a parameter': {
        trace: asks('https://acme.test/v1/lookup/x?v=u.ser%2f91'),
        findings: [inLookup('/v')],
      },
      'in the name of a parameter': {
        trace: asks('https://acme.test/v1/lookup/x?v=1&host-7c2e=1'),
        findings: [
          inLookup('/‹hostName›'),
          ['field/undocumented', 'lookup.transmit', 'excess', '/‹hostName›'],
        ],
      },
      'in the path': { trace: asks('https://acme.test/v1/lookup/host-7c2e?v=1'), findings: [inLookup()] },
      'percent-encoded in the path': {
        trace: asks('https://acme.test/v1/lookup/u.ser%2F91?v=1'),
        findings: [inLookup()],
      },
      'in the user information': {
        trace: asks('https://host-7c2e@acme.test/v1/lookup/x?v=1'),
        findings: [['channel/undocumented', 'lookup.transmit', 'excess'], inLookup()],
      },
      'in the fragment, though the query holds it where it may': {
        trace: asks('https://acme.test/v1/lookup/x?v=host-7c2e#host-7c2e'),
        findings: [['channel/undocumented', 'lookup.transmit', 'excess'], inLookup()],
      },
      'in the host name': {
        trace: asks('https://host-7c2e.evil.test/?v=1'),
        findings: [['route/undocumented', 'scope.transmit', 'excess'], leak('scope.transmit')],
      },
      'in the value of a permitted header': {
        trace: pulse({}, { headers: [['content-length', 'host-7c2e']] }),
        findings: [inPulse()],
      },
      'in the name of a header': {
        trace: pulse({}, { headers: [['x-host-7c2e', '1']] }),
        findings: [['channel/undocumented', 'pulse.transmit', 'excess'], inPulse()],
      },
      'in the method': {
        trace: sent('pulse', { method: 'host-7c2e' }),
        findings: [['route/undocumented', 'scope.transmit', 'excess'], leak('scope.transmit')],
      },
      'in the TLS server name': {
        trace: sent('lookup', { tls: { protocol: 'TLSv1.3', serverName: 'host-7c2e.acme.test' } }),
        findings: [['channel/undocumented', 'lookup.transmit', 'excess'], inLookup()],
      },
      'in a URL that cannot be read': {
        trace: sent('pulse', { url: 'host-7c2e' }),
        findings: [['route/undocumented', 'scope.transmit', 'excess'], leak('scope.transmit')],
      },
    });
  });

  it('are told with the way in which they are written', () => {
    const { findings } = judge(sent('lookup', { url: `https://acme.test/v1/lookup/${base64(turned)}?v=1` }));
    expect(findings.map(({ message, sent: shown }) => [message, shown])).to.deep.equal([
      [
        'lookup: the planted hostName stands in the URL, as base64 of its reverse',
        'the planted hostName, as base64 of its reverse',
      ],
    ]);
  });

  it('leave the scope undecided where a message unfolds into more than can be searched', () => {
    const bytes = gzipSync(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    const built = planted().transmits({
      method: 'POST',
      url: 'https://updates.acme.test/',
      bodyBase64: bytes.toString('base64'),
    });
    const scope = judge(built.ends()).clauses.find(({ id }) => id === 'scope.transmit');
    expect([scope?.verdict, scope?.undecided]).to.deep.equal([
      'inconclusive',
      ['a message unfolds into more than can be searched for planted values'],
    ]);
  });

  it('leave the scope undecided where the body of excluded traffic cannot be decoded', () => {
    const built = planted().transmits({
      method: 'POST',
      url: 'https://updates.acme.test/',
      headers: [['content-encoding', 'zstd']],
      body: 'x',
    });
    const scope = judge(built.ends()).clauses.find(({ id }) => id === 'scope.transmit');
    expect([scope?.verdict, scope?.undecided]).to.deep.equal([
      'inconclusive',
      [
        'the body of excluded traffic could not be searched for planted values: its content encoding "zstd" is not known',
      ],
    ]);
  });

  it('are found in the destination of what could not be read', () => {
    const { findings } = judge(planted().leaksOpaquely('host-7c2e.evil.test:443').ends());
    expect(findings.map(({ rule, message }) => [rule, message])).to.deep.equal([
      ['capture/opaque', '1200 bytes of udp to ‹hostName›.evil.test:443 could not be read'],
      ['leak/canary', 'the planted hostName stands in the destination of what could not be read'],
    ]);
  });

  it('that could be met by chance are refused, at the line of the start', () => {
    const weak = trace({ canaries: [{ name: 'hostName', value: 'PC-7f3a' }] });
    expect(() => judge(weak.install().ends())).to.throw(
      InputError,
      '1: the planted hostName has fewer than 8 distinct bytes, so that it could be met by chance; plant a longer value',
    );
  });

  it('are named by a finding, and never shown', () => {
    const text = JSON.stringify(judge(asks('https://acme.test/v1/lookup/host-7c2e/x?v=1')).findings);
    expect(text).to.contain('‹hostName›').and.not.contain('host-7c2e');
  });
});
