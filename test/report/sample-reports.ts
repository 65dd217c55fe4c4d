import type { FindingGroup, Report, Verdict } from '../../src/report/report.js';
import { brokenClauses, brokenGate, waiver } from './samples/broken.js';
import { calibrated, surviving } from './samples/calibration.js';
import { clauses, states } from './samples/clauses.js';
import { brokenGroups, digest, findingGroup } from './samples/findings.js';
import { attacked } from './samples/hostile.js';
import { cleanScenarios, dataItems, interpretations, scenarios } from './samples/run.js';
import { brokenWindows, upheldWindows } from './samples/schedules.js';

/** A run of a product that does not exist, in which nothing was wrong. */
export function cleanReport(): Report {
  const entries = clauses();
  return {
    version: '0.2.0',
    disclosure: 'harbour-3',
    system: 'tidewatch',
    title: 'Tidewatch 3, what it tells Harbour Light',
    recorded: '2026-01-03T08:00:00.000Z',
    determination: {
      verdict: 'upheld',
      sentence:
        'In 4 scenarios with 72 transmissions, no breach of the 17 clauses that were put to the test was observed.',
      counts: countsOf(entries),
      statements: { count: 3, attested: 0 },
      excess: 0,
      shortfall: 0,
      transmissions: 72,
      scenarios: 4,
    },
    examined: [
      {
        label: 'Product',
        lines: [
          { text: 'Tidewatch 3.1.0.412' },
          { text: 'tidewatch-3.1.0.412.deb', digest: digest('package') },
        ],
      },
      {
        label: 'Disclosure',
        lines: [
          { text: 'Tidewatch 3, what it tells Harbour Light' },
          { text: 'harbour-3', digest: digest('disclosure') },
          { text: 'What Tidewatch sends (en)', digest: digest('document') },
        ],
      },
      { label: 'System', lines: [{ text: 'tidewatch, driven over stdio', digest: digest('system') }] },
      {
        label: 'Observed',
        lines: [
          { text: '2026-01-01T07:00:00.000Z to 2026-01-03T08:00:00.000Z' },
          { text: 'Clock stepped by PT1M' },
        ],
      },
      {
        label: 'Capture',
        lines: [
          { text: 'Proxy; 38 of 38 heartbeats captured' },
          {
            text: 'Excluded: https://updates.harbour.example/* (update downloads: another disclosure), 3 transmissions',
          },
        ],
      },
      { label: 'Judged by', lines: [{ text: 'Candor 0.2.0' }] },
    ],
    scenarios: cleanScenarios(),
    failures: [],
    states,
    clauses: entries,
    schedules: upheldWindows,
    schedulesOmitted: 0,
    findings: [],
    findingsOmitted: 0,
    dataItems,
    interpretations,
    blindSpots: [],
    bytes: undefined,
    limits: [
      'A run shows what was sent while it was observed: nothing is said of what a product would send at another time or in another state.',
      'Clauses that no wire can show are answered by a person or not at all: 3 are statements.',
    ],
    calibration: calibrated,
    gate: undefined,
    verification: [
      {
        says: 'Check the digests of the files that the report rests on.',
        command: 'sha256sum --check SHA256SUMS',
      },
      {
        says: 'Judge the recorded traces again: the result is the same, byte for byte.',
        command: 'candor verify traces/*.ndjson --out again && cmp result.json again/result.json',
      },
      {
        says: 'Make this report again from the result.',
        command: 'candor report . --format html --out again.html && cmp report.html again.html',
      },
    ],
    files: ['result.json', 'traces/accepted-then-failing.ndjson', 'traces/declined-at-install.ndjson'].map(
      (name) => ({ name, digest: digest(name) }),
    ),
    revealed: false,
  };
}

