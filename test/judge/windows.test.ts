import { expect } from 'chai';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { instant, type JudgingOptions, judge, judgeAll, type TraceBuilder, trace } from './judging.js';

type Window = ResultFile['windows'][number];

/** What a line of a table says of one window; what it leaves out is not looked at. */
interface Expected {
  readonly verdict: Window['verdict'];
  /** `hit hit missed`. */
  readonly slots?: string;
  /** The rules of what was sent, `-` for what breached none. */
  readonly sent?: string;
  /** `telemetry-off refused`, `null` for one without a name. */
  readonly states?: string;
  readonly clause?: string;
  readonly left?: string;
  readonly known?: boolean;
  readonly forbidden?: Window['forbidden'];
  readonly gaps?: number;
}

interface Line extends JudgingOptions {
  readonly trace: TraceBuilder;
  readonly windows: readonly Expected[];
}

function toldOf(window: Window, { left, ...expected }: Expected): Expected {
  const told = {
    verdict: window.verdict,
    slots: window.slots.map(({ outcome }) => outcome).join(' '),
    sent: window.sent.map(({ rule = '-' }) => rule).join(' '),
    states: window.states.map(({ state }) => String(state)).join(' '),
    clause: window.clause,
    known: window.known,
    forbidden: window.forbidden,
    gaps: window.gaps.length,
  };
  const asked = Object.entries(told).filter(([name]) => name in expected);
  return { ...(Object.fromEntries(asked) as unknown as Expected), ...(left === undefined ? {} : { left }) };
}

function table(lines: Readonly<Record<string, Line>>): void {
  for (const [sentence, { trace: built, windows, ...options }] of Object.entries(lines)) {
    it(sentence, () => {
      const result = judge(built, options);
      const told = result.windows.map((window, index) => {
        const expected = windows[index] ?? { verdict: window.verdict };
        if (expected.left !== undefined) expect(window.left).to.equal(instant(expected.left));
        return toldOf(window, expected);
      });
      expect(told).to.deep.equal(windows);
    });
  }
}

/** Installed with telemetry off, so that a window of four slots is open from the start. */
const opened = () => trace().beats().install({ telemetry: 'off' });
const over = (built: TraceBuilder) => built.at('PT8H').beats().ends();
const reading = (text: string): Pick<JudgingOptions, 'readings'> => ({ readings: [text] });

