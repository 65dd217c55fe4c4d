// Generated from schemas/candor/calibration.schema.json by "npm run generate". Change the schema instead.

export type Digest = string;
export type Count = number;
export type Rule = string;

/**
 * candor-calibration/1: of how many violations that were put into compliant traces the right rule found.
 */
export interface CalibrationFile {
  format: 'candor-calibration/1';
  /**
   * What was calibrated: candor and its version.
   */
  instrument: string;
  disclosure: Subject;
  system: Subject;
  scenarios: {
    /**
     * Over the lines that sha256sum prints of the scenario files, in the order of their names.
     */
    digest: string;
    count: Count;
  };
  /**
   * Where the compliant traces are from: composed from the documents, or recorded.
   */
  source: 'specimens' | 'traces';
  /**
   * The reading that each interpretation was judged under.
   */
  interpretations: {
    [k: string]: string;
  };
  /**
   * Compliant traces that were changed.
   */
  traces: number;
  /**
   * Traces with one violation each.
   */
  mutants: {
    total: Count;
    /**
     * By just the rules that must find it, at the place that was changed.
     */
    found: number;
    /**
     * By another rule, or at another place.
     */
    byAnother: number;
    /**
     * Nothing was found, or the verdict stayed as it was.
     */
    missed: number;
  };
  /**
   * Traces that were changed in a way that breaks nothing.
   */
  equivalents: {
    total: Count;
    /**
     * In which something was found, or left undecided.
     */
    falseAlarms: number;
  };
  /**
   * Changes that were not made; exclusions has the reason of each.
   */
  excluded: number;
  /**
   * Every rule, in the order of the judge's table.
   *
   * @maxItems 200
   */
  rules: {
    rule: Rule;
    kind?: 'excess' | 'shortfall';
    /**
     * Of which it must find, alone or with other rules.
     */
    mutants: number;
    found: Count;
    byAnother: Count;
    missed: Count;
  }[];
  /**
   * Every kind of change that was made.
   *
   * @maxItems 1000
   */
  operators: {
    operator: string;
    /**
     * Mutants or equivalents.
     */
    changes: number;
    right: Count;
    wrong: Count;
  }[];
  /**
   * Mutants that were missed or found by another rule; the first 1,000.
   *
   * @maxItems 1000
   */
  survivors: {
    operator: string;
    /**
     * What was changed.
     */
    subject: string;
    /**
     * The scenario or the trace that it was made from.
     */
    from: string;
    /**
     * The rules that must find it.
     *
     * @maxItems 200
     */
    expected: Rule[];
    /**
     * The rules that fired; then the clauses that were left undecided, in words.
     *
     * @maxItems 200
     */
    fired: string[];
  }[];
  /**
   * Equivalents in which something was found; the first 1,000.
   *
   * @maxItems 1000
   */
  falseAlarms: {
    operator: string;
    subject: string;
    from: string;
    /**
     * The rules that fired; then the clauses that were left undecided, in words.
     *
     * @maxItems 200
     */
    fired: string[];
  }[];
  /**
   * Changes that were not made, and why: they would break nothing, or could not be told.
   *
   * @maxItems 10000
   */
  exclusions: {
    operator: string;
    subject: string;
    because: string;
    count: number;
  }[];
  /**
   * Rules that no mutant puts to the test, and why.
   *
   * @maxItems 200
   */
  unmeasured: {
    rule: Rule;
    because: string;
  }[];
}
/**
 * As in result.json: a disclosure's digest is over its file and its payload schemas, a system's over its file.
 */
export interface Subject {
  id: string;
  digest: Digest;
}
