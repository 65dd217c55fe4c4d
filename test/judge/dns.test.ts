import { expect } from 'chai';
import type { Instant } from '../../src/disclosure/instant.js';
import { createDifferential, type Triple } from '../../src/judge/differential.js';
import type { StartEvent } from '../../src/trace/trace-event.generated.js';
import { acme, acmeSystem, judge, type Row, rowsOf, type TraceBuilder, table, trace } from './judging.js';

const scope = 'scope.transmit';
const channel: Row = ['channel/undocumented', scope, 'excess'];
const route: Row = ['route/undocumented', scope, 'excess'];

const started = (): TraceBuilder => trace().install().beats();
const asked = (name: string, type?: string, bytes?: number): TraceBuilder =>
  started().asks(name, type, bytes).beats().ends();

const wild = {
  ...acmeSystem,
  file: {
    ...acmeSystem.file,
    value: {
      ...acmeSystem.file.value,
      excluded: [{ url: 'https://*.cdn.acme.test/*', because: 'Downloads.' }],
    },
  },
};

describe('Questions to a resolver', () => {
  table({
    'for a route’s host is the transport’s, and puts nothing to the test': {
      trace: asked('acme.test'),
      verdicts: { [scope]: 'not-exercised' },
      verdict: 'not-exercised',
    },
    'for an exclusion’s host is the transport’s': { trace: asked('updates.acme.test.', 'AAAA') },
    'for a host that a pattern matches is the transport’s': {
      trace: asked('x7f3.cdn.acme.test'),
      system: wild,
    },
    'for how a host is served is the transport’s': { trace: asked('acme.test', 'HTTPS') },
    'with a label in front of a host is a channel': {
      trace: asked('x7f3a.acme.test'),
      findings: [channel],
      verdicts: { [scope]: 'violated' },
      verdict: 'violated',
    },
    'with several labels in front is a channel': { trace: asked('a.b.c.acme.test'), findings: [channel] },
    'for a name of nobody’s is undocumented': { trace: asked('tracker.test'), findings: [route] },
    'for a host with a search domain behind it is undocumented': {
      trace: asked('acme.test.corp.example'),
      findings: [route],
    },
    'for localhost is undocumented': { trace: asked('localhost'), findings: [route] },
    'for the name of an address is undocumented': {
      trace: asked('7.2.0.192.in-addr.arpa', 'PTR'),
      findings: [route],
    },
    'for what only looks like a host when it is decoded is undocumented': {
      trace: asked('acme%2Etest'),
      findings: [route],
    },
    'in letters of another alphabet is undocumented': { trace: asked('ａcme.test'), findings: [route] },
    'with letters of either case is a channel, for each can carry a bit': {
      trace: asked('aCmE.test'),
      findings: [channel],
    },
    'of a type that no connection needs is a channel': {
      trace: asked('acme.test', 'TXT'),
      findings: [channel],
    },
    'with more in its message than a question is a channel': {
      trace: asked('acme.test', 'A', 400),
      findings: [channel],
    },
    'with a planted value in front of a host is that as well': {
      trace: trace({ canaries: [{ name: 'hostName', value: 'workstation-seventeen' }] })
        .install()
        .beats()
        .asks('workstation-seventeen.acme.test')
        .beats()
        .ends(),
      findings: [['leak/canary', scope, 'excess'], channel],
    },
    'that is hostile text is told in a bounded way': {
      trace: asked(`\u001b[31m${'x'.repeat(900)}`),
      findings: [route],
    },
  });

  it('counts as no transmission, and shows that the capture is alive', () => {
    const result = judge(
      trace()
        .install({ telemetry: 'on' })
        .does('buy')
        .at('PT1M')
        .asks('acme.test')
        .at('PT2M')
        .asks('acme.test')
        .ends(),
    );
    expect(result.scenarios[0]?.transmissions).to.equal(0);
    const paid = result.clauses.find(({ id }) => id === 'survey.paid');
    expect(paid?.verdict).to.equal('upheld');
    expect(acme.scope).to.equal(scope);
  });

  it('names the label, the host and the name, and no planted value', () => {
    const value = 'workstation-seventeen';
    const result = judge(
      trace({ canaries: [{ name: 'hostName', value }] })
        .install()
        .asks(`${value}.acme.test`)
        .ends(),
    );
    expect(rowsOf(result)).to.have.length(2);
    expect(JSON.stringify(result.findings)).not.to.include(value);
    const [first] = judge(asked('x7.acme.test')).findings;
    expect(first?.message).to.equal('the label "x7" in front of acme.test in a DNS name is not documented');
    expect(first?.evidence[0]?.pointer).to.equal('/question/name');
    const message = judge(asked('x'.repeat(5000))).findings[0]?.message ?? '';
    expect(message.length).to.be.lessThan(500);
  });
});

