import type {
  AttestationEntry,
  ClauseEntry,
  GateEntry,
  StateVerdict,
  Verdict,
  WaiverEntry,
} from '../../../src/report/report.js';
import { clauses, inStates, states } from './clauses.js';
import { brokenGroups } from './findings.js';

export const waiver: WaiverEntry = {
  id: 'kit-rules',
  scope: 'kit/missing of kit.files',
  reason: 'The rules come with the next release; the page of the product has them until then.',
  by: 'M. Lindqvist, release management',
  until: '2026-03-31',
  matched: 1,
  ended: false,
};

const endedWaiver: WaiverEntry = {
  id: 'port-name',
  scope: 'gauge.port in gauge-failure',
  reason: 'Until the gauge firmware can tell whether the station lies in a port.',
  by: 'M. Lindqvist, release management',
  until: '2025-12-31',
  matched: 1,
  ended: true,
};

const attestation: AttestationEntry = {
  clause: 'data.keeping',
  by: 'Dr. A. Osei, data protection officer',
  on: '2026-01-02',
  answer:
    'What is received is kept in one data centre and erased after 90 days, as the register of processing has it.',
  evidence: ['register-of-processing.pdf, sha256:6b0d…', 'a visit on 2025-11-20'],
};

export const brokenGate: GateEntry = {
  passed: false,
  on: '2026-01-05',
  reasons: [
    '11 clauses are violated and not waived.',
    'The waiver port-name ended on 2025-12-31.',
    '3 findings are new since run-2025-12.',
  ],
  waivers: [waiver, endedWaiver],
  attestations: [attestation],
  baseline: { run: 'run-2025-12', added: 3, gone: ['field/duplicate of report.product'], unchanged: 3 },
};

/** What the findings make of their clauses, and what was undecided besides. */
export function brokenClauses(): readonly ClauseEntry[] {
  const parts: Record<string, Partial<ClauseEntry>> = {};
  for (const group of brokenGroups()) {
    const before = parts[group.clause];
    const count = (kind: 'excess' | 'shortfall'): number =>
      (before?.[kind] ?? 0) + (group.kind === kind ? group.count : 0);
    parts[group.clause] = {
      verdict: 'violated',
      judged: 'violated',
      states: worse(group.clause, before?.states, group.states),
      groups: [...(before?.groups ?? []), group.id],
      excess: count('excess'),
      shortfall: count('shortfall'),
    };
  }
  parts['kit.files'] = {
    ...parts['kit.files'],
    verdict: 'waived',
    waiver,
    states: inStates('kit.files', { 'not-asked': 'waived' }),
  };
  parts['data.keeping'] = { verdict: 'attested', attestation };
  parts['pulse.schedule-withdrawn'] = {
    verdict: 'inconclusive',
    judged: 'inconclusive',
    states: inStates('pulse.schedule-withdrawn', { withdrawn: 'inconclusive' }),
    undecided: [
      'the capture was down while the slot at T0 + 12 h was due',
      'the trace ended without a heartbeat',
    ],
    margin: 117.2,
  };
  parts['pulse.schedule'] = {
    ...parts['pulse.schedule'],
    margin: 5.8,
    sentence: 'Once the station has declined, a pulse is sent every four hours for a day.',
    readings: {
      stable: false,
      restsOn: ['pulse.after-window'],
      under: [
        { interpretation: 'pulse.after-window', reading: 'allowed', verdict: 'violated' },
        { interpretation: 'pulse.first-slot', reading: 'immediately', verdict: 'violated' },
      ],
    },
  };
  parts['station.closed'] = {
    ...parts['station.closed'],
    readings: {
      stable: false,
      restsOn: ['station.closing'],
      under: [{ interpretation: 'station.closing', reading: 'next-day', verdict: 'upheld' }],
    },
  };
  return clauses(parts);
}

function worse(
  clause: string,
  before: ClauseEntry['states'] | undefined,
  named: readonly string[],
): ReadonlyMap<string, StateVerdict> {
  const verdicts: Record<string, Verdict> = {};
  for (const [id, state] of before ?? []) verdicts[id] = state.verdict;
  for (const { id } of states) if (named.includes(id)) verdicts[id] = 'violated';
  return inStates(clause, verdicts);
}
