// Generated from schemas/candor/timeline.schema.json by "npm run generate". Change the schema instead.

export type Id = string;
export type TimelineEvent = TimelineAction | TimelineFacts | TimelineGap;
/**
 * RFC 3339, UTC, such as 2026-01-31T12:00:00.000Z.
 */
export type Instant = string;

/**
 * What was done to installations and when, for a recording that cannot know it.
 */
export interface TimelineFile {
  /**
   * A name of your own.
   */
  timeline: string;
  title?: string;
  disclosure: Id;
  installations: {
    [k: string]: InstallationTimeline;
  };
  /**
   * Times that concern every installation.
   *
   * @maxItems 10000
   */
  gaps?: TimelineGap[];
}
/**
 * given: facts that hold from the start of the trace. events: what happened then, in any order.
 */
export interface InstallationTimeline {
  given?: Values;
  /**
   * @maxItems 100000
   */
  events?: TimelineEvent[];
}
export interface Values {
  [k: string]: string | boolean;
}
/**
 * An action of the disclosure was done.
 */
export interface TimelineAction {
  at: Instant;
  do: Id;
  with?: Values;
}
/**
 * From this instant on these facts hold.
 */
export interface TimelineFacts {
  at: Instant;
  facts: Values;
}
/**
 * A time in which nothing could be sent, or nobody could see it.
 */
export interface TimelineGap {
  at: Instant;
  until: Instant;
  gap: 'host-asleep' | 'offline' | 'capture-down';
}
