import { createHash } from 'node:crypto';
import { visible } from '../disclosure/visible.js';
import type { ClauseEntry, Occurrence, Report, WaiverEntry } from './report.js';
import { ruleIndex } from './sarif-rules.js';
import { message, relativeUri } from './sarif-text.js';
import {
  type RankedGroup,
  type Standing,
  type UndecidedClause,
  undecidedClauses,
  worstFirst,
} from './worst-first.js';

/** A code host keeps this many results of a run and drops the others. */
const RESULT_LIMIT = 5000;

/** What a result of no rule is called: a clause that stayed undecided though no rule fired. */
const UNDECIDED = 'clause/undecided';

/** A run's results, within what a code host keeps, and how many there are besides. */
export interface Results {
  readonly results: readonly object[];
  readonly omitted: number;
}

interface Context {
  /** Where each clause stands in the taxonomy. */
  readonly taxa: ReadonlyMap<string, number>;
  readonly disclosure: string;
}

/**
 * A result for each finding, and one for each clause that could not be decided. The worst come first, and the first of
 * every group before the second of any, so that what is left out only repeats. Clauses that were upheld or not
 * exercised are no results: code hosts do not read `kind`, and would raise an alarm for each.
 */
export function sarifResults(report: Report): Results {
  const context: Context = {
    taxa: new Map(report.clauses.map(({ id }, index) => [id, index])),
    disclosure: report.disclosure,
  };
  const groups = worstFirst(report);
  const undecided = undecidedClauses(report);
  const heads = (standing: Standing): readonly (() => object)[] => [
    ...groups
      .filter((ranked) => ranked.standing === standing)
      .flatMap((ranked) =>
        ranked.group.occurrences.slice(0, 1).map((one) => () => finding(ranked, one, context)),
      ),
    ...undecided.filter((each) => each.standing === standing).map((each) => () => openClause(each, context)),
  ];
  const repeats = groups.flatMap((ranked) =>
    ranked.group.occurrences.slice(1).map((one) => () => finding(ranked, one, context)),
  );
  const all = [...heads('violated'), ...heads('inconclusive'), ...heads('waived'), ...repeats];
  return {
    results: all.slice(0, RESULT_LIMIT).map((make) => make()),
    omitted: Math.max(0, all.length - RESULT_LIMIT) + report.findingsOmitted,
  };
}

function finding(
  { group, clause, breached, waiver }: RankedGroup,
  occurrence: Occurrence,
  context: Context,
): object {
  const { evidence } = occurrence;
  const index = ruleIndex.get(group.rule);
  const fails = group.effect === 'violated';
  return {
    ruleId: visible(group.rule),
    ...(index === undefined ? {} : { ruleIndex: index }),
    // Section 3.27.9: what is neither a failure nor a pass is open, and then it has no level.
    kind: fails ? 'fail' : 'open',
    level: fails ? 'error' : 'none',
    message: message(
      occurrence.message,
      ...told('Sent', occurrence.sent),
      ...told('Allowed', occurrence.allowed),
      ...(clause === undefined ? [] : [`Clause ${clause.id} (${clause.at}): ${clause.says}`]),
    ),
    locations: [
      {
        physicalLocation: clause === undefined ? tracePlace(evidence) : clausePlace(clause),
        logicalLocations: [logicalLocation(occurrence)],
      },
    ],
    relatedLocations: [
      {
        id: 1,
        physicalLocation: tracePlace(evidence),
        message: message(
          evidence.line >= 1 ? 'The line of the trace that shows it.' : 'The trace in which it is missing.',
          ...told('Pointer', evidence.pointer),
          ...told('Member', evidence.member),
          ...told('Digest of the line', evidence.digest),
        ),
      },
    ],
    partialFingerprints: fingerprints(group.rule, group.clause, evidence.member ?? evidence.pointer ?? ''),
    ...taxa(breached, context),
    suppressions: suppressions(waiver),
    ...(group.isNew === undefined ? {} : { baselineState: group.isNew ? 'new' : 'unchanged' }),
    properties: properties({
      finding: occurrence.id,
      group: group.id,
      kind: group.kind,
      clause: group.clause,
      at: occurrence.at,
      scenario: occurrence.scenario,
      installation: occurrence.installation,
      state: occurrence.state,
      sent: occurrence.sent,
      allowed: occurrence.allowed,
      undecided: group.effect === 'inconclusive' ? clause?.undecided.join('; ') : undefined,
      command: group.occurrences[0] === occurrence ? group.command : undefined,
    }),
  };
}

function openClause({ clause, waiver }: UndecidedClause, context: Context): object {
  return {
    ruleId: UNDECIDED,
    kind: 'open',
    level: 'none',
    message: message(
      `The clause ${clause.id} could not be decided.`,
      ...clause.undecided.map((reason) => `Because ${reason}`),
      `It says: ${clause.says}`,
    ),
    locations: [{ physicalLocation: clausePlace(clause) }],
    partialFingerprints: fingerprints(UNDECIDED, clause.id, ''),
    ...taxa([clause], context),
    suppressions: suppressions(waiver),
    properties: properties({ clause: clause.id, undecided: clause.undecided.join('; ') }),
  };
}

/** A clause in its disclosure file, from the root of the project. */
export function clausePlace({ file, line }: ClauseEntry): object {
  return { artifactLocation: { uri: relativeUri(file), uriBaseId: 'SRCROOT' }, ...region(line) };
}

function tracePlace({ trace, line }: Occurrence['evidence']): object {
  return { artifactLocation: { uri: relativeUri(trace), uriBaseId: 'RUN' }, ...region(line) };
}

/** Lines begin at 1; a finding of what is not there has none. */
function region(line: number): object {
  return Number.isSafeInteger(line) && line >= 1 ? { region: { startLine: line } } : {};
}

function logicalLocation({ scenario, installation }: Occurrence): object {
  if (installation === undefined) return { name: visible(scenario), kind: 'scenario' };
  return {
    name: visible(installation),
    fullyQualifiedName: `${visible(scenario)}/${visible(installation)}`,
    kind: 'installation',
  };
}

/**
 * The same for the same fault in another run: its rule, its clause and the member, whatever the place in a list, the
 * scenario, the line or the time. GitHub reads the first of the two names.
 */
function fingerprints(rule: string, clause: string, member: string): object {
  const normalised = member.replaceAll(/\/\d+(?=\/|$)/g, '/*');
  const digest = createHash('sha256')
    .update(JSON.stringify([rule, clause, normalised]))
    .digest('hex');
  return { primaryLocationLineHash: digest, 'candorFinding/v1': digest };
}

function taxa(breached: readonly ClauseEntry[], { taxa, disclosure }: Context): object {
  if (breached.length === 0) return {};
  const toolComponent = { name: visible(disclosure), index: 0 };
  return { taxa: breached.map(({ id }) => ({ id: visible(id), index: taxa.get(id) ?? -1, toolComponent })) };
}

/** Section 3.27.23: where results may be suppressed, one that is not says so with an empty list. */
function suppressions(waiver: WaiverEntry | undefined): readonly object[] {
  if (waiver === undefined) return [];
  return [
    {
      kind: 'external',
      status: 'accepted',
      justification: visible(`${waiver.reason} (${waiver.id}, by ${waiver.by}, until ${waiver.until})`, 2000),
    },
  ];
}

function told(name: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [`${name}: ${text}`];
}

function properties(bag: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(
    Object.entries(bag).flatMap(([name, text]) => (text === undefined ? [] : [[name, visible(text, 2000)]])),
  );
}
