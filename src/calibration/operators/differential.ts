import type { StartEvent, TraceEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import { replaced } from '../edit.js';
import type { Baseline, Exclusion, Expected, Sent } from '../mutant.js';
import { besidesLeaves, changedValue, type Dependence, inLeaf } from './differential-ways.js';
import { leavesOf } from './members.js';
import { eventOf } from './message-change.js';
import { type Planted, plantedIn } from './planted.js';

/**
 * Three observations of one scenario, the third with a planted value changed, and what must be found by comparing
 * them: `leak/differential` in the third, or nothing.
 */
export interface DifferentialMutant {
  readonly operator: string;
  readonly subject: string;
  readonly from: string;
  readonly first: readonly TraceEvent[];
  readonly again: readonly TraceEvent[];
  readonly changed: readonly TraceEvent[];
  readonly expected: readonly Expected[];
}

export type DerivedDifferential = { readonly mutant: DifferentialMutant } | { readonly exclusion: Exclusion };

const UNFIT = 'its schema, or the fact that it tells, permits no such value';

/** Messages in which something is made from a planted value, in ways that no search for the value would find. */
export function* differentialMutants(
  context: Composing,
  baseline: Baseline,
  sent: Sent,
): Iterable<DerivedDifferential> {
  const [start] = baseline.events;
  const canaries = plantedIn(baseline);
  const exclude = (operator: string, what: string, because: string): DerivedDifferential => ({
    exclusion: { operator, subject: `${sent.payload.id}: ${what}`, because },
  });
  if (start?.type !== 'start' || canaries.length === 0) {
    yield exclude('leak/differential', 'any planted value', 'nothing was planted');
    return;
  }
  for (const [index, canary] of canaries.entries()) {
    const triple = (dependence: Dependence): DerivedDifferential =>
      tripleOf(baseline, sent, start, canary, dependence);
    yield triple({
      operator: 'equivalent/differential',
      what: `nothing made from ${canary.name}`,
      made: () => eventOf(baseline, sent),
      leaks: false,
    });
    for (const [number, leaf] of leavesOf(sent.payload, sent.value).entries()) {
      const dependences = inLeaf(context, baseline, sent, leaf, canary);
      // One in each place, in each of the ways by turns: together they would be too many.
      const at = (number + index) % Math.max(1, dependences.length);
      for (const dependence of dependences.slice(at, at + 1)) yield triple(dependence);
      if (dependences.length === 0)
        yield exclude('leak/differential', `${canary.name} in ${leaf.place}`, UNFIT);
    }
    if (index === 0)
      for (const dependence of besidesLeaves(context, baseline, sent, canary)) yield triple(dependence);
  }
}

function tripleOf(
  baseline: Baseline,
  sent: Sent,
  start: StartEvent,
  canary: Planted,
  { operator, what, made, leaks }: Dependence,
): DerivedDifferential {
  const other = changedValue(canary.value);
  const observe = (value: string, nonce: number): readonly TraceEvent[] => {
    const canaries = (start.canaries ?? []).map((one) =>
      one.name === canary.name ? { ...one, value } : one,
    );
    return replaced(replaced(baseline.events, sent.index, made(value, nonce)), 0, { ...start, canaries });
  };
  const expected = [{ rule: 'leak/differential', line: sent.index + 1, clause: sent.payload.clause }];
  return {
    mutant: {
      operator,
      subject: `${sent.payload.id}: ${what}`,
      from: baseline.name,
      first: observe(canary.value, 1),
      again: observe(canary.value, 2),
      changed: observe(other, 3),
      expected: leaks ? expected : [],
    },
  };
}
