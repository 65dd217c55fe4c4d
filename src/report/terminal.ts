import type { createColors } from 'picocolors';
import { plural } from './model/words.js';
import type { ClauseEntry, FindingGroup, Report, Verdict } from './report.js';
import { wrap } from './wrap.js';

type Colours = ReturnType<typeof createColors>;

export interface TerminalOptions {
  readonly colours: Colours;
  /** Columns to write in. */
  readonly width: number;
}

const GROUP_LIMIT = 50;
const PLACES_LIMIT = 3;

const words: Readonly<Record<Verdict, string>> = {
  violated: 'VIOLATED',
  inconclusive: 'INCONCLUSIVE',
  'not-exercised': 'NOT EXERCISED',
  upheld: 'UPHELD',
  attested: 'ATTESTED',
  waived: 'WAIVED',
};

/** The report for a person at a terminal: the verdict, what is open, the findings by cause, then the rest. */
export function terminalReport(report: Report, options: TerminalOptions): string {
  const blocks = [
    determination(report, options),
    ...failures(report, options),
    ...openClauses(report, options),
    ...findings(report, options),
    ...closedClauses(report, options),
    ...limits(report, options),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function paint(verdict: Verdict, text: string, { bold, red, yellow, green }: Colours): string {
  if (verdict === 'violated') return bold(red(text));
  if (verdict === 'inconclusive' || verdict === 'not-exercised') return bold(yellow(text));
  return bold(green(text));
}

function determination(report: Report, { colours, width }: TerminalOptions): string {
  const { verdict, sentence, counts, statements } = report.determination;
  // What stands at nought is told of the verdicts that a run itself gives, and not of what people add to them.
  const told = counts.filter(({ verdict: of, count }) => count > 0 || (of !== 'attested' && of !== 'waived'));
  const clauseCounts = told.map(({ verdict: of, count }) => `${count} ${of}`).join(' · ');
  const people =
    statements.attested === 0
      ? `${statements.count} for a person to attest`
      : `${statements.attested} of ${statements.count} attested by a person`;
  return [
    `${paint(verdict, words[verdict], colours)}  ${named(report.disclosure, 'disclosure')} · ${named(report.system, 'system')}`,
    ...wrap(sentence, width),
    ...(report.bytes === undefined ? [] : wrap(report.bytes, width)),
    colours.dim(`clauses: ${clauseCounts} · ${people}`),
  ].join('\n');
}

/** What could not be driven to its end: whatever follows is not all. */
function failures(report: Report, { colours, width }: TerminalOptions): readonly string[] {
  if (report.failures.length === 0) return [];
  const lines = report.failures.flatMap(({ scenario, message }) => [
    `  ${scenario}`,
    ...wrap(message, width - 6).map((line) => `      ${colours.dim(line)}`),
  ]);
  return [[colours.bold('Could not be judged'), ...lines].join('\n')];
}

function named(id: string, what: string): string {
  return id === '–' ? `no ${what}` : id;
}

/** The clauses on which somebody has to act. */
function openClauses(report: Report, options: TerminalOptions): readonly string[] {
  const idle = withVerdict(report, 'not-exercised').map(({ id }) => id);
  const names = wrap(idle.join(', '), options.width - 2).map((line) => `  ${line}`);
  return [
    ...section('Violated', withVerdict(report, 'violated'), options),
    ...section('Inconclusive', withVerdict(report, 'inconclusive'), options),
    ...(idle.length === 0 ? [] : [[options.colours.bold('Not exercised'), ...names].join('\n')]),
  ];
}

function closedClauses(report: Report, options: TerminalOptions): readonly string[] {
  const statements = report.clauses.filter(({ modality }) => modality === 'statement');
  const attested = statements.filter(({ verdict }) => verdict === 'attested');
  const unanswered = statements.filter(({ verdict }) => verdict !== 'attested');
  return [
    ...section('Waived', withVerdict(report, 'waived'), options),
    ...section('Upheld', withVerdict(report, 'upheld'), options),
    ...section('Attested by a person', attested, options),
    ...section('For a person to attest', unanswered, options),
  ];
}

function withVerdict({ clauses }: Report, verdict: Verdict): readonly ClauseEntry[] {
  return clauses.filter((clause) => clause.modality !== 'statement' && clause.verdict === verdict);
}

function section(
  title: string,
  clauses: readonly ClauseEntry[],
  options: TerminalOptions,
): readonly string[] {
  if (clauses.length === 0) return [];
  return [
    [options.colours.bold(title), ...clauses.flatMap((clause) => clauseRows(clause, options))].join('\n'),
  ];
}

function clauseRows(clause: ClauseEntry, { colours, width }: TerminalOptions): readonly string[] {
  const found = clause.excess + clause.shortfall;
  const notes = [
    clause.exercised === 0 ? '' : ` ×${clause.exercised}`,
    found === 0 ? '' : `, ${plural(found, 'finding')}`,
    clause.margin === undefined ? '' : `, ${clause.margin} s from a bound at the nearest`,
    clause.readings.stable ? '' : `, rests on ${clause.readings.restsOn.join(', ')}`,
  ];
  const head = `  ${clause.id}${colours.dim(notes.join(''))}`;
  const because = clause.undecided.map((reason) => `because ${reason}`);
  const people = [
    ...(clause.waiver === undefined
      ? []
      : [`waived until ${clause.waiver.until} by ${clause.waiver.by}: ${clause.waiver.reason}`]),
    ...(clause.attestation === undefined
      ? []
      : [`${clause.attestation.by}, ${clause.attestation.on}: ${clause.attestation.answer}`]),
  ];
  // Where nothing is to be done, the name is enough; `candor explain` says the rest.
  const open = ['violated', 'inconclusive'].includes(clause.verdict) || clause.modality === 'statement';
  const text = [...(open ? [clause.sentence ?? clause.says] : []), ...because, ...people];
  return [head, ...text.flatMap((line) => wrap(line, width - 6)).map((line) => `      ${colours.dim(line)}`)];
}

function findings(report: Report, options: TerminalOptions): readonly string[] {
  if (report.findings.length === 0) return [];
  const shown = report.findings.slice(0, GROUP_LIMIT).map((group) => groupBlock(group, options));
  const more = report.findings
    .slice(GROUP_LIMIT)
    .reduce((sum, { count }) => sum + count, report.findingsOmitted);
  const rest = more > 0 ? [`and ${more} more in result.json`] : [];
  return [options.colours.bold('Findings'), ...shown, ...rest];
}

function groupBlock(group: FindingGroup, { colours, width }: TerminalOptions): string {
  const { rule, kind, clause, count, occurrences } = group;
  const [first] = occurrences;
  const times = count === 1 ? '' : ` ×${count}`;
  const place = [kind, clause, first?.scenario ?? '', first?.at ?? ''].join(' · ');
  const flags = [group.waiver === undefined ? '' : 'waived', group.isNew ? 'new' : ''].filter(
    (flag) => flag !== '',
  );
  const row = (name: string, text: string | undefined): readonly string[] =>
    text === undefined
      ? []
      : wrap(`${name.padEnd(10)}${text}`, width - 2, ' '.repeat(10)).map((line) => `  ${line}`);
  const places = occurrences.slice(0, PLACES_LIMIT).map(({ evidence }) => {
    const within = [
      evidence.pointer,
      evidence.member === undefined ? undefined : `member ${evidence.member}`,
    ];
    return [`${evidence.trace}:${evidence.line}`, ...within].filter((part) => part !== undefined).join(' ');
  });
  const more = count > PLACES_LIMIT ? [`and ${count - PLACES_LIMIT} more`] : [];
  return [
    `${colours.bold(colours.red(rule))} ${colours.dim([`${first?.id ?? ''}${times}`, ...flags].join(', '))}`,
    ...wrap(place, width - 2).map((line) => `  ${colours.dim(line)}`),
    ...wrap(group.title, width - 2).map((line) => `  ${line}`),
    ...row('sent', group.sent),
    ...row('allowed', group.allowed),
    ...row('evidence', [...places, ...more].join(', ')),
  ].join('\n');
}

function limits(report: Report, { colours, width }: TerminalOptions): readonly string[] {
  const { scenarios, examined, calibration, blindSpots } = report;
  const notes = scenarios.flatMap(({ id, notes: said }) => said.map((note) => `${id}: ${note}`));
  const excluded = examined
    .filter(({ label }) => label === 'Excluded')
    .flatMap(({ lines }) => lines.map(({ text }) => `excluded: ${text}`));
  const lines = [...blindSpots, ...notes, ...excluded, calibration.sentence].flatMap((line) =>
    wrap(line, width - 2).map((part) => `  ${part}`),
  );
  return [[colours.bold('Limits'), ...lines].join('\n')];
}