describe('windows of schedules', () => {
  describe('what became of each slot', () => {
    table({
      'every slot hit': {
        trace: over(opened().pulses('PT1H', 'PT2H', 'PT3H', 'PT4H')),
        windows: [
          {
            verdict: 'upheld',
            slots: 'hit hit hit hit',
            sent: '- - - -',
            clause: 'pulse.schedule-at-install',
          },
        ],
      },
      'one missed': {
        trace: over(opened().pulses('PT1H', 'PT3H', 'PT4H')),
        windows: [{ verdict: 'violated', slots: 'hit missed hit hit', sent: '- - -' }],
      },
      'one excused by sleep': {
        trace: over(opened().pulses('PT1H').at('PT110M').asleep('PT20M').pulses('PT3H', 'PT4H')),
        windows: [{ verdict: 'upheld', slots: 'hit excused hit hit', gaps: 1 }],
      },
      'all excused puts nothing to the test, whatever is sent on waking': {
        trace: over(opened().at('PT30M').asleep('PT4H').after('PT4H').sends('pulse')),
        windows: [{ verdict: 'not-exercised', slots: 'excused excused excused excused', sent: '-' }],
      },
      'one in which the capture was down': {
        trace: over(opened().pulses('PT1H').at('PT110M').captureDown('PT20M').pulses('PT3H', 'PT4H')),
        windows: [{ verdict: 'inconclusive', slots: 'hit blind hit hit' }],
      },
      'those after the state was left are cancelled': {
        trace: over(opened().pulses('PT1H').at('PT90M').does('turn-on')),
        windows: [
          {
            verdict: 'upheld',
            slots: 'hit cancelled cancelled cancelled',
            left: 'PT1H30M',
            states: 'telemetry-off telemetry-on',
          },
        ],
      },
      'a transmission after the state was left hits none of them': {
        trace: over(
          opened()
            .at('PT30M')
            .does('turn-on')
            .at('PT1H')
            .sends('pulse', { json: { on: true } }),
        ),
        windows: [{ verdict: 'not-exercised', slots: 'cancelled cancelled cancelled cancelled' }],
      },
      'those after the product was uninstalled are cancelled, though the window would go on': {
        trace: over(opened().pulses('PT1H').at('PT90M').does('uninstall')),
        ...reading('pulse.state-left=continues'),
        windows: [{ verdict: 'upheld', slots: 'hit cancelled cancelled cancelled' }],
      },
      'a window that goes on is owed its slots in the next state': {
        trace: over(opened().pulses('PT1H').at('PT90M').does('turn-on')),
        ...reading('pulse.state-left=continues'),
        windows: [{ verdict: 'violated', slots: 'hit missed missed missed' }],
      },
      'those that are not over when the trace ends are pending': {
        trace: opened().pulses('PT1H', 'PT2H').at('PT150M').beats().ends(),
        windows: [{ verdict: 'inconclusive', slots: 'hit hit pending pending' }],
      },
      'nothing at all was sent, and nothing was owed yet': {
        trace: opened().at('PT30M').does('turn-on').beats().ends(),
        windows: [{ verdict: 'not-exercised', slots: 'cancelled cancelled cancelled cancelled', sent: '' }],
      },
      'only what is permitted beside the slots was sent: nothing was put to the test': {
        trace: opened().at('PT30M').sends('pulse').at('PT40M').does('turn-on').beats().ends(),
        ...reading('pulse.other-transmissions=allowed'),
        windows: [{ verdict: 'not-exercised', slots: 'cancelled cancelled cancelled cancelled', sent: '-' }],
      },
    });
  });

  describe('as the document is read', () => {
    table({
      'the first slot at the start': {
        trace: over(opened().pulses('PT1M', 'PT1H', 'PT2H', 'PT3H')),
        ...reading('pulse.first-slot=immediately'),
        windows: [{ verdict: 'upheld', slots: 'hit hit hit hit' }],
      },
      'the first slot discharged before the state began': {
        trace: trace()
          .beats()
          .install()
          .at('PT58M')
          .sends('pulse', { json: { on: true } })
          .at('PT1H')
          .does('turn-off')
          .at('PT90M')
          .does('turn-on')
          .beats()
          .ends(),
        ...reading('pulse.first-slot=immediately'),
        windows: [{ verdict: 'upheld', slots: 'hit cancelled cancelled cancelled' }],
      },
      'a window without its end': {
        trace: over(opened().pulses('PT1H', 'PT2H', 'PT3H')),
        ...reading('pulse.window-end=half-open'),
        windows: [{ verdict: 'upheld', slots: 'hit hit hit' }],
      },
      'a longest silence has no slots': {
        trace: over(opened().pulses('PT50M', 'PT100M', 'PT150M', 'PT200M')),
        ...reading('pulse.regularity=max-gap'),
        windows: [
          { verdict: 'upheld', slots: '', sent: '- - - -', forbidden: { between: false, after: true } },
        ],
      },
      'a silence that is too long breaches it': {
        trace: over(opened().pulses('PT50M')),
        ...reading('pulse.regularity=max-gap'),
        windows: [{ verdict: 'violated', slots: '', sent: '-' }],
      },
      'a ceiling owes nothing': {
        trace: over(opened().pulses('PT1H')),
        ...reading('pulse.modality=ceiling'),
        windows: [{ verdict: 'upheld', slots: 'hit missed missed missed' }],
      },
      'a ceiling under which nothing was sent was not put to the test': {
        trace: over(opened()),
        ...reading('pulse.modality=ceiling'),
        windows: [{ verdict: 'not-exercised' }],
      },
      'nothing between and nothing after, as strictly as is natural': {
        trace: over(opened().pulses('PT1H', 'PT2H', 'PT3H', 'PT4H')),
        windows: [{ verdict: 'upheld', forbidden: { between: true, after: true } }],
      },
      'anything between': {
        trace: over(opened().pulses('PT1H', 'PT2H', 'PT3H', 'PT4H')),
        ...reading('pulse.other-transmissions=allowed'),
        windows: [{ verdict: 'upheld', forbidden: { between: false, after: true } }],
      },
      'anything after': {
        trace: over(opened().pulses('PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT6H')),
        ...reading('pulse.after-window=allowed'),
        windows: [{ verdict: 'upheld', forbidden: { between: true, after: false }, sent: '- - - - -' }],
      },
    });
  });

  describe('what was sent', () => {
    table({
      'between two slots': {
        trace: over(opened().pulses('PT1H', 'PT90M', 'PT2H', 'PT3H', 'PT4H')),
        windows: [{ verdict: 'violated', slots: 'hit hit hit hit', sent: '- schedule/off-slot - - -' }],
      },
      'twice in a slot': {
        trace: over(opened().pulses('PT1H', 'PT61M', 'PT2H', 'PT3H', 'PT4H')),
        windows: [{ verdict: 'violated', sent: '- schedule/repeated - - -' }],
      },
      'after the window, though everything was forgotten by then': {
        trace: opened()
          .pulses('PT1H', 'PT2H', 'PT3H', 'PT4H')
          .at('P2D')
          .sends('pulse')
          .after('PT1H')
          .beats()
          .ends(),
        windows: [{ verdict: 'violated', slots: 'hit hit hit hit', sent: '- - - - schedule/after-window' }],
      },
      'an empty slot is not charged to the transmission whose facts opened the window': {
        trace: over(
          trace()
            .beats()
            .install()
            .at('PT1H')
            .sends('pulse', { facts: { telemetry: 'off' } }),
        ),
        ...reading('pulse.other-transmissions=allowed'),
        windows: [{ verdict: 'violated', slots: 'missed missed missed missed', sent: '-' }],
      },
    });

    it('more than two hundred are counted, and a breach among them is not lost', () => {
      const built = opened();
      for (let number = 0; number < 205; number += 1) built.at('PT1H').sends('pulse');
      const [window] = judge(over(built)).windows;
      expect([window?.sent.length, window?.sentOmitted, window?.verdict]).to.deep.equal([200, 5, 'violated']);
    });
  });

  describe('where they begin and end', () => {
    table({
      'a state that is entered again begins another window': {
        trace: over(
          opened().pulses('PT1H').at('PT90M').does('turn-on').at('PT2H').does('turn-off').pulses('PT3H'),
        ),
        windows: [
          {
            verdict: 'upheld',
            slots: 'hit cancelled cancelled cancelled',
            clause: 'pulse.schedule-at-install',
          },
          { verdict: 'violated', slots: 'hit missed missed missed', clause: 'pulse.schedule' },
        ],
      },
      'a state that is sought again while it holds changes nothing': {
        trace: over(opened().pulses('PT1H').at('PT90M').does('turn-off').pulses('PT2H', 'PT3H', 'PT4H')),
        windows: [{ verdict: 'upheld', slots: 'hit hit hit hit' }],
      },
      'unless that begins it anew, and then nothing more is owed in the old one': {
        trace: over(
          opened().pulses('PT1H').at('PT90M').does('turn-off').pulses('PT150M', 'PT210M', 'PT270M', 'PT330M'),
        ),
        ...reading('pulse.state-entered-again=restarts'),
        windows: [
          { verdict: 'upheld', slots: 'hit cancelled cancelled cancelled' },
          { verdict: 'upheld', slots: 'hit hit hit hit' },
        ],
      },
      'one whose start is not known has no slots, and is not upheld': {
        trace: over(
          trace()
            .beats()
            .knows({ installed: true, consent: 'granted', telemetry: 'off' })
            .pulses('PT1H', 'PT2H'),
        ),
        windows: [{ verdict: 'inconclusive', known: false, slots: '' }],
      },
      'though what came certainly too late breaches it': {
        trace: over(
          trace().beats().knows({ installed: true, consent: 'granted', telemetry: 'off' }).pulses('PT6H'),
        ),
        windows: [{ verdict: 'violated', known: false, sent: 'schedule/after-window' }],
      },
      'the states of its installation are told from its start': {
        trace: over(
          trace()
            .beats()
            .install()
            .does('arm')
            .at('PT30M')
            .does('refuse')
            .at('PT1H')
            .sends('ping')
            .at('PT90M')
            .does('grant')
            .at('PT2H')
            .sends('ping'),
        ),
        windows: [{ verdict: 'upheld', states: 'telemetry-on refused telemetry-on' }],
      },
      'a trace that was cut off upholds none': {
        trace: opened().pulses('PT1H', 'PT2H', 'PT3H', 'PT4H').at('PT8H').beats(),
        windows: [{ verdict: 'inconclusive', slots: 'hit hit hit hit' }],
      },
    });
  });

  describe('of very many installations', () => {
    const crowd = (count: number): TraceBuilder => {
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
        each((number) => (number % 3 === 0 && time === 'PT3H' ? undefined : built.sends('pulse')));
      }
      return built.at('PT8H').beats().ends();
    };

    it('some are kept, and the others are counted', () => {
      const { windows, windowsOmitted } = judge(crowd(300));
      const verdicts = windows.map(({ verdict }) => verdict);
      expect(verdicts.filter((verdict) => verdict === 'upheld').length).to.equal(40);
      expect(verdicts.filter((verdict) => verdict === 'violated').length).to.equal(60);
      expect(windows.length + windowsOmitted).to.equal(300);
    });

    it('one that is violated is kept, however many were well before it', () => {
      const built = trace().beats();
      for (let number = 0; number < 2100; number += 1) built.as(`i-${number}`).install({ telemetry: 'off' });
      for (const time of ['PT1H', 'PT2H', 'PT3H', 'PT4H']) {
        built.at(time);
        for (let number = 0; number < 2100; number += 1) built.as(`i-${number}`).sends('pulse');
      }
      for (let hour = 5; hour < 10; hour += 1) {
        built.at(`PT${hour}H`);
        for (let number = 0; number < 2100; number += 1) built.as(`i-${number}`).sends('odd');
      }
      built.as('late').install({ telemetry: 'off' }).at('P1D').beats().ends();
      const { windows, windowsOmitted } = judge(built);
      const violated = windows.filter(({ verdict }) => verdict === 'violated');
      expect(violated.map(({ installation }) => installation)).to.deep.equal(['late']);
      expect(windows.length).to.equal(41);
      expect(windows.length + windowsOmitted).to.equal(2101);
    });

    it('as many of a run of several traces, and the same ones each time, in whatever order', () => {
      const [one, other] = [crowd(200), crowd(100)];
      const result = judgeAll({ 'a.ndjson': one, 'b.ndjson': other });
      expect(result.windows.length).to.equal(100);
      expect(result.windows.length + result.windowsOmitted).to.equal(300);
      expect(judgeAll({ 'b.ndjson': other, 'a.ndjson': one })).to.deep.equal(result);
    });
  });
});
