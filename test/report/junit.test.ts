import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parse, type TestCase, type TestSuites } from 'junit2json';
import { visible } from '../../src/disclosure/visible.js';
import { junitReport } from '../../src/report/junit.js';
import type { ClauseEntry, Report, Verdict, WaiverEntry } from '../../src/report/report.js';
import { brokenReport, cleanReport, hostileReport, hugeReport } from './sample-reports.js';

const samples: readonly (readonly [string, () => Report])[] = [
  ['clean', cleanReport],
  ['broken', brokenReport],
  ['hostile', hostileReport],
  ['huge', () => hugeReport(20_000)],
];

async function suites(report: Report): Promise<TestSuites> {
  return (await parse(junitReport(report))) as TestSuites;
}

function cases(all: TestSuites): readonly TestCase[] {
  return (all.testsuite ?? []).flatMap(({ testcase }) => testcase ?? []);
}

/** One scenario and one clause, and what the scenario says of it. */
function single(verdict: Verdict | undefined, change: Partial<ClauseEntry> = {}): Report {
  const report = brokenReport();
  const [scenario] = report.scenarios;
  const clause = report.clauses.find(({ id }) => id === 'report.transmit');
  if (scenario === undefined || clause === undefined) throw new Error('the sample has changed');
  return {
    ...report,
    scenarios: [
      {
        ...scenario,
        id: 'accepted-then-failing',
        clauses: new Map(verdict === undefined ? [] : [[clause.id, verdict]]),
      },
    ],
    clauses: [{ ...clause, ...change }],
    findings: verdict === 'violated' ? report.findings.slice(0, 1) : [],
    gate: undefined,
  };
}

const waiver: WaiverEntry = {
  id: 'w-1',
  scope: 'report.transmit',
  reason: 'until the spring',
  by: 'M.',
  until: '2026-03-31',
  matched: 1,
  ended: false,
};

/** The schema that Jenkins' plugin had, with what its later versions let `skipped` carry. */
function jenkinsSchema(): string {
  const file = new URL('../../../test/fixtures/junit/jenkins-junit.xsd', import.meta.url);
  const skipped = '<xs:element name="skipped" type="xs:string"/>';
  const text = readFileSync(fileURLToPath(file), 'utf8');
  expect(text).to.contain(skipped);
  return text.replace(
    skipped,
    `<xs:element name="skipped"><xs:complexType mixed="true">
      <xs:attribute name="type" type="xs:string"/><xs:attribute name="message" type="xs:string"/>
    </xs:complexType></xs:element>`,
  );
}

