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
    /**
     * By the consent states of the disclosure: the verdict on what was put to the test in each.
     */
    states?: {
      [k: string]: StateVerdict;
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
    /**
     * When the trace was recorded, as it says itself.
     */
    recorded?: string;
    product?: {
      name: string;
      version: string;
      artifacts?: {
        name: string;
        digest: string;
      }[];
    };
    /**
     * How what left was captured.
     */
    capture?: string;
    clock?: {
      kind: 'stepped' | 'real' | 'faketime';
      step?: string;
      factor?: number;
      /**
       * By how many seconds an instant may be off.
       */
      uncertainty?: number;
    };
    /**
     * Of all bytes that left: how many the routes claim, how many the transport, how many nobody.
     */
    bytes?: {
      left: number;
      routes: number;
      transport: number;
      unclaimed: number;
    };
  }[];
  findings: {
    id: string;
    rule: string;
    kind: 'excess' | 'shortfall';
    /**
     * Given where it leaves its clauses undecided though its rule would violate them.
     */
    effect?: 'inconclusive';
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
    /**
     * The consent state that the installation was in.
     */
    state?: string;
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
  /**
   * What judged: candor and its version.
   */
  instrument: string;
  /**
   * What was seen of each documented payload: in how many transmissions, and in which consent states.
   */
  payloads: {
    id: string;
    transmissions: number;
    states: string[];
    fields: {
      pointer: string;
      transmissions: number;
      states: string[];
    }[];
  }[];
  /**
   * Windows of schedules as they went under the chosen readings, for whoever draws them; of many, some.
   */
  windows: {
    payload: string;
    clause: string;
    scenario: string | null;
    trace: string;
    installation: string;
    start: string;
    /**
     * Whether the window began at start; if not, it is not known since when its state had held.
     */
    known: boolean;
    /**
     * When its state was left.
     */
    left?: string;
    /**
     * The last instant of the trace.
     */
    end: string;
    every: string;
    for: string;
    tolerance: string;
    slots: {
      from: string;
      until: string;
      outcome: 'hit' | 'missed' | 'excused' | 'blind' | 'cancelled' | 'pending';
      sent?: string;
    }[];
    sent: {
      at: string;
      line: number;
      /**
       * The rule that it breached.
       */
      rule?: string;
    }[];
    sentOmitted: number;
    states: {
      at: string;
      state: string | null;
    }[];
    gaps: {
      from: string;
      until: string;
      cause: 'unreachable' | 'blind';
    }[];
    /**
     * What the readings forbid: anything in the window outside every slot, anything after it.
     */
    forbidden: {
      between: boolean;
      after: boolean;
    };
    verdict: 'upheld' | 'violated' | 'inconclusive' | 'not-exercised';
  }[];
  windowsOmitted: number;
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
export interface StateVerdict {
  verdict: Verdict;
  exercised: number;
}
