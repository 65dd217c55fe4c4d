import { expect } from 'chai';
import type { Disclosure } from '../../src/disclosure/disclosure.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { assembleResult } from '../../src/judge/result.js';
import { acme, acmeSystem, judgeAll, judgementOf, type TraceBuilder, trace } from './judging.js';

/** Acme's disclosure with no more than one payload of it and a few of its clauses. */
function partOf(payload: string, clauses: readonly string[]): Disclosure {
  return {
    ...acme,
    payloads: new Map([...acme.payloads].filter(([id]) => id === payload)),
    clauses: new Map([...acme.clauses].filter(([id]) => clauses.includes(id))),
    interpretations: new Map(
      [...acme.interpretations].filter(([id]) => /window-end|modality/.test(id) && id.startsWith(payload)),
    ),
  };
}

const disclosure = partOf('pulse', ['pulse.transmit', 'pulse.schedule-at-install', 'about.storage']);

/** Two slots hit, one of them nearly missed; one excused; one missed; and one transmission off every slot. */
function kept(): TraceBuilder {
  return trace({
    scenario: 'crash-reported',
    recorded: '2026-02-03T04:05:06.000Z',
    product: {
      name: 'widget\ud800',
      version: '1\ud800',
      artifacts: [{ name: 'a\ud800', digest: 'sha256:0' }],
    },
    capture: 'proxy',
    clock: { kind: 'stepped', step: 'PT1M' },
  })
    .beats()
    .as('i-1\ud800')
    .install({ telemetry: 'off' })
    .pulses('PT1H4M', 'PT1H30M')
    .at('PT1H50M')
    .asleep('PT20M')
    .pulses('PT4H')
    .at('PT6H')
    .transmits({ method: 'GET', url: 'https://updates.acme.test/x' })
    .beats()
    .ends();
}

