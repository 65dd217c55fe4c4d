// Generated from schemas/candor/annotation.schema.json by "npm run generate". Change the schema instead.

/**
 * x-candor on a property of a payload schema: which clause documents it, and when it belongs.
 */
export interface FieldAnnotation {
  clause: string;
  when?: Condition;
  /**
   * A fact that its value must match.
   */
  equals?:
    | string
    | {
        fact: string;
        /**
         * The field's value for each value of the fact.
         */
        map?: {
          [k: string]: string | number | boolean;
        };
      };
  /**
   * How reports redact it.
   */
  sensitivity?: 'public' | 'pseudonymous' | 'personal' | 'secret';
}
/**
 * Facts under which it must be present, and outside which it must be absent.
 */
export interface Condition {
  [k: string]: string | boolean | [string | boolean, ...(string | boolean)[]];
}
