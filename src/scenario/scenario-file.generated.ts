// Generated from schemas/candor/scenario.schema.json by "npm run generate". Change the schema instead.

export type Id = string;
export type Step = DoStep | WaitStep | SleepStep | OfflineStep;
export type Duration = string;

/**
 * What is done to an installation, and what must then have been exercised.
 */
export interface ScenarioFile {
  /**
   * The file's name without .yaml.
   */
  scenario: string;
  title: string;
  disclosure: Id;
  given?: Facts;
  /**
   * @minItems 1
   * @maxItems 1000
   */
  when: [Step, ...Step[]];
  /**
   * @minItems 1
   * @maxItems 200
   */
  then: [Expectation, ...Expectation[]];
}
/**
 * Facts of the installation before the first step.
 */
export interface Facts {
  [k: string]: string | boolean;
}
export interface DoStep {
  do: Id;
  with?: Facts1;
}
export interface Facts1 {
  [k: string]: string | boolean;
}
export interface WaitStep {
  wait: Duration;
}
export interface SleepStep {
  sleep: Duration;
}
export interface OfflineStep {
  offline: Duration;
}
export interface Expectation {
  payload: Id;
  times: number;
}
