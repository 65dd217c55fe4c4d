import { expect } from 'chai';
import type { Payload, Schedule } from '../../src/disclosure/disclosure.js';
import type { Duration, Instant } from '../../src/disclosure/instant.js';
import { type ScheduleReading, scheduleQuestions, scheduleReadings } from '../../src/disclosure/readings.js';
import type { Entry } from '../../src/judge/schedule.js';
import {
  type ObservedWindow,
  openWindowKeeper,
  openWindowLog,
  type WindowKeeper,
  type WindowLog,
} from '../../src/judge/window-log.js';
import { acme } from './judging.js';

const strictest = Object.fromEntries(
  scheduleQuestions.map((question) => [question, scheduleReadings[question][0]]),
) as ScheduleReading;
const payload = acme.payloads.get('pulse') as Payload;
const acmeSchedule = payload.schedule as Schedule;
const schedule = (slots: number): Schedule => ({
  ...acmeSchedule,
  every: 10 as Duration,
  for: (10 * slots) as Duration,
  tolerance: 2 as Duration,
});
const at = (instant: number): Instant => instant as Instant;
const entry: Entry = { at: at(100), known: true, clause: 'pulse.schedule', line: 1, lastSent: undefined };
const open = (slots = 3, reading: Partial<ScheduleReading> = {}, from: Partial<Entry> = {}): WindowLog =>
  openWindowLog(payload, schedule(slots), { ...strictest, ...reading }, 'i-1', { ...entry, ...from });
const outcomes = (log: WindowLog): string =>
  log
    .close()
    .slots.map(({ outcome }) => outcome)
    .join(' ');

/** No instant would make it none. */
const never = { milliseconds: Number.POSITIVE_INFINITY };

describe('The log of a window', () => {
  it('has each slot with its span, its outcome and what hit it, at both of its ends', () => {
    const log = open();
    for (const [instant, line] of [
      [108, 5],
      [122, 6],
      [133, 7],
    ] as const)
      log.transmit(at(instant), line);
    log.slot(1, 'hit');
    log.slot(2, 'hit');
    log.slot(3, 'missed');
    expect(log.close().slots).to.deep.equal([
      { span: { from: 108, until: 112 }, outcome: 'hit', sent: 108 },
      { span: { from: 118, until: 122 }, outcome: 'hit', sent: 122 },
      { span: { from: 128, until: 132 }, outcome: 'missed', sent: undefined },
    ]);
  });

  it('has nothing that hit a slot but one that was hit', () => {
    const log = open();
    log.transmit(at(111), 5);
    log.slot(1, 'cancelled');
    expect(log.close().slots[0]).to.deep.include({ outcome: 'cancelled', sent: undefined });
  });

  it('has slots that nobody decided as pending, or as cancelled once they were', () => {
    const log = open();
    log.slot(1, 'missed');
    expect(outcomes(log)).to.equal('missed pending pending');
    log.cancelled(at(115));
    expect(outcomes(log)).to.equal('missed cancelled cancelled');
  });

  it('has no slots where the start is not known, nor where there is no grid', () => {
    expect(outcomes(open(3, {}, { known: false }))).to.equal('');
    expect(outcomes(open(3, { regularity: 'max-gap' }))).to.equal('');
  });

  it('has two hundred slots at most', () => {
    expect(open(200).close().slots).to.have.length(200);
    expect(open(500).close().slots).to.have.length(200);
  });

  it('says when its state was first left, which cancels its slots where the document is read so', () => {
    const log = open();
    log.left(at(115));
    log.left(at(125));
    expect(log.close().left).to.equal(115);
    expect(outcomes(log)).to.equal('cancelled cancelled cancelled');
    const goesOn = open(3, { 'state-left': 'continues' });
    goesOn.left(at(115));
    expect(outcomes(goesOn)).to.equal('pending pending pending');
  });

  it('says which transmission breached what, the last one of its line', () => {
    const log = open();
    for (const line of [5, 6, 6]) log.transmit(at(105), line);
    log.breach('schedule/off-slot', 6, never);
    log.breach('schedule/missing', undefined, never);
    log.breach('schedule/repeated', 99, never);
    expect(log.close().sent.map(({ line, rule }) => [line, rule])).to.deep.equal([
      [5, undefined],
      [6, undefined],
      [6, 'schedule/off-slot'],
    ]);
  });

  it('says what became of it', () => {
    const told = (log: WindowLog) => {
      const { exercised, breached, undecided } = log.close();
      return { exercised, breached, undecided, clean: log.clean };
    };
    const log = open();
    expect(told(log)).to.deep.equal({ exercised: false, breached: false, undecided: false, clean: true });
    log.exercised();
    expect(told(log)).to.deep.equal({ exercised: true, breached: false, undecided: false, clean: true });
    log.undecided();
    expect(told(log)).to.deep.equal({ exercised: true, breached: false, undecided: true, clean: false });
    const breached = open();
    breached.breach('schedule/missing', undefined, never);
    expect(told(breached)).to.deep.equal({
      exercised: false,
      breached: true,
      undecided: false,
      clean: false,
    });
  });

  it('has the states one after the other, each once, one without a name as well', () => {
    const log = open();
    for (const [instant, state] of [
      [100, undefined],
      [101, undefined],
      [102, 'on'],
      [103, 'on'],
      [104, 'off'],
      [105, 'on'],
    ] as const)
      log.state(at(instant), state);
    expect(log.close().states).to.deep.equal([
      { at: 100, state: undefined },
      { at: 102, state: 'on' },
      { at: 104, state: 'off' },
      { at: 105, state: 'on' },
    ]);
  });

  it('has fifty states, fifty gaps and two hundred transmissions at most, and counts the transmissions', () => {
    const log = open();
    for (let number = 0; number < 250; number += 1) {
      log.state(at(number), `s-${number}`);
      log.gap('blind', { from: at(number), until: at(number) });
      log.transmit(at(number), number);
    }
    const { states, gaps, sent, sentOmitted } = log.close();
    expect([states.length, gaps.length, sent.length, sentOmitted]).to.deep.equal([50, 50, 200, 50]);
  });
});

