import { expect } from 'chai';
import type { Instant } from '../../src/disclosure/instant.js';
import { type Attempts, watchAttempts } from '../../src/judge/attempts.js';
import { isDocumentedHost } from '../../src/judge/server-name.js';
import type { SystemFile } from '../../src/system/system-file.generated.js';
import { acmeSystem, judge, type Row, type TraceBuilder, table, trace } from './judging.js';

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

describe('Attempts that are remembered', () => {
  const route = (payload: string, url: string) => ({ payload, method: 'POST', url, body: 'json' as const });
  const { value } = acmeSystem.file;
  const system: SystemFile = {
    ...value,
    routes: [
      route('report', 'https://reports.acme.test/v1'),
      route('report', 'https://spare.acme.test/v1'),
      route('odd', 'https://odd.acme.test/v1'),
      route('odd', 'https://spare.acme.test/odd'),
      route('odd', 'https://spare.acme.test/odder'),
    ],
    excluded: [{ url: 'https://updates.acme.test/*', because: 'another disclosure speaks of it' }],
  };
  const watch = (): Attempts => watchAttempts(system, (host) => isDocumentedHost(system, host));
  const at = (second: number) => second as Instant;
  const asked = (host: string, second: string) =>
    `the product asked for the address of ${host} and called nobody there from 1970-01-01T00:00:${second}Z on: what it would have sent was not seen`;
  const distrusted = (host: string, second: string) =>
    `the product did not trust the capture’s certificate for ${host} from 1970-01-01T00:00:${second}Z on: what it would have sent was not seen`;

  it('stand in the way of what is due from then on, of the payloads that go there, by that installation', () => {
    const attempts = watch();
    attempts.asked('i-1', 'reports.acme.test', at(5000));
    const reason = asked('reports.acme.test', '05.000');
    expect(attempts.obstacle('i-1', 'report', at(4999))).to.equal(undefined);
    expect(attempts.obstacle('i-1', 'report', at(5000))).to.equal(reason);
    expect(attempts.obstacle('i-1', 'odd', at(5000))).to.equal(undefined);
    expect(attempts.obstacle('i-2', 'report', at(5000))).to.equal(undefined);
    expect(attempts.obstacle(undefined, 'report', at(5000))).to.equal(undefined);
    expect(attempts.obstacleToAny('report', at(5000))).to.equal(reason);
    expect(attempts.obstacleToAny('report', at(4999))).to.equal(undefined);
    expect(attempts.obstacleToAny('odd', at(5000))).to.equal(undefined);
  });

  it('of whatever installation stand in the way of one that is not named', () => {
    const attempts = watch();
    attempts.asked('i-1', 'odd.acme.test', at(1000));
    attempts.asked('i-2', 'reports.acme.test', at(5000));
    expect(attempts.obstacleToAny('report', at(5000))).to.equal(asked('reports.acme.test', '05.000'));
    attempts.reached('i-2', 'reports.acme.test');
    expect(attempts.obstacleToAny('report', at(9000))).to.equal(undefined);
  });

  it('of no installation that is known are remembered for themselves', () => {
    const attempts = watch();
    attempts.asked(undefined, 'odd.acme.test', at(1000));
    expect(attempts.obstacle(undefined, 'odd', at(1000))).to.equal(asked('odd.acme.test', '01.000'));
    expect(attempts.obstacle('i-1', 'odd', at(1000))).to.equal(undefined);
    attempts.reached(undefined, 'odd.acme.test');
    expect(attempts.obstacle(undefined, 'odd', at(1000))).to.equal(undefined);
  });

  it('end when something is said to that host, by that installation, in whatever letter case', () => {
    const attempts = watch();
    attempts.asked('i-1', 'ODD.acme.test.', at(1000));
    attempts.reached('i-2', 'odd.acme.test');
    attempts.reached('i-1', 'spare.acme.test');
    expect(attempts.obstacle('i-1', 'odd', at(2000))).to.equal(asked('odd.acme.test', '01.000'));
    attempts.reached('i-1', 'Odd.Acme.Test');
    expect(attempts.obstacle('i-1', 'odd', at(2000))).to.equal(undefined);
    attempts.asked('i-1', 'odd.acme.test', at(3000));
    expect(attempts.obstacle('i-1', 'odd', at(4000))).to.equal(asked('odd.acme.test', '03.000'));
  });

  it('are told since the first of them, and as distrust where there was any', () => {
    const attempts = watch();
    attempts.asked('i-1', 'odd.acme.test', at(1000));
    attempts.asked('i-1', 'odd.acme.test', at(2000));
    expect(attempts.obstacle('i-1', 'odd', at(3000))).to.equal(asked('odd.acme.test', '01.000'));
    attempts.distrusted('i-1', 'odd.acme.test', at(3000));
    expect(attempts.obstacle('i-1', 'odd', at(3000))).to.equal(distrusted('odd.acme.test', '01.000'));
    attempts.asked('i-1', 'odd.acme.test', at(4000));
    attempts.distrusted('i-1', 'odd.acme.test', at(5000));
    expect(attempts.obstacle('i-1', 'odd', at(9000))).to.equal(distrusted('odd.acme.test', '01.000'));
  });

  it('at one of several places of a payload are enough, and one behind another is found', () => {
    const attempts = watch();
    attempts.asked('i-1', 'reports.acme.test', at(1000));
    attempts.asked('i-1', 'spare.acme.test', at(2000));
    expect(attempts.obstacle('i-1', 'odd', at(3000))).to.equal(asked('spare.acme.test', '02.000'));
    expect(attempts.obstacle('i-1', 'report', at(3000))).to.equal(asked('reports.acme.test', '01.000'));
  });

  it('at hosts of no payload stand in no way', () => {
    const attempts = watch();
    attempts.asked('i-1', 'updates.acme.test', at(1000));
    attempts.distrusted('i-1', 'elsewhere.test', at(1000));
    expect(attempts.obstacleToAny('report', at(2000)) ?? attempts.obstacleToAny('odd', at(2000))).to.equal(
      undefined,
    );
  });

  it('are a hundred thousand at most; those that are known still end and begin again', () => {
    const attempts = watch();
    const most = 100_000;
    for (let index = 0; index < most; index += 1) attempts.asked(`i-${index}`, 'odd.acme.test', at(1000));
    attempts.asked('one-more', 'odd.acme.test', at(1000));
    expect(attempts.obstacle(`i-${most - 1}`, 'odd', at(2000))).to.equal(asked('odd.acme.test', '01.000'));
    expect(attempts.obstacle('one-more', 'odd', at(2000))).to.equal(undefined);
    attempts.distrusted('i-7', 'odd.acme.test', at(2000));
    expect(attempts.obstacle('i-7', 'odd', at(2000))).to.equal(distrusted('odd.acme.test', '01.000'));
    attempts.reached('i-7', 'odd.acme.test');
    attempts.asked('one-more', 'odd.acme.test', at(3000));
    expect(attempts.obstacle('one-more', 'odd', at(3000))).to.equal(asked('odd.acme.test', '03.000'));
    attempts.asked('i-7', 'odd.acme.test', at(3000));
    expect(attempts.obstacle('i-7', 'odd', at(3000))).to.equal(undefined);
  });

  it('tell which payloads go to a host, each once', () => {
    const attempts = watch();
    expect(attempts.payloadsSentTo('spare.acme.test')).to.deep.equal(['report', 'odd']);
    expect(attempts.payloadsSentTo('ODD.acme.test.')).to.deep.equal(['odd']);
    expect(attempts.payloadsSentTo('updates.acme.test')).to.deep.equal([]);
  });
});
