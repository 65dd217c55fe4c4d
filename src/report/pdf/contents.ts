import { type Instant, parseInstant } from '../../disclosure/instant.js';
import type { ExaminedRow, Report, ScenarioEntry } from '../report.js';
import { bounded, short } from './bounded.js';
import { clauseContents } from './clause-contents.js';
import { closingContents } from './closing-contents.js';
import { findingContents } from './finding-contents.js';
import { clockOf, dateParts } from './instants.js';
import { scheduleContents } from './schedule-contents.js';

const SCENARIOS = 200;
const EXAMINED = 60;
const LINES = 20;
const IDENTITY = 60;

/** The report as its pages have it: in their order, bounded, with instants as a person reads them. */
export function contents(report: Report): unknown {
  const { disclosure, system, title, version, determination } = report;
  return {
    identity: {
      disclosure,
      system,
      title,
      version,
      line: `${short(disclosure, IDENTITY)} · ${short(system, IDENTITY)}`,
      digest: report.files.find(({ name }) => name === 'result.json')?.digest,
      date: dateParts(dated(report)),
      recorded: report.recorded === undefined ? undefined : clockOf(report.recorded),
      revealed: report.revealed,
    },
    determination,
    examined: bounded(report.examined.map(examinedRow), EXAMINED),
    scenarios: bounded(report.scenarios.map(scenarioRow), SCENARIOS),
    ...clauseContents(report),
    ...scheduleContents(report),
    ...findingContents(report),
    ...closingContents(report),
  };
}

/**
 * PDF/A asks for a date. It is never today's, or no two files were the same: when the run was made, or the last
 * instant that a scenario was observed, or else 1970.
 */
function dated({ recorded, scenarios }: Report): Instant {
  const seen = scenarios.flatMap(({ until, from }) => [until, from]);
  const instants = [recorded, ...seen].map((text) => parseInstant(text ?? ''));
  const [first, ...others] = instants;
  if (first !== undefined) return first;
  return others.reduce<Instant>((last, at) => (at !== undefined && at > last ? at : last), 0 as Instant);
}

function examinedRow({ label, lines }: ExaminedRow): unknown {
  return {
    label: short(label, IDENTITY),
    lines: bounded(
      lines.map(({ text, digest }) => ({ text: short(text, 500), digest })),
      LINES,
    ),
  };
}

function scenarioRow(scenario: ScenarioEntry): unknown {
  const { id, title, verdict, from, until, transmissions, excluded, heartbeats, complete, bytes, trace } =
    scenario;
  return {
    id: short(id, 200),
    title: title === undefined ? undefined : short(title, 300),
    verdict,
    from: from === undefined ? undefined : clockOf(from),
    until: until === undefined ? undefined : clockOf(until),
    transmissions,
    excluded,
    heartbeats,
    complete,
    ...(bytes === undefined ? {} : { bytes: short(bytes, 300) }),
    file: short(trace.file, 300),
    digest: short(trace.digest, 100),
    notes: bounded(
      scenario.notes.map((note) => short(note, 500)),
      10,
    ),
  };
}
