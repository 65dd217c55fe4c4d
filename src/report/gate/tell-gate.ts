import { visible } from '../../disclosure/visible.js';
import type { ResultFile } from '../../judge/result.generated.js';
import type { AttestationDeclaration } from './attestations.generated.js';
import type { Comparison } from './compare.js';
import type { Cover } from './cover.js';
import type { GateFile } from './gate.generated.js';
import type { WaiverDeclaration } from './waivers.generated.js';

/** An earlier run. */
export interface Baseline {
  /** The name of its folder. */
  readonly run: string;
  readonly digest: string;
  readonly result: ResultFile;
}

/** Ids that a list in gate.json holds: as many as a result holds findings. */
const ID_LIMIT = 100_000;
const GONE_LIMIT = 1000;
const TEXT_LIMIT = 4000;

/** A waiver and what it covers. */
export function tellCover({ waiver, ended, clauses, findings, doubts }: Cover): GateFile['waivers'][number] {
  return {
    id: waiver.id,
    scope: scopeOf(waiver),
    reason: visible(waiver.reason, TEXT_LIMIT),
    by: visible(waiver.by, TEXT_LIMIT),
    until: waiver.until,
    matched: Math.max(findings.size + doubts, clauses.length),
    ended,
    clauses: [...clauses],
    findings: [...findings].slice(0, ID_LIMIT),
  };
}

/** What a waiver covers, in words. */
function scopeOf({ clause, rule, scenario, member }: WaiverDeclaration): string {
  const parts = [
    clause === undefined ? undefined : `clause ${clause}`,
    rule === undefined ? undefined : `rule ${rule}`,
    scenario === undefined ? undefined : `scenario ${scenario}`,
    member === undefined ? undefined : `member ${visible(member, TEXT_LIMIT)}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

export function tellAttestation({
  clause,
  by,
  on,
  answer,
  evidence,
}: AttestationDeclaration): GateFile['attestations'][number] {
  const told = evidence.map((entry) =>
    typeof entry === 'string' ? entry : `${entry.file} (${entry.digest})`,
  );
  return {
    clause,
    by: visible(by, TEXT_LIMIT),
    on,
    answer: visible(answer, TEXT_LIMIT),
    evidence: told.map((text) => visible(text, TEXT_LIMIT)),
  };
}

export function tellBaseline(
  { run, digest }: Baseline,
  comparison: Comparison,
): NonNullable<GateFile['baseline']> {
  const { added, gone, goneCount, unchanged } = comparison;
  return {
    run: visible(run),
    result: digest,
    added: added.size,
    gone: gone.slice(0, GONE_LIMIT),
    goneCount,
    unchanged,
    findings: [...added].slice(0, ID_LIMIT),
  };
}
