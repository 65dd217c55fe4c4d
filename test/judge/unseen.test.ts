import { expect } from 'chai';
import type { Instant } from '../../src/disclosure/instant.js';
import type { Span } from '../../src/judge/ledger.js';
import { watchUnseen } from '../../src/judge/unseen.js';

const span = (from: number, until: number): Span => ({ from: from as Instant, until: until as Instant });

/** A watch of a window in which nothing may be sent from an instant on; it keeps what it was asked and what it found. */
function watching(forbiddenFrom: number): {
  readonly watch: ReturnType<typeof watchUnseen>;
  readonly asked: Span[];
  readonly found: Span[];
} {
  const asked: Span[] = [];
  const found: Span[] = [];
  const isForbidden = (stretch: Span): boolean => {
    asked.push(stretch);
    return stretch.until >= forbiddenFrom;
  };
  return { watch: watchUnseen(isForbidden, (stretch) => found.push(stretch)), asked, found };
}

/** The times at which the capture was down, the instants to which time came, and what was found at each of them. */
const rows: Readonly<
  Record<
    string,
    readonly [downs: readonly Span[], ticks: readonly number[], found: readonly (readonly Span[])[]]
  >
> = {
  'nothing where it was never down': [[], [20, 30], [[], []]],
  'nothing before it was down': [[span(12, 14)], [12], [[]]],
  'a time once its first instant has passed': [[span(12, 14)], [12, 13], [[], [span(12, 14)]]],
  'each time once': [[span(12, 20)], [13, 14, 30], [[span(12, 20)], [], []]],
  'two times one by one': [
    [span(11, 12), span(14, 15)],
    [13, 15],
    [[span(11, 12)], [span(14, 15)]],
  ],
  'nothing of a time that was over before anything was forbidden': [[span(2, 9)], [5, 20, 30], [[], [], []]],
  'a time that reaches to where something is forbidden': [[span(2, 12)], [5, 11], [[], [span(2, 12)]]],
  'a time whose last instant alone is forbidden': [[span(2, 10)], [10, 11], [[], [span(2, 10)]]],
};

describe('Times in which nobody could have seen what was sent', () => {
  for (const [what, [downs, ticks, found]] of Object.entries(rows)) {
    it(`are told: ${what}`, () => {
      const watched = watching(10);
      for (const down of downs) watched.watch.down(down);
      const told = ticks.map((now) => {
        watched.watch.decideBefore(now as Instant);
        return watched.found.splice(0);
      });
      expect(told).to.deep.equal(found);
    });
  }

  it('are asked about as far as time has come, and no further', () => {
    const { watch, asked } = watching(100);
    watch.down(span(2, 12));
    for (const now of [5, 20]) watch.decideBefore(now as Instant);
    expect(asked).to.deep.equal([span(2, 4), span(2, 12)]);
  });
});
