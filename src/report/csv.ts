import { stringify } from 'csv-stringify/sync';
import { visible } from '../disclosure/visible.js';
import { dataItemRows } from './data-item-rows.js';
import type { Report } from './report.js';

const TEXT_LIMIT = 4000;

const columns = [
  'item',
  'payload',
  'field',
  'documented',
  'category',
  'clause',
  'at',
  'says',
  'permitted',
  'seen_in',
  'destinations',
  'seen',
] as const;

// A spreadsheet that splits at semicolons, or forgives leading blanks, begins a cell where we did not.
const LATER_FORMULA = /(;\s*|^\s+)(?=[=+\-@＝＋－＠])/gu;

/**
 * The data items as CSV (RFC 4180: CRLF, a header, every field quoted), the undocumented ones first. A text that a
 * spreadsheet would take for a formula has an apostrophe before it, as OWASP advises.
 */
export function csvReport(report: Report): string {
  const rows = dataItemRows(report).map((row) => [
    row.item,
    row.payload,
    row.field,
    row.documented ? 'yes' : 'no',
    row.category,
    row.clause,
    row.at,
    row.says,
    row.permitted,
    row.seenInWords.join('; '),
    row.destinations.join('; '),
    String(row.seen),
  ]);
  return stringify(
    rows.map((row) => row.map(harmless)),
    { header: true, columns: [...columns], record_delimiter: '\r\n', quoted: true, escape_formulas: true },
  );
}

function harmless(text: string): string {
  return visible(text, TEXT_LIMIT).replaceAll(LATER_FORMULA, "$1'");
}
