// Generated from schemas/candor/gate.schema.json by "npm run generate". Change the schema instead.

export type Digest = string;

/**
 * candor-gate/1: whether a release may go, and what was let pass for it.
 */
export interface GateFile {
  format: 'candor-gate/1';
  /**
   * The day that it was asked for.
   */
  on: string;
  /**
   * Of the bytes of result.json: a gate speaks of this result and no other.
   */
  result: string;
  passed: boolean;
  /**
   * 0 passes, 1 a violation stands, 2 something is not decided, 3 a scenario could not be judged.
   */
  status: 0 | 1 | 2 | 3;
  /**
   * The verdicts of a clause that fail. A run that is itself not exercised always fails.
   */
  failOn: ('violated' | 'inconclusive' | 'not-exercised')[];
  requireAttested: boolean;
  /**
   * Whether what the baseline has too was let pass.
   */
  onlyNew: boolean;
  /**
   * Why it fails; empty where it passes.
   */
  reasons: string[];
  /**
   * What was let pass without a waiver, and what limits it.
   */
  notes: string[];
  /**
   * Clauses whose verdict is another with waivers and attestations.
   */
  clauses: {
    id: string;
    verdict: 'waived' | 'inconclusive' | 'attested';
  }[];
  waivers: GateWaiver[];
  /**
   * The findings that are waived for every clause that they breach.
   */
  waived: string[];
  attestations: GateAttestation[];
  /**
   * Statements that nobody answered.
   */
  unattested: string[];
  baseline?: GateBaseline;
  /**
   * The files of waivers and attestations, by their names alone.
   */
  inputs: {
    file: string;
    digest: Digest;
  }[];
}
export interface GateWaiver {
  id: string;
  /**
   * What it covers, in words.
   */
  scope: string;
  reason: string;
  by: string;
  until: string;
  /**
   * How many findings, and clauses that could not be decided, it covers; or would, had it not ended.
   */
  matched: number;
  ended: boolean;
  /**
   * The clauses of which it covers something.
   */
  clauses: string[];
  /**
   * The findings that it covers; of very many, some.
   */
  findings: string[];
}
export interface GateAttestation {
  clause: string;
  by: string;
  on: string;
  answer: string;
  evidence: string[];
}
export interface GateBaseline {
  /**
   * The name of its folder.
   */
  run: string;
  result: Digest;
  /**
   * Findings that are new.
   */
  added: number;
  /**
   * What is no longer found, in words; of very many, some.
   */
  gone: string[];
  goneCount: number;
  unchanged: number;
  /**
   * The findings that are new.
   */
  findings: string[];
}
