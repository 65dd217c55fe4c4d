import { expect } from 'chai';
import fc from 'fast-check';
import { composedBaseline } from '../../src/calibration/baseline.js';
import { openJudging } from '../../src/calibration/judging.js';
import { retime } from '../../src/calibration/retime.js';
import { breachesOf } from '../../src/calibration/slot-oracle.js';
import type { Instant } from '../../src/disclosure/instant.js';
import { chooseReadings } from '../../src/judge/readings.js';
import { acme, acmeSystem } from '../judge/judging.js';
import { acmeLaboratory } from './calibrating.js';

const MINUTE = 60_000;

/** Offsets from the start of a window of four hours: anywhere, and thick about the edges of its slots. */
const offset = fc.oneof(
  fc.integer({ min: 1, max: 8 * 60 * MINUTE }),
  fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(-1, 1), fc.integer({ min: -2, max: 2 }))
    .map(([hour, side, by]) => hour * 60 * MINUTE + side * 5 * MINUTE + by),
);

const questions = [
  [],
  ['pulse.modality=ceiling'],
  ['pulse.first-slot=immediately'],
  ['pulse.other-transmissions=allowed'],
  ['pulse.after-window=allowed'],
  ['pulse.window-end=half-open', 'pulse.after-window=allowed'],
  ['pulse.unreachable=owed'],
] as const;

describe('The plain telling of a schedule', () => {
  for (const overrides of questions)
    it(`says the same as the judge under ${overrides.join(' and ') || 'the chosen readings'}`, () => {
      const laboratory = acmeLaboratory();
      const readings = chooseReadings(acme, overrides);
      const judge = openJudging({ disclosure: acme, system: acmeSystem, readings });
      for (const name of ['off-from-the-start', 'asleep']) {
        const scenario = laboratory.baselines.find((one) => one.name === name)?.scenario;
        if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
        const baseline = composedBaseline(laboratory.context, readings, { ...scenario });
        const composed = acmeLaboratory([...overrides]);
        const timeline = composed.timeline(baseline);
        const [window] = timeline.windows;
        const [pattern] = window?.sent ?? [];
        if (window === undefined || pattern === undefined) throw new Error('nothing was sent in the window');
        fc.assert(
          fc.property(fc.uniqueArray(offset, { maxLength: 9 }), (offsets) => {
            const times = offsets
              .map((by) => (window.start + by) as Instant)
              .filter((at) => timeline.gaps.every(({ from, until }) => at < from || at >= until));
            const { events } = retime(baseline.events, {
              dropped: window.sent.filter((sent) => sent !== pattern),
              moved: new Map(),
              copied: times.map((at) => ({ of: pattern, at })),
              until: (window.start + 30 * 60 * MINUTE) as Instant,
            });
            const kept = Date.parse(baseline.events[pattern.index]?.at ?? '') as Instant;
            fc.pre(!times.includes(kept));
            const told = judge(events, undefined).findings.filter(({ rule }) => rule.startsWith('schedule/'));
            const endless = { ...window, until: Number.POSITIVE_INFINITY as Instant };
            const wanted = breachesOf(endless, timeline.gaps, [kept, ...times]);
            expect(told.map(({ rule }) => rule).sort()).to.deep.equal(wanted.map(({ rule }) => rule).sort());
          }),
          { numRuns: 60 },
        );
      }
    });
});
