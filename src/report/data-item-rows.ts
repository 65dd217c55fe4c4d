import type { DataItem, Report } from './report.js';

/** One line of the table that a record of processing (GDPR Article 30) starts from. */
export interface DataItemRow extends DataItem {
  /** The consent states in which it was seen, in the words of the disclosure. */
  readonly seenInWords: readonly string[];
}

/** The data items, those that the disclosure does not document first; else in the report's order. */
export function dataItemRows(report: Report): readonly DataItemRow[] {
  const says = new Map(report.states.map((state) => [state.id, state.says]));
  return report.dataItems
    .map((item) => ({ ...item, seenInWords: item.seenIn.map((state) => says.get(state) ?? state) }))
    .toSorted((one, other) => Number(one.documented) - Number(other.documented));
}
