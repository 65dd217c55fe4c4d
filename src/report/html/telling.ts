import type { Report } from '../report.js';
import type { Anchors } from './anchors.js';

/** What each part of the page is made from. */
export interface Telling {
  readonly report: Report;
  readonly anchors: Anchors;
}
