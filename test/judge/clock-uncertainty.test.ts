import { expect } from 'chai';
import fc from 'fast-check';
import { type Duration, formatDuration } from '../../src/disclosure/instant.js';
import { judge, type Row, rowsOf, type TraceBuilder, table, trace } from './judging.js';

const schedule = 'pulse.schedule';
/** A clock of the machine’s own, of which haste is nothing. */
const real = { clock: { kind: 'real', factor: 1 } } as const;
const faked = { clock: { kind: 'faketime', factor: 4 } } as const;
const known = (uncertainty: string) => ({ clock: { uncertainty } });

/** Telemetry was turned off an hour ago, and a pulse comes at each of these times since, of a clock that runs. */
function pulses(...times: readonly string[]): TraceBuilder {
  const built = trace(faked).install().does('turn-off').beats();
  for (const time of times) built.at(time).sends('pulse');
  return built.at('PT6H').beats();
}

/** On its slots, but for the second pulse. */
const withSecond = (time: string): TraceBuilder => pulses('PT1H', time, 'PT3H', 'PT4H');

const offSlot: Row = ['schedule/off-slot', schedule, 'excess'];
const missing: Row = ['schedule/missing', schedule, 'shortfall'];

describe('A clock that is known only so well', () => {
  table({
    'decides what is further from every bound': {
      trace: withSecond('PT2H').ends(known('PT1M')),
      verdicts: { [schedule]: 'upheld' },
    },
    'does not decide either what is near by a clock that was not made to run faster': {
      trace: trace(real)
        .install()
        .does('turn-off')
        .pulses('PT1H', 'PT2H4M30S', 'PT3H', 'PT4H')
        .at('PT6H')
        .beats()
        .ends(known('PT1M')),
      verdicts: { [schedule]: 'inconclusive' },
    },
    'does not decide a hit that is nearer to the end of its slot': {
      trace: withSecond('PT2H4M30S').ends(known('PT1M')),
      verdicts: { [schedule]: 'inconclusive' },
    },
    'decides the same hit where it is known better': {
      trace: withSecond('PT2H4M30S').ends(known('PT10S')),
      verdicts: { [schedule]: 'upheld' },
    },
    'does not decide what was sent just after its slot': {
      trace: withSecond('PT2H5M30S').ends(known('PT1M')),
      verdicts: { [schedule]: 'inconclusive' },
    },
    'nor what was sent just before it': {
      trace: withSecond('PT1H54M30S').ends(known('PT1M')),
      verdicts: { [schedule]: 'inconclusive' },
    },
    'keeps what is a breach under any shift': {
      trace: withSecond('PT2H30M').ends(known('PT1M')),
      findings: [missing, offSlot],
      verdicts: { [schedule]: 'violated' },
    },
    'keeps a second transmission in one slot, which no shift makes one': {
      trace: pulses('PT1H', 'PT1H1M', 'PT2H', 'PT3H', 'PT4H').ends(known('PT1M')),
      findings: [['schedule/repeated', schedule, 'excess']],
      verdicts: { [schedule]: 'violated' },
    },
    'keeps a slot to which nothing came near': {
      trace: pulses('PT1H', 'PT2H', 'PT4H').ends(known('PT1M')),
      findings: [missing],
      verdicts: { [schedule]: 'violated' },
    },
    'does not decide what was sent just after the window, nor whether the last slot was empty': {
      trace: pulses('PT1H', 'PT2H', 'PT3H', 'PT4H5M30S').ends(known('PT1M')),
      verdicts: { [schedule]: 'inconclusive' },
    },
    'decides nothing that is well where it is known no better than the tolerance': {
      trace: withSecond('PT2H').ends(known('PT5M')),
      verdicts: { [schedule]: 'inconclusive' },
    },
    'still keeps what is certain then': {
      trace: withSecond('PT2H30M').ends(known('PT5M')),
      findings: [missing, offSlot],
      verdicts: { [schedule]: 'violated' },
    },
    'and was made to run faster decides nothing when it was not measured': {
      trace: withSecond('PT2H').ends(),
      verdicts: { [schedule]: 'inconclusive' },
    },
    'of which nothing is said, in a recording, is taken at its word': {
      trace: trace()
        .install()
        .does('turn-off')
        .pulses('PT1H', 'PT2H4M59S', 'PT3H', 'PT4H')
        .at('PT6H')
        .beats()
        .ends(),
      verdicts: { [schedule]: 'upheld' },
    },
  });

  describe('and a host that slept', () => {
    const slept = () => trace(faked).install().does('turn-off').at('PT50M').asleep('PT40M');
    const until = (built: TraceBuilder, ...times: readonly string[]): TraceBuilder => {
      for (const time of times) built.at(time).sends('pulse');
      return built.at('PT6H').beats();
    };
    table({
      'decides a catch-up that came well in time': {
        trace: until(slept(), 'PT1H31M', 'PT2H', 'PT3H', 'PT4H').ends(known('PT1M')),
        verdicts: { [schedule]: 'upheld' },
      },
      'decides one that came as the host woke: the trace has it behind the gap': {
        trace: until(slept(), 'PT1H30M', 'PT2H', 'PT3H', 'PT4H').ends(known('PT1M')),
        verdicts: { [schedule]: 'upheld' },
      },
      'does not decide one at the last moment': {
        trace: until(slept(), 'PT1H34M30S', 'PT2H', 'PT3H', 'PT4H').ends(known('PT1M')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'nor one that came just too late': {
        trace: until(slept(), 'PT1H35M30S', 'PT2H', 'PT3H', 'PT4H').ends(known('PT1M')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'keeps one that came much too late': {
        trace: until(slept(), 'PT1H45M', 'PT2H', 'PT3H', 'PT4H').ends(known('PT1M')),
        findings: [offSlot],
        verdicts: { [schedule]: 'violated' },
      },
      'keeps a second one': {
        trace: until(slept(), 'PT1H31M', 'PT1H40M', 'PT2H', 'PT3H', 'PT4H').ends(known('PT1M')),
        findings: [offSlot],
        verdicts: { [schedule]: 'violated' },
      },
      'does not decide a second where the first may have been the slot’s own': {
        trace: until(
          trace(faked).install().does('turn-off').at('PT50M').asleep('PT2H14M30S'),
          'PT3H5M20S',
          'PT3H8M',
          'PT4H',
        ).ends(known('PT1M')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'does not decide whether a slot was owed that the sleep only just reached': {
        trace: until(
          trace(faked).install().does('turn-off').at('PT1H4M30S').asleep('PT20M'),
          'PT2H',
          'PT3H',
          'PT4H',
        ).ends(known('PT1M')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'nor one that it only just did not reach': {
        trace: until(
          trace(faked).install().does('turn-off').at('PT1H5M30S').asleep('PT20M'),
          'PT2H',
          'PT3H',
          'PT4H',
        ).ends(known('PT1M')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'nor what may make up for such a one': {
        trace: until(
          trace(faked).install().does('turn-off').at('PT1H5M30S').asleep('PT20M'),
          'PT1H26M',
          'PT2H',
          'PT3H',
          'PT4H',
        ).ends(known('PT1M')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'nor a slot that began just after it': {
        trace: until(
          trace(faked).install().does('turn-off').at('PT10M').asleep('PT44M30S'),
          'PT2H',
          'PT3H',
          'PT4H',
        ).ends(known('PT1M')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'nor such a slot where it was the capture that was down': {
        trace: until(
          trace(faked).install().does('turn-off').at('PT1H5M30S').captureDown('PT20M'),
          'PT2H',
          'PT3H',
          'PT4H',
        ).ends(known('PT1M')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'keeps what was missed long before it slept, though something was sent as it fell asleep': {
        trace: trace(faked)
          .install()
          .does('turn-off')
          .beats()
          .at('PT3H6M')
          .sends('pulse')
          .asleep('PT4M')
          .at('PT12H')
          .beats()
          .ends(known('PT1M')),
        readings: ['pulse.regularity=max-gap'],
        findings: [missing],
        verdicts: { [schedule]: 'violated' },
      },
      'nor a slot whose window opened while it slept': {
        trace: until(trace(faked).install().asleep('PT54M30S').does('turn-off'), 'PT2H', 'PT3H', 'PT4H').ends(
          known('PT1M'),
        ),
        verdicts: { [schedule]: 'inconclusive' },
      },
    });
  });

  describe('and triggers', () => {
    const trigger = 'report.trigger';
    const answered = (...times: readonly string[]): TraceBuilder => {
      const built = trace(faked).install().at('PT10M').does('crash');
      for (const time of times) built.at(time).sends('report');
      return built.at('PT6H').beats();
    };
    table({
      'decides an answer well in time': {
        trace: answered('PT10M30S').ends(known('PT5S')),
        verdicts: { [trigger]: 'upheld' },
      },
      'does not decide one at the last moment': {
        trace: answered('PT10M58S').ends(known('PT5S')),
        verdicts: { [trigger]: 'inconclusive' },
      },
      'does not decide one that came just too late': {
        trace: answered('PT11M3S').ends(known('PT5S')),
        verdicts: { [trigger]: 'inconclusive' },
      },
      'keeps one that came much too late': {
        trace: answered('PT20M').ends(known('PT5S')),
        findings: [
          ['trigger/missing', trigger, 'shortfall'],
          ['trigger/unprompted', trigger, 'excess'],
        ],
        verdicts: { [trigger]: 'violated' },
      },
      'keeps one that never came': {
        trace: answered().ends(known('PT5S')),
        findings: [['trigger/missing', trigger, 'shortfall']],
        verdicts: { [trigger]: 'violated' },
      },
    });
  });

  describe('and that ran so fast that a moment of the machine’s is long', () => {
    const faster = (factor: number, ...times: readonly string[]): TraceBuilder => {
      const built = trace({ clock: { kind: 'faketime', factor } })
        .install()
        .does('turn-off')
        .beats();
      for (const time of times) built.at(time).sends('pulse');
      return built.at('PT6H').beats();
    };
    const late = ['PT1H', 'PT2H15M', 'PT3H', 'PT4H'];
    const answered = (factor: number, time: string): TraceBuilder =>
      trace({ clock: { kind: 'faketime', factor } })
        .install()
        .at('PT10M')
        .does('crash')
        .at(time)
        .sends('report')
        .at('PT6H')
        .beats();
    table({
      'does not blame the product for less than a second of the machine’s': {
        trace: faster(1000, ...late).ends(known('PT5S')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'blames it for the same where that is more than a second': {
        trace: faster(500, ...late).ends(known('PT5S')),
        findings: [missing, offSlot],
        verdicts: { [schedule]: 'violated' },
      },
      'a second to the millisecond is the machine’s': {
        trace: faster(600, ...late).ends(known('PT5S')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'blames it however fast time ran for what never came': {
        trace: faster(1000, 'PT1H', 'PT3H', 'PT4H').ends(known('PT5S')),
        findings: [missing],
        verdicts: { [schedule]: 'violated' },
      },
      'does not blame it either where instants are known exactly': {
        trace: faster(1000, ...late).ends(known('PT0S')),
        verdicts: { [schedule]: 'inconclusive' },
      },
      'upholds what is well all the same': {
        trace: faster(1000, 'PT1H', 'PT2H', 'PT3H', 'PT4H').ends(known('PT5S')),
        verdicts: { [schedule]: 'upheld' },
      },
      'does not blame it for an answer that took less than that': {
        trace: answered(1000, 'PT20M').ends(known('PT5S')),
        verdicts: { 'report.trigger': 'inconclusive' },
      },
      'blames it for one that took more': {
        trace: answered(100, 'PT20M').ends(known('PT5S')),
        findings: [
          ['trigger/missing', 'report.trigger', 'shortfall'],
          ['trigger/unprompted', 'report.trigger', 'excess'],
        ],
        verdicts: { 'report.trigger': 'violated' },
      },
    });

    it('says how long that was for the machine', () => {
      const { clauses, windows } = judge(faster(1000, ...late).ends(known('PT5S')));
      expect(clauses.find(({ id }) => id === schedule)?.undecided).to.deep.equal([
        'what looks like a breach is 600 s from being none, and at a factor of 1000 those are 0.6 s of the machine’s time; a smaller factor would decide it',
      ]);
      expect(windows[0]?.verdict).to.equal('inconclusive');
    });
  });

  it('gives the pictures of windows the same verdicts', () => {
    const windowOf = (built: TraceBuilder) => judge(built).windows[0];
    expect(windowOf(withSecond('PT2H').ends(known('PT1M')))?.verdict).to.equal('upheld');
    // Five minutes from a bound, and known to five: that is near to every bound.
    expect(windowOf(withSecond('PT2H').ends(known('PT5M')))?.verdict).to.equal('inconclusive');
    expect(windowOf(withSecond('PT2H').ends(known('PT4M59S')))?.verdict).to.equal('upheld');
    expect(windowOf(withSecond('PT2H4M').ends(known('PT1M')))?.verdict).to.equal('upheld');
    expect(windowOf(withSecond('PT2H4M0.001S').ends(known('PT1M')))?.verdict).to.equal('inconclusive');
    const late = windowOf(withSecond('PT2H30M').ends(known('PT1M')));
    expect(late?.verdict).to.equal('violated');
    expect(late?.sent.map(({ rule }) => rule)).to.include('schedule/off-slot');
    // One breach that may be none, and one that is: the slot at two o’clock is empty either way.
    const both = windowOf(pulses('PT1H', 'PT3H5M30S', 'PT4H').ends(known('PT1M')));
    expect(both?.verdict).to.equal('violated');
  });

  it('says what is not known where nothing is, and where it is known too badly', () => {
    const reasonOf = (built: TraceBuilder) =>
      judge(built).clauses.find(({ id }) => id === schedule)?.undecided;
    expect(reasonOf(withSecond('PT2H').ends())).to.deep.equal([
      'the product’s clock ran by itself, and how well it is known was not recorded',
    ]);
    expect(reasonOf(withSecond('PT2H').ends(known('PT6M')))).to.deep.equal([
      'a transmission came within 300 s of a bound, and the clock is known to 360 s only',
      'the clock is known to 360 s only, and the tolerance is PT5M',
    ]);
  });

  it('that is the machine’s, or was stepped, is not hurried, whatever is said of its factor', () => {
    for (const kind of ['real', 'stepped'] as const) {
      const built = trace({ clock: { kind, factor: 1000 } })
        .install()
        .does('turn-off')
        .beats();
      for (const time of ['PT1H', 'PT2H6M', 'PT3H', 'PT4H']) built.at(time).sends('pulse');
      const result = judge(
        built
          .at('PT6H')
          .beats()
          .ends(kind === 'real' ? known('PT1S') : {}),
      );
      expect(rowsOf(result)).to.deep.equal([missing, offSlot]);
    }
  });

  it('says how near it was and how well the clock is known, in the result too', () => {
    const result = judge(withSecond('PT2H4M30S').ends(known('PT1M')));
    const clause = result.clauses.find(({ id }) => id === schedule);
    expect(clause?.undecided).to.deep.equal([
      'a transmission came within 30 s of a bound, and the clock is known to 60 s only',
    ]);
    expect(result.scenarios[0]?.clock).to.deep.equal({ kind: 'faketime', factor: 4, uncertainty: 60 });
    expect(result.windows[0]?.verdict).to.equal('inconclusive');
    const doubtful = judge(withSecond('PT2H5M30S').ends(known('PT1M')));
    expect(doubtful.windows[0]?.sent.some(({ rule }) => rule !== undefined)).to.equal(false);
  });

  it('decides only what every shift within it decides alike', () => {
    const minute = 60_000;
    const near = fc
      .tuple(
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(-6, -5, 0, 0, 5, 6, 30),
        fc.integer({ min: -90, max: 90 }),
      )
      .map(([hour, minutes, seconds]) => hour * 60 * minute + minutes * minute + seconds * 1000);
    const readings = fc.constantFrom<readonly string[]>(
      [],
      ['pulse.after-window=allowed'],
      ['pulse.other-transmissions=allowed'],
      ['pulse.window-end=half-open', 'pulse.modality=ceiling'],
      ['pulse.regularity=max-gap'],
      ['pulse.first-slot=immediately'],
      ['pulse.modality=ceiling'],
    );
    const verdictOf = (times: readonly number[], chosen: readonly string[], uncertainty: number): string => {
      const built = trace(real).install().does('turn-off').beats();
      for (const time of times) built.at(formatDuration(time as Duration)).sends('pulse');
      built
        .at('PT8H')
        .beats()
        .ends(known(formatDuration(uncertainty as Duration)));
      const result = judge(built, { readings: chosen });
      return result.clauses.find(({ id }) => id === schedule)?.verdict ?? '';
    };
    fc.assert(
      fc.property(
        fc.array(near, { maxLength: 6 }),
        readings,
        fc.constantFrom(10, 60, 120).map((seconds) => seconds * 1000),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (unordered, chosen, uncertainty, shifts) => {
          const times = [...unordered].sort((one, other) => one - other);
          const decided = verdictOf(times, chosen, uncertainty);
          if (decided === 'inconclusive') return;
          const half = chosen.includes('pulse.regularity=max-gap') ? 0.5 : 1;
          const shifted = times
            .map((time, index) => time + Math.round((shifts[index] ?? 0) * half * uncertainty))
            .sort((one, other) => one - other);
          expect(verdictOf(shifted, chosen, 0)).to.equal(decided);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('decides no otherwise what every shift of a gap within it decides alike, in the order of the trace', () => {
    const minute = 60_000;
    const near = (hours: readonly [number, number], ...around: readonly number[]) =>
      fc
        .tuple(
          fc.integer({ min: hours[0], max: hours[1] }),
          fc.constantFrom(...around),
          fc.integer({ min: -60, max: 60 }),
        )
        .map(([hour, minutes, seconds]) => hour * 60 * minute + minutes * minute + seconds * 1000);
    const cause = fc.constantFrom('host-asleep', 'offline', 'capture-down');
    const readings = fc.constantFrom<readonly string[]>(
      [],
      ['pulse.unreachable=owed'],
      ['pulse.regularity=max-gap'],
      ['pulse.first-slot=immediately'],
      ['pulse.modality=ceiling'],
      ['pulse.after-window=allowed'],
    );
    interface Story {
      readonly cause: 'host-asleep' | 'offline' | 'capture-down';
      /** What happens, in order, in milliseconds since the window began; the gap’s two ends are among it. */
      readonly points: readonly { readonly at: number; readonly what: 'pulse' | 'from' | 'until' }[];
    }
    const story: fc.Arbitrary<Story> = fc
      .tuple(
        cause,
        near([1, 4], -6, -5, 0, 5, 6, 30),
        near([1, 2], -6, -5, 0, 5, 6, 30),
        fc.array(near([1, 5], -6, -5, 0, 5, 6, 30), { maxLength: 5 }),
        fc.array(near([0, 0], 0, 1, 4, 5, 6), { maxLength: 2 }),
      )
      .map(([reason, from, length, pulses, after]) => {
        const until = from + length - 50 * minute;
        const times = [...pulses, ...after.map((late) => until + Math.max(0, late))];
        const points = [
          { at: from, what: 'from' as const },
          { at: until, what: 'until' as const },
          ...times.filter((at) => at < from || at >= until).map((at) => ({ at, what: 'pulse' as const })),
        ];
        return { cause: reason, points: points.sort((one, other) => one.at - other.at) };
      });
    const verdictOf = (
      { cause: reason, points }: Story,
      chosen: readonly string[],
      uncertainty: number,
    ): string => {
      const built = trace(real).install().does('turn-off').beats();
      const ends = points.find(({ what }) => what === 'until')?.at ?? 0;
      for (const { at, what } of points) {
        if (what === 'until') continue;
        built.at(formatDuration(at as Duration));
        if (what === 'pulse') built.sends('pulse');
        else built.gap(reason, formatDuration((ends - at) as Duration));
      }
      built
        .at('PT12H')
        .beats()
        .ends(known(formatDuration(uncertainty as Duration)));
      const result = judge(built, { readings: chosen });
      return result.clauses.find(({ id }) => id === schedule)?.verdict ?? '';
    };
    fc.assert(
      fc.property(
        story,
        readings,
        fc.constantFrom(10, 60, 120).map((seconds) => seconds * 1000),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 }),
        (told, chosen, uncertainty, shifts) => {
          const decided = verdictOf(told, chosen, uncertainty);
          if (decided === 'inconclusive') return;
          // Any two instants may be off against each other by the whole of it.
          let latest = 0;
          const points = told.points.map(({ at, what }, index) => {
            latest = Math.max(latest, at + Math.round(((shifts[index] ?? 0) * uncertainty) / 2));
            return { at: latest, what };
          });
          expect(verdictOf({ ...told, points }, chosen, 0)).to.equal(decided);
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 300) },
    );
  });

  it('leaves findings of other rules as they are', () => {
    const result = judge(
      trace(faked)
        .install()
        .sends('odd', { headers: [['x-a', 'b']] })
        .ends(known('PT1H')),
    );
    expect(rowsOf(result)).to.deep.equal([['channel/undocumented', 'odd.transmit', 'excess']]);
  });
});
