import { visible } from '../disclosure/visible.js';
import { evidencePlace } from './evidence-place.js';
import type { ClauseEntry, Report } from './report.js';
import {
  type RankedGroup,
  type Standing,
  type UndecidedClause,
  undecidedClauses,
  worstFirst,
} from './worst-first.js';

/** GitHub shows ten of each kind for a step and drops the rest in silence. */
const KIND_LIMIT = 10;
const TITLE_LIMIT = 200;
const TEXT_LIMIT = 2000;

type AnnotationKind = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly kind: AnnotationKind;
  readonly title: string;
  readonly lines: readonly string[];
  readonly place?: { readonly file: string; readonly line: number } | undefined;
}

const kinds: Readonly<Record<Standing, AnnotationKind>> = {
  violated: 'error',
  inconclusive: 'warning',
  waived: 'notice',
};

/**
 * Workflow commands of GitHub Actions, one a line: what can be said of the run, an error for each violated group of
 * findings, a warning for what is undecided, a notice for what is waived; each at its clause in the disclosure file.
 * The worst ten of a kind are told, and a last notice counts the rest.
 */
export function githubAnnotations(report: Report): string {
  const groups = worstFirst(report).map((ranked) => ({ ranked, kind: kinds[ranked.standing] }));
  const clauses = undecidedClauses(report).map((undecided) => ({
    undecided,
    kind: kinds[undecided.standing],
  }));
  const all: readonly Annotation[] = [
    determination(report),
    ...report.failures.map(failureAnnotation),
    ...report.scenarios.filter(({ verdict }) => verdict === 'not-exercised').map(emptyAnnotation),
    ...groups.map(({ ranked, kind }) => groupAnnotation(ranked, kind)),
    ...clauses.map(({ undecided, kind }) => clauseAnnotation(undecided, kind)),
  ];
  const of = (kind: AnnotationKind) => all.filter((annotation) => annotation.kind === kind);
  const first = all.slice(0, 1);
  const shown = new Set([
    ...first,
    ...of('error').slice(0, KIND_LIMIT),
    ...of('warning').slice(0, KIND_LIMIT),
    // The last of ten notices counts what was left out.
    ...of('notice').slice(0, KIND_LIMIT - 1),
  ]);
  const left = all.length - shown.size;
  return [...shown, ...(left === 0 ? [] : [remainder(left, all.length - first.length)])]
    .map((each) => `${command(each)}\n`)
    .join('');
}

/** What was not decided is a warning, for a job without any reads as a pass. */
function determination({ determination: { verdict, sentence } }: Report): Annotation {
  const isOpen = verdict === 'inconclusive' || verdict === 'not-exercised';
  return {
    kind: isOpen ? 'warning' : 'notice',
    title: `Candor: ${verdict.replace('-', ' ')}`,
    lines: [sentence],
  };
}

function emptyAnnotation({ id, notes }: Report['scenarios'][number]): Annotation {
  return {
    kind: 'warning',
    title: `nothing was put to the test: ${id}`,
    lines: ['It decides nothing.', ...notes],
  };
}

function failureAnnotation({ scenario, message }: Report['failures'][number]): Annotation {
  return { kind: 'error', title: `could not be judged: ${scenario}`, lines: [message] };
}

function groupAnnotation({ group, clause, waiver }: RankedGroup, kind: AnnotationKind): Annotation {
  const first = group.occurrences[0];
  const line = (name: string, text: string | undefined) => (text === undefined ? [] : [`${name}: ${text}`]);
  return {
    kind,
    title: `${group.rule} (${group.kind}) ${group.clause}`,
    lines: [
      `${group.title}${group.count === 1 ? '' : ` (${group.count} times)`}`,
      ...line('sent', group.sent),
      ...line('allowed', group.allowed),
      ...line('evidence', first === undefined ? undefined : evidencePlace(first.evidence)),
      ...line(
        'waived',
        waiver === undefined ? undefined : `${waiver.reason} (${waiver.id}, until ${waiver.until})`,
      ),
      `what to do: ${group.remedy}`,
    ],
    place: place(clause),
  };
}

function clauseAnnotation({ clause, waiver }: UndecidedClause, kind: AnnotationKind): Annotation {
  return {
    kind,
    title: `not decided: ${clause.id}`,
    lines: [
      clause.says,
      ...clause.undecided.map((reason) => `because ${reason}`),
      ...(waiver === undefined ? [] : [`waived: ${waiver.reason} (${waiver.id}, until ${waiver.until})`]),
    ],
    place: place(clause),
  };
}

function place(clause: ClauseEntry | undefined): Annotation['place'] {
  return clause === undefined ? undefined : { file: clause.file, line: clause.line };
}

function remainder(left: number, all: number): Annotation {
  return {
    kind: 'notice',
    title: 'Candor: not all is shown here',
    lines: [
      `${left} more of ${all} ${left === 1 ? 'is' : 'are'} not annotated, for GitHub shows ${KIND_LIMIT} of a kind. The report of the run has all of them.`,
    ],
  };
}

/** A workflow command as the runner reads it: percent-encoded, or a text could end its property, its line, the command. */
function command({ kind, title, lines, place }: Annotation): string {
  const at =
    place === undefined || place.file === ''
      ? []
      : [
          `file=${property(place.file, TEXT_LIMIT)}`,
          ...(place.line >= 1 ? [`line=${Math.trunc(place.line)}`] : []),
        ];
  const text = data(lines.map((line) => visible(line, TEXT_LIMIT)).join('\n'));
  return `::${kind} ${[...at, `title=${property(title, TITLE_LIMIT)}`].join(',')}::${text}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string, limit: number): string {
  return data(visible(text, limit)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
