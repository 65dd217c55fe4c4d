import { parseInstant } from '../../disclosure/instant.js';
import { createDifferential, type Triple, withComparison } from '../../judge/differential.js';
import { createJudge } from '../../judge/judge.js';
import { variantsOf } from '../../judge/readings.js';
import type { ResultFile } from '../../judge/result.generated.js';
import { assembleResult } from '../../judge/result.js';
import type { Sent } from '../../judge/transmission.js';
import type { StartEvent, TraceEvent } from '../../trace/trace-event.generated.js';
import type { Instrument } from '../judging.js';
import type { Score } from '../score.js';
import type { DifferentialMutant } from './differential.js';

/** Scores three observations as a run with --differential would judge them. */
export type ScoreDifferential = (mutant: DifferentialMutant) => Score;

const DIGEST = `sha256:${'0'.repeat(64)}`;

/** What a comparison finds is told of the third observation, and must be all that is found there. */
export function openDifferentialScore(instrument: Instrument): ScoreDifferential {
  const { disclosure, system, readings } = instrument;
  const variants = variantsOf(disclosure, readings).slice(0, 1);
  const basis = { disclosure, system, readings, variants, requireAll: false, instrument: 'candor' };
  const compared = (mutant: DifferentialMutant): ResultFile => {
    const judge = createJudge({ disclosure, system: system.file.value, scenario: undefined, variants });
    for (const [index, event] of mutant.changed.entries()) judge.push(event, index + 1);
    const judgement = withComparison(judge.finish(), compare(instrument, mutant));
    return assembleResult(basis, [{ file: 'traces/changed.ndjson', digest: DIGEST, judgement }]);
  };
  return (mutant) => scoreResult(compared(mutant), mutant);
}

function compare({ disclosure, system }: Instrument, { first, again, changed }: DifferentialMutant) {
  const triple = { first, again, changed };
  const differential = createDifferential(disclosure, system.file.value, each(triple, startOf));
  const sent = each(triple, sentIn);
  const count = Math.max(sent.first.length, sent.again.length, sent.changed.length);
  for (let index = 0; index < count; index += 1) differential.push(each(sent, (list) => list[index]));
  return differential.finish();
}

function each<Value, Other>(
  { again, changed, first }: Triple<Value>,
  of: (value: Value) => Other,
): Triple<Other> {
  return { first: of(first), again: of(again), changed: of(changed) };
}

function startOf([start]: readonly TraceEvent[]): StartEvent | undefined {
  return start?.type === 'start' ? start : undefined;
}

function sentIn(events: readonly TraceEvent[]): readonly Sent[] {
  return events.flatMap((event, index) => {
    const at = parseInstant(event.at);
    return event.type === 'transmission' && at !== undefined ? [{ event, line: index + 1, at }] : [];
  });
}

function scoreResult({ clauses, findings, verdict }: ResultFile, { expected }: DifferentialMutant): Score {
  const told = [...new Set(findings.map(({ rule }) => rule))];
  const undecided = clauses.flatMap(({ id, verdict: one }) =>
    one === 'inconclusive' ? [`${id} undecided`] : [],
  );
  if (expected.length === 0) {
    const fired = [...told, ...undecided];
    return { outcome: fired.length === 0 ? 'quiet' : 'false-alarm', fired };
  }
  if (told.length === 0 || verdict !== 'violated') return { outcome: 'missed', fired: told };
  const answered = expected.every((one) =>
    findings.some(
      ({ clause, evidence, rule }) =>
        rule === one.rule &&
        (one.clause === undefined || clause === one.clause) &&
        (one.line === undefined || evidence.some(({ line }) => line === one.line)),
    ),
  );
  const alone = told.every((rule) => expected.some((one) => one.rule === rule));
  return { outcome: answered && alone ? 'found' : 'by-another', fired: told };
}
