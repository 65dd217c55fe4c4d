import { expect } from 'chai';
import fc from 'fast-check';
import type { Duration, Instant } from '../../src/disclosure/instant.js';
import { breachLabels } from '../../src/report/html/schedule-breaches.js';
import { LEFT, RIGHT, scaleOf } from '../../src/report/html/schedule-scale.js';
import type { ScheduleWindow } from '../../src/report/report.js';
import { brokenReport } from './sample-reports.js';

function windowOf(part: Partial<ScheduleWindow>): ScheduleWindow {
  const [window] = brokenReport().schedules;
  if (window === undefined) throw new Error('the broken report has a schedule');
  return { ...window, ...part };
}

const HOUR = 3_600_000;

describe('The picture of a schedule', () => {
  it('keeps every instant between its edges, and later instants never left of earlier ones', () => {
    const instants = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
    fc.assert(
      fc.property(instants, instants, (one, other) => {
        const scale = scaleOf(windowOf({}));
        const [first, last] = [Math.min(one, other), Math.max(one, other)];
        const [left, right] = [scale.x(first as Instant), scale.x(last as Instant)];
        expect(left).to.be.within(LEFT, RIGHT);
        expect(right).to.be.within(left, RIGHT);
      }),
    );
  });

  it('draws a slot as wide as its tolerance, and never too narrow to be seen', () => {
    const { start } = windowOf({});
    const scale = scaleOf(windowOf({ from: start, until: (start + 10 * HOUR) as Instant }));
    const wide = scale.slot(start, (start + HOUR) as Instant);
    expect(wide.width).to.be.closeTo((RIGHT - LEFT) / 10, 0.02);
    expect(scale.slot(start, start).width).to.equal(3);
  });

  it('has a tick at the start, and few enough to be read', () => {
    const lengths = fc.integer({ min: 1, max: 400 * 24 * HOUR });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 0, max: 40 * HOUR }), (length, every) => {
        const { start } = windowOf({});
        const { ticks } = scaleOf(
          windowOf({ from: start, until: (start + length) as Instant, every: every as Duration }),
        );
        expect(ticks[0]).to.equal(start);
        expect(ticks.length).to.be.at.most(14);
      }),
    );
  });

  it('names a finding once where several of it lie side by side, and each that lies apart', () => {
    const { start } = windowOf({});
    const at = (minutes: number, group: string) => ({
      at: (start + minutes * 60_000) as Instant,
      line: minutes,
      rule: 'schedule/repeated',
      group,
    });
    const window = windowOf({
      from: start,
      until: (start + 10 * HOUR) as Instant,
      sent: [at(60, 'g-1'), at(61, 'g-1'), at(61, 'g-2'), at(300, 'g-1')],
    });
    const labels = breachLabels(window, scaleOf(window), 0);
    expect(labels.map(({ text, sent }) => [text, sent.line])).to.deep.equal([
      ['g-1', 60],
      ['g-2', 61],
      ['g-1', 300],
    ]);
  });
});
