import { expect } from 'chai';
import fc from 'fast-check';
import type { Instant } from '../../src/disclosure/instant.js';
import { collectGaps, type Gaps } from '../../src/judge/gaps.js';
import type { Span } from '../../src/judge/ledger.js';

type Cause = 'host-asleep' | 'offline' | 'capture-down';
type Told = readonly [Cause, number, number];

const span = (from: number, until: number): Span => ({ from: from as Instant, until: until as Instant });

function collect(told: readonly Told[]): Gaps {
  const gaps = collectGaps();
  for (const [cause, from, until] of told) gaps.add(cause, span(from, until));
  return gaps;
}

describe('Gaps', () => {
  const table: readonly (readonly [string, readonly Told[], readonly Span[], readonly Span[]])[] = [
    ['are none where none was told', [], [], []],
    [
      'are of two sorts, and a host asleep is as far away as one that is offline',
      [
        ['host-asleep', 1, 2],
        ['capture-down', 3, 4],
        ['offline', 5, 6],
      ],
      [span(1, 2), span(5, 6)],
      [span(3, 4)],
    ],
    [
      'are one where they overlap',
      [
        ['host-asleep', 1, 5],
        ['offline', 3, 8],
      ],
      [span(1, 8)],
      [],
    ],
    [
      'are one where they meet in an instant',
      [
        ['offline', 1, 5],
        ['offline', 5, 6],
      ],
      [span(1, 6)],
      [],
    ],
    [
      'are two where a millisecond lies between',
      [
        ['offline', 1, 4],
        ['offline', 5, 6],
      ],
      [span(1, 4), span(5, 6)],
      [],
    ],
    [
      'are one where one lies within the other',
      [
        ['offline', 1, 9],
        ['host-asleep', 3, 4],
      ],
      [span(1, 9)],
      [],
    ],
    [
      'are not one where the capture was down and the host asleep',
      [
        ['host-asleep', 1, 5],
        ['capture-down', 5, 6],
      ],
      [span(1, 5)],
      [span(5, 6)],
    ],
  ];
  for (const [title, told, unreachable, blind] of table) {
    it(title, () => {
      const gaps = collect(told);
      expect(gaps.of('unreachable')).to.deep.equal(unreachable);
      expect(gaps.of('blind')).to.deep.equal(blind);
    });
  }

  const gap = fc.tuple(
    fc.constantFrom<Cause>('host-asleep', 'offline', 'capture-down'),
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 0, max: 8 }),
  );
  const inOrder = fc
    .array(gap, { maxLength: 8 })
    .map((gaps) =>
      gaps
        .map(([cause, from, length]): Told => [cause, from, from + length])
        .sort(([, one], [, other]) => one - other),
    );
  const instants = Array.from({ length: 42 }, (_, at) => at);
  const covers = (told: readonly Told[], blind: boolean, at: number): boolean =>
    told.some(([cause, from, until]) => (cause === 'capture-down') === blind && from <= at && at <= until);

  it('touch a span exactly where one of its instants lies in one, both ends of both belonging to it', () => {
    fc.assert(
      fc.property(inOrder, fc.integer({ min: 0, max: 40 }), fc.nat({ max: 10 }), (told, from, length) => {
        const gaps = collect(told);
        const within = instants.filter((at) => at >= from && at <= from + length);
        const asked = span(from, from + length);
        for (const [sort, answer] of [
          ['unreachable', gaps.unreachable(asked)],
          ['blind', gaps.blind(asked)],
        ] as const) {
          const expected = within.some((at) => covers(told, sort === 'blind', at));
          expect(answer).to.equal(expected);
          expect(gaps.touching(asked, sort).length > 0).to.equal(expected);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('hold the instants that were told and no others, apart from each other and in order', () => {
    fc.assert(
      fc.property(inOrder, (told) => {
        const gaps = collect(told);
        for (const sort of ['unreachable', 'blind'] as const) {
          const held = instants.filter((at) =>
            gaps.of(sort).some(({ from, until }) => from <= at && at <= until),
          );
          expect(held).to.deep.equal(instants.filter((at) => covers(told, sort === 'blind', at)));
          const apart = gaps.of(sort).every(({ from }, index, all) => {
            const before = all[index - 1];
            return before === undefined || before.until < from;
          });
          expect(apart).to.equal(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('are forgotten once they ended before an instant, and only then', () => {
    fc.assert(
      fc.property(inOrder, fc.integer({ min: 0, max: 40 }), (told, before) => {
        const gaps = collect(told);
        const expected = gaps.of('unreachable').filter(({ until }) => until >= before);
        const expectedBlind = gaps.of('blind').filter(({ until }) => until >= before);
        gaps.forget(before as Instant);
        expect(gaps.of('unreachable')).to.deep.equal(expected);
        expect(gaps.of('blind')).to.deep.equal(expectedBlind);
      }),
    );
  });
});
