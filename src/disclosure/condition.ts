/** What an installation's facts are known to be. A fact that is not in the map is not known. */
export type Facts = ReadonlyMap<string, string | boolean>;

type FactValue = string | boolean;

/** Facts that must all hold; a list of values means any of them (DESIGN 4.1). */
export interface Condition {
  readonly [fact: string]: FactValue | readonly FactValue[];
}

/** Whether a condition holds: what rests on an unknown fact is unknown, never assumed. */
export type Truth = 'holds' | 'fails' | 'unknown';

/** One fact that fails settles it, whatever else is unknown. */
export function evaluate(condition: Condition | undefined, facts: Facts): Truth {
  let truth: Truth = 'holds';
  for (const [name, wanted] of Object.entries(condition ?? {})) {
    const value = facts.get(name);
    if (value === undefined) truth = 'unknown';
    else if (Array.isArray(wanted) ? !wanted.includes(value) : wanted !== value) return 'fails';
  }
  return truth;
}

/** The condition in words: `network is off and mode is basic or none`. */
export function describeCondition(condition: Condition | undefined): string {
  const parts = Object.entries(condition ?? {}).map(([name, wanted]) => {
    const values = (Array.isArray(wanted) ? wanted : [wanted]) as readonly FactValue[];
    return `${name} is ${values.map((value) => (value === '' ? 'empty' : value)).join(' or ')}`;
  });
  return parts.length === 0 ? 'always' : parts.join(' and ');
}