describe('A whole result', () => {
  const result = (): ResultFile =>
    judgeAll({ 'b.ndjson': kept(), 'a.ndjson': trace().install().at('PT1H') }, { disclosure });

  it('tells of each clause', () => {
    expect(result().clauses).to.deep.equal([
      {
        id: 'pulse.transmit',
        modality: 'obligation',
        verdict: 'upheld',
        exercised: 3,
        findings: [],
        states: { 'telemetry-off': { verdict: 'upheld', exercised: 3 } },
        observedUntil: '2026-01-01T06:00:00.000Z',
        readings: { stable: true, restsOn: [] },
      },
      {
        id: 'pulse.schedule-at-install',
        modality: 'obligation',
        verdict: 'violated',
        exercised: 3,
        findings: ['f-1', 'f-2'],
        states: { 'telemetry-off': { verdict: 'violated', exercised: 3 } },
        observedUntil: '2026-01-01T06:00:00.000Z',
        margin: 60,
        readings: {
          stable: true,
          restsOn: [],
          verdicts: { 'pulse.modality=ceiling': 'violated', 'pulse.window-end=half-open': 'violated' },
        },
      },
      {
        id: 'about.storage',
        modality: 'statement',
        verdict: 'not-exercised',
        exercised: 0,
        findings: [],
        states: {},
        readings: { stable: true, restsOn: [] },
      },
    ]);
  });

  it('tells of each scenario, in the order of the files', () => {
    expect(result().scenarios).to.deep.equal([
      {
        id: null,
        trace: { file: 'a.ndjson', digest: 'sha256:0' },
        verdict: 'not-exercised',
        from: '2026-01-01T00:00:00.000Z',
        until: '2026-01-01T00:00:00.000Z',
        transmissions: 0,
        excluded: 0,
        heartbeats: 0,
        complete: false,
        clauses: {},
        findings: [],
        notes: ['the trace has no end: it was cut off'],
      },
      {
        id: 'crash-reported',
        trace: { file: 'b.ndjson', digest: 'sha256:0' },
        recorded: '2026-02-03T04:05:06.000Z',
        product: {
          name: 'widget\ufffd',
          version: '1\ufffd',
          artifacts: [{ name: 'a\ufffd', digest: 'sha256:0' }],
        },
        capture: 'proxy',
        clock: { kind: 'stepped', step: 'PT1M' },
        verdict: 'violated',
        from: '2026-01-01T00:00:00.000Z',
        until: '2026-01-01T06:00:00.000Z',
        transmissions: 4,
        excluded: 1,
        heartbeats: 2,
        complete: true,
        clauses: { 'pulse.transmit': 'upheld', 'pulse.schedule-at-install': 'violated' },
        findings: ['f-1', 'f-2'],
        notes: ['there is no scenario crash-reported here: what it expects was not judged'],
      },
    ]);
  });

  it('tells of each window', () => {
    expect(result().windows).to.deep.equal([
      {
        payload: 'pulse',
        clause: 'pulse.schedule-at-install',
        scenario: 'crash-reported',
        trace: 'b.ndjson',
        installation: 'i-1\ufffd',
        start: '2026-01-01T00:00:00.000Z',
        known: true,
        end: '2026-01-01T06:00:00.000Z',
        every: 'PT1H',
        for: 'PT4H',
        tolerance: 'PT5M',
        slots: [
          {
            from: '2026-01-01T00:55:00.000Z',
            until: '2026-01-01T01:05:00.000Z',
            outcome: 'hit',
            sent: '2026-01-01T01:04:00.000Z',
          },
          { from: '2026-01-01T01:55:00.000Z', until: '2026-01-01T02:05:00.000Z', outcome: 'excused' },
          { from: '2026-01-01T02:55:00.000Z', until: '2026-01-01T03:05:00.000Z', outcome: 'missed' },
          {
            from: '2026-01-01T03:55:00.000Z',
            until: '2026-01-01T04:05:00.000Z',
            outcome: 'hit',
            sent: '2026-01-01T04:00:00.000Z',
          },
        ],
        sent: [
          { at: '2026-01-01T01:04:00.000Z', line: 4 },
          { at: '2026-01-01T01:30:00.000Z', line: 5, rule: 'schedule/off-slot' },
          { at: '2026-01-01T04:00:00.000Z', line: 7 },
        ],
        sentOmitted: 0,
        states: [{ at: '2026-01-01T00:00:00.000Z', state: 'telemetry-off' }],
        gaps: [{ from: '2026-01-01T01:50:00.000Z', until: '2026-01-01T02:10:00.000Z', cause: 'unreachable' }],
        forbidden: { between: true, after: true },
        verdict: 'violated',
      },
    ]);
  });

  it('tells of each finding', () => {
    expect(result().findings).to.deep.equal([
      {
        id: 'f-1',
        rule: 'schedule/off-slot',
        kind: 'excess',
        clause: 'pulse.schedule-at-install',
        scenario: 'crash-reported',
        installation: 'i-1\ufffd',
        state: 'telemetry-off',
        at: '2026-01-01T01:30:00.000Z',
        message:
          'pulse: was sent PT1H30M after the state began at 2026-01-01T00:00:00.000Z, in the window and outside every slot',
        sent: 'pulse at 2026-01-01T01:30:00.000Z',
        allowed: 'once every PT1H ± PT5M for PT4H after telemetry is off',
        evidence: [{ trace: 'b.ndjson', line: 5 }],
      },
      {
        id: 'f-2',
        rule: 'schedule/missing',
        kind: 'shortfall',
        clause: 'pulse.schedule-at-install',
        scenario: 'crash-reported',
        installation: 'i-1\ufffd',
        state: 'telemetry-off',
        at: '2026-01-01T03:05:00.000Z',
        message: 'pulse: the slot at 2026-01-01T03:00:00.000Z ± PT5M passed empty',
        sent: 'nothing',
        allowed: 'once every PT1H ± PT5M for PT4H after telemetry is off',
        evidence: [{ trace: 'b.ndjson', line: 3 }],
      },
    ]);
  });

  it('tells of each payload and field that is documented', () => {
    expect(result().payloads).to.deep.equal([
      {
        id: 'pulse',
        transmissions: 3,
        states: ['telemetry-off'],
        fields: [
          { pointer: '/number', transmissions: 3, states: ['telemetry-off'] },
          { pointer: '/on', transmissions: 3, states: ['telemetry-off'] },
          { pointer: '/id', transmissions: 3, states: ['telemetry-off'] },
          { pointer: '/token', transmissions: 0, states: [] },
        ],
      },
    ]);
  });

  it('tells what it rests on', () => {
    const { clauses: _, scenarios: __, windows: ___, findings: ____, payloads: _____, ...rest } = result();
    expect(rest).to.deep.equal({
      format: 'candor-result/1',
      instrument: 'candor 0.0.0',
      verdict: 'violated',
      disclosure: { id: 'acme-1', digest: acme.digest },
      system: { id: 'acme', digest: acmeSystem.file.digest },
      interpretations: { 'pulse.modality': 'obligation', 'pulse.window-end': 'closed' },
      requireAll: false,
      findingsOmitted: 0,
      windowsOmitted: 0,
      excluded: [
        {
          url: 'https://updates.acme.test/*',
          because: 'Updates: another disclosure speaks of them.',
          transmissions: 1,
        },
      ],
    });
  });

  it('of nothing at all says no more than what it rests on', () => {
    expect(judgeAll({}, { disclosure })).to.deep.include({
      scenarios: [],
      findings: [],
      windows: [],
      findingsOmitted: 0,
      windowsOmitted: 0,
    });
  });

  it('tells of a finding no more than there is to tell', () => {
    const { findings } = judgeAll({ 'a.ndjson': trace().sends('lookup', { installation: null }).ends() });
    expect(findings).to.deep.equal([
      {
        id: 'f-1',
        rule: 'route/unattributed',
        kind: 'excess',
        clause: 'lookup.transmit',
        scenario: null,
        at: '2026-01-01T00:00:00.000Z',
        message: 'lookup: names no installation, and there is not exactly one that it could belong to',
        evidence: [{ trace: 'a.ndjson', line: 2 }],
      },
    ]);
  });

  it('tells of a trace without events that it had none', () => {
    const { scenarios, windows, verdict } = judgeAll({ 'a.ndjson': { events: [], scenario: undefined } });
    expect([windows, verdict]).to.deep.equal([[], 'not-exercised']);
    expect(scenarios).to.deep.equal([
      {
        id: null,
        trace: { file: 'a.ndjson', digest: 'sha256:0' },
        verdict: 'not-exercised',
        transmissions: 0,
        excluded: 0,
        heartbeats: 0,
        complete: false,
        clauses: {},
        findings: [],
        notes: ['the trace has no end: it was cut off'],
      },
    ]);
  });

  it('tells of a product without files no files', () => {
    const built = trace({ product: { name: 'widget', version: '1' } }).ends();
    expect(judgeAll({ a: built }).scenarios[0]?.product).to.deep.equal({ name: 'widget', version: '1' });
  });

  it('of what was judged by no disclosure and no system says just that', () => {
    const basis = {
      disclosure: undefined,
      system: undefined,
      readings: new Map(),
      variants: [],
      requireAll: false,
      instrument: 'candor 0.0.0',
    };
    const judgement = judgementOf(trace().install().sends('lookup').ends());
    expect(assembleResult(basis, [{ file: 'a', digest: 'sha256:0', judgement }])).to.deep.include({
      disclosure: { id: null },
      system: { id: null },
      clauses: [],
      payloads: [],
      excluded: [],
      verdict: 'not-exercised',
    });
  });

  it('counts what it does not hold', () => {
    const judgement = { ...judgementOf(kept(), { disclosure }), omitted: 3, windowsOmitted: 5 };
    const basis = {
      disclosure,
      system: acmeSystem,
      readings: new Map(),
      variants: [],
      requireAll: false,
      instrument: 'candor 0.0.0',
    };
    const result = assembleResult(basis, [{ file: 'a', digest: 'sha256:0', judgement }]);
    expect(result).to.include({ findingsOmitted: 3, windowsOmitted: 5 });
    const many = { ...judgement, windows: Array.from({ length: 70 }, () => judgement.windows).flat() };
    expect(
      assembleResult(basis, [{ file: 'a', digest: 'sha256:0', judgement: many }]).windowsOmitted,
    ).to.equal(15);
  });
});
