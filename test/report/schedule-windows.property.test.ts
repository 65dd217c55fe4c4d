import { expect } from 'chai';
import fc from 'fast-check';
import { scheduleWindows } from '../../src/report/model/windows.js';
import type { ScheduleWindow } from '../../src/report/report.js';
import { history } from '../judge/histories.js';
import { judge } from '../judge/judging.js';

const readings = fc.subarray([
  'pulse.first-slot=immediately',
  'pulse.window-end=half-open',
  'pulse.other-transmissions=allowed',
  'pulse.after-window=allowed',
  'pulse.regularity=max-gap',
  'pulse.state-left=continues',
  'pulse.state-entered-again=restarts',
  'pulse.modality=ceiling',
]);

describe('the pictures of schedules, of any history', () => {
  const always = (says: string, holds: (window: ScheduleWindow) => void): void => {
    it(says, () => {
      fc.assert(
        fc.property(history, readings, (built, chosen) => {
          for (const window of scheduleWindows(judge(built, { readings: chosen }), [], [])) holds(window);
        }),
        { seed: 20_260_404, numRuns: 200 },
      );
    });
  };

  always(
    'nothing that is forbidden lies in a slot, or past what is seen',
    ({ slots, forbidden, start, until }) => {
      for (const span of forbidden) {
        expect(span.from).to.be.at.least(start);
        expect(span.until).to.be.at.most(until);
        expect(span.from).to.be.below(span.until);
        for (const slot of slots) expect(span.from >= slot.until || span.until <= slot.from).to.equal(true);
      }
    },
  );

  always('what is forbidden is told in the order of time, and once', ({ forbidden }) => {
    for (const [index, span] of forbidden.entries()) {
      expect(span.from).to.be.at.least(forbidden[index - 1]?.until ?? span.from);
    }
  });

  always('what breached no rule was not sent where nothing may be', ({ sent, gaps, forbidden }) => {
    // After a gap one may be made up for, whenever its end was.
    if (gaps.length > 0) return;
    for (const { at } of sent.filter(({ rule }) => rule === undefined)) {
      expect(forbidden.filter(({ from, until }) => at > from && at < until)).to.deep.equal([]);
    }
  });

  always('its states follow one another, and none outlasts what is seen', ({ states, until }) => {
    for (const [index, state] of states.entries()) {
      expect(state.until).to.be.at.most(until);
      if (index > 0) {
        expect(state.from).to.equal(states[index - 1]?.until);
        expect(state.from).to.be.below(state.until);
      }
    }
  });
});
