import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { expect } from 'chai';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { CalibrationFile } from '../../src/calibration/calibration-file.generated.js';
import { type ReportFormat, report, reportFormats } from '../../src/cli/report.js';
import { loadResult } from '../../src/report/load-result.js';
import { survivingFile } from '../calibration/calibration-file.js';
import { attacks } from './hostile-trace.js';
import { skeletonOf } from './html-markup.js';
import { askTool, textOf, unspaced } from './pdf-tools.js';
import { elements, readByHosts, rendered, textOutsideCode } from './rendered-markdown.js';
import { cleanTrace, keepingConsole, runs } from './runs.js';

/** A calibration with a survivor, an alarm, an exclusion and an unmeasured rule for each attack: or as many plain ones. */
function attackedFile(attackOf: (attack: string) => string): CalibrationFile {
  const sound = survivingFile();
  const texts = attacks.map(attackOf);
  const short = texts.map((text) => text.slice(0, 90));
  const count = texts.length;
  const total = sound.mutants.total;
  const one = (text: string, index: number) => ({
    operator: text.slice(0, 190),
    subject: text.slice(0, 1900),
    from: text.slice(0, 390),
    fired: [short[index] ?? '', text.slice(0, 390)],
  });
  return {
    ...sound,
    mutants: { total: total + count, found: total, byAnother: 0, missed: count },
    equivalents: { total: count, falseAlarms: count },
    excluded: count,
    rules: [
      ...sound.rules.map((row) => ({ ...row, found: row.mutants, byAnother: 0, missed: 0 })),
      ...short.map((rule) => ({ rule, mutants: 1, found: 0, byAnother: 0, missed: 1 })),
    ],
    operators: [{ operator: short[0] ?? '', changes: total + 2 * count, right: total, wrong: 2 * count }],
    survivors: texts.map((text, index) => ({ ...one(text, index), expected: [short[index] ?? ''] })),
    falseAlarms: texts.map(one),
    exclusions: texts.map((text) => ({
      operator: text.slice(0, 190),
      subject: text.slice(0, 1900),
      because: text.slice(0, 1900),
      count: 1,
    })),
    unmeasured: texts.map((text, index) => ({ rule: short[index] ?? '', because: text.slice(0, 1900) })),
  };
}

describe('a calibration file whose every string is an attack', () => {
  const made = runs();
  const place = mkdtempSync(join(tmpdir(), 'candor-hostile-'));
  const runOf = new Map<string, string>();
  /** Of another system, with four attacks each. */
  const others = attacks.filter((_, index) => index % 4 === 0).map((_, number) => `other ${number}`);

  before(async () => {
    const path = join(place, 'calibration.json');
    const judge = async (name: string, file: CalibrationFile): Promise<void> => {
      writeFileSync(path, JSON.stringify(file));
      runOf.set(name, await made.judge({ 'clean.ndjson': cleanTrace() }, [], path));
    };
    const { disclosure, system, interpretations, instrument } = await loadResult(
      await made.judge({ 'clean.ndjson': cleanTrace() }),
    );
    const subject = ({ id, digest }: typeof system) => ({ id: id ?? '', digest: digest ?? '' });
    const own = { disclosure: subject(disclosure), system: subject(system), interpretations, instrument };
    await judge('measured', { ...attackedFile((text) => text), ...own });
    await judge('plain', { ...attackedFile(() => 'words'), ...own });
    const short = attacks.map((attack) => attack.slice(0, 90));
    for (const [number, name] of others.entries()) {
      const [by = 'x', of = 'x', routes = 'x', reading = 'x'] = short.slice(4 * number);
      await judge(name, {
        ...attackedFile(() => 'words'),
        instrument: by,
        disclosure: { ...own.disclosure, id: of },
        system: { ...own.system, id: routes },
        interpretations: { [reading]: reading, ['__proto__']: reading },
      });
    }
  });
  after(() => {
    made.remove();
    rmSync(place, { recursive: true });
  });

  const told = async (name: string, format: ReportFormat): Promise<string> => {
    const console = keepingConsole();
    const { GITHUB_STEP_SUMMARY: _, ...environment } = process.env;
    process.env = environment;
    const summary = join(place, 'summary.md');
    const options = format === 'github' ? { format, out: summary } : { format };
    expect(await report(runOf.get(name) ?? '', options, console)).to.equal(0);
    return format === 'github' ? readFileSync(summary, 'utf8') : console.said.out;
  };
  const names = ['measured', ...others];

  it('is told, so that its strings are', async () => {
    expect(await told('measured', 'html')).to.contain('&lt;script>document.title=');
    expect((await told('other 0', 'terminal')).replaceAll(/\s+/g, ' ')).to.contain(
      'by <script>document.title="owned"</script>, not for what was judged here: ',
    );
  });

  it('writes nothing to a terminal but text and line feeds', async () => {
    for (const name of names)
      expect(await told(name, 'terminal')).not.to.match(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
  });

  it('becomes no markup in HTML', async () => {
    expect(skeletonOf(await told('measured', 'html'))).to.deep.equal(skeletonOf(await told('plain', 'html')));
    const skeleton = skeletonOf(await told('other 0', 'html'));
    for (const name of others) expect(skeletonOf(await told(name, 'html')), name).to.deep.equal(skeleton);
  });

  it('is text and code in Markdown and in the summary of a job', async () => {
    for (const format of ['markdown', 'github'] as const)
      for (const name of names) {
        const html = rendered(await told(name, format));
        const plain = elements(rendered(await told('plain', format)));
        expect([...elements(html)], `${format} ${name}`).to.have.members([...plain]);
        expect(textOutsideCode(html)).not.to.match(readByHosts);
      }
  });

  it('is SARIF as OASIS defines it, and well-formed XML with our cases alone', async () => {
    const file = new URL('../../../test/fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url);
    const ajv = new draft04.default({ strict: false, unicodeRegExp: false });
    formats.default(ajv);
    const valid = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
    const cases = (xml: string): number => xml.split('<testcase').length;
    const plain = cases(await told('plain', 'junit'));
    for (const name of names) {
      expect(valid(JSON.parse(await told(name, 'sarif'))), name).to.equal(true);
      const xml = await told(name, 'junit');
      expect(XMLValidator.validate(xml), name).to.equal(true);
      expect(Object.keys(new XMLParser().parse(xml))).to.deep.equal(['?xml', 'testsuites']);
      expect(cases(xml), name).to.equal(plain);
    }
  });

  it('is text in a PDF that can be archived', async function () {
    const pdf = Buffer.from(await told('measured', 'pdf'), 'latin1');
    expect(askTool(this, 'qpdf', ['--check', '{pdf}'], pdf)).to.contain(
      'No syntax or stream encoding errors',
    );
    expect(unspaced(textOf(this, pdf))).to.contain(unspaced('<script>document.title="owned"</script>'));
  });

  it('gives the same bytes each time, in every format', async () => {
    for (const format of reportFormats.filter((one) => one !== 'github'))
      expect(await told('measured', format), format).to.equal(await told('measured', format));
  });
});
