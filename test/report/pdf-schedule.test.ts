import { expect } from 'chai';
import fc from 'fast-check';
import type { Duration, Instant } from '../../src/disclosure/instant.js';
import { clock, clockOf, offset, span, timeOfDay } from '../../src/report/pdf/instants.js';
import { drawing } from '../../src/report/pdf/schedule-drawing.js';
import type { ScheduleWindow, SlotOutcome } from '../../src/report/report.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const start = Date.UTC(2026, 0, 1, 8) as Instant;

interface Drawn {
  readonly slots: readonly { readonly x: number; readonly width: number; readonly outcome: SlotOutcome }[];
  readonly sent: readonly { readonly x: number; readonly kind: string }[];
  readonly states: readonly {
    readonly x: number;
    readonly width: number;
    readonly fits: boolean;
    readonly letter?: string;
  }[];
  readonly forbidden: readonly { readonly x: number; readonly width: number }[];
  readonly ticks: readonly { readonly x: number; readonly time: string; readonly distance: string }[];
  readonly zoom?: {
    readonly panels: readonly {
      readonly slot: number;
      readonly x?: number;
      readonly breaches: readonly number[];
      readonly says: string;
    }[];
    readonly more: number;
  };
}

function at(hours: number): Instant {
  return (start + hours * HOUR) as Instant;
}

/** A slot every four hours for a day, seen for two days. */
function window(tolerance: number, changes: Partial<ScheduleWindow> = {}): ScheduleWindow {
  const slots = [4, 8, 12, 16, 20, 24].map((hours) => ({
    due: at(hours),
    from: (at(hours) - tolerance) as Instant,
    until: (at(hours) + tolerance) as Instant,
    outcome: 'hit' as const,
    sent: (at(hours) + tolerance / 2) as Instant,
  }));
  return {
    id: 'w-1',
    payload: 'pulse',
    clause: 'pulse.schedule',
    scenario: 'declined',
    installation: 'i-1',
    start,
    known: true,
    every: (4 * HOUR) as Duration,
    for: (24 * HOUR) as Duration,
    tolerance: tolerance as Duration,
    from: at(0),
    until: at(48),
    slots,
    sent: slots.map(({ sent }, line) => ({ at: sent, line, rule: undefined, group: undefined })),
    states: [{ from: at(0), until: at(48), says: 'Declined' }],
    gaps: [],
    forbidden: [{ from: at(24.5), until: at(48) }],
    verdict: 'upheld',
    summary: 'Six of six.',
    ...changes,
  };
}

function draw(given: ScheduleWindow): Drawn {
  return drawing(given) as Drawn;
}

