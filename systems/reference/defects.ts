import { channelDefects } from './channel-defects.js';
import { conductDefects } from './conduct-defects.js';
import { contentDefects } from './content-defects.js';
import { type Defect, scenarios } from './defect.js';
import type { Deviation } from './deviation.js';

/** The product is as it should be; what its system's file calls its distribution kit is not. */
const kitWithoutLicense: Defect = {
  name: 'kit-without-license',
  says: 'Is distributed without the text of the End User License Agreement.',
  rule: 'kit/missing',
  scenario: scenarios.declined,
  deviation: {},
};

/** Every defect that the reference product can be started with. */
export const defects: readonly Defect[] = [
  ...contentDefects,
  ...channelDefects,
  ...conductDefects,
  kitWithoutLicense,
];

/** The deviation of the defect with this name, none for no name; undefined where there is no such defect. */
export function deviationOf(name: string | undefined): Deviation | undefined {
  return name === undefined ? {} : defects.find((defect) => defect.name === name)?.deviation;
}
