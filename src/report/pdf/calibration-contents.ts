import {
  exclusionWords,
  falseAlarmWords,
  madeFrom,
  survivorWords,
  unmeasuredWords,
} from '../calibration-words.js';
import type { CalibrationFigure, Report } from '../report.js';
import { bounded, short } from './bounded.js';

const RULES = 200;
const ENTRIES = 100;
const TEXT = 1000;

/** The instrument's own error: one sentence, and the figure behind it where it is this run's. */
export function calibrationContents({ calibration }: Report): object {
  return {
    sentence: short(calibration.sentence, TEXT),
    figure: calibration.kind === 'measured' ? figureContents(calibration.figure) : undefined,
  };
}

function figureContents(figure: CalibrationFigure): object {
  const told = (texts: readonly string[]) =>
    bounded(
      texts.map((text) => short(text, TEXT)),
      ENTRIES,
    );
  return {
    from: madeFrom(figure),
    rules: bounded(
      figure.rules.map(({ rule, mutants, found, byAnother, missed }) => ({
        rule: short(rule, 100),
        mutants,
        found,
        byAnother,
        missed,
      })),
      RULES,
    ),
    survivors: told(figure.survivors.map(survivorWords)),
    falseAlarms: told(figure.falseAlarms.map(falseAlarmWords)),
    unmeasured: told(figure.unmeasured.map(unmeasuredWords)),
    exclusions: told(figure.exclusions.map(exclusionWords)),
  };
}
