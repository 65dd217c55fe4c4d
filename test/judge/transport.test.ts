import { expect } from 'chai';
import { judgeTransport } from '../../src/judge/transport.js';
import type { Row } from './judging.js';
import { judge, rowsOf, table, trace } from './judging.js';
import { acmeWith } from './telling.js';

const over = (protocol: string) => trace().install().sends('lookup', { tls: { protocol } }).ends();
const weak: Row = ['transport/weak-tls', 'lookup.transmit', 'excess'];

describe('transport', () => {
  table({
    'TLS 1.3 is above the minimum': { trace: over('TLSv1.3') },
    'TLS 1.2 is the minimum': { trace: over('TLSv1.2') },
    'TLS 1.1 is below the minimum': { trace: over('TLSv1.1'), findings: [weak] },
    'TLS 1.0 is below the minimum under its short name': { trace: over('TLSv1'), findings: [weak] },
    'TLS 1.0 is below the minimum under its long name': { trace: over('TLSv1.0'), findings: [weak] },
    'SSL 3 is below the minimum': { trace: over('SSLv3'), findings: [weak] },
    'a version that nobody knows is weak': { trace: over('TLSv9'), findings: [weak] },
    'a version with the name of a built-in is weak': { trace: over('constructor'), findings: [weak] },
    'no TLS is plaintext, and not also weak': {
      trace: trace().install().sends('lookup', { tls: null }).ends(),
      findings: [['transport/plaintext', 'lookup.transmit', 'excess']],
      verdicts: { 'lookup.transmit': 'violated', 'scope.transmit': 'violated', 'lookup.fields': 'upheld' },
    },
    'an undocumented transmission in plaintext is both': {
      trace: trace().install().transmits({ method: 'GET', url: 'http://evil.test/' }, { tls: null }).ends(),
      findings: [
        ['transport/plaintext', 'scope.transmit', 'excess'],
        ['route/undocumented', 'scope.transmit', 'excess'],
      ],
    },
  });

  const versions = ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
  for (const minimum of versions.slice(2)) {
    it(`is weak below ${minimum} where that is the minimum, and nowhere else`, () => {
      const system = acmeWith({ transport: { tls: 'required', minimum: minimum as 'TLSv1' } });
      const found = versions.filter((version) => rowsOf(judge(over(version), system)).length > 0);
      expect(found).to.deep.equal(versions.slice(0, versions.indexOf(minimum)));
    });
  }

  it('names TLS 1.0 in either way where that is the minimum', () => {
    const system = acmeWith({ transport: { tls: 'required', minimum: 'TLSv1' } });
    expect(rowsOf(judge(over('TLSv1.0'), system))).to.deep.equal([]);
  });

  it('does not decide by a version that a recording does not tell, and by nothing else', () => {
    const reasons: string[] = [];
    const undecided = (reason: string): unknown => reasons.push(reason);
    const required = { tls: 'required', minimum: 'TLSv1.2' } as const;
    expect(judgeTransport(required, { protocol: 'unknown' }, undecided)).to.equal(undefined);
    expect(reasons).to.deep.equal(['the recording does not tell by which version of TLS it was sent']);
    expect(judgeTransport(required, { protocol: 'TLSv9' }, undecided)?.rule.id).to.equal(
      'transport/weak-tls',
    );
    expect(judgeTransport(required, { protocol: 'unknown' })?.rule.id).to.equal('transport/weak-tls');
    expect(judgeTransport({ tls: 'required' }, { protocol: 'unknown' }, undecided)).to.equal(undefined);
    expect(reasons).to.have.lengthOf(1);
  });
});
