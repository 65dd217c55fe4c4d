import { pointerKeys, pointerOf } from '../../disclosure/source-file.js';
import type { ResultFile } from '../../judge/result.generated.js';

export type Finding = ResultFile['findings'][number];

/** Findings of one cause, in the order of the result. */
export interface Group {
  readonly key: string;
  readonly first: Finding;
  readonly findings: readonly Finding[];
}

/** Causes of one rule and clause that are told apart; a hostile product could make each finding one of its own. */
const CAUSE_LIMIT = 100;

/**
 * Findings of one cause are told once: the same rule and clause, and the same member of the payload, or else the same
 * words. Rules about time have other words each time, and are one cause.
 */
export function groupFindings(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<
    string,
    { readonly key: string; readonly first: Finding; readonly findings: Finding[] }
  >();
  const causes = new Map<string, number>();
  for (const finding of findings) {
    const base = `${finding.rule}\n${finding.clause}\n${finding.kind}`;
    let key = `${base}\n${causeOf(finding)}`;
    if (!groups.has(key)) {
      const known = causes.get(base) ?? 0;
      if (known >= CAUSE_LIMIT) key = `${base}\nothers`;
      causes.set(base, known + 1);
    }
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, first: finding, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()];
}

function causeOf({ rule, message, evidence: [evidence] }: Finding): string {
  if (evidence?.member !== undefined) return `member ${withoutIndices(evidence.member)}`;
  return /^(schedule|trigger|state|capture|kit)\//.test(rule) ? 'whole' : `message ${message}`;
}

/** The members of a list are one cause. */
function withoutIndices(member: string): string {
  return pointerOf(pointerKeys(member).map((key) => (/^\d+$/.test(key) ? '*' : key)));
}
