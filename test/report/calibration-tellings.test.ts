import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { createColors } from 'picocolors';
import { csvReport } from '../../src/report/csv.js';
import { githubSummary } from '../../src/report/github-summary.js';
import { htmlReport } from '../../src/report/html/html-report.js';
import { junitReport } from '../../src/report/junit.js';
import { markdownReport } from '../../src/report/markdown.js';
import { pdfReport } from '../../src/report/pdf/pdf-report.js';
import type { CalibrationEntry, Report } from '../../src/report/report.js';
import { sarifReport } from '../../src/report/sarif.js';
import { terminalReport } from '../../src/report/terminal.js';
import { styleOf } from './html-markup.js';
import { askTool, textOf, unspaced } from './pdf-tools.js';
import { rendered, unescaped } from './rendered-markdown.js';
import { cleanReport } from './sample-reports.js';
import { calibrated, foreign, surviving, unmeasured } from './samples/calibration.js';

const entries: readonly (readonly [string, CalibrationEntry])[] = [
  ['a figure without a fault', calibrated],
  ['a figure in which something survived', surviving],
  ['a figure of another run', foreign],
  ['no figure', unmeasured],
];

/** The text of a page of markup, in one line. */
function text(markup: string): string {
  return unescaped(markup.replaceAll(/<[^>]*>/g, '')).replaceAll(/\s+/g, ' ');
}

function pageText(report: Report): string {
  const html = [...htmlReport(report)].join('');
  return text(html.replace(styleOf(html), ''));
}

function withCalibration(calibration: CalibrationEntry): Report {
  return { ...cleanReport(), calibration };
}

const tellings: Readonly<Record<string, (report: Report) => string>> = {
  terminal: (report) =>
    terminalReport(report, { colours: createColors(false), width: 80 }).replaceAll(/\s+/g, ' '),
  HTML: (report) => pageText(report),
  Markdown: (report) => text(rendered(markdownReport(report))),
  'the summary of a job of GitHub': (report) => text(rendered(githubSummary(report))),
  SARIF: (report) => JSON.parse(sarifReport(report)).runs[0].properties.calibration.says,
  JUnit: (report) => {
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray: () => false });
    const [suite] = parser.parse(junitReport(report)).testsuites.testsuite;
    const properties: readonly { name: string; value: string }[] = suite.properties.property;
    return properties.find(({ name }) => name === 'calibration')?.value ?? '';
  },
};

describe('How many violations Candor itself would miss', () => {
  for (const [what, calibration] of entries) {
    for (const [name, tell] of Object.entries(tellings)) {
      it(`is told in ${name}, whole: ${what}`, () => {
        const told = tell(withCalibration(calibration));
        expect(told).to.contain(calibration.sentence);
        expect(told.split(calibration.sentence)).to.have.length(2);
        expect(told).not.to.match(/\d ?%|complian/);
      });
    }

    it(`is told in PDF, whole: ${what}`, async function () {
      const told = textOf(this, await pdfReport(withCalibration(calibration), 'a-2a'));
      expect(told).to.contain(unspaced(calibration.sentence));
      expect(told).not.to.match(/\d%|complian/i);
    });
  }

  it('is told by rule in HTML and PDF, with what survived, what was left out and what was not tried', async function () {
    if (surviving.kind !== 'measured') throw new Error('the sample has changed');
    const { figure } = surviving;
    const said = [
      ...figure.rules.map(({ rule }) => rule),
      ...figure.survivors.flatMap(({ change, from, expected, fired }) => [
        change,
        from,
        ...expected,
        ...fired,
      ]),
      ...figure.falseAlarms.flatMap(({ change, fired }) => [change, ...fired]),
      ...figure.exclusions.flatMap(({ change, because }) => [change, because]),
      ...figure.unmeasured.flatMap(({ rule, because }) => [rule, because]),
    ];
    const page = pageText(withCalibration(surviving));
    const pdf = textOf(this, await pdfReport(withCalibration(surviving), 'a-2a'));
    for (const words of said) {
      expect(page).to.contain(words);
      expect(pdf).to.contain(unspaced(words));
    }
  });

  it('is told without a table where it is another’s or unknown', async () => {
    for (const calibration of [foreign, unmeasured]) {
      const page = [...htmlReport(withCalibration(calibration))].join('');
      expect(page).not.to.contain('Table of violations by rule');
    }
  });

  it('is in numbers in SARIF only where it is this run’s', () => {
    const properties = (calibration: CalibrationEntry) =>
      JSON.parse(sarifReport(withCalibration(calibration))).runs[0].properties.calibration;
    expect(properties(surviving)).to.deep.equal({
      kind: 'measured',
      says: surviving.sentence,
      ...(surviving.kind === 'measured'
        ? {
            mutants: surviving.figure.mutants,
            equivalents: surviving.figure.equivalents,
            excluded: surviving.figure.excluded,
          }
        : {}),
    });
    expect(properties(foreign)).to.deep.equal({ kind: 'other', says: foreign.sentence });
    expect(properties(unmeasured)).to.deep.equal({ kind: 'not measured', says: unmeasured.sentence });
  });

  it('is no data item', () => {
    expect(csvReport(withCalibration(calibrated))).to.equal(csvReport(withCalibration(unmeasured)));
  });

  it('is bounded in HTML and PDF, which say how much they leave out', async function () {
    if (surviving.kind !== 'measured') throw new Error('the sample has changed');
    const { figure } = surviving;
    const [one] = figure.survivors;
    if (one === undefined) throw new Error('the sample has changed');
    const survivors = Array.from({ length: 1000 }, (_, number) => ({ ...one, change: `change ${number}` }));
    const exclusions = Array.from({ length: 10_000 }, (_, number) => ({
      change: `left out ${number}`,
      because: 'so',
    }));
    const report = withCalibration({ ...surviving, figure: { ...figure, survivors, exclusions } });
    const page = pageText(report);
    expect(page)
      .to.contain('and 900 more in calibration.json')
      .and.to.contain('and 9,900 more in calibration.json');
    const pdf = await pdfReport(report, 'a-2a');
    const told = textOf(this, pdf);
    expect(told).to.contain('and900moreincalibration.json').and.to.contain('and9,900moreincalibration.json');
    expect(askTool(this, 'qpdf', ['--check', '{pdf}'], pdf)).to.contain(
      'No syntax or stream encoding errors',
    );
  });
});
