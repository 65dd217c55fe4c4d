import { expect } from 'chai';
import { createColors } from 'picocolors';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { buildReport } from '../../src/report/model/build-report.js';
import { terminalReport } from '../../src/report/terminal.js';

const hostile = 'x\u001b[2J\u0007\u202e\u009b31m';

const result: ResultFile = {
  format: 'candor-result/1',
  instrument: 'candor 0.0.0',
  verdict: 'violated',
  disclosure: { id: 'acme-1' },
  system: { id: 'acme' },
  interpretations: {},
  requireAll: false,
  clauses: [
    {
      id: 'a.transmit',
      modality: 'obligation',
      verdict: 'violated',
      exercised: 1,
      findings: ['f-1'],
      undecided: [hostile],
      readings: { stable: true, restsOn: [] },
    },
    {
      id: 'a.statement',
      modality: 'statement',
      verdict: 'not-exercised',
      exercised: 0,
      findings: [],
      readings: { stable: true, restsOn: [] },
    },
  ],
  scenarios: [
    {
      id: null,
      trace: { file: `traces/${hostile}`, digest: 'sha256:0' },
      verdict: 'violated',
      transmissions: 1,
      excluded: 0,
      heartbeats: 0,
      complete: false,
      clauses: { 'a.transmit': 'violated' },
      findings: ['f-1'],
      notes: [hostile],
    },
  ],
  findings: [
    {
      id: 'f-1',
      rule: 'field/undocumented',
      kind: 'excess',
      clause: 'a.transmit',
      scenario: null,
      installation: hostile,
      at: '2026-01-01T00:00:00.000Z',
      message: hostile,
      sent: hostile,
      allowed: hostile,
      evidence: [{ trace: `traces/${hostile}`, line: 2, pointer: '/request/body', member: `/${hostile}` }],
    },
  ],
  findingsOmitted: 0,
  payloads: [],
  windows: [],
  windowsOmitted: 0,
  excluded: [{ url: hostile, because: hostile, transmissions: 0 }],
};

const report = await buildReport(
  {
    folder: '.',
    result,
    resultDigest: 'sha256:0',
    disclosure: undefined,
    system: undefined,
    scenarios: new Map(),
    failures: [],
    gate: undefined,
    calibration: undefined,
    sentences: new Map(),
  },
  { evidence: false },
);

describe('The terminal report', () => {
  it('lets nothing that it is told write to the terminal', () => {
    const text = terminalReport(report, { colours: createColors(false), width: 100 });
    expect(text).not.to.match(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(text.split('‹U+001B›').length - 1).to.be.at.least(9);
  });

  it('keeps each line within the width, whatever it says', () => {
    const long = 'word '.repeat(200);
    const clauses = report.clauses.map((clause) => ({ ...clause, says: long, undecided: [long] }));
    const text = terminalReport({ ...report, clauses }, { colours: createColors(false), width: 60 });
    expect(text).to.contain('word word');
    expect(text.split('\n').filter((line) => line.length > 60 && line.includes('word'))).to.deep.equal([]);
  });

  it('tells first what is open, then the findings, then what is closed', () => {
    const text = terminalReport(report, { colours: createColors(false), width: 100 });
    const places = ['VIOLATED', '\nViolated', '\nFindings', '\nFor a person to attest', '\nLimits'].map(
      (title) => text.indexOf(title),
    );
    expect(places).not.to.include(-1);
    expect(places).to.deep.equal([...places].sort((one, other) => one - other));
  });
});
