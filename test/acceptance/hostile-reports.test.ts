import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { expect } from 'chai';
import { parse as parseCsv } from 'csv-parse/sync';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type ReportFormat, report } from '../../src/cli/report.js';
import { loadRun } from '../../src/report/load-run.js';
import { buildReport } from '../../src/report/model/build-report.js';
import { attacks, hostileTrace } from '../report/hostile-trace.js';
import { askTool, textOf, unspaced } from '../report/pdf-tools.js';
import { elements, rendered } from '../report/rendered-markdown.js';
import { keepingConsole, runs } from '../report/runs.js';

describe('a trace whose every captured string is an attack', () => {
  const made = runs();
  let folder = '';
  before(async () => {
    folder = await made.judge({ "<b>it's$(x)&.ndjson": hostileTrace() });
  });
  after(() => made.remove());

  const told = async (format: ReportFormat, reveal = false): Promise<string> => {
    const console = keepingConsole();
    const { GITHUB_STEP_SUMMARY: _, ...environment } = process.env;
    process.env = environment;
    expect(await report(folder, { format, reveal }, console)).to.equal(0);
    return console.said.out;
  };

  it('is found to breach many rules, so that its strings are told', async () => {
    const { findings } = await buildReport(await loadRun(folder), { evidence: false });
    expect(new Set(findings.map(({ rule }) => rule)).size).to.be.at.least(6);
    expect(findings.length).to.be.at.least(3 * attacks.length);
  });

  for (const reveal of [false, true]) {
    describe(reveal ? 'revealed' : 'redacted', () => {
      it('writes nothing to a terminal but text and line feeds', async () => {
        const text = await told('terminal', reveal);
        expect(text).not.to.match(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
      });

      it('is SARIF as OASIS defines it, and text in every message', async () => {
        const text = await told('sarif', reveal);
        const schema = JSON.parse(
          readFileSync(
            new URL('../../../test/fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url),
            'utf8',
          ),
        ) as object;
        const ajv = new draft04.default({ strict: false, unicodeRegExp: false });
        formats.default(ajv);
        const valid = ajv.compile(schema);
        expect(valid(JSON.parse(text)), JSON.stringify(valid.errors)?.slice(0, 500)).to.equal(true);
      });

      it('is XML of our cases alone, as JUnit', async () => {
        const text = await told('junit', reveal);
        expect(XMLValidator.validate(text)).to.equal(true);
        const parsed = new XMLParser({ ignoreAttributes: false }).parse(text) as object;
        expect(JSON.stringify(Object.keys(parsed))).to.equal('["?xml","testsuites"]');
        expect(text).not.to.contain('<testcase name="forged"');
      });

      it('is commands of our own, as annotations', async () => {
        const lines = (await told('github', reveal)).trimEnd().split('\n');
        expect(lines.length).to.be.within(2, 30);
        for (const line of lines) expect(line).to.match(/^::(error|warning|notice)( [^:]*)?::[^\r\n]*$/);
      });

      it('is a table of text, as Markdown', async () => {
        const found = elements(rendered(await told('markdown', reveal)));
        for (const name of ['script', 'img', 'svg', 'a', 'b', 'label', 'testcase'])
          expect([...found]).not.to.include(name);
      });

      it('has no cell that a spreadsheet computes, as CSV', async () => {
        const rows: string[][] = parseCsv(await told('csv', reveal), { record_delimiter: '\r\n' });
        expect(rows.length).to.be.at.least(attacks.length);
        for (const cell of rows.flat()) expect(cell).not.to.match(/^\s*[=+\-@\t\r＝＋－＠]/u);
      });

      it('is an archivable PDF whose text it is', async function () {
        const pdf = Buffer.from(await told('pdf', reveal), 'latin1');
        expect(askTool(this, 'qpdf', ['--check', '{pdf}'], pdf)).to.contain(
          'No syntax or stream encoding errors',
        );
        expect(unspaced(textOf(this, pdf))).to.contain(unspaced('<script>document.title="owned"</script>'));
      });

      it('is JSON, as an attestation', async () => {
        const statement = JSON.parse(await told('attestation')) as { subject: { name: string }[] };
        expect(statement.subject.map(({ name }) => name)).to.include("traces/<b>it's$(x)&.ndjson");
      });
    });
  }

  it('leaves nothing in the folder of the run but what belongs there', async () => {
    const { result } = await loadRun(folder);
    expect(result.scenarios.map(({ trace: { file } }) => file)).to.deep.equal(["traces/<b>it's$(x)&.ndjson"]);
    expect(() => readFileSync(join(folder, 'owned'))).to.throw('ENOENT');
  });
});
