import type { GateFile } from '../gate/gate.generated.js';
import type { AttestationEntry, GateEntry, WaiverEntry } from '../report.js';
import { paragraph } from '../wrap.js';
import { clean } from './words.js';

export function waiverEntries(gate: GateFile | undefined): readonly WaiverEntry[] {
  return (gate?.waivers ?? []).map(({ id, scope, reason, by, until, matched, ended }) => ({
    id,
    scope: clean(scope),
    reason: paragraph(reason),
    by: clean(by, 200),
    until,
    matched,
    ended,
  }));
}

export function attestationEntries(gate: GateFile | undefined): readonly AttestationEntry[] {
  return (gate?.attestations ?? []).map(({ clause, by, on, answer, evidence }) => ({
    clause,
    by: clean(by, 200),
    on,
    answer: paragraph(answer),
    evidence: evidence.map((text) => clean(text)),
  }));
}

/** What the gate said of the result, where it was asked. */
export function gateEntry(
  gate: GateFile | undefined,
  waivers: readonly WaiverEntry[],
  attestations: readonly AttestationEntry[],
): GateEntry | undefined {
  if (gate === undefined) return undefined;
  const { passed, on, reasons, notes, baseline } = gate;
  return {
    passed,
    on,
    reasons: [...reasons, ...notes].map((reason) => clean(reason)),
    waivers,
    attestations,
    baseline: baseline && {
      run: clean(baseline.run, 200),
      added: baseline.added,
      gone: baseline.gone.map((text) => clean(text)),
      unchanged: baseline.unchanged,
    },
  };
}
