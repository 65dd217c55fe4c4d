import type { DataItem, InterpretationEntry, ScenarioEntry, Verdict } from '../../../src/report/report.js';
import { brokenClauses } from './broken.js';
import { clauses } from './clauses.js';
import { brokenGroups, digest } from './findings.js';

const titles: readonly [string, string | undefined, number][] = [
  ['nothing-chosen', 'Installed, and no choice made', 4],
  ['accepted-then-failing', 'Accepted, registered, and the gauge fails', 38],
  ['declined-at-install', 'Declined during installation', 21],
  ['withdrawn-while-asleep', undefined, 9],
];

function scenario([id, title, transmissions]: (typeof titles)[number]): ScenarioEntry {
  const file = `traces/${id}.ndjson`;
  return {
    id,
    title,
    verdict: 'upheld',
    from: '2026-01-01T07:00:00.000Z',
    until: '2026-01-03T08:00:00.000Z',
    transmissions,
    excluded: id === 'accepted-then-failing' ? 3 : 0,
    heartbeats: 10,
    complete: true,
    bytes: undefined,
    trace: { file, digest: digest(file) },
    clauses: new Map(
      clauses().flatMap((clause): [string, Verdict][] =>
        clause.exercised > 0 ? [[clause.id, clause.verdict]] : [],
      ),
    ),
    groups: [],
    notes: [],
  };
}

export function cleanScenarios(): readonly ScenarioEntry[] {
  return titles.map(scenario);
}

/** The scenarios of the broken run: three violated, one not decided. */
export function scenarios(): readonly ScenarioEntry[] {
  const groups = brokenGroups();
  const entries = brokenClauses();
  return cleanScenarios().map((clean) => {
    const own = groups.filter(({ scenarios }) => scenarios.includes(clean.id));
    const undecided = clean.id === 'withdrawn-while-asleep';
    return {
      ...clean,
      verdict: undecided ? 'inconclusive' : 'violated',
      complete: !undecided,
      heartbeats: undecided ? 8 : 10,
      clauses: new Map(
        entries.flatMap((clause): [string, Verdict][] =>
          clause.exercised > 0 || clause.groups.length > 0 ? [[clause.id, clause.judged]] : [],
        ),
      ),
      groups: own.map(({ id }) => id),
      notes: undecided ? ['the last heartbeat was not captured'] : [],
    };
  });
}

export const dataItems: readonly DataItem[] = [
  {
    item: 'station-report#/stationNumber',
    payload: 'station-report',
    field: 'stationNumber',
    documented: true,
    category: 'pseudonymous',
    clause: 'report.station',
    at: 'line 10',
    says: 'Which station it is.',
    permitted: 'registered: true',
    seenIn: ['accepted'],
    destinations: ['reports.harbour.example'],
    seen: 24,
  },
  {
    item: 'station-report#/tideHeight',
    payload: 'station-report',
    field: 'tideHeight',
    documented: true,
    category: 'public',
    clause: 'report.tide',
    at: 'line 12',
    says: 'How high the water stands, as long as the gauge can tell.',
    permitted: 'registered: true',
    seenIn: ['accepted'],
    destinations: ['reports.harbour.example'],
    seen: 22,
  },
  {
    item: 'environment/hostName',
    payload: 'station-report',
    field: 'environment/hostName',
    documented: false,
    category: 'unknown',
    clause: 'report.transmit',
    at: 'line 9',
    says: 'A registered station sends a report from time to time, for the tide tables.',
    permitted: 'in no state',
    seenIn: ['accepted'],
    destinations: ['reports.harbour.example'],
    seen: 4,
  },
];

export const interpretations: readonly InterpretationEntry[] = [
  {
    id: 'pulse.after-window',
    clauses: ['pulse.schedule', 'pulse.schedule-withdrawn'],
    question: 'May a pulse be sent once the day is over?',
    readings: [
      { id: 'forbidden', says: 'No: the sentence bounds the time.', chosen: true, verdicts: [] },
      {
        id: 'allowed',
        says: 'Yes: the sentence says what is owed, and no more.',
        chosen: false,
        verdicts: [
          { clause: 'pulse.schedule', verdict: 'violated' },
          { clause: 'pulse.schedule-withdrawn', verdict: 'inconclusive' },
        ],
      },
    ],
    because: 'Who reads that something lasts a day expects it to end.',
    decidedBy: 'Harbour Light, legal',
    decidedOn: '2025-11-12',
    evaluated: true,
    decisive: true,
  },
  {
    id: 'station.closing',
    clauses: ['station.closed'],
    question: 'When does a station count as closed?',
    readings: [
      { id: 'at-once', says: 'From the moment of closing.', chosen: true, verdicts: [] },
      {
        id: 'next-day',
        says: 'From the day after.',
        chosen: false,
        verdicts: [{ clause: 'station.closed', verdict: 'upheld' }],
      },
    ],
    because: 'Nothing in the page speaks of a delay.',
    decidedBy: undefined,
    decidedOn: undefined,
    evaluated: true,
    decisive: true,
  },
  {
    id: 'report.period',
    clauses: ['report.transmit'],
    question: 'How often is from time to time?',
    readings: [
      { id: 'any', says: 'As often as the product likes.', chosen: true, verdicts: [] },
      { id: 'once', says: 'Once.', chosen: false, verdicts: [] },
    ],
    because: 'The page names no period.',
    decidedBy: undefined,
    decidedOn: undefined,
    evaluated: false,
    decisive: false,
  },
];
