// Generated from schemas/candor/result.schema.json by "npm run generate". Change the schema instead.

export type Verdict = 'upheld' | 'violated' | 'inconclusive' | 'not-exercised' | 'attested' | 'waived';

/**
 * candor-result/1: what the findings say of each clause, each scenario and the run.
 */
export interface ResultFile {
  format: 'candor-result/1';
  verdict: Verdict;
  disclosure: Subject;
  system: Subject1;
  /**
   * The reading that each interpretation was judged under.
   */
  interpretations: {
    [k: string]: string;
  };
  /**
   * Whether a clause that no scenario exercised keeps the run from being upheld.
   */
  requireAll: boolean;
  clauses: {
    id: string;
    modality: 'obligation' | 'permission' | 'prohibition' | 'statement';
    verdict: Verdict;
    /**
     * How often it was put to the test.
     */
    exercised: number;
    findings: string[];
    /**
     * Why it could not be decided.
     */
    undecided?: string[];
    /**
     * The last instant at which the capture was shown to be alive.
     */
    observedUntil?: string;
    /**
     * The nearest that a transmission came to a bound of its slot, in seconds.
     */
    margin?: number;
    readings: {
      stable: boolean;
      restsOn: string[];
      /**
       * The verdict under each other reading, one interpretation varied at a time: interpretation=reading.
       */
      verdicts?: {
        [k: string]: Verdict;
      };
    };
  }[];
  scenarios: {
    id: string | null;
    trace: {
      file: string;
      digest: string;
    };
    verdict: Verdict;
    from?: string;
    until?: string;
    transmissions: number;
    excluded: number;
    heartbeats: number;
    /**
     * Whether the trace came to its end and shows that its capture was alive.
     */
    complete: boolean;
    clauses: {
      [k: string]: Verdict;
    };
    findings: string[];
    notes: string[];
  }[];
  findings: {
    id: string;
    rule: string;
    kind: 'excess' | 'shortfall';
    clause: string;
    scenario: string | null;
    installation?: string;
    at: string;
    message: string;
    /**
     * What was sent, redacted by the field's sensitivity.
     */
    sent?: string;
    /**
     * What the disclosure allows.
     */
    allowed?: string;
    /**
     * @minItems 1
     */
    evidence: [
      {
        trace: string;
        line: number;
        pointer?: string;
        /**
         * Which member of the decoded payload, by its wire names.
         */
        member?: string;
      },
      ...{
        trace: string;
        line: number;
        pointer?: string;
        /**
         * Which member of the decoded payload, by its wire names.
         */
        member?: string;
      }[]
    ];
  }[];
  /**
   * Findings past the number that a result holds; they count in every verdict.
   */
  findingsOmitted: number;
  excluded: {
    url: string;
    because: string;
    transmissions: number;
  }[];
}
/**
 * id is null where no trace names a disclosure.
 */
export interface Subject {
  id: string | null;
  digest?: string;
}
export interface Subject1 {
  id: string | null;
  digest?: string;
}
