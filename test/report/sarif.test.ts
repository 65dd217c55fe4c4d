import { readFileSync } from 'node:fs';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { expect } from 'chai';
import fc from 'fast-check';
import { rules } from '../../src/judge/rules.js';
import type { ClauseEntry, FindingGroup, Report } from '../../src/report/report.js';
import { sarifReport } from '../../src/report/sarif.js';
import { message, relativeUri } from '../../src/report/sarif-text.js';
import { brokenReport, cleanReport, hostileReport, hugeReport } from './sample-reports.js';

interface Place {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region?: { readonly startLine: number };
  };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Place[];
  readonly relatedLocations?: readonly Place[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly taxa: readonly { readonly id: string; readonly index: number }[];
  readonly suppressions: readonly { readonly status: string; readonly justification: string }[];
  readonly baselineState?: string;
  readonly properties: Readonly<Record<string, string>>;
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly [
    {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
    },
  ];
  readonly automationDetails: { readonly id: string };
  readonly taxonomies: readonly [{ readonly taxa: readonly { readonly id: string }[] }];
  readonly results: readonly Result[];
  readonly properties: { readonly resultsOmitted: number };
}

const root = new URL('../../../', import.meta.url);
const schema = JSON.parse(
  readFileSync(new URL('test/fixtures/sarif/sarif-schema-2.1.0.json', root), 'utf8'),
) as object;
// One of the schema's patterns is none where regular expressions are read as Unicode.
const ajv = new draft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(schema);

function run(report: Report): Run {
  const log = JSON.parse(sarifReport(report)) as { readonly runs: readonly Run[] };
  expect(validate(log), JSON.stringify(validate.errors?.slice(0, 3))).to.equal(true);
  expect(log.runs).to.have.length(1);
  return log.runs[0] as Run;
}

/** The broken report with only its first group, changed. */
function withGroup(change: Partial<FindingGroup>): Report {
  const report = brokenReport();
  return { ...report, findings: [{ ...(report.findings[0] as FindingGroup), ...change }] };
}

function withEvidence(change: Partial<FindingGroup['occurrences'][number]['evidence']>): Report {
  const [group] = brokenReport().findings;
  const occurrences = (group as FindingGroup).occurrences
    .slice(0, 1)
    .map((occurrence) => ({ ...occurrence, evidence: { ...occurrence.evidence, ...change } }));
  return withGroup({ occurrences });
}

const samples: readonly (readonly [string, () => Report])[] = [
  ['clean', cleanReport],
  ['broken', brokenReport],
  ['hostile', hostileReport],
  ['huge', () => hugeReport(20_000)],
];

