import { expect } from 'chai';
import { anchorClock, type Probe, realClock } from '../../../src/system/process/clock.js';

describe('A clock that runs', () => {
  /** Probes that take so long each, of a time that starts at `origin` when this begins. */
  const probing = (origin: number, factor: number, delays: readonly number[]) => {
    let moment = 1000;
    let count = 0;
    return async (): Promise<Probe> => {
      const delay = delays[count % delays.length] ?? 0;
      count += 1;
      const asked = moment;
      moment += delay;
      // The answer is made half-way.
      return { told: origin + (asked + delay / 2 - 1000) * factor, asked, answered: moment };
    };
  };

  it('tells the product’s time by the quickest of its first probes', async () => {
    const clock = await anchorClock('faketime', 100, probing(5_000_000, 100, [8, 2, 6]));
    expect(clock.at(1000)).to.equal(5_000_000);
    expect(clock.at(1500)).to.equal(5_050_000);
    const { uncertainty, drift, probes } = await clock.uncertainty();
    expect([uncertainty, drift, probes]).to.deep.equal([100, 0, 10]);
  });

  it('tells how far the product’s time has strayed from that, at the worst', async () => {
    let origin = 0;
    const inner = probing(0, 10, [2]);
    const clock = await anchorClock('faketime', 10, async () => {
      const probe = await inner();
      return { ...probe, told: probe.told + origin };
    });
    origin = 700;
    await clock.measure();
    origin = -200;
    const { uncertainty, drift, probes } = await clock.uncertainty();
    expect([uncertainty, drift, probes]).to.deep.equal([710, 700, 15]);
  });

  it('is the machine’s where that is the product’s', async () => {
    const clock = await realClock();
    expect(clock.kind).to.equal('real');
    expect(clock.factor).to.equal(1);
    expect(Math.abs(clock.at(performance.now()) - Date.now())).to.be.below(50);
    const { drift, probes } = await clock.uncertainty();
    expect(drift).to.be.below(50);
    expect(probes).to.equal(10);
  });
});
