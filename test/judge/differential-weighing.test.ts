import { expect } from 'chai';
import { openWeighing } from '../../src/judge/differential-weighing.js';

const rows: readonly (readonly [
  what: string,
  alone: number,
  leaks: number,
  certain: number,
  doubtful: number,
])[] = [
  ['a part that never differs by itself', 0, 2, 2, 0],
  ['a part that differs by itself more often', 5, 1, 0, 0],
  ['a part that differs by itself as often', 2, 2, 0, 0],
  ['a part that differs by itself now and then', 1, 5, 0, 5],
];

describe('What differs with a planted value', () => {
  for (const [what, alone, leaks, certain, doubtful] of rows) {
    const verdict = certain > 0 ? 'certain' : doubtful > 0 ? 'doubtful' : 'chance';
    it(`is ${verdict} in ${what}`, () => {
      const weighing = openWeighing<number>(10);
      for (let index = 0; index < leaks; index += 1) weighing.depended('part', index);
      for (let index = 0; index < alone; index += 1) weighing.differed('part');
      const found = weighing.finish();
      expect([found.certain.length, found.doubtful.length]).to.deep.equal([certain, doubtful]);
    });
  }

  it('is weighed part by part, and told in the order in which it was seen', () => {
    const weighing = openWeighing<string>(10);
    for (const part of ['b', 'noise', 'a', 'noise']) weighing.depended(part, part);
    for (let index = 0; index < 3; index += 1) weighing.differed('noise');
    expect(weighing.finish()).to.deep.equal({ certain: ['b', 'a'], doubtful: [] });
  });

  it('is kept so often and no oftener', () => {
    const weighing = openWeighing<number>(10);
    for (let index = 0; index < 50; index += 1) weighing.depended('one', index);
    for (let index = 0; index < 50; index += 1) weighing.depended(`other ${index}`, index);
    expect(weighing.finish().certain).to.have.lengthOf(10);
  });
});
