import { type ClauseCase, isFailing, type Verdict } from './clause-case.js';
import { type Finding, genericMember } from './fingerprint.js';
import type { WaiverDeclaration } from './waivers.generated.js';

/** What a waiver covers of a result; or would, had it not ended. */
export interface Cover {
  readonly waiver: WaiverDeclaration;
  readonly ended: boolean;
  /** The clauses of which it covers something. */
  readonly clauses: readonly string[];
  /** The ids of the findings that it covers for at least one clause that they breach. */
  readonly findings: ReadonlySet<string>;
  /** Clauses that could not be decided and that it covers, at least in one scenario. */
  readonly doubts: number;
}

/** What stands against a clause when its waivers have been heard. */
export interface Standing {
  readonly clause: ClauseCase;
  /** `waived` only where nothing is left of what was against it. */
  readonly verdict: Verdict;
  /** The breaches that no waiver covers. */
  readonly breaches: readonly Finding[];
  /** Whether there are breaches that were not kept, or not told, so that no waiver can be held against them. */
  readonly hasUnknown: boolean;
  /** Whether a part of it could not be decided, and no waiver covers that. */
  readonly isDoubtful: boolean;
}

/** @param on the day, `YYYY-MM-DD`: a waiver holds on its last day, and not on the next. */
export function coverOf(waiver: WaiverDeclaration, cases: readonly ClauseCase[], on: string): Cover {
  const clauses: string[] = [];
  const findings = new Set<string>();
  let doubts = 0;
  for (const clause of cases) {
    if (!concerns(waiver, clause)) continue;
    const covered = clause.breaches.filter((finding) => coversBreach(waiver, finding));
    const doubtful = coversDoubt(waiver, clause);
    const whole = isWhole(waiver) && clause.verdict === 'violated' && clause.isIncomplete;
    if (covered.length === 0 && !doubtful && !whole) continue;
    clauses.push(clause.id);
    for (const { id } of covered) findings.add(id);
    if (!doubtful) continue;
    doubts += 1;
    for (const { id, scenario } of clause.doubts) if (isIn(waiver, scenario)) findings.add(id);
  }
  return { waiver, ended: waiver.until < on, clauses, findings, doubts };
}

/**
 * What is left of a clause. A finding that breaches two clauses is waived for each of them apart.
 *
 * @param waivers those that hold on the day.
 */
export function standingOf(clause: ClauseCase, waivers: readonly WaiverDeclaration[]): Standing {
  if (!isFailing(clause.verdict))
    return { clause, verdict: clause.verdict, breaches: [], hasUnknown: false, isDoubtful: false };
  const own = waivers.filter((waiver) => concerns(waiver, clause));
  const breaches = clause.breaches.filter((finding) => !own.some((waiver) => coversBreach(waiver, finding)));
  const hasUnknown = clause.verdict === 'violated' && !isAccounted(clause, own);
  const isDoubtful = clause.isDoubtful && !coverDoubts(own, clause);
  const rest = isDoubtful ? 'inconclusive' : 'waived';
  const verdict = breaches.length > 0 || hasUnknown ? 'violated' : rest;
  return { clause, verdict, breaches, hasUnknown, isDoubtful };
}

function concerns({ clause }: WaiverDeclaration, { id }: ClauseCase): boolean {
  return clause === undefined || clause === id;
}

function coversBreach(waiver: WaiverDeclaration, finding: Finding): boolean {
  const { rule, member } = waiver;
  if (rule !== undefined && rule !== finding.rule) return false;
  if (!isIn(waiver, finding.scenario)) return false;
  return member === undefined || finding.evidence.every((place) => isMember(member, place.member));
}

function isMember(wanted: string, member: string | undefined): boolean {
  if (member === undefined) return false;
  const star = wanted.indexOf('/*');
  if (star < 0 || wanted === member) return wanted === member;
  // Most members end otherwise, and that is told sooner than what they are without their indexes.
  const end = wanted.slice(wanted.lastIndexOf('*') + 1);
  return member.endsWith(end) && member.startsWith(wanted.slice(0, star)) && wanted === genericMember(member);
}

function isIn({ scenario }: WaiverDeclaration, id: string | null): boolean {
  return scenario === undefined || scenario === id;
}

/** What could not be observed is no finding, so a waiver of a rule or a member does not reach it. */
function namesClauseOnly({ clause, rule, member }: WaiverDeclaration): boolean {
  return clause !== undefined && rule === undefined && member === undefined;
}

function isWhole(waiver: WaiverDeclaration): boolean {
  return namesClauseOnly(waiver) && waiver.scenario === undefined;
}

function coversDoubt(waiver: WaiverDeclaration, clause: ClauseCase): boolean {
  if (!clause.isDoubtful || !namesClauseOnly(waiver)) return false;
  return waiver.scenario === undefined || clause.doubtful.has(waiver.scenario);
}

function coverDoubts(waivers: readonly WaiverDeclaration[], clause: ClauseCase): boolean {
  const covering = waivers.filter((waiver) => coversDoubt(waiver, clause));
  if (covering.some(isWhole)) return true;
  const scenarios = [...clause.doubtful];
  return scenarios.length > 0 && scenarios.every((id) => covering.some((waiver) => isIn(waiver, id)));
}

/** Breaches that were not kept may be of any rule and scenario: only a waiver of the clause as a whole covers them. */
function isAccounted(clause: ClauseCase, waivers: readonly WaiverDeclaration[]): boolean {
  return clause.isIncomplete ? waivers.some(isWhole) : clause.breaches.length > 0;
}