describe('the JUnit report', () => {
  for (const [name, report] of samples) {
    it(`is well-formed, and the same bytes twice, for the ${name} run`, () => {
      const text = junitReport(report());
      expect(XMLValidator.validate(text)).to.equal(true);
      expect(text).to.match(/[^\n]\n$/);
      expect(junitReport(report())).to.equal(text);
    });

    it(`counts what it holds in the ${name} run`, async () => {
      const all = await suites(report());
      const failed = (each: readonly TestCase[]) =>
        each.filter(({ failure }) => failure !== undefined).length;
      const errors = (each: readonly TestCase[]) => each.filter(({ error }) => error !== undefined).length;
      expect(all).to.include({
        tests: cases(all).length,
        failures: failed(cases(all)),
        errors: errors(cases(all)),
        time: 0,
      });
      for (const suite of all.testsuite ?? []) {
        const own = suite.testcase ?? [];
        const skipped = own.filter(({ skipped }) => skipped !== undefined).length;
        expect(suite).to.include({ tests: own.length, failures: failed(own), errors: errors(own), skipped });
      }
    });
  }

  describe('against the schema of Jenkins', () => {
    let folder = '';
    before(function () {
      if (spawnSync('xmllint', ['--version']).error === undefined) {
        folder = mkdtempSync(join(tmpdir(), 'candor-junit-'));
        writeFileSync(join(folder, 'junit.xsd'), jenkinsSchema());
        return;
      }
      if (process.env['CANDOR_BROWSER'] === 'required')
        throw new Error('xmllint (libxml2-utils) is not installed');
      process.stderr.write('      skipped: xmllint (libxml2-utils) is not installed\n');
      this.skip();
    });
    after(() => {
      if (folder !== '') rmSync(folder, { recursive: true });
    });

    for (const [name, report] of samples) {
      it(`is valid for the ${name} run`, () => {
        const { status, stderr } = spawnSync(
          'xmllint',
          ['--nonet', '--noout', '--schema', join(folder, 'junit.xsd'), '-'],
          { input: junitReport(report()), encoding: 'utf8' },
        );
        expect(stderr.trim()).to.equal('- validates');
        expect(status).to.equal(0);
      });
    }
  });

  it('has a suite for each scenario with a case for each clause, and a last one for statements', async () => {
    const report = cleanReport();
    const { testsuite = [] } = await suites(report);
    expect(testsuite.map(({ name }) => name)).to.deep.equal([
      ...report.scenarios.map(({ id }) => id),
      'statements for a person to answer',
    ]);
    const verifiable = report.clauses.filter(({ modality }) => modality !== 'statement').map(({ id }) => id);
    expect(testsuite[0]?.testcase?.map(({ name }) => name)).to.deep.equal(verifiable);
    expect(testsuite[0]?.testcase?.[0]?.classname).to.equal(`harbour-3.${report.scenarios[0]?.id}`);
    expect(testsuite[0]?.timestamp).to.equal(report.scenarios[0]?.from);
  });

  const outcomes: readonly (readonly [string, Report, Partial<Record<keyof TestCase, RegExp>>])[] = [
    ['an upheld clause passes', single('upheld'), {}],
    [
      'a violated clause fails',
      single('violated'),
      { failure: /^The report carries a field .*\(and 3 more\)$/ },
    ],
    [
      'an undecided clause is an error',
      single('inconclusive', { undecided: ['the capture was down'] }),
      { error: /not decided: the capture was down/ },
    ],
    [
      'a clause that the scenario did not exercise is skipped',
      single(undefined),
      { skipped: /^not exercised in this scenario$/ },
    ],
    [
      'a waived clause is skipped',
      single('violated', { verdict: 'waived', waiver }),
      { skipped: /^waived: until the spring$/ },
    ],
    [
      'a clause whose waiver has ended fails',
      single('violated', { verdict: 'waived', waiver: { ...waiver, ended: true } }),
      { failure: /./ },
    ],
    [
      'a clause that a waiver of one of its rules covers fails',
      single('violated', { waiver }),
      { failure: /./ },
    ],
    [
      'a statement that nobody answered is skipped',
      single(undefined, { modality: 'statement', verdict: 'not-exercised' }),
      { skipped: /nobody has/ },
    ],
  ];
  for (const [sentence, report, expected] of outcomes) {
    it(sentence, async () => {
      const [one] = cases(await suites(report));
      for (const kind of ['failure', 'error', 'skipped'] as const) {
        const message = one?.[kind]?.[0]?.message;
        if (expected[kind] === undefined) expect(message, kind).to.equal(undefined);
        else expect(message, kind).to.match(expected[kind]);
      }
    });
  }

  it('skips a clause all of whose findings are waived, and fails one of which some are not', async () => {
    const report = single('violated');
    const [group] = report.findings;
    if (group === undefined) throw new Error('the sample has changed');
    const other = { ...group, id: 'g-other', title: 'Another.' };
    const waived = { ...group, waiver };
    const [all] = cases(await suites({ ...report, findings: [waived] }));
    expect(all?.skipped?.[0]?.message).to.equal('waived: until the spring');
    const [some] = cases(await suites({ ...report, findings: [waived, other] }));
    expect(some?.failure).to.have.length(1);
  });

  it('tells a gate that failed for what no clause is at fault', async () => {
    const reasons = ['the waiver w-9 covers nothing: remove it'];
    const gate = {
      passed: false,
      on: '2026-05-01',
      reasons,
      waivers: [],
      attestations: [],
      baseline: undefined,
    };
    const [told] = cases(await suites({ ...single('upheld'), gate }));
    expect(told?.name).to.equal('gate');
    expect(told?.error?.[0]?.message).to.equal(reasons[0]);
    const [passed] = cases(
      await suites({ ...single('upheld'), gate: { ...gate, passed: true, reasons: [] } }),
    );
    expect(passed?.name).to.equal('report.transmit');
  });

  it('fails each clause that a finding breaches beside the one that it is charged to', async () => {
    const report = single('violated');
    const [clause] = report.clauses;
    const [scenario] = report.scenarios;
    if (clause === undefined || scenario === undefined) throw new Error('the sample has changed');
    const beside = { ...clause, id: 'report.beside', groups: ['g-1'] };
    const verdicts = new Map(scenario.clauses).set('report.beside', 'violated');
    const told = await suites({
      ...report,
      clauses: [clause, beside],
      scenarios: [{ ...scenario, clauses: verdicts }],
    });
    expect(cases(told).map(({ failure }) => failure?.[0]?.message)).to.deep.equal(
      Array(2).fill(
        'The report carries a field that the disclosure does not name: environment.hostName. (and 3 more)',
      ),
    );
  });

  it('tells a violated clause that the disclosure does not have', async () => {
    const told = await suites({ ...single('violated'), clauses: [] });
    expect(cases(told).map(({ name }) => name)).to.deep.equal(['report.transmit']);
    expect(cases(told)[0]?.failure).to.have.length(1);
  });

  it('passes an answered statement with the answer', async () => {
    const { testsuite = [] } = await suites(brokenReport());
    const answered = testsuite.at(-1)?.testcase?.find(({ name }) => name === 'data.keeping');
    expect(answered?.skipped).to.equal(undefined);
    expect(answered?.['system-out']?.[0]).to.match(/^attested by Dr\. A\. Osei.*on 2026-01-02: /);
  });

  it('gives a failure its findings with evidence, twenty at most', async () => {
    const failing = cases(await suites(hugeReport(20_000))).find(
      ({ name, failure }) => name === 'report.transmit' && failure?.[0]?.type === 'field/undocumented',
    );
    const text = failing?.failure?.[0]?.inner ?? '';
    expect(text).to.match(
      / {2}sent: member0: .*\n {2}allowed: .*\n {2}evidence: traces\/accepted-then-failing\.ndjson:12\n/,
    );
    expect(text.match(/ {2}evidence: /g)).to.have.length(20);
    expect(text).to.match(/\nand \d+ more in result\.json$/);
  });

  it('tells two recordings of one scenario apart', async () => {
    const report = single('violated');
    const [scenario] = report.scenarios;
    if (scenario === undefined) throw new Error('the sample has changed');
    const again = { ...scenario, trace: { ...scenario.trace, file: 'traces/again.ndjson' } };
    const here = { ...scenario, trace: { ...scenario.trace, file: 'traces/accepted-then-failing.ndjson' } };
    const { testsuite = [] } = await suites({ ...report, scenarios: [here, again] });
    expect(new Set(testsuite.map(({ name }) => name)).size).to.equal(2);
    expect(testsuite[0]?.testcase?.[0]?.failure?.[0]?.inner).to.contain('f-1 ');
    expect(testsuite[1]?.testcase?.[0]?.failure?.[0]?.inner ?? '').to.not.contain('f-1 ');
  });

  it('gives back every text as it was, whatever it holds', () => {
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      trimValues: false,
      parseAttributeValue: false,
      parseTagValue: false,
    });
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          '&',
          '#',
          '1',
          ';',
          'x',
          'amp',
          'lt',
          '<',
          '>',
          ']',
          '"',
          "'",
          '\n',
          '\t',
          '\u0000',
          '\uffff',
          '\ud800',
        ),
      }),
      fc.constantFrom(']]>', '&#1;', '&lt;b&gt;', '&amp;amp;', '<![CDATA[x]]>', '<!--', '&x;'),
    );
    fc.assert(
      fc.property(text, (captured) => {
        const xml = junitReport(single('inconclusive', { undecided: [captured] }));
        expect(XMLValidator.validate(xml)).to.equal(true);
        const read = parser.parse(xml) as {
          testsuites: { testsuite: { testcase: { error: Record<string, string> } } };
        };
        const error = read.testsuites.testsuite.testcase.error;
        expect(error['@message']).to.equal(visible(`not decided: ${captured}`, 4000));
        expect(error['#text']).to.equal(visible(`because ${captured}`, 4000));
      }),
    );
  });
});
