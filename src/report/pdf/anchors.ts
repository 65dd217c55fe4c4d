import type { FindingGroup, Report } from '../report.js';
import { short } from './bounded.js';

/** Groups of findings that have a card of their own. */
export const CARDS = 150;
/** Groups after those, that have a row. */
export const ROWS = 1000;

/** A group by its name, and the place to which a reader can jump; null where it is in result.json only. */
export interface GroupReference {
  readonly id: string;
  readonly anchor: number | null;
}

export type Refer = (group: string) => GroupReference;

/** Places are numbers: nothing from a trace is ever the name of one. */
export function references({ findings }: Report): Refer {
  const places = new Map(findings.slice(0, CARDS + ROWS).map((group: FindingGroup, at) => [group.id, at]));
  return (id) => ({ id: short(id, 40), anchor: places.get(id) ?? null });
}
