import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { pdfReport } from '../../src/report/pdf/pdf-report.js';
import { typeset } from '../../src/report/pdf/typeset.js';
import { askTool, textOf, unspaced, wordsOf } from './pdf-tools.js';
import { brokenReport, cleanReport, hostileReport, hugeReport } from './sample-reports.js';

const standards = ['a-2a', 'ua-1'] as const;

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function latin1(pdf: Uint8Array): string {
  return Buffer.from(pdf).toString('latin1');
}

/** What the report is in another process, elsewhere. */
function inAnotherProcess(cwd: string, environment: Readonly<Record<string, string>>): string {
  const from = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    const { pdfReport } = await import(${from('../../src/report/pdf/pdf-report.js')});
    const { brokenReport } = await import(${from('./sample-reports.js')});
    const { createHash } = await import('node:crypto');
    process.stdout.write(createHash('sha256').update(await pdfReport(brokenReport(), 'a-2a')).digest('hex'));`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
}

/** A font of the same name, in which some letters are wider. */
function otherPlex(): Buffer {
  const file = '@expo-google-fonts/ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf';
  const font = readFileSync(fileURLToPath(import.meta.resolve(file)));
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, at) => 12 + 16 * at);
  const advances = tables.find((at) => font.toString('latin1', at, at + 4) === 'hmtx') ?? 0;
  const offset = font.readUInt32BE(advances + 8);
  for (let glyph = 0; glyph < 200; glyph++) font.writeUInt16BE(900, offset + 4 * glyph);
  return font;
}

describe('The PDF report', () => {
  for (const standard of standards) {
    it(`is the same bytes each time (${standard})`, async () => {
      const [first, second] = [
        await pdfReport(brokenReport(), standard),
        await pdfReport(brokenReport(), standard),
      ];
      expect(sha256(first)).to.equal(sha256(second));
    });
  }

  it('is the same bytes in another time zone, language and folder, and beside other fonts of the same name', async () => {
    const home = mkdtempSync(join(tmpdir(), 'candor-home-'));
    try {
      for (const folder of ['.fonts', '.local/share/fonts']) {
        mkdirSync(join(home, folder), { recursive: true });
        writeFileSync(join(home, folder, 'IBMPlexSans-Regular.ttf'), otherPlex());
      }
      const here = sha256(await pdfReport(brokenReport(), 'a-2a'));
      const environment = { HOME: home, TZ: 'Pacific/Chatham', LANG: 'ar_EG.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
      expect(inAnotherProcess(home, environment)).to.equal(here);
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  it('is an error that says why, where its own source is refused, and names no place on the machine', () => {
    for (const [source, why] of [
      ['#panic("so")', 'panicked with: "so"'],
      ['#unheard', 'unknown variable: unheard'],
      ['#let (', 'unclosed delimiter'],
      ['#set document(date: none)\nwords', 'missing document date'],
    ] as const) {
      const refusal = () => typeset(source, '{}', [], 'a-2a');
      expect(refusal, source)
        .to.throw(Error, /^The PDF could not be made: /)
        .with.property('message')
        .that.includes(why)
        .and.not.includes(process.cwd());
    }
  });

  it('says which standard it keeps to, and only that one', async () => {
    const archive = latin1(await pdfReport(cleanReport(), 'a-2a'));
    expect(archive).to.include('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>');
    expect(archive).not.to.include('<pdfuaid:part>');
    const accessible = latin1(await pdfReport(cleanReport(), 'ua-1'));
    expect(accessible).to.include('<pdfuaid:part>1</pdfuaid:part>');
    expect(accessible).not.to.include('<pdfaid:part>');
  });

  it('is dated when the run was made, or by what was last observed, and never today', async () => {
    const date = async (report: ReturnType<typeof cleanReport>) =>
      /<xmp:CreateDate>(.*?)<\/xmp:CreateDate>/.exec(latin1(await pdfReport(report, 'a-2a')))?.[1];
    const report = cleanReport();
    expect(await date(report)).to.equal('2026-01-03T08:00:00Z');
    const until = '2026-02-03T04:05:06.789Z';
    const scenarios = report.scenarios.map((scenario) => ({ ...scenario, until }));
    expect(await date({ ...report, recorded: undefined, scenarios })).to.equal('2026-02-03T04:05:06Z');
    expect(await date({ ...report, recorded: 'no date', scenarios: [] })).to.equal('1970-01-01T00:00:00Z');
  });

  for (const [name, make] of [
    ['a clean run', cleanReport],
    ['a broken run', brokenReport],
    ['a hostile product', hostileReport],
  ] as const) {
    for (const standard of standards) {
      it(`of ${name} is sound, tagged, and set in fonts that it carries (${standard})`, async function () {
        const pdf = await pdfReport(make(), standard);
        expect(askTool(this, 'qpdf', ['--check', '{pdf}'], pdf)).to.include(
          'No syntax or stream encoding errors',
        );
        const info = askTool(this, 'pdfinfo', ['{pdf}'], pdf);
        for (const line of [
          /^Title: +Data provision report/m,
          /^Tagged: +yes$/m,
          /^JavaScript: +no$/m,
          /A4/,
        ]) {
          expect(info).to.match(line);
        }
        const fonts = askTool(this, 'pdffonts', ['{pdf}'], pdf).trim().split('\n').slice(2);
        expect(fonts).to.have.length.at.least(3);
        for (const font of fonts) expect(font).to.match(/^[A-Z]{6}\+IBMPlex(Sans|Mono)-\w+ .* yes yes yes /);
      });
    }

    it(`of ${name} writes no word off the page, or over its margin`, async function () {
      const pages = wordsOf(this, await pdfReport(make(), 'a-2a'));
      const outside = pages.flat().filter(({ left, right, top, bottom }) => {
        return left < 55 || right > 541 || top < 30 || bottom > 820;
      });
      expect(outside).to.deep.equal([]);
    });
  }

  it('has its seven sections in order, and a bookmark for each and for each finding', async function () {
    const pdf = await pdfReport(brokenReport(), 'a-2a');
    const outlines = JSON.parse(askTool(this, 'qpdf', ['--json', '--json-key=outlines', '{pdf}'], pdf)) as {
      readonly outlines: readonly {
        readonly title: string;
        readonly kids: readonly { readonly title: string }[];
      }[];
    };
    expect(outlines.outlines.map(({ title }) => title.replace(/^\d+\s*/u, ''))).to.deep.equal([
      'Determination',
      'What was examined',
      'Clause by clause',
      'Schedules',
      'Findings',
      'Interpretations',
      'Limits, waivers, and how to verify this report',
    ]);
    const findings = outlines.outlines[4]?.kids.map(({ title }) => title.replaceAll('\u200b', ''));
    expect(findings).to.deep.equal(brokenReport().findings.map(({ title }) => title));
  });

  it('tells each table, with its head, and each picture, in words, to who cannot see them', async function () {
    const report = brokenReport();
    const structure = askTool(this, 'pdfinfo', ['-struct', '{pdf}'], await pdfReport(report, 'ua-1'));
    for (const element of ['Table', 'THead', 'TH ', 'Figure', 'H1', 'H2', 'L ', 'TOC']) {
      expect(structure).to.include(element);
    }
    const alternatives = latin1(await pdfReport(report, 'ua-1')).match(/\/Alt \(/g) ?? [];
    expect(alternatives).to.have.length.at.least(report.schedules.length);
  });

  it('answers each clause, and shows each finding with its evidence and the command that judges it again', async function () {
    const report = brokenReport();
    const text = textOf(this, await pdfReport(report, 'a-2a'));
    const said = [
      report.determination.sentence,
      ...report.clauses.flatMap(({ id, at, says, sentence }) => [id, at, sentence ?? says]),
      ...report.schedules.map(({ summary }) => summary),
      ...report.findings.flatMap(({ id, rule, title, command }) => [id, rule, title, command]),
      ...report.findings.flatMap(({ sent, allowed }) => [sent, allowed]),
      ...report.findings.flatMap(({ occurrences }) => occurrences.map(({ evidence }) => evidence.trace)),
      ...report.interpretations.flatMap(({ question, because }) => [question, because]),
      ...report.limits,
      ...report.verification.flatMap(({ says, command }) => [says, command]),
      ...report.files.map(({ digest }) => digest.replace('sha256:', '')),
      'Calibration',
      report.calibration.sentence,
      'Examined by, date',
      'Reviewed by, date',
    ];
    for (const words of said) expect(text).to.include(unspaced(words ?? ''));
    expect(text).not.to.match(/compliant/i);
    expect(text).not.to.include('\u200b');
  });

  it('shows what a hostile product sent as the text that it is', async function () {
    const report = hostileReport();
    const text = textOf(this, await pdfReport(report, 'a-2a'));
    const attacks = [
      report.determination.sentence,
      ...report.limits,
      ...report.findings.map(({ title }) => title),
    ];
    expect(attacks.join()).to.include('<script>').and.to.include('#import');
    const plain = attacks.filter((attack) => /^[\x20-\x7e]{1,200}$/.test(attack));
    expect(plain).to.have.length.at.least(10);
    for (const attack of plain) expect(text).to.include(unspaced(attack));
  });

  it('holds no link to anywhere else, no script and no file', async function () {
    const whole = ['--qdf', '--object-streams=disable', '{pdf}', '-'];
    const pdf = askTool(this, 'qpdf', whole, await pdfReport(hostileReport(), 'ua-1'));
    expect(pdf).to.include('/Dest');
    for (const name of ['/URI', '/JavaScript', '/JS', '/Launch', '/EmbeddedFile', '/GoToR', '/SubmitForm']) {
      expect(pdf).not.to.include(name);
    }
  });

  it('tells a run of 20,000 findings in pages that a person can turn, and says what is left out', async function () {
    const report = hugeReport(20_000);
    const pdf = await pdfReport(report, 'a-2a');
    expect(pdf.length).to.be.below(8_000_000);
    expect(wordsOf(this, pdf)).to.have.length.below(160);
    expect(textOf(this, pdf)).to.include('moreinresult.json').and.to.include('9,980more');
  });
});