describe('the SARIF report', () => {
  for (const [name, report] of samples) {
    it(`is valid SARIF 2.1.0, and the same bytes twice, for the ${name} run`, () => {
      const text = sarifReport(report());
      run(report());
      expect(text).to.match(/[^\n]\n$/);
      expect(sarifReport(report())).to.equal(text);
    });
  }

  it('has the rules of the rule table and no others', () => {
    const { driver } = run(cleanReport()).tool;
    expect(driver.rules.map(({ id }) => id)).to.deep.equal(rules.map(({ id }) => id));
  });

  it('has no result where nothing was wrong: code hosts would raise an alarm for a pass', () => {
    expect(run(cleanReport()).results).to.deep.equal([]);
  });

  it('has a result for each finding, at its clause, with the line of the trace beside it', () => {
    const report = brokenReport();
    const { results } = run(report);
    const findings = results.filter(({ properties }) => properties['finding'] !== undefined);
    expect(findings.map(({ properties }) => properties['finding'])).to.have.members(
      report.findings.flatMap(({ occurrences }) => occurrences.map(({ id }) => id)),
    );
    const first = results.find(({ properties }) => properties['finding'] === 'f-1') as Result;
    expect(first.ruleId).to.equal('field/undocumented');
    expect(rules[first.ruleIndex ?? -1]?.id).to.equal('field/undocumented');
    expect(first.locations[0]?.physicalLocation).to.deep.equal({
      artifactLocation: { uri: 'disclosures/harbour-3/disclosure.yaml', uriBaseId: 'SRCROOT' },
      region: { startLine: 78 },
    });
    expect(first.relatedLocations?.[0]?.physicalLocation).to.deep.equal({
      artifactLocation: { uri: 'traces/accepted-then-failing.ndjson', uriBaseId: 'RUN' },
      region: { startLine: 12 },
    });
    expect(first.taxa[0]?.id).to.equal('report.transmit');
  });

  it('points each taxon at the clause of that name', () => {
    const { results, taxonomies } = run(brokenReport());
    for (const { taxa } of results) {
      for (const { id, index } of taxa) expect(taxonomies[0].taxa[index]?.id).to.equal(id);
    }
  });

  it('gives no region to what a trace lacks', () => {
    const missing = run(brokenReport()).results.find(({ ruleId }) => ruleId === 'schedule/missing');
    expect(missing?.relatedLocations?.[0]?.physicalLocation).to.not.have.property('region');
  });

  it('tells both kinds of breach as errors, and what decides nothing as open', () => {
    const { results } = run(brokenReport());
    const told = (rule: string) => results.find(({ ruleId }) => ruleId === rule);
    expect(told('field/undocumented')).to.include({ kind: 'fail', level: 'error' });
    expect(told('field/missing')).to.include({ kind: 'fail', level: 'error' });
    expect(told('capture/dead')).to.include({ kind: 'open', level: 'none' });
    expect(told('clause/undecided')).to.include({ kind: 'open', level: 'none' });
    expect(told('clause/undecided')?.message.text).to.contain('capture was down');
  });

  it('names in notifications the clauses that no scenario exercised', () => {
    const report = cleanReport();
    const clauses = report.clauses.map(
      (clause): ClauseEntry =>
        clause.id === 'gauge.port'
          ? { ...clause, verdict: 'not-exercised', judged: 'not-exercised' }
          : clause,
    );
    const { toolExecutionNotifications, executionSuccessful } = run({ ...report, clauses }).invocations[0];
    const texts = toolExecutionNotifications.map(({ message }) => message.text);
    expect(texts).to.include('No scenario exercised the clause gauge.port.');
    expect(texts).to.include('The statement data.keeping is for a person to answer, and nobody has.');
    expect(executionSuccessful).to.equal(true);
  });

  it('suppresses what is waived, with the reason, and nothing else', () => {
    const { results } = run(brokenReport());
    const suppressed = results.filter(({ suppressions }) => suppressions.length > 0);
    expect(suppressed.map(({ ruleId }) => ruleId)).to.deep.equal(['kit/missing']);
    expect(suppressed[0]?.suppressions[0]).to.include({ status: 'accepted' });
    expect(suppressed[0]?.suppressions[0]?.justification).to.match(/^The rules come with the next release/);
  });

  it('does not suppress what a waiver that has ended covered', () => {
    const [waiver] = brokenReport().findings.flatMap(({ waiver }) => waiver ?? []);
    if (waiver === undefined) throw new Error('the sample has no waiver');
    const { results } = run(withGroup({ waiver: { ...waiver, ended: true } }));
    expect(results[0]?.suppressions).to.deep.equal([]);
  });

  it('says what is new against a baseline, and nothing where there is none', () => {
    const state = (isNew: boolean | undefined) => run(withGroup({ isNew })).results[0]?.baselineState;
    expect([true, false, undefined].map(state)).to.deep.equal(['new', 'unchanged', undefined]);
  });

  it('holds the worst 5000 results, each group before any repeats, and counts the others', () => {
    const report = hugeReport(20_000);
    const { results, properties, invocations } = run(report);
    expect(results).to.have.length(5000);
    const groups = results.slice(0, report.findings.length).map(({ properties }) => properties['group']);
    expect(new Set(groups).size).to.be.greaterThan(report.findings.length - 2);
    expect(new Set(results.map(({ properties }) => properties['group'])).size).to.be.at.least(
      report.findings.length,
    );
    // The 20,000 findings and the undecided clause that do not fit, and those that the result did not keep.
    expect(properties.resultsOmitted).to.equal(20_001 - 5000 + 120);
    expect(invocations[0].toolExecutionNotifications[0]?.message.text).to.contain(
      '15121 results are not in this log',
    );
  });

  it('keeps fingerprints while a fault moves, and tells faults apart', () => {
    const print = (report: Report) => run(report).results[0]?.partialFingerprints['primaryLocationLineHash'];
    const [group] = brokenReport().findings;
    const first = (group as FindingGroup).occurrences[0];
    if (first === undefined) throw new Error('the sample has no finding');
    const original = print(withEvidence({}));
    expect(original).to.match(/^[0-9a-f]{64}$/);
    expect(print(withEvidence({ line: 99, digest: undefined }))).to.equal(original);
    expect(
      print(
        withGroup({
          occurrences: [{ ...first, id: 'f-9', at: '2027-01-01T00:00:00.000Z', scenario: 'other' }],
        }),
      ),
    ).to.equal(original);
    expect(print(withEvidence({ member: '/a/3/b' }))).to.equal(print(withEvidence({ member: '/a/17/b' })));
    expect(print(withEvidence({ member: '/a/3/b' }))).to.not.equal(print(withEvidence({ member: '/a/3/c' })));
    expect(print(withGroup({ clause: 'report.product' }))).to.not.equal(original);
    expect(print(withGroup({ rule: 'field/invalid' }))).to.not.equal(original);
  });

  it('tells a finding of a clause that the disclosure does not have, at its evidence', () => {
    const [result] = run(withGroup({ id: 'g-0', clause: 'no.such-clause' })).results;
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uriBaseId).to.equal('RUN');
    expect(result).to.not.have.property('taxa');
  });

  it('names the run so that another disclosure or system is another category', () => {
    expect(run(cleanReport()).automationDetails.id).to.equal('candor/harbour-3/tidewatch/');
    const { id } = run(hostileReport()).automationDetails;
    expect(id.split('/')).to.have.length(4);
  });

  it('keeps every URI below its base, whatever a file is called', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.constantFrom('..', '.', '', '/', '\\', 'a:b', '%2e%2e', '?', '#', '//x')),
        (name, parts) => {
          for (const file of [name, parts.join('/'), `${parts.join('/')}${name}`]) {
            const uri = relativeUri(file);
            expect(uri).to.match(/^[A-Za-z0-9\-._~!'()*%][A-Za-z0-9\-._~!'()*%/]*$/);
            const { href } = new URL(uri, 'https://base.example/run/');
            expect(href.startsWith('https://base.example/run/'), href).to.equal(true);
          }
        },
      ),
    );
  });

  it('has no placeholder and no embedded link in a message, whatever was captured', () => {
    const text = fc.string({
      unit: fc.constantFrom('](', '[a', '{', '}', '0', '[', ']', '(', ')', '1', '\\', 'a', '\n'),
    });
    fc.assert(
      fc.property(text, (captured) => {
        const told = message(captured).text;
        // Read as section 3.11.5 has it: doubled braces are braces, and no single one is left.
        expect(told.replaceAll('{{', '').replaceAll('}}', '')).to.not.match(/[{}]/);
        expect(told).to.not.match(/\[(?:\\[\\[\]]|[^\\[\]])*\]\(/);
      }),
    );
  });
});
