import { expect } from 'chai';
import { acme, acmeSystem, instant, judge, judgeAll, trace } from './judging.js';

const good = () => trace().install().after('PT1S').sends('lookup').ends();
const bad = () => trace({ scenario: 'bad' }).install().after('PT1H').sends('lookup', { tls: null }).ends();
const odd = () =>
  trace({ scenario: 'odd' })
    .install()
    .sends('odd', { json: { extra: 1, more: 2 } })
    .ends();
const clause = (result: ReturnType<typeof judge>, id: string) =>
  result.clauses.find((candidate) => candidate.id === id);

describe('results', () => {
  it('are the same in whatever order the traces are given', () => {
    const traces = { 'a.ndjson': odd(), 'b.ndjson': good(), 'c.ndjson': bad() };
    const turned = { 'c.ndjson': bad(), 'a.ndjson': odd(), 'b.ndjson': good() };
    expect(JSON.stringify(judgeAll(turned))).to.equal(JSON.stringify(judgeAll(traces)));
  });

  it('are the same bytes each time', () => {
    expect(JSON.stringify(judge(odd()))).to.equal(JSON.stringify(judge(odd())));
  });

  it('number findings through all traces, in the order of the files', () => {
    const result = judgeAll({ 'b.ndjson': bad(), 'a.ndjson': odd() });
    expect(result.findings.map(({ id, rule, scenario }) => [id, rule, scenario])).to.deep.equal([
      ['f-1', 'field/undocumented', 'odd'],
      ['f-2', 'field/undocumented', 'odd'],
      ['f-3', 'transport/plaintext', 'bad'],
    ]);
    expect(result.scenarios.map(({ findings }) => findings)).to.deep.equal([['f-1', 'f-2'], ['f-3']]);
    expect(clause(result, 'odd.transmit')?.findings).to.deep.equal(['f-1', 'f-2']);
    expect(clause(result, 'scope.transmit')?.findings).to.deep.equal(['f-1', 'f-2', 'f-3']);
    expect(clause(result, 'lookup.fields')?.findings).to.deep.equal([]);
  });

  it('tell findings in the order of time, though an empty slot is known later than a leak', () => {
    const result = judge(
      trace()
        .install()
        .does('turn-off')
        .at('PT1H10M')
        .leaksOpaquely()
        .sends('odd', { json: { x: 1 } })
        .at('PT2H')
        .does('turn-on')
        .ends(),
    );
    expect(result.findings.map(({ at, rule }) => `${at} ${rule}`)).to.deep.equal([
      `${instant('PT1H5M')} schedule/missing`,
      `${instant('PT1H10M')} capture/opaque`,
      `${instant('PT1H10M')} field/undocumented`,
    ]);
  });

  it('show where in the trace a finding is', () => {
    const [finding] = judge(bad()).findings;
    expect(finding).to.deep.include({
      clause: 'lookup.transmit',
      installation: 'i-1',
      at: instant('PT1H'),
      sent: 'plaintext',
      evidence: [{ trace: 'one.ndjson', line: 3, pointer: '/tls' }],
    });
    const [second] = judge(odd()).findings;
    expect(second?.evidence).to.deep.equal([
      { trace: 'one.ndjson', line: 3, pointer: '/request/body', member: '/extra' },
    ]);
  });

  it('show an empty slot by the line that began its window', () => {
    const result = judge(trace().install().at('PT1H').does('turn-off').at('PT2H10M').does('turn-on').ends());
    expect(result.findings[0]?.evidence).to.deep.equal([{ trace: 'one.ndjson', line: 3 }]);
  });

  it('show a trigger that was not answered by its own line', () => {
    const result = judge(trace().install().at('PT1H').does('rest').does('crash').at('PT2H').ends());
    expect(result.findings[0]).to.deep.include({
      at: instant('PT1H1M'),
      evidence: [{ trace: 'one.ndjson', line: 4 }],
    });
  });

  it('count how often each clause was exercised', () => {
    const result = judgeAll({
      'a.ndjson': trace().install().sends('lookup').sends('lookup').sends('odd').ends(),
      'b.ndjson': good(),
    });
    expect(clause(result, 'lookup.transmit')?.exercised).to.equal(3);
    expect(clause(result, 'odd.transmit')?.exercised).to.equal(1);
    expect(clause(result, 'scope.transmit')?.exercised).to.equal(4);
    expect(clause(result, 'survey.transmit')?.exercised).to.equal(0);
  });

  it('say until when a clause that was exercised was observed', () => {
    const result = judge(trace().install().sends('lookup').at('PT5H').beats().at('PT9H').ends());
    expect(clause(result, 'lookup.transmit')?.observedUntil).to.equal(instant('PT5H'));
    expect(clause(result, 'survey.transmit')).not.to.have.property('observedUntil');
  });

  it('say the nearest that any trace came to a bound', () => {
    const result = judgeAll({
      'a.ndjson': trace().install().does('turn-off').pulses('PT1H3M').at('PT1H10M').does('uninstall').ends(),
      'b.ndjson': trace().install().does('turn-off').pulses('PT58M').at('PT1H10M').does('uninstall').ends(),
    });
    expect(clause(result, 'pulse.schedule')).to.include({ margin: 120, verdict: 'upheld' });
    expect(clause(result, 'pulse.transmit')).not.to.have.property('margin');
  });

  it('say why a clause is undecided', () => {
    const result = judge(trace().knows({ installed: true }).sends('lookup').ends());
    expect(clause(result, 'lookup.transmit')?.undecided).to.deep.equal([
      'it is not known whether lookup is permitted',
    ]);
    const cutOff = judge(trace().install().sends('lookup'));
    expect(clause(cutOff, 'lookup.transmit')?.undecided).to.deep.equal([
      'the trace has no end: it was cut off',
    ]);
  });

  it('describe each scenario', () => {
    const result = judgeAll({
      'b.ndjson': bad(),
      'a.ndjson': trace()
        .install()
        .beats()
        .at('PT1H')
        .sends('lookup')
        .transmits({ method: 'GET', url: 'https://updates.acme.test/x' })
        .ends(),
    });
    expect(result.scenarios[0]).to.deep.include({
      id: null,
      verdict: 'upheld',
      from: instant('PT0S'),
      until: instant('PT1H'),
      transmissions: 2,
      excluded: 1,
      heartbeats: 1,
      complete: true,
      findings: [],
      notes: [],
      trace: { file: 'a.ndjson', digest: 'sha256:0' },
    });
    expect(result.scenarios[1]?.clauses).to.deep.equal({
      'scope.transmit': 'violated',
      'lookup.transmit': 'violated',
      'lookup.fields': 'upheld',
    });
  });

  it('print each exclusion with its reason, used or not', () => {
    const [exclusion] = judge(good()).excluded;
    expect(exclusion).to.deep.equal({
      url: 'https://updates.acme.test/*',
      because: 'Updates: another disclosure speaks of them.',
      transmissions: 0,
    });
    const built = trace()
      .install()
      .transmits({ method: 'GET', url: 'https://updates.acme.test/x' })
      .transmits({ method: 'GET', url: 'https://updates.acme.test/y?z' })
      .ends();
    expect(judgeAll({ a: built, b: built }).excluded[0]?.transmissions).to.equal(4);
  });

  it('name what was judged, and how', () => {
    expect(judge(good())).to.deep.include({
      format: 'candor-result/1',
      disclosure: { id: 'acme-1', digest: acme.digest },
      system: { id: 'acme', digest: acmeSystem.file.digest },
      requireAll: false,
      findingsOmitted: 0,
    });
  });

  describe('the verdict of a run', () => {
    it('is the worst of its scenarios', () => {
      expect(judgeAll({ a: good(), b: bad() }).verdict).to.equal('violated');
      expect(judgeAll({ a: good(), b: trace().install().sends('lookup') }).verdict).to.equal('inconclusive');
      expect(judgeAll({ a: good(), b: good() }).verdict).to.equal('upheld');
    });

    it('is not upheld by a scenario that exercised nothing', () => {
      expect(judgeAll({ a: good(), b: trace().install().ends() }).verdict).to.equal('not-exercised');
    });

    it('is not exercised where there is no trace at all', () => {
      expect(judgeAll({}).verdict).to.equal('not-exercised');
    });

    it('is not exercised where all clauses are required and one was not', () => {
      expect(judgeAll({ a: good() }, { requireAll: true })).to.include({
        verdict: 'not-exercised',
        requireAll: true,
      });
      expect(judgeAll({ a: bad() }, { requireAll: true }).verdict).to.equal('violated');
    });

    it('does not require of a wire what only a person can attest', () => {
      const clauses = new Map(
        [...acme.clauses].filter(([id]) =>
          ['scope.transmit', 'lookup.transmit', 'lookup.fields', 'about.storage'].includes(id),
        ),
      );
      const disclosure = { ...acme, clauses };
      expect(judgeAll({ a: good() }, { requireAll: true, disclosure }).verdict).to.equal('upheld');
    });
  });

  it('keep counting findings past the number that they hold', () => {
    const built = trace().install();
    for (let count = 0; count < 100_001; count += 1) built.leaksOpaquely();
    const result = judge(built.ends());
    expect(result.findings).to.have.length(100_000);
    expect(result).to.include({ findingsOmitted: 1, verdict: 'violated' });
  });
});
