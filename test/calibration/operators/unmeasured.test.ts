import { expect } from 'chai';
import { unmeasured } from '../../../src/calibration/operators/unmeasured.js';
import { rules } from '../../../src/judge/rules.js';

describe('What calibration does not measure', () => {
  it('is told of rules that there are, each once, with a reason', () => {
    const known = rules.map(({ id }) => id);
    const named = unmeasured.map(({ rule }) => rule);
    expect(known).to.include.members(named);
    expect(new Set(named).size).to.equal(named.length);
    for (const { because } of unmeasured) expect(because).to.match(/^[A-Z].+\.$/);
  });

  it('is told of gaps in the capture and of traces without an end, too', () => {
    const told = unmeasured.find(({ rule }) => rule === 'capture/dead')?.because;
    expect(told).to.include('a gap into the capture').and.to.include('the end from a trace');
  });
});
