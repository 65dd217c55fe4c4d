import type { createColors } from 'picocolors';
import { visible } from '../disclosure/visible.js';
import type { ResultFile } from '../judge/result.generated.js';
import { paragraph, wrap } from './wrap.js';

type Colours = ReturnType<typeof createColors>;
type Verdict = ResultFile['verdict'];
type Clause = ResultFile['clauses'][number];
type Finding = ResultFile['findings'][number];

export interface TerminalOptions {
  /** Our paraphrase of each clause. */
  readonly says: ReadonlyMap<string, string>;
  readonly colours: Colours;
  /** Columns to write in. */
  readonly width: number;
}

const FINDING_LIMIT = 50;
/** What came from a trace is made harmless once more, and never floods the terminal. */
const TEXT_LIMIT = 2000;

const words: Readonly<Record<Verdict, string>> = {
  violated: 'VIOLATED',
  inconclusive: 'INCONCLUSIVE',
  'not-exercised': 'NOT EXERCISED',
  upheld: 'UPHELD',
  attested: 'ATTESTED',
  waived: 'WAIVED',
};

/** The result for a person at a terminal: the verdict, the clauses by verdict, then each finding. */
export function terminalReport(result: ResultFile, options: TerminalOptions): string {
  const blocks = [
    determination(result, options),
    ...clauses(result, options),
    ...findings(result, options),
    ...limits(result, options),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function paint(verdict: Verdict, text: string, { bold, red, yellow, green }: Colours): string {
  if (verdict === 'violated') return bold(red(text));
  if (verdict === 'inconclusive' || verdict === 'not-exercised') return bold(yellow(text));
  return bold(green(text));
}

function determination(result: ResultFile, { colours, width }: TerminalOptions): string {
  const subject = `${result.disclosure.id ?? 'no disclosure'} · ${result.system.id ?? 'no system'}`;
  const counts = (['violated', 'inconclusive', 'not-exercised', 'upheld'] as const)
    .map((verdict) => `${automated(result).filter((clause) => clause.verdict === verdict).length} ${verdict}`)
    .join(' · ');
  const statements = result.clauses.filter(({ modality }) => modality === 'statement').length;
  return [
    `${paint(result.verdict, words[result.verdict], colours)}  ${subject}`,
    ...wrap(sentence(result), width),
    colours.dim(`clauses: ${counts} · ${statements} for a person to attest`),
  ].join('\n');
}

function automated({ clauses }: ResultFile): readonly Clause[] {
  return clauses.filter(({ modality }) => modality !== 'statement');
}

/** What can be said of the run, and no more. */
function sentence(result: ResultFile): string {
  const transmissions = result.scenarios.reduce((sum, scenario) => sum + scenario.transmissions, 0);
  const seen = `${plural(transmissions, 'transmission')} in ${plural(result.scenarios.length, 'scenario')}`;
  const found = result.findings.length + result.findingsOmitted;
  const breaches = `${plural(found, 'breach', 'breaches')} ${found === 1 ? 'was' : 'were'} observed`;
  switch (result.verdict) {
    case 'violated':
      return `${breaches} in ${seen}.`;
    case 'upheld':
      return `No breach was observed in ${seen}.`;
    case 'inconclusive':
      return `Not decided: ${found === 0 ? 'no breach was' : breaches.replace(/ (was|were) observed/, ' $1')} observed in ${seen}, and what could not be observed is listed below.`;
    default:
      return `Not decided: ${seen} did not put every clause to the test.`;
  }
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function findings(result: ResultFile, options: TerminalOptions): readonly string[] {
  if (result.findings.length === 0) return [];
  const { bold } = options.colours;
  const shown = result.findings.slice(0, FINDING_LIMIT).map((finding) => findingBlock(finding, options));
  const more = result.findings.length + result.findingsOmitted - shown.length;
  const rest = more > 0 ? [`and ${more} more in result.json`] : [];
  return [bold('Findings'), ...shown, ...rest];
}

function findingBlock(finding: Finding, { colours, width }: TerminalOptions): string {
  const { id, rule, kind, clause, scenario, at, message, sent, allowed, evidence } = finding;
  const place = [kind, clause, scenario ?? 'no scenario', at].join(' · ');
  const head = [
    `${colours.bold(colours.red(rule))} ${colours.dim(id)}`,
    ...wrap(place, width - 2).map((line) => `  ${colours.dim(line)}`),
  ];
  const row = (name: string, text: string | undefined): readonly string[] =>
    text === undefined
      ? []
      : wrap(`${name.padEnd(10)}${visible(text, TEXT_LIMIT)}`, width - 2, ' '.repeat(10)).map(
          (line) => `  ${line}`,
        );
  const places = evidence.map(({ trace, line, pointer, member }) => {
    const within = [pointer, member === undefined ? undefined : `member ${member}`];
    return [`${trace}:${line}`, ...within].filter((part) => part !== undefined).join(' ');
  });
  return [
    ...head,
    ...wrap(visible(message, TEXT_LIMIT), width - 2).map((line) => `  ${line}`),
    ...row('sent', sent),
    ...row('allowed', allowed),
    ...row('evidence', places.join(', ')),
  ].join('\n');
}

function clauses(result: ResultFile, options: TerminalOptions): readonly string[] {
  const groups: readonly [string, readonly Clause[]][] = [
    ['Violated', withVerdict(result, 'violated')],
    ['Inconclusive', withVerdict(result, 'inconclusive')],
    ['Not exercised', withVerdict(result, 'not-exercised')],
    ['Upheld', withVerdict(result, 'upheld')],
    ['For a person to attest', result.clauses.filter(({ modality }) => modality === 'statement')],
  ];
  return groups.flatMap(([title, group]) => {
    if (group.length === 0) return [];
    const rows = group.flatMap((clause) => clauseRows(clause, options));
    return [[options.colours.bold(title), ...rows].join('\n')];
  });
}

function withVerdict(result: ResultFile, verdict: Verdict): readonly Clause[] {
  return automated(result).filter((clause) => clause.verdict === verdict);
}

function clauseRows(clause: Clause, { says, colours, width }: TerminalOptions): readonly string[] {
  const times = clause.exercised === 0 ? '' : ` ×${clause.exercised}`;
  const margin = clause.margin === undefined ? '' : `, ${clause.margin} s from a bound at the nearest`;
  const rests = clause.readings.stable ? '' : `, rests on ${clause.readings.restsOn.join(', ')}`;
  const found = clause.findings.length === 0 ? '' : `, ${plural(clause.findings.length, 'finding')}`;
  const head = `  ${clause.id}${colours.dim(`${times}${found}${margin}${rests}`)}`;
  // Where nothing is to be done, the name is enough; `candor explain` says the rest.
  const open = ['violated', 'inconclusive'].includes(clause.verdict) || clause.modality === 'statement';
  const text = open ? wrap(paragraph(says.get(clause.id) ?? ''), width - 6) : [];
  const why = (clause.undecided ?? []).flatMap((reason) =>
    wrap(`because ${visible(reason, TEXT_LIMIT)}`, width - 6),
  );
  return [head, ...[...text, ...why].map((line) => `      ${colours.dim(line)}`)];
}

function limits(result: ResultFile, { colours, width }: TerminalOptions): readonly string[] {
  const notes = result.scenarios.flatMap(({ id, trace, notes }) =>
    notes.map((note) => `${id ?? trace.file}: ${note}`),
  );
  const excluded = result.excluded.map(
    ({ url, because, transmissions }) =>
      `excluded: ${url} (${because}), ${plural(transmissions, 'transmission')}`,
  );
  const lines = [...notes, ...excluded].flatMap((line) =>
    wrap(visible(line, TEXT_LIMIT), width - 2).map((part) => `  ${part}`),
  );
  return lines.length === 0 ? [] : [[colours.bold('Limits'), ...lines].join('\n')];
}
