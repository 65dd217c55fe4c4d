// Generated from schemas/candor/disclosure.schema.json by "npm run generate". Change the schema instead.

export type Text = string;
export type FactValue = string | boolean;
export type Id = string;
export type Fact = {
  /**
   * @minItems 1
   * @maxItems 100
   */
  values?: [string, ...string[]];
  type?: 'boolean';
  says?: Text;
} & Fact1;
export type Fact1 = {
  [k: string]: unknown;
};
export type Name = string;
/**
 * ISO 8601, days to milliseconds.
 */
export type Duration = string;
/**
 * A payload's id, a hash sign and the JSON Pointer of a field in it.
 */
export type FieldReference = string;

/**
 * A vendor's published document, as data: facts, actions, payloads, clauses and interpretations.
 */
export interface DisclosureFile {
  /**
   * The folder name of this disclosure.
   */
  disclosure: string;
  title: Text;
  vendor: Text;
  document: {
    name: Text;
    /**
     * BCP 47.
     */
    locale: string;
    /**
     * SHA-256 of the normalised sentences, joined by line feeds.
     */
    digest: string;
  };
  /**
   * The clause that bounds what may leave. A breach that no payload's clause covers is charged to it.
   */
  scope: string;
  presence?: Condition;
  /**
   * The consent states that reports tell apart, and the facts that make each. An installation is in the first whose condition holds.
   *
   * @minItems 1
   * @maxItems 12
   */
  states?: [
    {
      id: Id;
      says: string;
      when: Condition1;
    },
    ...{
      id: Id;
      says: string;
      when: Condition1;
    }[]
  ];
  /**
   * The named variables of an installation's state.
   */
  facts: {
    [k: string]: Fact;
  };
  /**
   * What can be done to an installation, and which facts it sets.
   */
  actions: {
    [k: string]: Action;
  };
  /**
   * The documented kinds of transmission.
   */
  payloads: {
    [k: string]: Payload;
  };
  /**
   * Values that a live run plants in the product's surroundings, and the fields in which each may be sent.
   *
   * @maxItems 50
   */
  canaries?: {
    name: Name;
    /**
     * @maxItems 200
     */
    permitted: FieldReference[];
  }[];
  /**
   * Files that the document promises in the distribution kit; * stands for any run of characters.
   */
  kit?: {
    clause: Id;
    /**
     * @minItems 1
     * @maxItems 100
     */
    files: [string, ...string[]];
  };
  /**
   * @minItems 1
   * @maxItems 5000
   */
  clauses: [Clause, ...Clause[]];
  /**
   * @maxItems 200
   */
  interpretations?: Interpretation[];
}
/**
 * Facts that hold while the product is on the machine. When they cease to, nothing is owed and nothing may be sent.
 */
export interface Condition {
  [k: string]: FactValue | [FactValue, ...FactValue[]];
}
/**
 * Facts that must all hold; a list of values means any of them.
 */
export interface Condition1 {
  [k: string]: FactValue | [FactValue, ...FactValue[]];
}
export interface Action {
  says?: Text;
  /**
   * @maxItems 50
   */
  with?: Name[];
  sets?: {
    [k: string]:
      | FactValue
      | {
          /**
           * The parameter whose value the fact takes.
           */
          from: string;
          /**
           * The fact's value for each value of the parameter; a value that is not named leaves the fact as it was.
           */
          map?: {
            [k: string]: FactValue;
          };
          /**
           * The parameter's value when it is not given.
           */
          default?: string | boolean;
        };
  };
}
export interface Payload {
  schema: string;
  clause: Id;
  says?: Text;
  permitted?: Condition2;
  /**
   * States that a clause of its own rules out: sending in one is charged to that clause, and silence in one, seen by a live capture, upholds it.
   *
   * @maxItems 50
   */
  forbidden?: {
    while: Condition1;
    clause: Id;
  }[];
  trigger?: {
    action: Id;
    within: Duration;
    /**
     * Charged instead of the payload's clause.
     */
    clause?: string;
  };
  schedule?: {
    after: Condition3;
    every: Duration;
    for: Duration;
    tolerance: Duration;
    clause: Id;
    /**
     * The clause that carries the schedule when one of these actions started the window; otherwise `clause` does.
     *
     * @maxItems 20
     */
    clauses?: {
      by: Id;
      clause: Id;
    }[];
    /**
     * Which interpretation decides each question that a schedule leaves open; without one its strictest natural reading holds.
     */
    interpretations?: {
      modality?: Id;
      'first-slot'?: Id;
      'window-end'?: Id;
      'other-transmissions'?: Id;
      'after-window'?: Id;
      regularity?: Id;
      'state-left'?: Id;
      'state-entered-again'?: Id;
      unreachable?: Id;
    };
  };
  /**
   * Sent from time to time; the document names no period.
   */
  periodic?: {};
}
/**
 * Facts that must all hold; a list of values means any of them.
 */
export interface Condition2 {
  [k: string]: FactValue | [FactValue, ...FactValue[]];
}
/**
 * Facts that must all hold; a list of values means any of them.
 */
export interface Condition3 {
  [k: string]: FactValue | [FactValue, ...FactValue[]];
}
export interface Clause {
  id: Id;
  /**
   * Where it stands in the document.
   */
  at: string;
  /**
   * SHA-256 of the normalised sentence.
   */
  digest: string;
  modality: 'obligation' | 'permission' | 'prohibition' | 'statement';
  /**
   * A paraphrase of our own.
   */
  says: string;
  /**
   * A payload's id, a field (payload#/pointer), a schedule or trigger (payload/schedule, payload/trigger), a forbidden state (payload/forbidden), or kit.
   *
   * @minItems 1
   * @maxItems 200
   */
  'verified-by'?: [string, ...string[]];
}
export interface Interpretation {
  id: Id;
  clause: Id | [Id, ...Id[]];
  question: Text;
  readings: {
    [k: string]: Text;
  };
  chosen: Id;
  because: Text;
  /**
   * Who chose the reading, and when.
   */
  decided?: {
    by: string;
    on: string;
  };
}
