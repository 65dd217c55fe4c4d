import { expect } from 'chai';
import { interleaved } from '../../../src/calibration/operators/interleave.js';
import type { TraceEvent } from '../../../src/trace/trace-event.generated.js';
import { trace } from '../../judge/judging.js';

const long = trace({ heartbeats: 'both-ends' })
  .beats()
  .install()
  .at('PT2H')
  .sends('odd')
  .at('PT3H')
  .beats()
  .ends();
const short = trace({ heartbeats: 'both-ends' }).beats().install().at('PT1H').sends('ping').beats().ends();

function merged(
  ...traces: readonly { readonly events: readonly TraceEvent[] }[]
): readonly string[] | string {
  const [first, ...others] = traces;
  const all = interleaved(
    first?.events ?? [],
    others.map(({ events }) => events),
  );
  if ('because' in all) return all.because;
  return all.map((event) => {
    const whose = 'installation' in event ? ` of ${event.installation}` : '';
    return `${event.at.slice(11, 16)} ${event.type}${whose}`;
  });
}

describe('Interleaved traces', () => {
  it('end together, and each installation has a name of its own', () => {
    expect(merged(long, short)).to.deep.equal([
      '00:00 start',
      '00:00 heartbeat',
      '00:00 action of i-1',
      '02:00 transmission of i-1',
      '02:00 action of i-1-b',
      '03:00 transmission of i-1-b',
      '03:00 heartbeat',
      '03:00 end',
    ]);
  });

  it('begin with the longest', () => {
    expect(merged(short, long)).to.deep.equal([
      '22:00 start',
      '22:00 heartbeat',
      '22:00 action of i-1-b',
      '00:00 action of i-1',
      '00:00 transmission of i-1-b',
      '01:00 transmission of i-1',
      '01:00 heartbeat',
      '01:00 end',
    ]);
  });

  it('give a name to what has none, and take gaps along', () => {
    const asleep = trace()
      .install()
      .at('PT1H')
      .asleep('PT1H')
      .sends('odd', { installation: null })
      .at('PT3H')
      .ends();
    const all = interleaved(short.events, [asleep.events]);
    if ('because' in all) throw new Error(all.because);
    const gap = all.find(({ type }) => type === 'gap');
    expect(gap).to.include({
      at: '2025-12-31T23:00:00.000Z',
      until: '2026-01-01T00:00:00.000Z',
      installation: 'i-1-b',
    });
    expect(all.some((event) => event.type === 'transmission' && event.installation === undefined)).to.equal(
      false,
    );
  });

  it('are not made of what was cut off, of a capture that was down, or of what has no owner', () => {
    expect(merged(long, trace().install())).to.equal('one of them was cut off');
    expect(merged(long, trace().install().captureDown('PT1H').ends())).to.equal(
      'a capture that was down saw none of them',
    );
    const several = trace().install().as('i-2').install().sends('odd', { installation: null }).ends();
    expect(merged(several, long)).to.equal('in one of them nobody knows whose some events are');
  });
});