describe('Heartbeats over several protocols', () => {
  const both = { heartbeats: 'both-ends' } as const;
  table({
    'that came through by all of them are alive': {
      trace: trace(both)
        .beats({ over: ['dns', 'tls', 'udp'] })
        .install()
        .sends('odd')
        .at('PT1M')
        .beats({ over: ['dns', 'tls', 'udp'] })
        .ends(),
    },
    'of which one was missed make the capture dead': {
      trace: trace(both)
        .beats({ over: ['dns', 'tls'], missing: ['udp'] })
        .install()
        .sends('odd')
        .at('PT1M')
        .beats({ over: ['dns', 'tls', 'udp'] })
        .ends(),
      findings: [['capture/dead', scope, 'shortfall']],
      verdict: 'inconclusive',
    },
    'of which one was missed at the end make the capture dead': {
      trace: trace(both)
        .beats()
        .install()
        .sends('odd')
        .at('PT1M')
        .beats({ over: ['dns'], missing: ['tls', 'udp'] })
        .ends(),
      findings: [['capture/dead', scope, 'shortfall']],
      verdict: 'inconclusive',
    },
  });

  it('name the protocols that were missed, and the end at which', () => {
    const message = (built: TraceBuilder): string | undefined => judge(built).findings[0]?.message;
    expect(
      message(
        trace(both)
          .beats({ missing: ['dns', 'udp'] })
          .install()
          .ends(),
      ),
    ).to.equal('the heartbeat at the start was not captured by DNS nor by UDP');
    expect(
      message(
        trace(both)
          .beats()
          .install()
          .beats({ missing: ['tls'] })
          .ends(),
      ),
    ).to.equal('the heartbeat at the end was not captured by TLS');
  });
});

describe('Questions in three observations, of which one has a planted value changed', () => {
  const start = (value: string): StartEvent => ({
    type: 'start',
    format: 'candor-trace/1',
    at: '2026-01-01T00:00:00.000Z',
    disclosure: 'acme-1',
    system: 'acme',
    canaries: [{ name: 'hostName', value }],
  });
  const told = (names: Triple<readonly string[]>): readonly string[] => {
    const starts = {
      first: start('one-of-a-kind'),
      again: start('one-of-a-kind'),
      changed: start('quite-another'),
    };
    const differential = createDifferential(acme, acmeSystem.file.value, starts);
    for (const observation of ['first', 'again', 'changed'] as const)
      for (const [index, event] of trace().asks('acme.test').events.entries()) {
        if (event.type !== 'dns') continue;
        for (const name of names[observation])
          differential.ask(observation, {
            event: { ...event, question: { name, type: 'A' } },
            line: index + 1,
            at: 0 as Instant,
          });
      }
    const { breaches, undecided } = differential.finish();
    return [...breaches.map(({ message }) => message), ...undecided.map(({ reason }) => reason)];
  };

  const cases: Readonly<Record<string, [Triple<readonly string[]>, readonly string[]]>> = {
    'are alike in whatever order and number': [
      { first: ['a.test', 'b.test'], again: ['b.test', 'a.test', 'a.test'], changed: ['b.test', 'a.test'] },
      [],
    ],
    'leak by a name that changes': [
      { first: ['7f3.test'], again: ['7f3.test'], changed: ['a91.test'] },
      ['the DNS name "a91.test" changes with the planted hostName'],
    ],
    'leak by a name that is asked for no more': [
      { first: ['a.test', 'b.test'], again: ['a.test', 'b.test'], changed: ['a.test'] },
      ['whether the DNS name "b.test" is asked for changes with the planted hostName'],
    ],
    'prove nothing where they differ anyway': [
      { first: ['1.test'], again: ['2.test'], changed: ['3.test'] },
      ['the DNS names that are asked for differ though nothing was changed'],
    ],
  };
  for (const [sentence, [names, expected]] of Object.entries(cases))
    it(sentence, () => expect(told(names)).to.deep.equal(expected));
});