describe('The windows that are kept to be drawn', () => {
  const log = (clean: boolean): WindowLog =>
    ({ clean, close: () => ({ breached: !clean }) as ObservedWindow }) as WindowLog;
  const keepAll = (keeper: WindowKeeper, count: number, clean: boolean): void => {
    for (let number = 0; number < count; number += 1) if (keeper.begin()) keeper.keep(log(clean), false);
  };
  const told = ({ windows, omitted }: WindowKeeper): readonly number[] => [
    windows.filter(({ breached }) => !breached).length,
    windows.filter(({ breached }) => breached).length,
    omitted,
  ];

  it('are forty in which all was well and sixty others; the rest are counted', () => {
    const keeper = openWindowKeeper();
    keepAll(keeper, 40, true);
    keepAll(keeper, 60, false);
    expect(told(keeper)).to.deep.equal([40, 60, 0]);
    keepAll(keeper, 2, true);
    keepAll(keeper, 3, false);
    expect(told(keeper)).to.deep.equal([40, 60, 5]);
  });

  it('are two thousand at one time; more go without, and are counted', () => {
    const keeper = openWindowKeeper();
    for (let number = 0; number < 2000; number += 1) expect(keeper.begin()).to.equal(true);
    expect(keeper.begin()).to.equal(false);
    expect(keeper.omitted).to.equal(1);
    keeper.drop();
    expect(keeper.omitted).to.equal(2);
    expect(keeper.begin()).to.equal(true);
    keeper.keep(log(true), false);
    expect(keeper.begin()).to.equal(true);
    expect(keeper.begin()).to.equal(false);
  });

  it('have forty places for ones that are well, held or kept', () => {
    const keeper = openWindowKeeper();
    keepAll(keeper, 10, true);
    for (let number = 0; number < 30; number += 1) expect(keeper.hold()).to.equal(true);
    expect(keeper.hold()).to.equal(false);
    keeper.begin();
    keeper.keep(log(true), true);
    expect(told(keeper)).to.deep.equal([11, 0, 0]);
    expect(keeper.hold()).to.equal(false);
    keeper.begin();
    keeper.keep(log(false), true);
    expect(keeper.hold()).to.equal(true);
    expect(keeper.hold()).to.equal(false);
  });
});
