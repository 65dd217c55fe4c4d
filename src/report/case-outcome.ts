import { evidencePlace } from './evidence-place.js';
import type { ClauseEntry, Occurrence, Verdict, WaiverEntry } from './report.js';
import { clauseWaiver, type RankedGroup } from './worst-first.js';

export interface Outcome {
  readonly kind: 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  readonly text: readonly string[];
}

/** Findings that a case tells in full; result.json has the rest. */
const TOLD_LIMIT = 20;

/** Findings of one cause that a case tells. */
export interface Told {
  readonly ranked: RankedGroup;
  readonly occurrences: readonly Occurrence[];
}

/** How a case comes out; it passes where there is no outcome. */
export interface Answer {
  readonly outcome: Outcome | undefined;
  readonly output: readonly string[];
}

/** What a clause's verdict in a scenario is as a test; undefined where the scenario did not put it to the test. */
export function judged(
  verdict: Verdict | undefined,
  clause: ClauseEntry | undefined,
  findings: readonly Told[],
): Answer {
  const waiver = clauseWaiver(clause);
  switch (verdict) {
    case 'violated':
    case 'inconclusive':
    case 'waived': {
      const open = findings.filter(({ ranked }) => ranked.standing !== 'waived');
      const covering = waiver ?? (open.length === 0 ? findings[0]?.ranked.waiver : undefined);
      if (covering !== undefined) return { outcome: waived(covering, verdict), output: [] };
      if (verdict === 'waived') return { outcome: skipped('waived', 'waived'), output: [] };
      return { outcome: verdict === 'violated' ? failure(open) : error(clause, open), output: [] };
    }
    case 'not-exercised':
    case undefined:
      return { outcome: skipped('not-exercised', 'not exercised in this scenario'), output: [] };
    default:
      return { outcome: undefined, output: [] };
  }
}

function failure(findings: readonly Told[]): Outcome {
  const all = findings.flatMap(({ occurrences }) => occurrences);
  const first = all[0];
  const more = all.length > 1 ? ` (and ${all.length - 1} more)` : '';
  return {
    kind: 'failure',
    type: findings[0]?.ranked.group.rule ?? 'violated',
    message: first === undefined ? 'violated; its findings are in result.json' : `${first.message}${more}`,
    text: told(findings, all.length),
  };
}

function error(clause: ClauseEntry | undefined, findings: readonly Told[]): Outcome {
  const all = findings.flatMap(({ occurrences }) => occurrences);
  const reasons = [...all.map(({ message }) => message), ...(clause?.undecided ?? [])];
  return {
    kind: 'error',
    type: 'inconclusive',
    message: `not decided: ${reasons[0] ?? 'what it needs was not observed'}`,
    text: [...(clause?.undecided ?? []).map((reason) => `because ${reason}`), ...told(findings, all.length)],
  };
}

/** The first findings with what was sent, what is allowed, and the evidence. */
function told(findings: readonly Told[], count: number): readonly string[] {
  const lines = findings
    .flatMap(({ ranked, occurrences }) => occurrences.map((occurrence) => ({ ranked, occurrence })))
    .slice(0, TOLD_LIMIT)
    .flatMap(({ ranked, occurrence }) => findingLines(ranked, occurrence));
  return count > TOLD_LIMIT ? [...lines, `and ${count - TOLD_LIMIT} more in result.json`] : lines;
}

function findingLines({ group }: RankedGroup, occurrence: Occurrence): readonly string[] {
  const { evidence } = occurrence;
  const row = (name: string, text: string | undefined) => (text === undefined ? [] : [`  ${name}: ${text}`]);
  return [
    `${occurrence.id} ${group.rule} (${group.kind}) at ${occurrence.at}: ${occurrence.message}`,
    ...row('installation', occurrence.installation),
    ...row('state', occurrence.state),
    ...row('sent', occurrence.sent),
    ...row('allowed', occurrence.allowed),
    ...row('evidence', evidencePlace(evidence)),
    ...row('pointer', evidence.pointer),
    ...row('member', evidence.member),
    ...row('digest', evidence.digest),
  ];
}

function waived(waiver: WaiverEntry, verdict: Verdict): Outcome {
  return {
    kind: 'skipped',
    type: 'waived',
    message: `waived: ${waiver.reason}`,
    text: [
      `${verdict}; waived by ${waiver.by} until ${waiver.until} (${waiver.id}, ${waiver.scope}): ${waiver.reason}`,
    ],
  };
}

function skipped(type: string, message: string): Outcome {
  return { kind: 'skipped', type, message, text: [] };
}

/** A statement as a test: what somebody answered passes, what nobody answered is skipped. */
export function answered(clause: ClauseEntry): Answer {
  const { verdict, attestation, says } = clause;
  const held = clauseWaiver(clause);
  if (verdict === 'attested' && attestation !== undefined) {
    const { by, on, answer, evidence } = attestation;
    return {
      outcome: undefined,
      output: [`attested by ${by} on ${on}: ${answer}`, ...evidence.map((each) => `evidence: ${each}`)],
    };
  }
  if (held !== undefined) return { outcome: waived(held, verdict), output: [] };
  return {
    outcome: { ...skipped('unanswered', 'a person has to answer it, and nobody has'), text: [says] },
    output: [],
  };
}
