import type { Instant } from '../disclosure/instant.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import type { Context } from './context.js';
import { unmetExpectation } from './state-rules.js';

/** Whether a scenario exercised what its `then` says. */
export function judgeExpectations(
  context: Context,
  scenario: ScenarioFile,
  counts: ReadonlyMap<string, number>,
  { at, doubt }: { readonly at: Instant; readonly doubt: string | undefined },
): void {
  for (const { payload: id, times } of scenario.then) {
    const payload = context.disclosure.payloads.get(id);
    const count = counts.get(id) ?? 0;
    if (payload === undefined || count === times) continue;
    const why = doubt ?? context.attempts.obstacleToAny(id, at);
    if (count < times && why !== undefined) {
      context.ledger.undecide([payload.clause], `${id} was seen ${count} of ${times} times, and ${why}`);
      continue;
    }
    context.ledger.report({
      rule: unmetExpectation,
      kind: count > times ? 'excess' : 'shortfall',
      clause: payload.clause,
      installation: undefined,
      at,
      message: `${scenario.scenario} expects ${id} ${counted(times)}; it was seen ${counted(count)}`,
      sent: counted(count),
      allowed: counted(times),
      line: 1,
    });
  }
}

function counted(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}
