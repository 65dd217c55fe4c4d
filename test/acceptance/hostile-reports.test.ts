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
import type { TraceRequest } from '../../src/trace/trace-event.generated.js';
import { type TraceBuilder, trace } from '../judge/judging.js';
import { askTool, textOf, unspaced } from '../report/pdf-tools.js';
import { elements, rendered } from '../report/rendered-markdown.js';
import { keepingConsole, runs } from '../report/runs.js';

const long = 'A'.repeat(1_000_000);

/** One attack on each format that there is, and on what shows it. */
const attacks: readonly string[] = [
  '<script>document.title="owned"</script>',
  '"><img src=x onerror=document.title="owned">',
  '</style></pre></template><svg onload=document.title="owned">',
  "javascript:document.title='owned'",
  ']]></failure><testcase name="forged"/>',
  '&lt;b&gt;&#60;b&#62;&xxe;',
  '::error file=a,line=1::forged%0A::notice::x',
  '::stop-commands::x',
  '=HYPERLINK("https://evil.test","x")',
  '+1+1',
  '@SUM(1)',
  '-2+3|cmd',
  '| a | b |\n|---|---|\n[x](javascript:1) ![x](https://evil.test/x.png) `` ` ``',
  '# h\n- [ ] x @someone #1 www.evil.test <https://evil.test>',
  '#eval("1") \\u{202e} $x$ *b* _i_ @ref <label> #sys.inputs',
  'a\u0000b\u001b[2J\u001b]8;;https://evil.test\u0007link\u001b]8;;\u0007\u009b31m',
  'safe\u202egnp.exe\u2066\u200b\ufeff',
  '\ud800\udfff\udc00',
  '\u2028\u2029\r\n\u0085',
  "'; DROP TABLE x; -- $(touch owned) `touch owned`",
  '../../../etc/passwd',
  '{"__proto__":{"owned":true}}',
  long,
];

/** Each attack wherever the sender chooses what stands there. */
function hostileTrace(): TraceBuilder {
  const built = trace({
    product: { name: attacks[0]?.slice(0, 200) ?? '', version: attacks[1] ?? '' },
    canaries: [{ name: '<b>name</b>', value: 'planted<script>', permitted: [] }],
  }).beats();
  for (const [index, attack] of attacks.entries()) {
    const short = attack.slice(0, 190);
    built.as(`i-${index} ${short}`).install();
    const requests: readonly TraceRequest[] = [
      {
        method: 'POST',
        url: `https://evil.test/${encodeURIComponent(short.toWellFormed())}?${encodeURIComponent(short.toWellFormed())}=1`,
        body: attack,
      },
      { method: short.slice(0, 100), url: short, headers: [[attack, attack]] },
      {
        method: 'POST',
        url: 'https://acme.test/v1/odd',
        headers: [
          ['content-type', 'application/json'],
          ['x-evil', attack],
        ],
        body: JSON.stringify({ constructor: attack, [attack]: attack, '': attack }),
      },
      {
        method: 'POST',
        url: 'https://acme.test/v1/surveys',
        headers: [['content-type', 'application/x-www-form-urlencoded']],
        body: new URLSearchParams([
          ['a', attack.toWellFormed()],
          [attack.toWellFormed(), 'x'],
        ]).toString(),
      },
      { method: 'POST', url: 'https://acme.test/v1/odd', headers: [['content-type', short]], body: attack },
    ];
    for (const request of requests) built.transmits(request);
    built.leaksOpaquely(attack.slice(0, 900), short.slice(0, 90));
  }
  return built.after('PT1H').beats().ends();
}

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
