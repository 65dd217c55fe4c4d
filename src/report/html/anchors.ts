import type { Report } from '../report.js';

/**
 * Where each thing stands on the page. Ids of the report come from files and products, so none becomes an id of the
 * page: things are numbered, and what there is not has no anchor and gets no link.
 */
export interface Anchors {
  finding(group: string): string | undefined;
  clause(id: string): string | undefined;
  interpretation(id: string): string | undefined;
}

export function anchorsOf({ findings, clauses, interpretations }: Report): Anchors {
  const finding = numbered('finding', findings);
  const clause = numbered('clause', clauses);
  const interpretation = numbered('interpretation', interpretations);
  return {
    finding: (id) => finding.get(id),
    clause: (id) => clause.get(id),
    interpretation: (id) => interpretation.get(id),
  };
}

/** Two things of one id are two places; links lead to the first. */
function numbered(kind: string, things: readonly { readonly id: string }[]): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>();
  for (const [index, { id }] of things.entries())
    if (!anchors.has(id)) anchors.set(id, `${kind}-${index + 1}`);
  return anchors;
}
