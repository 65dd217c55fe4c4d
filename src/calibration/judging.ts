import type { Disclosure } from '../disclosure/disclosure.js';
import { createJudge } from '../judge/judge.js';
import { type Readings, type Variant, variantsOf } from '../judge/readings.js';
import type { ResultFile } from '../judge/result.generated.js';
import { assembleResult } from '../judge/result.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import type { System } from '../system/load.js';
import type { TraceEvent } from '../trace/trace-event.generated.js';

/** What the instrument that is calibrated is given to judge by. */
export interface Instrument {
  readonly disclosure: Disclosure;
  readonly system: System;
  readonly readings: Readings;
}

/** Judges one trace as a run would, all the way to the result that a user is told. */
export type JudgeTrace = (events: readonly TraceEvent[], scenario: ScenarioFile | undefined) => ResultFile;

const TRACE = 'traces/one.ndjson';
const DIGEST = `sha256:${'0'.repeat(64)}`;

/** The other readings make no findings, so only the chosen ones are followed. */
export function openJudging({ disclosure, system, readings }: Instrument): JudgeTrace {
  const variants: readonly Variant[] = variantsOf(disclosure, readings).slice(0, 1);
  const basis = { disclosure, system, readings, variants, requireAll: false, instrument: 'candor' };
  return (events, scenario) => {
    const judge = createJudge({ disclosure, system: system.file.value, scenario, variants });
    for (const [index, event] of events.entries()) judge.push(event, index + 1);
    return assembleResult(basis, [{ file: TRACE, digest: DIGEST, judgement: judge.finish() }]);
  };
}
