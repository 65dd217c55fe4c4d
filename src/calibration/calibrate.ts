import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { SourceFile } from '../disclosure/source-file.js';
import type { ResultFile } from '../judge/result.generated.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import type { CalibrationFile } from './calibration-file.generated.js';
import { deriveAll, deriveDifferentials } from './derive.js';
import { type Instrument, openJudging } from './judging.js';
import type { Baseline, Exclusion, Mutant } from './mutant.js';
import type { DifferentialMutant } from './operators/differential.js';
import { openDifferentialScore } from './operators/differential-score.js';
import { unmeasured } from './operators/unmeasured.js';
import { expectedOf, type Score, score } from './score.js';
import { openTally } from './tally.js';

export interface CalibrateOptions extends Instrument {
  /** The scenarios of the disclosure, as files. */
  readonly scenarios: readonly SourceFile<ScenarioFile>[];
  readonly source: CalibrationFile['source'];
  readonly baselines: readonly Baseline[];
  /** What is calibrated: `candor 1.2.3`. */
  readonly instrument: string;
}

/** One in so many of all changes, for whoever scores it: `index` is from 0. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/**
 * Scores a share of the changes that can be derived from compliant traces, in their order. The shares can be scored at
 * the same time, by threads of their own.
 */
export function scoreShare(
  instrument: Instrument,
  baselines: readonly Baseline[],
  { index, of }: Share,
  onProgress?: (scored: number) => void,
): readonly Score[] {
  const judge = openJudging(instrument);
  const compare = openDifferentialScore(instrument);
  const before = new Map<Baseline, ResultFile>();
  const beforeOf = (baseline: Baseline): ResultFile => {
    const known = before.get(baseline) ?? judge(baseline.events, baseline.scenario);
    before.set(baseline, known);
    return known;
  };
  const scores: Score[] = [];
  let number = 0;
  for (const change of changesOf(instrument, baselines)) {
    if (change.kind === 'exclusion') continue;
    if (number % of === index) {
      scores.push(
        change.kind === 'differential'
          ? compare(change.mutant)
          : score(judge, change.baseline, beforeOf(change.baseline), change.mutant),
      );
      if (scores.length % 100 === 0) onProgress?.(scores.length);
    }
    number += 1;
  }
  return scores;
}

/**
 * Counts what the judge says of every violation that can be put into the compliant traces, and of every change that
 * breaks nothing. The same documents and traces give the same file.
 *
 * @param shares the scores of each share, in the order of their indices.
 */
export function calibrationOf(
  options: CalibrateOptions,
  shares: readonly (readonly Score[])[],
): CalibrationFile {
  const { disclosure, system, readings, baselines } = options;
  const tally = openTally();
  let number = 0;
  for (const change of changesOf(options, baselines)) {
    if (change.kind === 'exclusion') {
      tally.exclude(change.exclusion);
      continue;
    }
    const scored = shares[number % shares.length]?.[Math.floor(number / shares.length)];
    if (scored === undefined) throw new Error(`change ${number} was not scored`);
    tally.add(change.mutant, rulesWanted(change), scored);
    number += 1;
  }
  if (shares.reduce((sum, scores) => sum + scores.length, 0) !== number)
    throw new Error('more was scored than there are changes');
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

type Change =
  | { readonly kind: 'exclusion'; readonly exclusion: Exclusion }
  | { readonly kind: 'mutant'; readonly baseline: Baseline; readonly mutant: Mutant }
  | { readonly kind: 'differential'; readonly mutant: DifferentialMutant };

/** Everything that can be derived, in one order: first the traces as they are. */
function* changesOf(
  { disclosure, system, readings }: Instrument,
  baselines: readonly Baseline[],
): Iterable<Change> {
  const context = { disclosure, system: system.file.value };
  for (const baseline of baselines) yield { kind: 'mutant', baseline, mutant: untouched(baseline) };
  for (const { baseline, derived } of deriveAll(context, readings, baselines))
    yield 'exclusion' in derived
      ? { kind: 'exclusion', exclusion: derived.exclusion }
      : { kind: 'mutant', baseline, mutant: derived.mutant };
  for (const derived of deriveDifferentials(context, baselines))
    yield 'exclusion' in derived
      ? { kind: 'exclusion', exclusion: derived.exclusion }
      : { kind: 'differential', mutant: derived.mutant };
}

function rulesWanted(change: Exclude<Change, { readonly kind: 'exclusion' }>): readonly string[] {
  const expected =
    change.kind === 'differential' ? change.mutant.expected : expectedOf(change.baseline, change.mutant);
  return expected.map(({ rule }) => rule);
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
