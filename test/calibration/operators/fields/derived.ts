import type { Baseline, Derived, Sent } from '../../../../src/calibration/mutant.js';
import { bodyMutants } from '../../../../src/calibration/operators/bodies.js';
import { equivalentFields } from '../../../../src/calibration/operators/equivalent-fields.js';
import { fieldMutants } from '../../../../src/calibration/operators/fields.js';
import { faults, type Laboratory } from '../../calibrating.js';

/** All that is derived from the fields and the body of one message. */
export function* derivedFrom({ context }: Laboratory, baseline: Baseline, sent: Sent): Iterable<Derived> {
  yield* fieldMutants(context, baseline, sent);
  yield* bodyMutants(context, baseline, sent);
  yield* equivalentFields(context, baseline, sent);
}

/** What was judged otherwise than expected, over every payload with each distinct set of fields; and which operators were at work. */
export function judgedAll(lab: Laboratory): { wrong: readonly string[]; operators: ReadonlySet<string> } {
  const seen = new Set<string>();
  const wrong: string[] = [];
  const operators = new Set<string>();
  for (const baseline of lab.baselines) {
    for (const sent of baseline.sent) {
      const key = `${sent.payload.id} ${namesIn(sent.value)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const judged = faults(lab, baseline, derivedFrom(lab, baseline, sent));
      wrong.push(...judged.wrong);
      for (const operator of judged.right.keys()) operators.add(operator);
    }
  }
  return { wrong, operators };
}

/** A value with nothing of it but the names of its members. */
function namesIn(value: unknown): string {
  return JSON.stringify(value, (_name, member) => (typeof member === 'object' ? member : 0));
}

/** The only message of a laboratory, with its trace. */
export function soleMessage({ baselines }: Laboratory): { baseline: Baseline; sent: Sent } {
  const [baseline] = baselines;
  const [sent, another] = baseline?.sent ?? [];
  if (baseline === undefined || sent === undefined || another !== undefined)
    throw new Error('there is not exactly one message');
  return { baseline, sent };
}

/** A change as a line: operator, what was changed, what is on the wire instead, and what must be found; or why not. */
export function told(derived: Iterable<Derived>, { index }: Sent): readonly string[] {
  return [...derived].map((one) => {
    if ('exclusion' in one)
      return `${one.exclusion.operator} | ${one.exclusion.subject} | not: ${one.exclusion.because}`;
    const { operator, subject, events, expected } = one.mutant;
    const event = events[index];
    const { body, bodyBase64, url } = event?.type === 'transmission' ? event.request : { body: '', url: '' };
    const wire = body ?? bodyBase64 ?? url;
    const rules = expected.map(({ rule }) => rule).join(', ');
    return [operator, subject, wire, ...(rules === '' ? [] : [rules])].join(' | ');
  });
}
