/**
 * What a sentence that states a schedule leaves open, and the readings of each (DESIGN 6). The first is the
 * strictest natural one, and holds where the disclosure records no interpretation.
 */
export const scheduleReadings = {
  modality: ['obligation', 'ceiling'],
  'first-slot': ['after-one-period', 'immediately'],
  'window-end': ['closed', 'half-open'],
  'other-transmissions': ['forbidden', 'allowed'],
  'after-window': ['forbidden', 'allowed'],
  regularity: ['grid', 'max-gap'],
  'state-left': ['terminates', 'continues'],
  'state-entered-again': ['ignored', 'restarts'],
  unreachable: ['excused', 'owed'],
} as const;

export type ScheduleQuestion = keyof typeof scheduleReadings;

/** One reading for each question. */
export type ScheduleReading = {
  readonly [Question in ScheduleQuestion]: (typeof scheduleReadings)[Question][number];
};

export const scheduleQuestions = Object.keys(scheduleReadings) as readonly ScheduleQuestion[];
