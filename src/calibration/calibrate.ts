import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { SourceFile } from '../disclosure/source-file.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import type { CalibrationFile } from './calibration-file.generated.js';
import { deriveAll, deriveDifferentials } from './derive.js';
import { type Instrument, type JudgeTrace, openJudging } from './judging.js';
import type { Baseline, Derived, Mutant } from './mutant.js';
import { openDifferentialScore } from './operators/differential-score.js';
import { unmeasured } from './operators/unmeasured.js';
import { expectedOf, score } from './score.js';
import { openTally, type Tally } from './tally.js';

export interface CalibrateOptions extends Instrument {
  /** The scenarios of the disclosure, as files. */
  readonly scenarios: readonly SourceFile<ScenarioFile>[];
  readonly source: CalibrationFile['source'];
  readonly baselines: readonly Baseline[];
  /** What is calibrated: `candor 1.2.3`. */
  readonly instrument: string;
  readonly onProgress?: (judged: number) => void;
}

/**
 * Puts every violation that can be derived into every compliant trace, one at a time, and counts what the judge says:
 * how many violations it would miss, and how often it would accuse what is permitted.
 *
 * The same documents and traces give the same file.
 */
export function calibrate(options: CalibrateOptions): CalibrationFile {
  const { disclosure, system, readings, baselines } = options;
  const judge = openJudging(options);
  const tally = openTally();
  const context = { disclosure, system: system.file.value };
  const before = new Map(baselines.map((one) => [one, judge(one.events, one.scenario)]));
  for (const [baseline, result] of before)
    scoreOne(judge, tally, baseline, result, { mutant: untouched(baseline) });
  let judged = baselines.length;
  for (const { baseline, derived } of deriveAll(context, readings, baselines)) {
    const result = before.get(baseline);
    if (result !== undefined) scoreOne(judge, tally, baseline, result, derived);
    judged += 1;
    if (judged % 100 === 0) options.onProgress?.(judged);
  }
  const compare = openDifferentialScore(options);
  for (const derived of deriveDifferentials(context, baselines)) {
    if ('exclusion' in derived) tally.exclude(derived.exclusion);
    else {
      const { mutant } = derived;
      tally.add(
        mutant,
        mutant.expected.map(({ rule }) => rule),
        compare(mutant),
      );
    }
  }
  return {
    format: 'candor-calibration/1',
    instrument: options.instrument,
    disclosure: { id: disclosure.id, digest: disclosure.digest },
    system: { id: system.id, digest: system.file.digest },
    scenarios: { digest: digestOf(options.scenarios), count: options.scenarios.length },
    source: options.source,
    interpretations: Object.fromEntries(readings),
    traces: baselines.length,
    ...tally.counted([...unmeasured]),
  };
}

function scoreOne(
  judge: JudgeTrace,
  tally: Tally,
  baseline: Baseline,
  before: ReturnType<JudgeTrace>,
  derived: Derived,
): void {
  if ('exclusion' in derived) tally.exclude(derived.exclusion);
  else {
    const { mutant } = derived;
    const expected = expectedOf(baseline, mutant).map(({ rule }) => rule);
    tally.add(mutant, expected, score(judge, baseline, before, mutant));
  }
}

/** A compliant trace as it is: the first that must raise no alarm. */
function untouched({ name, events }: Baseline): Mutant {
  return { operator: 'equivalent/untouched', subject: name, from: name, events, expected: [] };
}

/** Over the lines that `sha256sum *.yaml` prints, in the order of the names. */
function digestOf(files: readonly SourceFile<ScenarioFile>[]): string {
  const lines = files
    .map(({ path, digest }) => `${digest.replace('sha256:', '')}  ${basename(path)}\n`)
    .sort((one, other) => (one.slice(64) < other.slice(64) ? -1 : 1));
  return `sha256:${createHash('sha256').update(lines.join('')).digest('hex')}`;
}
