import type { PhrasingContent, RootContent } from 'mdast';
import { evidencePlace } from './evidence-place.js';
import { bulletList, code, markdown, prose, table, words } from './inert-markdown.js';
import type { ClauseEntry, Report, Verdict } from './report.js';
import { type RankedGroup, worstFirst } from './worst-first.js';

/** GitHub refuses a summary of more than 1,048,576 bytes of UTF-8. These parts, and what has no part, are less. */
const partBytes = { gate: 64 * 1024, clauses: 320 * 1024, findings: 448 * 1024, limits: 128 * 1024 };

/** A part of a summary that may be cut: a table or a list, of which each row is one line. */
interface Part {
  readonly title: string;
  /** Undefined for a list. */
  readonly headings: readonly string[] | undefined;
  readonly rows: readonly Row[];
  /** What a row is, in the plural. */
  readonly plural: string;
  readonly bytes: number;
}

/** Makes the cells of a row, or the one text of an item; a row that is cut is never made. */
type Row = () => readonly (readonly PhrasingContent[])[];

/**
 * The run for the summary of a job of GitHub Actions, in Markdown, below the million bytes that GitHub takes: what can
 * be said, the counts, the gate, the clauses that are open, the findings by group, the limits. A part that is too long
 * is cut by whole rows, and says how many it left out.
 */
export function githubSummary(report: Report): string {
  const { determination } = report;
  const head = markdown([
    { type: 'heading', depth: 2, children: [...words(`Candor: ${told(determination.verdict)}`)] },
    { type: 'paragraph', children: [{ type: 'strong', children: [...prose(determination.sentence)] }] },
    { type: 'paragraph', children: [...subject(report)] },
    counts(report),
    { type: 'paragraph', children: [...words(tally(report))] },
    ...(report.bytes === undefined
      ? []
      : [{ type: 'paragraph' as const, children: [...prose(report.bytes)] }]),
  ]);
  return [head, ...parts(report).map(section)].join('\n');
}

function subject({ disclosure, system, recorded, version }: Report): readonly PhrasingContent[] {
  return [
    ...words('Disclosure '),
    ...code(disclosure),
    ...words(', system '),
    ...code(system),
    ...(recorded === undefined ? [] : [...words(', recorded '), ...code(recorded)]),
    ...words(', judged by Candor '),
    ...code(version),
    ...words('.'),
  ];
}

function counts({ determination }: Report): RootContent {
  const rows = determination.counts.map(({ verdict, count }) => [words(told(verdict)), words(String(count))]);
  return table(['Clauses', 'Count'], rows);
}

function tally({ determination }: Report): string {
  const { excess, shortfall, statements, transmissions, scenarios } = determination;
  return (
    `Findings: ${excess} excess, ${shortfall} shortfall; transmissions: ${transmissions}; scenarios: ${scenarios}; ` +
    `statements that only a person can answer: ${statements.count}, answered: ${statements.attested}.`
  );
}

function parts(report: Report): readonly Part[] {
  return [gate(report), openClauses(report), findings(report), limits(report)].filter(
    (part) => part !== undefined,
  );
}

function gate({ gate }: Report): Part | undefined {
  if (gate === undefined) return undefined;
  return {
    title: `The gate ${gate.passed ? 'passed' : 'failed'}`,
    headings: undefined,
    rows: gate.reasons.map(item),
    plural: 'reasons',
    bytes: partBytes.gate,
  };
}

function openClauses({ clauses }: Report): Part | undefined {
  const order: readonly Verdict[] = ['violated', 'inconclusive', 'not-exercised'];
  const open = clauses
    .filter(
      ({ verdict, modality }) =>
        order.includes(verdict) && (modality !== 'statement' || verdict === 'violated'),
    )
    .toSorted((one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict));
  if (open.length === 0) return undefined;
  return {
    title: 'Open clauses',
    headings: ['Clause', 'Where', 'Verdict', 'What it says', 'Why'],
    rows: open.map((clause) => () => clauseRow(clause)),
    plural: 'clauses',
    bytes: partBytes.clauses,
  };
}

function clauseRow(clause: ClauseEntry): readonly (readonly PhrasingContent[])[] {
  const found = [
    ...(clause.excess === 0 ? [] : [`${clause.excess} excess`]),
    ...(clause.shortfall === 0 ? [] : [`${clause.shortfall} shortfall`]),
  ];
  return [
    code(clause.id),
    prose(clause.at),
    words(told(clause.verdict)),
    prose(clause.says),
    prose([...found, ...clause.undecided].join('; ')),
  ];
}

function findings(report: Report): Part | undefined {
  const groups = worstFirst(report);
  if (groups.length === 0) return undefined;
  return {
    title: 'Findings, by cause',
    headings: ['Rule', 'Kind', 'Clause', 'What happened', 'Sent', 'Allowed', 'Times', 'First evidence'],
    rows: groups.map((group) => () => groupRow(group)),
    plural: 'causes',
    bytes: partBytes.findings,
  };
}

function groupRow({ group, standing, waiver }: RankedGroup): readonly (readonly PhrasingContent[])[] {
  const first = group.occurrences[0]?.evidence;
  const marks = [
    ...(group.isNew === true ? ['new'] : []),
    ...(standing === 'inconclusive' ? ['not decided'] : []),
    ...(waiver === undefined ? [] : [`waived until ${waiver.until}: ${waiver.reason}`]),
  ];
  return [
    code(group.rule),
    words(group.kind),
    code(group.clause),
    prose(marks.length === 0 ? group.title : `${group.title} (${marks.join('; ')})`),
    code(group.sent ?? ''),
    code(group.allowed ?? ''),
    words(String(group.count)),
    first === undefined ? words('—') : code(evidencePlace(first)),
  ];
}

function limits({ limits, findingsOmitted, calibration }: Report): Part {
  const omitted = findingsOmitted === 0 ? [] : [`${findingsOmitted} findings were counted and not kept.`];
  // Before the others, so that no number of them cuts it off.
  const all = [...omitted, calibration.sentence, ...limits];
  return {
    title: 'Limits',
    headings: undefined,
    rows: all.map(item),
    plural: 'limits',
    bytes: partBytes.limits,
  };
}

function item(text: string): Row {
  return () => [prose(text)];
}

/** A part as Markdown, within its bytes: whole rows, and a sentence that says what was cut. */
function section({ title, headings, rows, plural, bytes }: Part): string {
  const heading = markdown([{ type: 'heading', depth: 3, children: [...words(title)] }]);
  const head = headings === undefined ? [] : lines(table(headings, []));
  const kept: string[] = [];
  let size = 0;
  for (const row of rows) {
    const [line = ''] =
      headings === undefined ? lines(bulletList(row())) : lines(table(headings, [row()])).slice(2);
    size += Buffer.byteLength(line) + 1;
    if (size > bytes) break;
    kept.push(line);
  }
  const body = [...head, ...kept].map((line) => `${line}\n`).join('');
  if (kept.length === rows.length) return `${heading}\n${body}`;
  const cut = `The first ${kept.length} of ${rows.length} ${plural} are shown here; the report of the run has all of them.`;
  return `${heading}\n${body}\n${markdown([{ type: 'paragraph', children: [...words(cut)] }])}`;
}

function lines(content: RootContent): readonly string[] {
  return markdown([content]).split('\n').slice(0, -1);
}

function told(verdict: Verdict): string {
  return verdict.replace('-', ' ');
}
