import { grouped } from './model/words.js';
import type { CalibrationAlarm, CalibrationFigure } from './report.js';

/** What the figure of a calibration is made from: violations of whose making, in traces of whose making. */
export function madeFrom({ source, traces }: CalibrationFigure): string {
  const without = traces === 1 ? 'a trace without any' : `one of ${grouped(traces)} traces without any`;
  const made = source === 'specimens' ? 'composed from the documents' : 'recorded';
  return `Each violation, and each change that breaks nothing, was put alone into ${without}, ${made}, and judged as a run is.`;
}

/** A violation that was missed, or found by another rule: what was changed, what was due, what was found. */
export function survivorWords({ expected, ...alarm }: CalibrationFigure['survivors'][number]): string {
  return `${placeOf(alarm)}. Due: ${expected.join(', ')}. ${firedOf(alarm)}`;
}

/** A change that breaks nothing, and what was found in it nevertheless. */
export function falseAlarmWords(alarm: CalibrationAlarm): string {
  return `${placeOf(alarm)}. ${firedOf(alarm)}`;
}

/** Changes that were not made, and why. */
export function exclusionWords({ change, because }: CalibrationFigure['exclusions'][number]): string {
  return `${change}; because ${because}`;
}

/** What is not put to the test of a rule. */
export function unmeasuredWords({ rule, because }: CalibrationFigure['unmeasured'][number]): string {
  return `${rule}: ${because}`;
}

function placeOf({ change, from }: CalibrationAlarm): string {
  return `${change}, in ${from}`;
}

function firedOf({ fired }: CalibrationAlarm): string {
  return fired.length === 0 ? 'Nothing was found.' : `Found: ${fired.join(', ')}.`;
}
