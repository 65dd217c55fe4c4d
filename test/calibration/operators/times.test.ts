import { expect } from 'chai';
import { retoldTraces } from '../../../src/calibration/operators/retold.js';
import { scheduleMutants } from '../../../src/calibration/operators/schedules.js';
import {
  bareStateMutants,
  instantStateMutants,
  stateMutants,
} from '../../../src/calibration/operators/states.js';
import { triggerMutants } from '../../../src/calibration/operators/triggers.js';
import { acmeLaboratory, faults, kesLaboratory, type Laboratory } from '../calibrating.js';

function timesOf(laboratory: Laboratory): { wrong: readonly string[]; right: ReadonlyMap<string, number> } {
  const wrong: string[] = [];
  const right = new Map<string, number>();
  const { context } = laboratory;
  for (const baseline of laboratory.baselines) {
    const timeline = laboratory.timeline(baseline);
    const scored = faults(laboratory, baseline, [
      ...scheduleMutants(baseline, timeline),
      ...retoldTraces(baseline),
      ...stateMutants(context, baseline, timeline),
      ...instantStateMutants(context, baseline, timeline),
      ...triggerMutants(context, baseline, timeline),
      ...baseline.sent.flatMap((sent) => [...bareStateMutants(context, baseline, sent)]),
    ]);
    wrong.push(...scored.wrong);
    for (const [operator, count] of scored.right) right.set(operator, (right.get(operator) ?? 0) + count);
  }
  return { wrong, right };
}

const everyOperator = [
  'schedule/missing',
  'schedule/early',
  'schedule/late',
  'schedule/half-a-period-early',
  'schedule/twice',
  'schedule/twice-within-tolerance',
  'schedule/between-slots',
  'schedule/other-grid',
  'schedule/other-start',
  'schedule/drifting',
  'schedule/other-period',
  'schedule/after-window',
  'schedule/late-catch-up',
  'schedule/second-catch-up',
  'trigger/missing',
  'trigger/late',
  'trigger/twice',
  'trigger/twice-at-the-last',
  'trigger/unprompted',
  'trigger/unprompted-after',
  'state/forbidden',
  'state/forbidden-at-once',
  'equivalent/order-of-an-instant',
  'equivalent/gap-of-all',
  'equivalent/slot-opens',
  'equivalent/slot-closes',
  'equivalent/steady-drift',
  'equivalent/jitter',
  'equivalent/last-moment-to-catch-up',
  'equivalent/no-catch-up',
  'equivalent/answer-at-the-last',
];

describe('Mutants of times and states', () => {
  it('are all found, and no edge of a tolerance is a false alarm, for the first disclosure', async () => {
    const { wrong, right } = timesOf(await kesLaboratory());
    expect(wrong).to.deep.equal([]);
    expect([...right.keys()]).to.include.members(everyOperator);
  });

  it('say by which line each of them must be shown, also where nothing was sent', () => {
    const laboratory = acmeLaboratory();
    for (const baseline of laboratory.baselines)
      for (const derived of scheduleMutants(baseline, laboratory.timeline(baseline)))
        if ('mutant' in derived)
          for (const { rule, line } of derived.mutant.expected) expect(line, rule).to.be.a('number');
  });

  it('are all found for a vendor of another kind', () => {
    const { wrong, right } = timesOf(acmeLaboratory());
    expect(wrong).to.deep.equal([]);
    expect([...right.keys()]).to.include.members(everyOperator);
  });
});