describe('The picture of a schedule', () => {
  it('has each slot as wide as its tolerance, and each transmission where it was', () => {
    const { slots, sent, forbidden } = draw(window(30 * MINUTE));
    expect(slots.map(({ width }) => Math.round(width * 48 * 60))).to.deep.equal(Array(6).fill(60));
    expect(slots.map(({ x }) => x * 48)).to.deep.equal([3.5, 7.5, 11.5, 15.5, 19.5, 23.5]);
    expect(sent.map(({ x, kind }) => [x * 48, kind])).to.deep.equal(
      [4.25, 8.25, 12.25, 16.25, 20.25, 24.25].map((hours) => [hours, 'slot']),
    );
    expect(forbidden.map(({ x, width }) => [x * 48, width * 48])).to.deep.equal([[24.5, 23.5]]);
  });

  it('is drawn once more, closer, where the slots are too narrow to show how far off a transmission was', () => {
    expect(draw(window(2 * HOUR)).zoom).to.equal(undefined);
    const near = draw(window(5 * MINUTE)).zoom;
    expect(near?.panels.map(({ slot, x, says }) => [slot, x, says])).to.deep.equal(
      [1, 2, 3, 4, 5, 6].map((slot) => [slot, 0.5, '+2 min 30 s']),
    );
  });

  it('shows, closer, what was sent in breach in a slot or just outside of it', () => {
    const breach = (hours: number, line: number) => ({
      at: at(hours),
      line,
      rule: 'schedule/repeated',
      group: 'g-1',
    });
    const { sent } = window(5 * MINUTE);
    const [early, late] = [breach(8 + 1 / 60, 90), breach(12 - 0.1, 91)];
    const near = draw(window(5 * MINUTE, { sent: [...sent, early, late, breach(14, 92)] })).zoom;
    expect(near?.panels.map(({ breaches, says }) => [breaches.map((x) => x.toFixed(1)), says])).to.deep.equal(
      [
        [[], '+2 min 30 s'],
        [['0.2'], '+2 min 30 s, +1 min'],
        [['-1.2'], '+2 min 30 s, −6 min'],
        ...Array.from({ length: 3 }, () => [[], '+2 min 30 s']),
      ],
    );
  });

  it('marks what breached a rule, and draws it over all else', () => {
    const breach = { at: at(36), line: 9, rule: 'schedule/after-window', group: 'g-1' };
    const permitted = { at: at(38), line: 10, rule: undefined, group: undefined };
    const { sent } = window(5 * MINUTE);
    const drawn = draw(window(5 * MINUTE, { sent: [breach, ...sent, permitted] })).sent;
    expect(drawn.at(-1)).to.deep.equal({ x: 0.75, kind: 'breach' });
    expect(drawn.at(-2)?.kind).to.equal('permitted');
    const flood = Array.from({ length: 5000 }, (_, line) => ({ ...permitted, line }));
    expect(draw(window(5 * MINUTE, { sent: [...flood, breach] })).sent.at(-1)?.kind).to.equal('breach');
  });

  it('gives a state that is too short to be named a letter, the same one each time', () => {
    const states = [
      { from: at(0), until: at(0.5), says: 'Not asked' },
      { from: at(0.5), until: at(40), says: 'Declined' },
      { from: at(40), until: at(40.5), says: 'Accepted' },
      { from: at(40.5), until: at(41), says: 'Not asked' },
    ];
    const drawn = draw(window(MINUTE, { states })).states;
    expect(drawn.map(({ fits, letter }) => [fits, letter])).to.deep.equal([
      [false, 'A'],
      [true, undefined],
      [false, 'B'],
      [false, 'A'],
    ]);
  });

  it('has its ticks at round distances from the start of the window', () => {
    const { ticks } = draw(window(MINUTE, { from: at(-1) }));
    expect(ticks.map(({ distance }) => distance)).to.deep.equal([
      'start',
      '+6 h',
      '+12 h',
      '+18 h',
      '+1 d',
      '+1 d 6 h',
      '+1 d 12 h',
      '+1 d 18 h',
      '+2 d',
    ]);
    expect(ticks[1]?.time).to.equal('14:00');
  });

  it('stays within its axis and bounds, whatever it is of', () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) }).map((time) => time as Instant);
    const stretch = fc.record({ from: instant, until: instant });
    const any = fc.record({
      from: instant,
      until: instant,
      start: instant,
      states: fc.array(stretch.map((one) => ({ ...one, says: 'state' }))),
      forbidden: fc.array(stretch),
      sent: fc.array(instant.map((at) => ({ at, line: 1, rule: undefined, group: undefined }))),
    });
    fc.assert(
      fc.property(any, (changes) => {
        const drawn = draw(window(MINUTE, changes));
        expect(drawn.ticks).to.have.length.at.most(10);
        for (const { x } of [...drawn.ticks, ...drawn.sent]) expect(x).to.be.within(0, 1);
        for (const { x, width } of [...drawn.slots, ...drawn.states, ...drawn.forbidden]) {
          expect(x).to.be.within(0, 1);
          expect(width).to.be.within(0, 1);
          expect(x + width).to.be.at.most(1 + 1e-9);
        }
      }),
    );
  });
});

describe('An instant, for a person', () => {
  for (const [milliseconds, words] of [
    [0, '±0 s'],
    [12_000, '+12 s'],
    [-72_000, '−1 min 12 s'],
    [5_800, '+5.8 s'],
    [4 * HOUR, '+4 h'],
    [-(24 * HOUR + 5 * MINUTE + 1000), '−1 d 5 min'],
  ] as const) {
    it(`is ${words} from another`, () => expect(offset(milliseconds)).to.equal(words));
  }

  it('is in UTC, without milliseconds that are zero', () => {
    expect(clock(start)).to.equal('2026-01-01 08:00:00');
    expect(clock(start + 250)).to.equal('2026-01-01 08:00:00.250');
    expect(clockOf('2026-01-01T08:00:00.000Z')).to.equal('2026-01-01 08:00:00');
    expect(clockOf('yesterday')).to.equal('yesterday');
    expect(timeOfDay(start)).to.equal('08:00');
    expect(timeOfDay(start + 1000)).to.equal('08:00:01');
    expect(span(26 * HOUR)).to.equal('1 d 2 h');
  });

  it('is told, even where no calendar has it', () => {
    for (const instant of [Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300]) {
      expect(clock(instant)).to.match(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/);
    }
  });
});
