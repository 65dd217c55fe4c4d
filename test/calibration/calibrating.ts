import { fileURLToPath } from 'node:url';
import { composedBaseline } from '../../src/calibration/baseline.js';
import type { Composing } from '../../src/calibration/compose.js';
import { type JudgeTrace, openJudging } from '../../src/calibration/judging.js';
import type { Baseline, Derived } from '../../src/calibration/mutant.js';
import { score } from '../../src/calibration/score.js';
import { type Timeline, timelineOf } from '../../src/calibration/timeline.js';
import type { Disclosure } from '../../src/disclosure/disclosure.js';
import { chooseReadings, type Readings } from '../../src/judge/readings.js';
import { loadScenarios } from '../../src/scenario/load.js';
import type { ScenarioFile } from '../../src/scenario/scenario-file.generated.js';
import type { System } from '../../src/system/load.js';
import { acme, acmeSystem, kes, kesSystem } from '../judge/judging.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A disclosure with the compliant traces of its scenarios, and its judge. */
export interface Laboratory {
  readonly context: Composing;
  readonly readings: Readings;
  readonly judge: JudgeTrace;
  readonly baselines: readonly Baseline[];
  timeline(baseline: Baseline): Timeline;
}

export function laboratory(
  disclosure: Disclosure,
  system: System,
  scenarios: readonly ScenarioFile[],
  overrides: readonly string[] = [],
): Laboratory {
  const context = { disclosure, system: system.file.value };
  const readings = chooseReadings(disclosure, overrides);
  return {
    context,
    readings,
    judge: openJudging({ disclosure, system, readings }),
    baselines: scenarios.map((scenario) => composedBaseline(context, readings, scenario)),
    timeline(baseline) {
      const timeline = timelineOf(disclosure, readings, baseline);
      if (timeline === undefined) throw new Error(`${baseline.name} is not of one installation`);
      return timeline;
    },
  };
}

/** The first disclosure, with all its scenarios. */
export async function kesLaboratory(): Promise<Laboratory> {
  const scenarios = [...(await loadScenarios(root, kes)).values()].map(({ value }) => value);
  return laboratory(kes, kesSystem, scenarios);
}

/** A disclosure with schedules that end early, nested payloads and all three ways to send, in scenarios of its own. */
export function acmeLaboratory(overrides: readonly string[] = []): Laboratory {
  const install = (telemetry: 'on' | 'off'): ScenarioFile['when'][number] => ({
    do: 'install',
    with: { consent: 'granted', telemetry },
  });
  const scenario = (name: string, when: ScenarioFile['when']): ScenarioFile => ({
    scenario: name,
    title: name,
    disclosure: 'acme-1',
    when,
    // biome-ignore lint/suspicious/noThenProperty: the word is the scenario's, and nothing awaits it.
    then: [{ payload: 'odd', times: 0 }],
  });
  return laboratory(
    acme,
    acmeSystem,
    [
      scenario('off-from-the-start', [install('off'), { wait: 'PT8H' }]),
      scenario('turned-off', [install('on'), { wait: 'PT1H' }, { do: 'turn-off' }, { wait: 'PT8H' }]),
      scenario('turned-on-again', [install('off'), { wait: 'PT2H30M' }, { do: 'turn-on' }, { wait: 'PT8H' }]),
      scenario('asleep', [install('off'), { wait: 'PT1H30M' }, { sleep: 'PT1H' }, { wait: 'PT8H' }]),
      scenario('armed', [install('on'), { do: 'arm' }, { wait: 'PT5H' }]),
      scenario('crashes', [
        install('on'),
        { wait: 'PT1H' },
        { do: 'crash', with: { damaged: true } },
        { wait: 'PT1H' },
        { do: 'buy' },
        { do: 'crash' },
        { wait: 'PT1H' },
      ]),
      scenario('managed-then-gone', [
        { do: 'install', with: { consent: 'refused', telemetry: 'off', managed: true } },
        { wait: 'PT1H' },
        { do: 'grant' },
        { wait: 'PT1H' },
        { do: 'uninstall' },
        { wait: 'PT1H' },
      ]),
    ],
    overrides,
  );
}

/** What became of each mutant that was not scored as it should be, in words. */
export function faults(
  { judge }: Pick<Laboratory, 'judge'>,
  baseline: Baseline,
  all: Iterable<Derived>,
): { readonly wrong: readonly string[]; readonly right: ReadonlyMap<string, number> } {
  const before = judge(baseline.events, baseline.scenario);
  const wrong: string[] = [];
  const right = new Map<string, number>();
  for (const derived of all) {
    if (!('mutant' in derived)) continue;
    const { mutant } = derived;
    const { outcome, fired } = score(judge, baseline, before, mutant);
    if (outcome === 'found' || outcome === 'quiet') {
      right.set(mutant.operator, (right.get(mutant.operator) ?? 0) + 1);
      continue;
    }
    const expected = mutant.expected.map(
      ({ rule, line }) => `${rule}${line === undefined ? '' : `@${line}`}`,
    );
    wrong.push(
      `${mutant.from}: ${mutant.operator} of ${mutant.subject}: ${outcome}; expected ${expected.join(', ') || 'nothing'}, fired ${fired.join(', ') || 'nothing'}`,
    );
  }
  return { wrong, right };
}
