import { visible } from '../../disclosure/visible.js';
import { plural } from '../model/words.js';
import type { ClauseCase } from './clause-case.js';
import type { Standing } from './cover.js';
import type { Finding } from './fingerprint.js';
import { type Account, type FailingVerdict, type Known, listed, type Reason } from './reason.js';

/** Clauses that are told apart; a hostile result could name any number. */
const REASON_LIMIT = 200;

/**
 * What stands of the clauses: one reason for each that is violated, then for each that is inconclusive.
 *
 * @param known what an earlier run has, where only what is new fails.
 */
export function clauseReasons(
  standings: readonly Standing[],
  failOn: readonly FailingVerdict[],
  known: Known | undefined,
): Account {
  const judged = standings.filter(({ clause }) => !clause.isStatement);
  const violated = judged.filter(({ verdict }) => verdict === 'violated');
  const inconclusive = judged.filter(({ verdict }) => verdict === 'inconclusive');
  const newViolated = violated.filter((standing) => hasNewBreach(standing, known));
  const asked = failOn.includes('inconclusive');
  const newInconclusive = inconclusive.filter((standing) => asked && isNewlyDoubtful(standing, known));
  const notes = [
    ...passedOver(violated.length - newViolated.length, 'violated as before', without(violated, newViolated)),
    ...(asked
      ? passedOver(
          inconclusive.length - newInconclusive.length,
          'inconclusive as before',
          without(inconclusive, newInconclusive),
        )
      : passedOver(inconclusive.length, 'inconclusive, which was not asked for', inconclusive)),
  ];
  return {
    reasons: bounded([
      ...newViolated.map((standing): Reason => ({ status: 1, says: violation(standing, known) })),
      ...newInconclusive.map((standing): Reason => ({ status: 2, says: doubt(standing) })),
    ]),
    notes,
  };
}

function bounded(reasons: readonly Reason[]): readonly Reason[] {
  const more = reasons.slice(REASON_LIMIT);
  if (more.length === 0) return reasons;
  const status = more.some((reason) => reason.status === 1) ? 1 : 2;
  return [
    ...reasons.slice(0, REASON_LIMIT),
    { status, says: `${plural(more.length, 'more clause')} stand in the way` },
  ];
}

/** A breach that was not kept cannot be told from a new one. */
function hasNewBreach({ breaches, hasUnknown }: Standing, known: Known | undefined): boolean {
  if (known === undefined || hasUnknown) return true;
  return breaches.some(({ id }) => known.comparison.added.has(id));
}

function isNewlyDoubtful({ clause }: Standing, known: Known | undefined): boolean {
  if (known === undefined) return true;
  return !known.cases.some(({ id, isDoubtful }) => id === clause.id && isDoubtful);
}

function violation({ clause, breaches, hasUnknown }: Standing, known: Known | undefined): string {
  const counted =
    known === undefined ? breaches : breaches.filter(({ id }) => known.comparison.added.has(id));
  const unknown = clause.isIncomplete
    ? 'findings that the result did not keep'
    : 'the result does not say by what';
  const parts = [
    ...(counted.length > 0 ? [found(counted, clause, breaches, known)] : []),
    ...(hasUnknown ? [unknown] : []),
  ];
  return `${visible(clause.id)} is violated: ${parts.join(', ')}`;
}

function found(
  counted: readonly Finding[],
  clause: ClauseCase,
  breaches: readonly Finding[],
  known: Known | undefined,
): string {
  const count = plural(counted.length, known === undefined ? 'finding' : 'new finding');
  const waived = clause.breaches.length > breaches.length ? ' that no waiver covers' : '';
  const rules = [...new Set(counted.map(({ rule }) => rule))];
  return `${count}${waived} (${listed(counted.map(({ id }) => id))}) of ${listed(rules)}`;
}

function doubt({ clause }: Standing): string {
  const { undecided, doubts, verdict } = clause;
  const [first = 'the result does not say why', ...more] = [
    ...undecided,
    ...doubts.map(({ message }) => message),
  ];
  const rest = more.length === 0 ? '' : ` (and ${plural(more.length, 'more reason')})`;
  const left = verdict === 'violated' ? ' where it is not violated; its breaches are waived' : '';
  return `${visible(clause.id)} is inconclusive${left}: ${visible(first, 400)}${rest}`;
}

function without(all: readonly Standing[], some: readonly Standing[]): readonly Standing[] {
  return all.filter((standing) => !some.includes(standing));
}

function passedOver(count: number, how: string, standings: readonly Standing[]): readonly string[] {
  if (count === 0) return [];
  const names = listed(standings.map(({ clause }) => clause.id));
  return [`${plural(count, 'clause is', 'clauses are')} ${how}: ${names}`];
}
