import type { FindingGroup, Occurrence, Report, Sample } from '../report.js';
import { CARDS, ROWS } from './anchors.js';
import { bounded, short } from './bounded.js';
import { waiverContents } from './closing-contents.js';
import { clockOf } from './instants.js';

/** Occurrences with their evidence: of each of the first groups, and of each of the others. */
const OCCURRENCES = 20;
const FIRST_GROUPS = 30;
const FEWER_OCCURRENCES = 3;
const SAMPLE_LINES = 40;
const TEXT = 1000;

/** Section 5: the first groups as cards, the next ones as rows, and how many groups and findings are left out. */
export function findingContents(report: Report): object {
  const clauses = new Map(report.clauses.map((clause) => [clause.id, clause]));
  const { findings, findingsOmitted } = report;
  return {
    cards: findings.slice(0, CARDS).map((group, anchor) => {
      const clause = clauses.get(group.clause);
      return {
        ...card(inWords(group, report.states), anchor < FIRST_GROUPS ? OCCURRENCES : FEWER_OCCURRENCES),
        anchor,
        at: clause === undefined ? undefined : short(clause.at, 120),
        clauseSays: clause === undefined ? undefined : short(clause.sentence ?? clause.says, 600),
        quoted: clause?.sentence !== undefined,
      };
    }),
    rows: findings.slice(CARDS, CARDS + ROWS).map((group, at) => ({ ...row(group), anchor: CARDS + at })),
    groupsLeftOut: Math.max(0, findings.length - CARDS - ROWS),
    findingsLeftOut: findingsOmitted,
  };
}

/** A group in which a consent state is called what the disclosure calls it. */
function inWords(group: FindingGroup, states: Report['states']): FindingGroup {
  const called = (state: string): string => states.find(({ id }) => id === state)?.says ?? state;
  const occurrences = group.occurrences.map((one) =>
    one.state === undefined ? one : { ...one, state: called(one.state) },
  );
  return { ...group, states: group.states.map(called), occurrences };
}

function row({ id, rule, kind, effect, clause, title, count }: FindingGroup): object {
  return {
    id: short(id, 40),
    rule: short(rule, 80),
    kind,
    effect,
    clause: short(clause, 120),
    title: short(title, 240),
    count,
  };
}

function card(group: FindingGroup, occurrences: number): object {
  const { sent, allowed, sample } = group;
  return {
    ...row(group),
    fires: short(group.fires, TEXT),
    remedy: short(group.remedy, TEXT),
    sent: sent === undefined ? undefined : short(sent, TEXT),
    allowed: allowed === undefined ? undefined : short(allowed, TEXT),
    installations: group.installations,
    scenarios: bounded(
      group.scenarios.map((scenario) => short(scenario, 120)),
      6,
    ),
    states: bounded(
      group.states.map((state) => short(state, 80)),
      6,
    ),
    from: clockOf(short(group.from, 40)),
    until: clockOf(short(group.until, 40)),
    sample: sample === undefined ? undefined : samplePayload(sample),
    occurrences: {
      shown: group.occurrences.slice(0, occurrences).map(occurrence),
      more: Math.max(0, Math.max(group.count, group.occurrences.length) - occurrences),
    },
    command: group.command,
    waiver: group.waiver === undefined ? undefined : waiverContents(group.waiver),
    isNew: group.isNew,
  };
}

/** Marked lines are shown wherever in the message they stand. */
function samplePayload({ request, lines, omitted }: Sample): object {
  const shown = lines
    .filter(({ mark }, at) => at < SAMPLE_LINES || mark !== undefined)
    .slice(0, 2 * SAMPLE_LINES);
  return {
    request: short(request, 300),
    lines: shown.map(({ part, depth, name, value, redacted, mark }) => ({
      part,
      depth: Math.min(Math.max(depth, 0), 12),
      name: short(name, 120),
      value: short(value, 300),
      redacted,
      mark: mark === undefined ? undefined : short(mark, 80),
    })),
    omitted: omitted + lines.length - shown.length,
  };
}

function occurrence({ id, at, scenario, installation, state, evidence }: Occurrence): object {
  const { trace, line, pointer, member, digest } = evidence;
  const observed = [scenario, installation, state].filter((part) => part !== undefined);
  return {
    id: short(id, 40),
    at: clockOf(short(at, 40)),
    observed: short(observed.map((part) => short(part, 60)).join(' · '), 160),
    place: `${short(trace, 160)}${line === 0 ? '' : `:${line}`}`,
    absent: line === 0,
    within: short([pointer, member].filter((part) => part !== undefined).join(' '), 160),
    digest: digest === undefined ? undefined : short(digest, 100),
  };
}
