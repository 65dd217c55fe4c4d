// Generated from schemas/candor/waivers.schema.json by "npm run generate". Change the schema instead.

export type Id = string;

/**
 * What somebody let pass for a time, and why.
 */
export interface WaiversFile {
  disclosure: Id;
  /**
   * @maxItems 1000
   */
  waivers: WaiverDeclaration[];
}
/**
 * A clause, a rule, or both, which then narrow each other; scenario and member narrow further.
 */
export interface WaiverDeclaration {
  id: Id;
  /**
   * The clause whose breaches it covers.
   */
  clause?: string;
  /**
   * The rule whose findings it covers.
   */
  rule?: string;
  /**
   * Only in this scenario.
   */
  scenario?: string;
  /**
   * Only for this member of the payload, a JSON Pointer by wire names; * stands for every index of a list.
   */
  member?: string;
  /**
   * Why it may pass.
   */
  reason: string;
  /**
   * The person who decided it.
   */
  by: string;
  /**
   * The last day on which it holds, UTC: YYYY-MM-DD.
   */
  until: string;
}
