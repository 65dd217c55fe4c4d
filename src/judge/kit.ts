import type { Instant } from '../disclosure/instant.js';
import type { StartEvent } from '../trace/trace-event.generated.js';
import type { Context } from './context.js';
import { missingFromKit } from './state-rules.js';

/** Whether the kit holds the promised files. A trace that does not list the kit says nothing of it. */
export function judgeKit(context: Context, start: StartEvent, at: Instant, line: number): void {
  const promised = context.disclosure.kit;
  if (promised === undefined || start.kit === undefined) return;
  for (const wanted of promised.files) {
    context.ledger.exercise([promised.clause]);
    if (start.kit.some((name) => matches(wanted, name))) continue;
    context.ledger.report({
      rule: missingFromKit,
      clause: promised.clause,
      installation: undefined,
      at,
      message: `the distribution kit has no ${wanted}`,
      sent: `${start.kit.length} files`,
      allowed: promised.files.join(', '),
      line,
      pointer: '/kit',
    });
  }
}

/** `*` stands for any run of characters. Greedy from the left, so linear in the name for each part. */
function matches(wanted: string, name: string): boolean {
  const [first = '', ...rest] = wanted.split('*');
  if (rest.length === 0) return name === wanted;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}
