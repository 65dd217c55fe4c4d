import { expect } from 'chai';
import type { Row } from './judging.js';
import { judge, judgementOf, table, trace } from './judging.js';

const opaque: Row = ['capture/opaque', 'scope.transmit', 'excess'];
const dead: Row = ['capture/dead', 'scope.transmit', 'shortfall'];
const live = () => trace({ heartbeats: 'both-ends' });

describe('capture', () => {
  describe('opaque traffic', () => {
    table({
      'is a breach of what may leave': {
        trace: trace().install().leaksOpaquely().ends(),
        findings: [opaque],
        verdicts: { 'scope.transmit': 'violated' },
        verdict: 'violated',
      },
      'is one each time': {
        trace: trace().install().leaksOpaquely().leaksOpaquely().ends(),
        findings: [opaque, opaque],
      },
      'is one in a trace that was cut off too': {
        trace: trace().leaksOpaquely(),
        findings: [opaque],
        verdict: 'violated',
      },
    });
  });

  describe('heartbeats that a live run promises', () => {
    table({
      'at both ends leave nothing to say': {
        trace: live().beats().install().at('PT1H').sends('lookup').beats().ends(),
        verdict: 'upheld',
      },
      'missing at the start make the scenario inconclusive': {
        trace: live().install().at('PT1H').sends('lookup').beats().ends(),
        findings: [dead],
        verdicts: { 'scope.transmit': 'inconclusive', 'lookup.transmit': 'inconclusive' },
        verdict: 'inconclusive',
      },
      'missing at the end make it inconclusive': {
        trace: live().beats().install().at('PT1H').sends('lookup').ends(),
        findings: [dead],
        verdict: 'inconclusive',
      },
      'missing altogether are told once': {
        trace: live().install().at('PT1H').sends('lookup').ends(),
        findings: [dead],
        verdict: 'inconclusive',
      },
      'missing leave a violation that was seen': {
        trace: live().beats().install().at('PT1H').sends('lookup', { tls: null }).ends(),
        findings: [['transport/plaintext', 'lookup.transmit', 'excess'], dead],
        verdict: 'violated',
      },
      'missing where nothing happened at all': {
        trace: live().ends(),
        findings: [dead],
        verdict: 'inconclusive',
      },
      'in between are no end': {
        trace: live().beats().install().at('PT1H').beats().sends('lookup').ends(),
        findings: [dead],
      },
    });

    it('are wanted of no recording that does not promise them', () => {
      expect(judge(trace().install().sends('lookup').ends()).verdict).to.equal('upheld');
    });
  });

  describe('that was down for a while', () => {
    const captures = {
      'before anything happened': trace()
        .install()
        .at('PT1H')
        .captureDown('PT1H')
        .at('PT3H')
        .sends('lookup')
        .ends(),
      'after everything happened': trace()
        .install()
        .sends('lookup')
        .at('PT1H')
        .captureDown('PT1H')
        .at('PT3H')
        .ends(),
      'between two transmissions': trace()
        .install()
        .sends('lookup')
        .at('PT1H')
        .captureDown('PT1H')
        .at('PT3H')
        .sends('lookup')
        .ends(),
      'for an instant': trace().install().sends('lookup').at('PT1H').captureDown('PT0S').at('PT3H').ends(),
      'where no installation was known yet': trace()
        .gap('capture-down', 'PT1H', null)
        .at('PT3H')
        .install()
        .sends('lookup')
        .ends(),
      'over a trigger that was answered': trace()
        .install()
        .at('PT1H')
        .does('crash')
        .sends('report')
        .at('PT3H')
        .captureDown('PT1M')
        .at('PT4H')
        .ends(),
      'over a state that has a prohibition': trace()
        .install({ managed: true })
        .beats()
        .at('PT1H')
        .captureDown('PT1M')
        .at('PT2H')
        .beats()
        .ends(),
      'over nothing but heartbeats': trace()
        .install()
        .beats()
        .at('PT1H')
        .captureDown('PT1M')
        .at('PT2H')
        .beats()
        .ends(),
      'within a window that other readings leave open': trace()
        .install()
        .does('turn-off')
        .pulses('PT1H', 'PT2H', 'PT3H', 'PT4H')
        .at('PT5H')
        .captureDown('PT1M')
        .at('PT6H')
        .ends(),
    };
    for (const [when, built] of Object.entries(captures)) {
      it(`${when} leaves nothing upheld as a whole`, () => {
        for (const readings of [[], ['pulse.other-transmissions=allowed'], ['pulse.after-window=allowed']]) {
          const result = judge(built, { readings });
          expect(result.findings).to.deep.equal([]);
          expect(result.verdict).to.equal('inconclusive');
        }
      });
    }
  });

  describe('traces that say little', () => {
    it('an empty one is not exercised and not complete', () => {
      const result = judge({ events: [], scenario: undefined });
      expect(result).to.include({ verdict: 'not-exercised' });
      expect(result.scenarios[0]).to.include({ complete: false, transmissions: 0, id: null });
      expect(result.scenarios[0]).not.to.have.any.keys('from', 'until');
    });

    table({
      'one with only its start decides nothing': { trace: trace(), verdict: 'not-exercised' },
      'one with a start and an end exercises nothing': { trace: trace().ends(), verdict: 'not-exercised' },
      'one without an end leaves what was seen inconclusive': {
        trace: trace().install().sends('lookup'),
        verdicts: { 'lookup.transmit': 'inconclusive', 'survey.transmit': 'not-exercised' },
        verdict: 'inconclusive',
      },
      'one without an end keeps its violations': {
        trace: trace().install().sends('lookup', { tls: null }),
        findings: [['transport/plaintext', 'lookup.transmit', 'excess']],
        verdict: 'violated',
      },
    });

    it('one without an end says so', () => {
      expect(judgementOf(trace().install()).notes).to.deep.equal(['the trace has no end: it was cut off']);
    });

    it('a gap that ends before it begins is refused, with its line', () => {
      const built = trace().install();
      built.events.push({
        type: 'gap',
        at: '2026-01-02T00:00:00.000Z',
        until: '2026-01-01T00:00:00.000Z',
        cause: 'offline',
      });
      expect(() => judge(built)).to.throw('3: the gap ends before it begins');
    });

    it('an instant that does not exist is refused, with its line', () => {
      const built = trace();
      built.events.push({ type: 'heartbeat', at: '2026-02-30T00:00:00.000Z' });
      expect(() => judge(built)).to.throw('2: 2026-02-30T00:00:00.000Z is no instant');
    });
  });
});
