import { clauses } from './clauses.js';
import { closing } from './closing.js';
import { findings } from './findings.js';
import { icons } from './icons.js';
import { interpretations } from './interpretations.js';
import { opening } from './opening.js';
import { schedulePicture } from './schedule-picture.js';
import { schedules } from './schedules.js';
import { style } from './style.js';

/** The Typst source of the report. All that it sets comes from `sys.inputs.report`, as strings. */
export const template = [
  style,
  icons,
  opening,
  clauses,
  schedulePicture,
  schedules,
  findings,
  interpretations,
  closing,
].join('\n');
