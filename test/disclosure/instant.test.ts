import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Duration,
  formatDuration,
  formatInstant,
  type Instant,
  later,
  parseDuration,
  parseInstant,
} from '../../src/disclosure/instant.js';

const two = (number: number): string => String(number).padStart(2, '0');

describe('An instant', () => {
  const instants = fc
    .date({
      min: new Date('1000-01-01T00:00:00.000Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    .map((date) => date.getTime() as Instant);

  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(parseInstant(formatInstant(instant))).to.equal(instant);
      }),
    );
  });

  it('comes in text in the order in which it comes in time', () => {
    fc.assert(
      fc.property(instants, instants, (one, other) => {
        expect(formatInstant(one) < formatInstant(other)).to.equal(one < other);
      }),
    );
  });

  it('is read to the millisecond, whether none, one, two or three digits of the second’s fraction are given', () => {
    const start = Date.UTC(2026, 0, 1);
    expect(parseInstant('2026-01-01T00:00:00Z')).to.equal(start);
    expect(parseInstant('2026-01-01T00:00:00.5Z')).to.equal(start + 500);
    expect(parseInstant('2026-01-01T00:00:00.05Z')).to.equal(start + 50);
    expect(parseInstant('2026-01-01T00:00:00.005Z')).to.equal(start + 5);
  });

  it('is real exactly where its day and its time are', () => {
    const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const lengthOf = (year: number, month: number): number =>
      month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 0);
    const parts = fc.record({
      year: fc.oneof(fc.constantFrom(1900, 2000, 2024, 2025, 2100), fc.integer({ min: 1000, max: 9999 })),
      month: fc.integer({ min: 0, max: 14 }),
      day: fc.integer({ min: 0, max: 33 }),
      hour: fc.integer({ min: 0, max: 25 }),
      minute: fc.integer({ min: 0, max: 61 }),
      second: fc.integer({ min: 0, max: 61 }),
    });
    fc.assert(
      fc.property(parts, ({ year, month, day, hour, minute, second }) => {
        const text = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.000Z`;
        const real = day >= 1 && day <= lengthOf(year, month) && hour <= 23 && minute <= 59 && second <= 59;
        const parsed = parseInstant(text);
        expect(parsed === undefined ? undefined : formatInstant(parsed)).to.equal(real ? text : undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  const refused = [
    '',
    '2026-01-01',
    '2026-01-01T00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00+00:00',
    '2026-01-01T00:00:00.0000Z',
    '2026-01-01T00:00:00.Z',
    '2026-01-01 00:00:00Z',
    '2026-01-01t00:00:00z',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\n',
    '2026-1-1T00:00:00Z',
    '02026-01-01T00:00:00Z',
    '٢٠٢٦-01-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '0050-01-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-12-31T23:59:60Z',
  ];
  for (const text of refused) {
    it(`is not ${JSON.stringify(text)}`, () => expect(parseInstant(text)).to.equal(undefined));
  }

  it('is moved by a duration', () => {
    expect(formatInstant(later(0 as Instant, 86_400_001 as Duration))).to.equal('1970-01-02T00:00:00.001Z');
  });
});

describe('A duration', () => {
  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat({ max: 10_000_000 }), fc.maxSafeNat()), (milliseconds) => {
        fc.pre(milliseconds < 1e15);
        expect(parseDuration(formatDuration(milliseconds as Duration))).to.equal(milliseconds);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the sum of its parts, whichever are given and however large', () => {
    const part = fc.option(fc.nat({ max: 100_000 }));
    fc.assert(
      fc.property(
        part,
        part,
        part,
        part,
        fc.option(fc.nat({ max: 999 })),
        (days, hours, minutes, seconds, more) => {
          const fraction = more === null ? '' : `.${String(more).padStart(3, '0')}`;
          const date = days === null ? '' : `${days}D`;
          const time = [
            hours === null ? '' : `${hours}H`,
            minutes === null ? '' : `${minutes}M`,
            seconds === null ? '' : `${seconds}${fraction}S`,
          ].join('');
          const text = `P${date}${time === '' ? '' : `T${time}`}`;
          const sum =
            (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 +
            (seconds === null ? 0 : seconds * 1000 + (more ?? 0));
          expect(parseDuration(text)).to.equal(text === 'P' ? undefined : sum);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is written in the shortest form', () => {
    const table: readonly (readonly [number, string])[] = [
      [0, 'PT0S'],
      [1, 'PT0.001S'],
      [60_000, 'PT1M'],
      [14_400_000, 'PT4H'],
      [86_400_000, 'P1D'],
      [88_200_000, 'P1DT30M'],
      [93_784_005, 'P1DT2H3M4.005S'],
    ];
    for (const [milliseconds, text] of table) {
      expect(formatDuration(milliseconds as Duration)).to.equal(text);
    }
  });

  const refused = [
    '',
    'P',
    'PT',
    'P1',
    '4H',
    'PT4',
    'P1DT',
    'P1M',
    'P1Y',
    'P1W',
    'PT1.5H',
    'PT1,5S',
    'PT1.0001S',
  ];
  for (const text of [
    ...refused,
    '-PT1S',
    'PT-1S',
    'pt1s',
    'PT1M1H',
    ' PT1S',
    'PT1S\n',
    'P99999999999999D',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => expect(parseDuration(text)).to.equal(undefined));
  }
});
