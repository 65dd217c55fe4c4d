import { createHash } from 'node:crypto';
import { colourStyle } from './style/colours.js';
import { findingStyle } from './style/findings.js';
import { mediaStyle } from './style/media.js';
import { pageStyle } from './style/page.js';
import { partStyle } from './style/parts.js';
import { scheduleStyle } from './style/schedules.js';
import { tableStyle } from './style/tables.js';

export interface Stylesheet {
  readonly text: string;
  /** Of the text, as a Content-Security-Policy has it: `'sha256-…'`. */
  readonly source: string;
}

/** All style of the page. Nothing of a report is in it, so that its hash permits this text and no other. */
export function stylesheet(fonts: string): Stylesheet {
  const text = [
    fonts,
    colourStyle,
    pageStyle,
    partStyle,
    tableStyle,
    scheduleStyle,
    findingStyle,
    mediaStyle,
  ].join('\n');
  return { text, source: `'sha256-${createHash('sha256').update(text).digest('base64')}'` };
}
