import type { PhrasingContent, RootContent } from 'mdast';
import { type DataItemRow, dataItemRows } from './data-item-rows.js';
import { bulletList, code, codes, markdown, prose, table, words } from './inert-markdown.js';
import type { Report } from './report.js';

const headings = [
  'Data item',
  'Documented',
  'Category',
  'Clause',
  'May be sent',
  'Seen in',
  'Destination',
  'Seen',
];

/**
 * The run for a ticket or a record of processing, in GitHub Flavored Markdown: what can be said, then each data item
 * with its clause and where it went, the undocumented ones first, then the limits and the files that it all rests on.
 */
export function markdownReport(report: Report): string {
  const rows = dataItemRows(report);
  const undocumented = rows.filter(({ documented }) => !documented).length;
  return markdown([
    { type: 'heading', depth: 1, children: [...prose(report.title)] },
    {
      type: 'paragraph',
      children: [{ type: 'strong', children: [...prose(report.determination.sentence)] }],
    },
    bulletList(identity(report)),
    { type: 'heading', depth: 2, children: [...words('Data items')] },
    { type: 'paragraph', children: [...words(counted(rows.length, undocumented))] },
    ...(rows.length === 0 ? [] : [table(headings, rows.map(cells))]),
    ...list(
      'Limits',
      [...report.limits, report.calibration.sentence].map((limit) => prose(limit)),
    ),
    ...list(
      'Rests on',
      report.files.map(({ name, digest }) => [...code(name), ...words(' '), ...code(digest)]),
    ),
  ]);
}

function identity(report: Report): readonly (readonly PhrasingContent[])[] {
  const line = (name: string, value: readonly PhrasingContent[]) => [...words(`${name}: `), ...value];
  return [
    line('Disclosure', code(report.disclosure)),
    line('System', code(report.system)),
    ...(report.recorded === undefined ? [] : [line('Recorded', code(report.recorded))]),
    ...(report.bytes === undefined ? [] : [line('Bytes', prose(report.bytes))]),
    line('Judged by', [...words('Candor '), ...code(report.version)]),
  ];
}

function counted(items: number, undocumented: number): string {
  if (items === 0) return 'The disclosure names no data item, and none was seen.';
  const all = `${items} ${items === 1 ? 'item' : 'items'}`;
  if (undocumented === 0) return `${all}; nothing was seen that the disclosure does not document.`;
  return `${all}; ${undocumented} ${undocumented === 1 ? 'was' : 'were'} seen that the disclosure does not document.`;
}

function cells(row: DataItemRow): (readonly PhrasingContent[])[] {
  const documented = row.documented
    ? words('yes')
    : [{ type: 'strong' as const, children: [...words('NOT DOCUMENTED')] }];
  return [
    code(row.item),
    documented,
    words(row.category),
    [...code(row.clause), ...(row.at === '' ? [] : [...words(', '), ...prose(row.at)])],
    prose(row.permitted),
    row.seenInWords.length === 0 ? words('—') : prose(row.seenInWords.join('; ')),
    codes(row.destinations),
    words(row.seen === 0 ? 'not seen' : `seen ${row.seen === 1 ? 'once' : `${row.seen} times`}`),
  ];
}

function list(title: string, items: readonly (readonly PhrasingContent[])[]): readonly RootContent[] {
  if (items.length === 0) return [];
  return [{ type: 'heading', depth: 2, children: [...words(title)] }, bulletList(items)];
}
