import { expect } from 'chai';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { windowsToDraw } from '../../src/judge/window-result.js';
import { judge, judgementOf, type TraceBuilder, trace } from './judging.js';

type Window = ResultFile['windows'][number];

const windows = (verdict: Window['verdict'], count: number, from = 0): Window[] =>
  Array.from({ length: count }, (_, index) => ({ verdict, trace: `${verdict} ${from + index}` }) as Window);

/** How many windows of which verdict there are, and how many of them are drawn. */
const rows: Readonly<Record<string, readonly [there: readonly Window[], drawn: readonly string[]]>> = {
  'all of them where there are few': [
    [...windows('upheld', 2), ...windows('violated', 2)],
    ['upheld 0', 'upheld 1', 'violated 0', 'violated 1'],
  ],
  'none where there is none': [[], []],
};

describe('The windows of a result that are drawn are', () => {
  for (const [what, [there, drawn]] of Object.entries(rows)) {
    it(what, () => {
      expect(windowsToDraw(there).map(({ trace: name }) => name)).to.deep.equal(drawn);
    });
  }

  const counts: readonly (readonly [Window['verdict'], number])[] = [
    ['upheld', 40],
    ['not-exercised', 40],
    ['violated', 60],
    ['inconclusive', 60],
  ];
  for (const [verdict, most] of counts) {
    it(`the first ${most} where all are ${verdict}`, () => {
      expect(windowsToDraw(windows(verdict, 70))).to.deep.equal(windows(verdict, most));
    });
  }

  it('forty in which all was well and sixty others, in the order in which they were', () => {
    const there = [
      ...windows('upheld', 30),
      ...windows('violated', 50),
      ...windows('not-exercised', 20),
      ...windows('inconclusive', 20),
      ...windows('upheld', 5, 30),
    ];
    expect(windowsToDraw(there)).to.deep.equal([
      ...windows('upheld', 30),
      ...windows('violated', 50),
      ...windows('not-exercised', 10),
      ...windows('inconclusive', 10),
    ]);
  });
});

describe('The windows of many installations', () => {
  /** Each sends in every slot, but for those that are named, which leave the third one out. */
  const crowd = (count: number, ...faulty: readonly number[]): TraceBuilder => {
    const built = trace().beats();
    const each = (tell: (number: number) => unknown): void => {
      for (let number = 0; number < count; number += 1) {
        built.as(`i-${number}`);
        tell(number);
      }
    };
    each(() => built.install({ telemetry: 'off' }));
    for (const time of ['PT1H', 'PT2H', 'PT3H', 'PT4H']) {
      built.at(time);
      each((number) => (faulty.includes(number) && time === 'PT3H' ? undefined : built.sends('pulse')));
    }
    built.at('PT8H');
    each(() => built.sends('odd'));
    return built;
  };
  const told = (built: TraceBuilder): readonly unknown[] => {
    const { windows: drawn, windowsOmitted } = judge(built.at('PT9H').beats().ends());
    const other = drawn.filter(({ verdict }) => verdict !== 'upheld');
    return [
      drawn.length,
      windowsOmitted,
      other.map(({ installation, verdict }) => `${installation} ${verdict}`),
    ];
  };

  it('are forty of those that were well, and each of the others', () => {
    expect(told(crowd(45, 3, 44))).to.deep.equal([42, 3, ['i-3 violated', 'i-44 violated']]);
  });

  it('tell of a breach after a window that was kept a place for', () => {
    const built = crowd(42).as('i-1').sends('pulse');
    expect(told(built)).to.deep.equal([40, 2, ['i-1 violated']]);
  });

  it('do not tell of a breach after a window that was not, but the findings do', () => {
    const built = crowd(42).as('i-41').sends('pulse');
    expect(told(built)).to.deep.equal([40, 2, []]);
    expect(judge(built).findings.map(({ rule, installation }) => [rule, installation])).to.deep.equal([
      ['schedule/after-window', 'i-41'],
    ]);
  });
});

describe('The doubts of a schedule', () => {
  it('are twenty at most, in its clause and in its state', () => {
    const built = trace();
    for (let number = 0; number < 25; number += 1) {
      built
        .at(`PT${number}S`)
        .as(`i-${number}`)
        .knows({ installed: true, consent: 'granted', telemetry: 'off' });
    }
    const { scheduleAccounts, stateAccounts } = judgementOf(built.ends());
    expect(scheduleAccounts[0]?.get('pulse.schedule')?.undecided.size).to.equal(20);
    expect(stateAccounts.get('telemetry-off')?.get('pulse.schedule')?.undecided.size).to.equal(20);
  });
});
