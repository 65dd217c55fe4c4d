// Generated from schemas/candor/contract.schema.json by "npm run generate". Change the schema instead.

export type Text = string;
/**
 * The matchers that hold a value to what is documented. No other is read: some of Pact's let anything pass.
 */
export type Matcher = RegexMatcher | TypeMatcher | PlainMatcher | StatusMatcher;
export type Id = string;

/**
 * The part of a Pact (specification 4.0) that Candor writes and reads: what a product sends to one receiving service.
 */
export interface ContractFile {
  consumer: Party;
  provider: Party;
  /**
   * @minItems 1
   * @maxItems 2000
   */
  interactions: [Interaction, ...Interaction[]];
  metadata: {
    pactSpecification: {
      version: '4.0';
    };
  };
}
/**
 * The consumer is the product, by the id of its disclosure; the provider is the receiving service, by the host of its routes.
 */
export interface Party {
  name: string;
}
/**
 * One payload with one set of fields.
 */
export interface Interaction {
  type: 'Synchronous/HTTP';
  key: string;
  /**
   * Once in a contract.
   */
  description: string;
  /**
   * A pending interaction fails nobody.
   */
  pending: false;
  /**
   * @minItems 1
   * @maxItems 1
   */
  providerStates: [ProviderState];
  request: ContractRequest;
  response: ContractResponse;
  comments: {
    /**
     * What a person reads: Pact prints it.
     *
     * @maxItems 1000
     */
    text: Text[];
    candor: Origin;
  };
}
/**
 * The state in words, and the facts that decide it.
 */
export interface ProviderState {
  name: Text;
  params?: Facts;
}
export interface Facts {
  [k: string]: string | boolean;
}
export interface ContractRequest {
  method: string;
  path: string;
  query?: Values;
  headers?: Values;
  body: ContractBody;
  matchingRules: RequestRules;
}
export interface Values {
  /**
   * @minItems 1
   * @maxItems 10000
   */
  [k: string]: [string, ...string[]];
}
/**
 * Empty where no body belongs; its content is a JSON value, or the text of any other body.
 */
export interface ContractBody {
  content?: unknown;
  contentType?: string;
  encoded?: false;
}
export interface RequestRules {
  body?: RulesByPath;
  header?: RulesByPath;
  path?: Rule;
  query?: RulesByPath;
}
export interface RulesByPath {
  [k: string]: Rule;
}
export interface Rule {
  combine: 'AND';
  /**
   * @minItems 1
   * @maxItems 10
   */
  matchers: [Matcher, ...Matcher[]];
}
export interface RegexMatcher {
  match: 'regex';
  regex: string;
}
/**
 * Of a list: how many members it may have.
 */
export interface TypeMatcher {
  match: 'type';
  min: number;
  max: number;
}
export interface PlainMatcher {
  match: 'boolean' | 'equality' | 'integer' | 'null' | 'number' | 'type';
}
export interface StatusMatcher {
  match: 'statusCode';
  status: 'success';
}
/**
 * The disclosure says nothing of answers: any success will do.
 */
export interface ContractResponse {
  status: 200;
  matchingRules: {
    status: Rule;
  };
}
/**
 * What of the disclosure an interaction comes from.
 */
export interface Origin {
  payload: Id;
  clause: Id;
  /**
   * The clause of each field, by the field's JSON Pointer.
   */
  fields: {
    [k: string]: Id;
  };
  /**
   * Each state in which the payload has these fields, and the scenarios that come by it.
   *
   * @minItems 1
   * @maxItems 1000
   */
  states: [
    {
      name: Text;
      /**
       * @minItems 1
       * @maxItems 10000
       */
      scenarios: [Id, ...Id[]];
    },
    ...{
      name: Text;
      /**
       * @minItems 1
       * @maxItems 10000
       */
      scenarios: [Id, ...Id[]];
    }[]
  ];
  /**
   * What Pact's rules cannot hold of a field, by the field's JSON Pointer.
   */
  limits?: {
    /**
     * @minItems 1
     * @maxItems 20
     */
    [k: string]: [Text, ...Text[]];
  };
}
