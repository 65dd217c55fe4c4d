import { expect } from 'chai';
import fc from 'fast-check';
import type { ByteAccount } from '../../src/trace/trace-event.generated.js';
import { judge, type Row, rowsOf, type TraceBuilder, table, trace } from './judging.js';

const scope = 'scope.transmit';
const unclaimed: Row = ['capture/unclaimed', scope, 'excess'];
const none: ByteAccount = { left: 0, network: 0, tls: 0, framing: 0, dns: 0, messages: 0, opaque: 0 };

/** An account in which what left is the sum of the rest, but for what is said otherwise. */
function account(parts: Partial<ByteAccount>): ByteAccount {
  const { left, ...rest } = { ...none, left: undefined, ...parts };
  const sum = rest.network + rest.tls + rest.framing + rest.dns + rest.messages + rest.opaque;
  return { ...rest, left: left ?? sum };
}

const started = (): TraceBuilder => trace({ capture: 'namespace' }).install().beats();
const splitOf = (built: TraceBuilder) => judge(built).scenarios[0]?.bytes;

describe('The account of bytes', () => {
  table({
    'that adds up finds nothing': {
      trace: started()
        .asks('acme.test', 'A', 27)
        .sends('odd', { took: 300 })
        .ends({ bytes: account({ network: 400, tls: 1000, framing: 10, dns: 27, messages: 300 }) }),
    },
    'in which more left than it tells of is a finding': {
      trace: started()
        .sends('odd', { took: 300 })
        .ends({ bytes: account({ messages: 300, left: 317 }) }),
      findings: [unclaimed],
      verdicts: { [scope]: 'violated' },
    },
    'whose messages the trace does not hold is a finding': {
      trace: started()
        .sends('odd', { took: 300 })
        .ends({ bytes: account({ messages: 400 }) }),
      findings: [unclaimed],
    },
    'of a message that was not counted is a finding': {
      trace: started()
        .sends('odd')
        .ends({ bytes: account({ messages: 300 }) }),
      findings: [unclaimed],
    },
    'that tells of more than left cannot be right': {
      trace: started()
        .sends('odd', { took: 300 })
        .ends({ bytes: account({ messages: 300, left: 299 }) }),
      verdicts: { [scope]: 'inconclusive' },
      verdict: 'inconclusive',
    },
    'of fewer messages than the trace holds cannot be right': {
      trace: started()
        .sends('odd', { took: 300 })
        .ends({ bytes: account({ messages: 200 }) }),
      verdicts: { [scope]: 'inconclusive' },
      verdict: 'inconclusive',
    },
    'that a capture of all that leaves owes is missed': {
      trace: started().sends('odd').ends(),
      verdicts: { [scope]: 'inconclusive' },
    },
    'is owed by no other capture': { trace: trace({ capture: 'proxy' }).install().sends('odd').ends() },
  });

  it('says how many bytes, on the line of the end', () => {
    const built = started().ends({ bytes: account({ left: 17 }) });
    const [finding] = judge(built).findings;
    expect(finding?.message).to.equal('17 bytes left that nothing accounts for');
    expect(finding?.evidence[0]).to.include({ line: built.events.length, pointer: '/bytes' });
  });

  it('says so of one byte as of one', () => {
    const [finding] = judge(started().ends({ bytes: account({ left: 1 }) })).findings;
    expect(finding).to.include({
      message: '1 byte left that nothing accounts for',
      allowed: 'the routes of the system file, and what carries them',
    });
    expect(finding?.sent).to.equal('1 of 1 bytes');
  });

  it('says why it cannot be right, and that it was not made', () => {
    const undecided = (built: TraceBuilder) =>
      judge(built).clauses.find(({ id }) => id === scope)?.undecided ?? [];
    const tooMany = started().sends('odd', { took: 300 });
    const of = (bytes: Partial<ByteAccount>) => undecided(tooMany.ends({ bytes: account(bytes) }));
    expect(of({ messages: 300, opaque: 20, left: 290 })).to.deep.equal([
      'the account of bytes cannot be right: 290 left, and it tells of 320',
    ]);
    expect(undecided(started().sends('odd').ends())).to.deep.equal(['the bytes that left were not counted']);
  });

  it('splits what left into the routes’, the transport’s and nobody’s', () => {
    const built = started()
      .asks('acme.test', 'A', 27)
      .asks('x.acme.test', 'A', 30)
      .sends('odd', { took: 300 })
      .sends('odd', { took: 320, headers: [['x-secret', '0123456789']] })
      .transmits({ method: 'GET', url: 'https://updates.acme.test/file', headers: [] }, { took: 50 })
      .transmits({ method: 'GET', url: 'https://tracker.test/', headers: [] }, { took: 40 })
      .leaksOpaquely()
      .ends({
        bytes: account({ network: 500, tls: 900, framing: 20, dns: 57, messages: 710, opaque: 1200 }),
      });
    const nobody = 30 + 18 + 40 + 1200;
    expect(splitOf(built)).to.deep.equal({
      left: 3387,
      routes: 300 + 302 + 50,
      transport: 500 + 900 + 20 + 27,
      unclaimed: nobody,
    });
  });

  it('is not told where nobody counted', () => {
    expect(splitOf(trace().install().ends())).to.equal(undefined);
  });

  it('never has a byte of nobody’s without a finding, and is always whole', () => {
    const event = fc.oneof(
      fc.record({
        kind: fc.constantFrom('odd', 'header', 'field', 'tracker', 'query', 'junk'),
        took: fc.option(fc.nat(500), { nil: undefined }),
      }),
      fc.record({
        kind: fc.constantFrom('acme.test', 'x.acme.test', 'other.test'),
        took: fc.integer({ min: 20, max: 60 }),
      }),
      fc.record({ kind: fc.constant('opaque'), took: fc.constant(1200) }),
    );
    const parts = fc.record({
      network: fc.nat(500),
      tls: fc.nat(500),
      framing: fc.nat(50),
      dns: fc.nat(100),
      messages: fc.nat(1500),
      opaque: fc.nat(3000),
    });
    const off = fc.oneof(fc.constant(0), fc.integer({ min: -300, max: 300 }));
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 6 }),
        parts,
        fc.boolean(),
        off,
        (events, random, exact, by) => {
          const built = started();
          const told = { dns: 0, messages: 0, opaque: 0 };
          for (const { kind, took } of events) {
            if (kind === 'opaque') built.leaksOpaquely();
            else if (kind.endsWith('.test')) built.asks(kind, 'A', took);
            else if (kind === 'tracker')
              built.transmits({ method: 'GET', url: 'https://t.test/' }, took === undefined ? {} : { took });
            else
              built.sends('odd', {
                ...(took === undefined ? {} : { took }),
                ...(kind === 'header' ? { headers: [['x-a', 'b']] as const } : {}),
                ...(kind === 'field' ? { json: { extra: 'hidden' } } : {}),
                ...(kind === 'query' ? { url: 'https://acme.test/v1/odd?x=1' } : {}),
                ...(kind === 'junk' ? { body: '{' } : {}),
              });
            const sort = kind === 'opaque' ? 'opaque' : kind.endsWith('.test') ? 'dns' : 'messages';
            told[sort] += took ?? 0;
          }
          const whole = account(exact ? { ...random, ...told } : random);
          const result = judge(built.ends({ bytes: { ...whole, left: Math.max(0, whole.left + by) } }));
          const split = result.scenarios[0]?.bytes;
          if (split === undefined) throw new Error('there is no split');
          expect(split.routes + split.transport + split.unclaimed).to.equal(split.left);
          expect(Math.min(split.routes, split.transport, split.unclaimed)).to.be.at.least(0);
          const excess = rowsOf(result).some(([rule]) =>
            /^(?:route|channel|capture|field|body)\//.test(rule),
          );
          if (split.unclaimed > 0) expect(excess).to.equal(true);
          if (exact && by !== 0) expect(result.verdict).to.be.oneOf(['violated', 'inconclusive']);
        },
      ),
      { numRuns: 200 },
    );
  });
});
