import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { visible } from '../disclosure/visible.js';
import { type Comparison, type Triple, withComparison } from '../judge/differential.js';
import type { JudgedTrace } from '../judge/result.js';
import type { KeptTrace } from '../report/run-folder.js';
import type { SystemFile } from '../system/system-file.generated.js';
import { compareTraces } from './compare-traces.js';

/**
 * Compares the traces of each scenario: two that were planted alike with every one in which a value was changed. What
 * is found is told of the trace in which the value was changed. What each trace is follows from what was planted, not
 * from its name or place. Where a scenario's traces cannot be compared, what depends on it is undecided.
 *
 * @throws InputError where that goes for all of them.
 */
export async function compareAll(
  disclosure: Disclosure,
  system: SystemFile,
  traces: readonly KeptTrace[],
  judged: readonly JudgedTrace[],
): Promise<readonly JudgedTrace[]> {
  const sources = new Map(traces.map(({ name, source }) => [`traces/${name}`, source]));
  const compared = new Map<string, JudgedTrace>();
  const faults: string[] = [];
  for (const [scenario, group] of byScenario(judged)) {
    const sorted = sortGroup(group);
    if (typeof sorted === 'string') {
      faults.push(`${scenario === '' ? 'the traces' : visible(scenario)}: ${sorted}`);
      const undecided = [{ clause: disclosure.scope, reason: `not compared: ${sorted}` }];
      for (const trace of group) compared.set(trace.file, add(trace, { breaches: [], undecided }));
      continue;
    }
    for (const changed of sorted.changed) {
      const triple = { first: sorted.first, again: sorted.again, changed };
      const comparison = await compareTraces(disclosure, system, pathsOf(triple, sources));
      compared.set(changed.file, add(changed, comparison));
    }
  }
  if (faults.length > 0 && faults.length === byScenario(judged).size) {
    throw new InputError(faults.map((fault) => ({ message: `--differential: ${fault}` })));
  }
  return judged.map((trace) => compared.get(trace.file) ?? trace);
}

function add(trace: JudgedTrace, comparison: Comparison): JudgedTrace {
  return { ...trace, judgement: withComparison(trace.judgement, comparison) };
}

function pathsOf(
  { first, again, changed }: Triple<JudgedTrace>,
  sources: ReadonlyMap<string, string>,
): Triple<string> {
  const path = ({ file }: JudgedTrace): string => sources.get(file) ?? file;
  return { first: path(first), again: path(again), changed: path(changed) };
}

function byScenario(judged: readonly JudgedTrace[]): ReadonlyMap<string, readonly JudgedTrace[]> {
  const groups = new Map<string, JudgedTrace[]>();
  for (const trace of judged) {
    const scenario = trace.judgement.start?.scenario ?? '';
    groups.set(scenario, [...(groups.get(scenario) ?? []), trace]);
  }
  return groups;
}

interface SortedGroup {
  readonly first: JudgedTrace;
  readonly again: JudgedTrace;
  readonly changed: readonly JudgedTrace[];
}

/** Which traces of a scenario were planted alike, and which not; or why that cannot be told. */
function sortGroup(group: readonly JudgedTrace[]): SortedGroup | string {
  const byPlanted = new Map<string, JudgedTrace[]>();
  for (const trace of group) {
    const planted = JSON.stringify(
      (trace.judgement.start?.canaries ?? [])
        .map(({ name, value }) => [name, value] as const)
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
    byPlanted.set(planted, [...(byPlanted.get(planted) ?? []), trace]);
  }
  const alike = [...byPlanted.values()].filter(({ length }) => length > 1);
  const changed = [...byPlanted.values()].filter(({ length }) => length === 1).flat();
  const [[first, again, ...more] = [], ...others] = alike;
  const wanted = 'two traces that were planted alike and one or more with a planted value changed are wanted';
  if (first === undefined || again === undefined) return `${wanted}, and no two are alike`;
  if (more.length > 0 || others.length > 0) return `${wanted}, and more than two are alike`;
  if (changed.length === 0) return `${wanted}, and none was changed`;
  return { first, again, changed };
}
