import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import { createJudge, type Judge } from '../../src/judge/judge.js';
import { chooseReadings, variantsOf } from '../../src/judge/readings.js';
import type { TraceEvent, TraceRequest } from '../../src/trace/trace-event.generated.js';
import { acme, acmeScenario, acmeSystem, instant, judge, judgementOf, trace } from './judging.js';

const scenario = await acmeScenario('crash-reported');
const MIB = 1024 * 1024;

function openJudge(): Judge {
  const variants = variantsOf(acme, chooseReadings(acme, []));
  return createJudge({ disclosure: acme, system: acmeSystem.file.value, scenario: undefined, variants });
}

const url = 'https://evil.test/';
const sends = (at: string, request: Partial<TraceRequest>): TraceEvent => ({
  type: 'transmission',
  at: instant(at),
  installation: 'i-1',
  tls: null,
  request: { method: 'POST', url, ...request },
});
const body = 'x'.repeat(MIB);
/** A body with which a message counts for so many bytes: each counts for 500 besides its URL and body. */
const sized = (bytes: number): string => 'x'.repeat(bytes - 500 - url.length);

describe('what the judge holds at one instant', () => {
  it('may be 64 MiB of messages, and not a byte more', () => {
    const messages = openJudge();
    for (let line = 1; line <= 63; line += 1) messages.push(sends('PT0S', { body: sized(MIB) }), line);
    messages.push(sends('PT0S', { bodyBase64: sized(MIB - 500 - url.length) }), 64);
    messages.push(sends('PT0S', {}), 65);
    expect(() => messages.push(sends('PT0S', {}), 66)).to.throw(
      InputError,
      '66: more than 67108864 bytes were sent at one instant',
    );
  });

  it('is counted anew at the next instant', () => {
    const messages = openJudge();
    for (const [index, at] of ['PT0S', 'PT1S'].entries())
      for (let line = 1; line <= 40; line += 1) messages.push(sends(at, { body }), 40 * index + line);
  });
});

describe('a trace', () => {
  it('with a gap whose end is no instant is refused, with its line', () => {
    const built = trace().install().asleep('PT1H').ends();
    Object.assign(built.events[2] ?? {}, { until: '2026-02-30T00:00:00.000Z' });
    expect(() => judge(built)).to.throw(InputError, '3: the gap ends before it begins');
  });

  it('with an instant at which its gap ends as it begins is read', () => {
    expect(judgementOf(trace().install().sends('lookup').asleep('PT0S').ends()).notes).to.deep.equal([]);
  });

  it('of nothing at all says nothing of what its scenario expects', () => {
    const { accounts, breaches, from, until } = judgementOf({ events: [], scenario });
    expect([accounts.size, breaches.length, from, until]).to.deep.equal([0, 0, undefined, undefined]);
  });

  it('of a scenario that is there has nothing to note', () => {
    const built = trace({ scenario: 'crash-reported' }, scenario)
      .install()
      .does('crash')
      .sends('report')
      .at('PT1H')
      .ends();
    expect(judgementOf(built).notes).to.deep.equal([]);
  });

  it('has the findings of one instant in the order in which they were found', () => {
    const built = trace().install();
    for (const id of ['a', 'b', 'c']) built.leaksOpaquely(id);
    const { breaches } = judgementOf(built.sends('lookup', { tls: null }).ends());
    expect(breaches.map(({ sent }) => sent)).to.deep.equal([
      '1200 bytes of udp to a',
      '1200 bytes of udp to b',
      '1200 bytes of udp to c',
      'plaintext',
    ]);
  });
});
