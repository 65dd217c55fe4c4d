import { expect } from 'chai';
import { judge, type Row, type TraceBuilder, table, trace } from './judging.js';

const opaque: Row = ['capture/opaque', 'scope.transmit', 'excess'];
const missing: Row = ['trigger/missing', 'report.trigger', 'shortfall'];
const unanswered: Row = ['schedule/missing', 'pulse.schedule', 'shortfall'];

const handshake = 'tls handshake';
const started = (): TraceBuilder => trace().beats().install({ telemetry: 'on' });
const crashed = (): TraceBuilder => started().does('crash').after('PT1S');
const overdue = (built: TraceBuilder): TraceBuilder => built.after('PT1H').beats().ends();

describe('What a product tried and could not do', () => {
  table({
    'leaves a trigger undecided where its host was asked for and never called': {
      trace: overdue(crashed().asks('acme.test')),
      verdicts: { 'report.trigger': 'inconclusive', 'report.transmit': 'inconclusive' },
      verdict: 'inconclusive',
    },
    'leaves a trigger undecided where TLS with its host was broken off': {
      trace: overdue(crashed().leaksOpaquely('acme.test:443', handshake)),
      findings: [opaque],
      verdicts: { 'report.trigger': 'inconclusive', 'scope.transmit': 'inconclusive' },
      verdict: 'inconclusive',
    },
    'violates the scope where TLS was broken off with a host that no route has': {
      trace: overdue(started().leaksOpaquely('pinned.test:443', handshake)),
      findings: [opaque],
      verdicts: { 'scope.transmit': 'violated' },
      verdict: 'violated',
    },
    'violates the scope where something was said within TLS that could not be read': {
      trace: overdue(started().leaksOpaquely('acme.test:443', 'tls')),
      findings: [opaque],
      verdicts: { 'scope.transmit': 'violated' },
      verdict: 'violated',
    },
    'is nothing where a documented host was called and nothing was said': {
      trace: started().leaksOpaquely('acme.test:443', 'tcp', 0).sends('lookup').beats().ends(),
      verdicts: { 'scope.transmit': 'upheld' },
    },
    'is a breach where nothing was said at a port that no route has': {
      trace: overdue(started().leaksOpaquely('acme.test:4443', 'tcp', 0)),
      findings: [opaque],
      verdicts: { 'scope.transmit': 'violated' },
    },
    'leaves a trigger undecided where its host was called and nothing was said': {
      trace: overdue(crashed().asks('acme.test').leaksOpaquely('acme.test:443', 'tcp', 0)),
      verdicts: { 'report.trigger': 'inconclusive' },
    },
    'excuses nothing where the host was called after all': {
      trace: overdue(crashed().asks('acme.test').sends('lookup')),
      findings: [missing],
      verdicts: { 'report.trigger': 'violated' },
    },
    'excuses nothing that was due before it was tried': {
      trace: overdue(crashed().after('PT2M').asks('acme.test')),
      findings: [missing],
      verdicts: { 'report.trigger': 'violated' },
    },
    'excuses nothing by asking for the host of another': {
      trace: overdue(crashed().asks('updates.acme.test')),
      findings: [missing],
      verdicts: { 'report.trigger': 'violated' },
    },
    'leaves the slots undecided for which its host was asked in vain, and not those before': {
      trace: started().does('turn-off').after('PT1H30M').asks('acme.test').after('PT24H').beats().ends(),
      findings: [unanswered],
      verdicts: { 'pulse.schedule': 'violated' },
    },
  });

  it('says to whom the product could not speak, and since when', () => {
    const result = judge(overdue(crashed().leaksOpaquely('acme.test:443', handshake)), {});
    const clause = result.clauses.find(({ id }) => id === 'report.trigger');
    expect(clause?.undecided?.join('\n')).to.match(
      /did not trust the capture’s certificate for acme\.test from 2026-/,
    );
    expect(result.findings[0]?.effect).to.equal('inconclusive');
  });
});
