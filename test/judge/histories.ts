import fc from 'fast-check';
import { type TraceBuilder, trace } from './judging.js';

/** One step of a history: minutes that pass, then what one of three installations does. */
interface Step {
  readonly minutes: number;
  readonly installation: string;
  readonly what: string;
}

const deeds: Readonly<Record<string, (built: TraceBuilder) => unknown>> = {
  install: (built) => built.install(),
  'install refused': (built) => built.install({ consent: 'refused' }),
  'install off': (built) => built.install({ telemetry: 'off' }),
  'turn-off': (built) => built.does('turn-off'),
  'turn-on': (built) => built.does('turn-on'),
  refuse: (built) => built.does('refuse'),
  grant: (built) => built.does('grant'),
  uninstall: (built) => built.does('uninstall'),
  buy: (built) => built.does('buy'),
  arm: (built) => built.does('arm'),
  crash: (built) => built.does('crash'),
  pulse: (built) => built.sends('pulse'),
  ping: (built) => built.sends('ping'),
  report: (built) => built.sends('report'),
  survey: (built) => built.sends('survey'),
  lookup: (built) => built.sends('lookup'),
  'survey of nobody': (built) => built.sends('survey', { installation: null }),
  'pulse of nobody': (built) => built.sends('pulse', { installation: null }),
  sleep: (built) => built.asleep('PT50M'),
  'capture down': (built) => built.captureDown('PT20M'),
  'capture down for all': (built) => built.gap('capture-down', 'PT20M', null),
  beat: (built) => built.beats(),
};

const step: fc.Arbitrary<Step> = fc.record({
  minutes: fc.oneof(fc.constantFrom(0, 5, 30, 55, 60, 65), fc.integer({ min: 0, max: 90 })),
  installation: fc.constantFrom('i-1', 'i-1', 'i-1', 'i-2', 'i-3'),
  what: fc.oneof(
    fc.constantFrom('pulse', 'ping', 'turn-off', 'turn-on'),
    fc.constantFrom(...Object.keys(deeds)),
  ),
});

/** Traces of three installations, in which much goes well and much does not. Their facts are known from the start. */
export const history: fc.Arbitrary<TraceBuilder> = fc
  .record({
    first: fc.array(fc.constantFrom('install', 'install refused', 'install off'), {
      minLength: 1,
      maxLength: 3,
    }),
    steps: fc.array(step, { maxLength: 25 }),
    ends: fc.integer({ min: 0, max: 9 }).map((number) => number > 0),
  })
  .map(({ first, steps, ends }) => {
    const built = trace().beats();
    for (const [index, how] of first.entries()) deeds[how]?.(built.as(`i-${index + 1}`));
    for (const { minutes, installation, what } of steps) {
      deeds[what]?.(built.after(`PT${minutes}M`).as(installation));
    }
    built.after('PT2H').beats();
    return ends ? built.ends() : built;
  });
