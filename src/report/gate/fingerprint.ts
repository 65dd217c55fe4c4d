import { visible } from '../../disclosure/visible.js';
import type { ResultFile } from '../../judge/result.generated.js';

export type Finding = ResultFile['findings'][number];

// What differs between two runs of the same product: when something happened, for how long, how much of it there was.
const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;
const DURATION = /\bP(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:[\d.]+S)?)?/g;
// A number that stands alone before a word; not a part of an address, a port or a name.
const COUNT = /(?<![\w.:/-])\d+(?:\.\d+)?(?= [a-z])/g;
const TEXT_LIMIT = 1000;

/** A member of a payload with `*` for every index of a list, so that the third entry is the same as the first. */
export function genericMember(member: string): string {
  return member.replaceAll(/\/\d+(?=\/|$)/g, '/*');
}

/**
 * What a finding is, apart from its number and its time: two with the same are the same breach in two runs. The
 * member tells what was breached. Where there is none, or where it does not say which planted value leaked, the
 * message does.
 */
export function fingerprintOf({ rule, kind, clause, scenario, member, message }: Located): string {
  const told = member === undefined || rule.startsWith('leak/') ? genericMessage(message) : '';
  return JSON.stringify([rule, kind, clause, scenario, genericMember(member ?? ''), told]);
}

/** The same in words. */
export function describeFingerprint({ rule, clause, scenario, member, message }: Located): string {
  const what = member === undefined ? genericMessage(message) : genericMember(member);
  return visible([rule, clause, scenario ?? 'no scenario', what].join(' · '), TEXT_LIMIT);
}

/** A finding with the member of its evidence. */
export type Located = Pick<Finding, 'rule' | 'kind' | 'clause' | 'scenario' | 'message'> & {
  readonly member: string | undefined;
};

export function located(finding: Finding): Located {
  return { ...finding, member: finding.evidence[0].member };
}

function genericMessage(message: string): string {
  return message.replaceAll(INSTANT, '*').replaceAll(DURATION, '*').replaceAll(COUNT, '*');
}
