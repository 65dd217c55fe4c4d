// Generated from schemas/candor/failures.schema.json by "npm run generate". Change the schema instead.

/**
 * The scenarios of a run that could not be driven to their end, and why.
 *
 * @maxItems 100000
 */
export type FailuresFile = Failure[];

export interface Failure {
  scenario: string;
  /**
   * What the adapter or the capture failed at.
   */
  message: string;
}