/** A run in which a dozen rules were breached; with a waiver, an attestation and a baseline. */
export function brokenReport(): Report {
  const clean = cleanReport();
  const findings = brokenGroups().map((group) =>
    group.rule === 'kit/missing' ? { ...group, waiver } : group,
  );
  const entries = brokenClauses();
  const excess = kindOf(findings, 'excess');
  const shortfall = kindOf(findings, 'shortfall');
  return {
    ...clean,
    determination: {
      verdict: 'violated',
      sentence: `In 4 scenarios with 72 transmissions, ${excess + shortfall} breaches of 12 clauses were observed: ${excess} of something sent that the disclosure does not permit, ${shortfall} of something disclosed that did not happen.`,
      counts: countsOf(entries),
      statements: { count: 3, attested: 1 },
      excess,
      shortfall,
      transmissions: 72,
      scenarios: 4,
    },
    scenarios: scenarios(),
    clauses: entries,
    schedules: brokenWindows,
    schedulesOmitted: 2,
    findings,
    limits: [
      ...clean.limits,
      'withdrawn-while-asleep: the trace ended without its last heartbeat, so what it did not show is not decided.',
    ],
    calibration: surviving,
    gate: brokenGate,
  };
}

/**
 * Findings without end: half of them of one cause, the others of three hundred.
 *
 * @param count how many findings.
 */
export function hugeReport(count: number): Report {
  const broken = brokenReport();
  const half = Math.ceil(count / 2);
  const sizes = [half, ...shares(count - half, 300)];
  let next = 1;
  const findings = sizes.map((size, index): FindingGroup => {
    const rule =
      ['field/undocumented', 'field/invalid', 'route/undocumented', 'field/missing'][index % 4] ?? '';
    const clause = ['report.transmit', 'report.product', 'scope.transmit', 'report.tide'][index % 4] ?? '';
    const group = findingGroup(
      {
        id: `g-${index + 1}`,
        rule,
        clause,
        title: `Cause ${index + 1}: member${index} is not as the disclosure has it.`,
        sent: `member${index}: text of 14 characters · 52d0c1f6e8aa`,
        allowed: 'stationNumber, version, language, tideHeight and nothing else',
        state: 'accepted',
        count: size,
        pointer: '/request/body',
        member: `/member${index}`,
      },
      next,
    );
    next += size;
    return group;
  });
  return {
    ...broken,
    determination: {
      ...broken.determination,
      sentence: `In 4 scenarios with 72 transmissions, ${count + 120} breaches were observed.`,
      excess: kindOf(findings, 'excess') + 120,
      shortfall: kindOf(findings, 'shortfall'),
    },
    clauses: broken.clauses.map((clause) => {
      const own = findings.filter((group) => group.clause === clause.id);
      return {
        ...clause,
        groups: own.map(({ id }) => id),
        excess: kindOf(own, 'excess'),
        shortfall: kindOf(own, 'shortfall'),
      };
    }),
    scenarios: broken.scenarios.map((scenario) => ({
      ...scenario,
      groups: scenario.id === 'accepted-then-failing' ? findings.map(({ id }) => id) : [],
    })),
    schedules: broken.schedules.map((window) => ({
      ...window,
      sent: window.sent.map((sent) => ({ ...sent, group: sent.group === undefined ? undefined : 'g-1' })),
    })),
    findings,
    findingsOmitted: 120,
  };
}

/**
 * The broken run, each of whose texts is an attack on some format. The same text becomes the same attack, so that
 * what refers to something still does. Instants and digests, which have a form of their own, keep it.
 */
export function hostileReport(): Report {
  const broken = brokenReport();
  const failures = [{ scenario: 'never-driven', message: 'the adapter ended before it answered' }];
  return { ...attacked(broken), failures: attacked({ ...broken, failures }).failures };
}

function kindOf(groups: readonly FindingGroup[], kind: FindingGroup['kind']): number {
  return groups.filter((group) => group.kind === kind).reduce((sum, group) => sum + group.count, 0);
}

function countsOf(entries: Report['clauses']): Report['determination']['counts'] {
  const verdicts: readonly Verdict[] = [
    'violated',
    'inconclusive',
    'not-exercised',
    'waived',
    'attested',
    'upheld',
  ];
  const verifiable = entries.filter(({ modality }) => modality !== 'statement');
  return verdicts.map((verdict) => ({
    verdict,
    count: verifiable.filter((entry) => entry.verdict === verdict).length,
  }));
}

function shares(total: number, most: number): readonly number[] {
  const parts = Math.min(total, most);
  return Array.from(
    { length: parts },
    (_, index) => Math.floor((total * (index + 1)) / parts) - Math.floor((total * index) / parts),
  );
}
