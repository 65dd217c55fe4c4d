import type { ClauseEntry, FindingGroup, Report, WaiverEntry } from './report.js';

/** What a group of findings, or an undecided clause, means for the gate. */
export type Standing = 'violated' | 'inconclusive' | 'waived';

export interface RankedGroup {
  readonly group: FindingGroup;
  /** Undefined where the disclosure has no such clause: the finding is told nevertheless. */
  readonly clause: ClauseEntry | undefined;
  /** Every clause that it breaches: one payload may verify several. */
  readonly breached: readonly ClauseEntry[];
  readonly waiver: WaiverEntry | undefined;
  readonly standing: Standing;
}

/** A clause that could not be decided, for reasons of its own rather than by a finding. */
export interface UndecidedClause {
  readonly clause: ClauseEntry;
  readonly waiver: WaiverEntry | undefined;
  readonly standing: Standing;
}

const standings: readonly Standing[] = ['violated', 'inconclusive', 'waived'];

/**
 * The groups of findings, the worst first: violated, inconclusive, waived; in each what is new against the baseline
 * before what is not, excess before shortfall, and then the report's own order. Every telling that has to leave
 * something out leaves out the end of this list.
 */
export function worstFirst(report: Report): readonly RankedGroup[] {
  const clauses = new Map(report.clauses.map((clause) => [clause.id, clause]));
  const breached = breaches(report);
  return report.findings
    .map((group) => ranked(group, clauses.get(group.clause), breached.get(group.id) ?? []))
    .toSorted((one, other) => rank(one) - rank(other));
}

/** Clauses that the run left undecided and that no group of inconclusive findings speaks for, waived ones last. */
export function undecidedClauses(report: Report): readonly UndecidedClause[] {
  const spokenFor = new Set(
    report.findings.filter(({ effect }) => effect === 'inconclusive').map(({ clause }) => clause),
  );
  return report.clauses
    .filter(
      ({ id, judged, verdict }) => judged === 'inconclusive' && verdict !== 'attested' && !spokenFor.has(id),
    )
    .map((clause): UndecidedClause => {
      const waiver = clauseWaiver(clause);
      return { clause, waiver, standing: waiver === undefined ? 'inconclusive' : 'waived' };
    })
    .toSorted((one, other) => standings.indexOf(one.standing) - standings.indexOf(other.standing));
}

/** What waives a whole clause. One that has ended waives nothing, and one of a single rule waives only its findings. */
export function clauseWaiver(clause: ClauseEntry | undefined): WaiverEntry | undefined {
  return clause?.verdict === 'waived' ? inForce(clause.waiver) : undefined;
}

function inForce(waiver: WaiverEntry | undefined): WaiverEntry | undefined {
  return waiver?.ended === true ? undefined : waiver;
}

/** The clauses that each group breaches. */
function breaches({ clauses }: Report): ReadonlyMap<string, readonly ClauseEntry[]> {
  const breached = new Map<string, ClauseEntry[]>();
  for (const clause of clauses) {
    for (const group of clause.groups) {
      const known = breached.get(group);
      if (known === undefined) breached.set(group, [clause]);
      else known.push(clause);
    }
  }
  return breached;
}

function ranked(
  group: FindingGroup,
  clause: ClauseEntry | undefined,
  others: readonly ClauseEntry[],
): RankedGroup {
  const waiver = inForce(group.waiver) ?? clauseWaiver(clause);
  const charged = clause === undefined ? [] : [clause];
  return {
    group,
    clause,
    breached: [...charged, ...others.filter((other) => other !== clause)],
    waiver,
    standing: waiver === undefined ? group.effect : 'waived',
  };
}

function rank({ group, standing }: RankedGroup): number {
  const old = group.isNew === false ? 2 : 0;
  const shortfall = group.kind === 'shortfall' ? 1 : 0;
  return standings.indexOf(standing) * 4 + old + shortfall;
}
