import { expect } from 'chai';
import { createColors } from 'picocolors';
import { htmlReport } from '../../src/report/html/html-report.js';
import { loadRun } from '../../src/report/load-run.js';
import { markdownReport } from '../../src/report/markdown.js';
import { buildReport } from '../../src/report/model/build-report.js';
import { byteSentence } from '../../src/report/model/bytes.js';
import type { Report } from '../../src/report/report.js';
import { terminalReport } from '../../src/report/terminal.js';
import type { ByteAccount } from '../../src/trace/trace-event.generated.js';
import { type TraceBuilder, trace } from '../judge/judging.js';
import { runs } from './runs.js';

const bytes: ByteAccount = {
  left: 12_845,
  network: 4000,
  tls: 7000,
  framing: 100,
  dns: 57,
  messages: 500,
  opaque: 1200,
};

/** A run of everything that a capture in a namespace tells: names, opaque bytes, and an account that does not add up. */
function namespaced(): TraceBuilder {
  return trace({ capture: 'namespace', clock: { kind: 'faketime', factor: 20_000 }, scenario: 'watched' })
    .install()
    .beats()
    .asks('acme.test', 'A', 27)
    .asks('x7f3.acme.test', 'A', 30)
    .sends('odd', { took: 500 })
    .leaksOpaquely()
    .beats()
    .ends({ bytes: { ...bytes, left: 12_857 }, clock: { uncertainty: 'PT2.5S' } });
}

describe('What reports say of the bytes that left and of the clock', () => {
  const made = runs();
  after(() => made.remove());
  const reportOf = async (traces: Readonly<Record<string, TraceBuilder>>): Promise<Report> =>
    buildReport(await loadRun(await made.judge(traces)));
  const rowsOf = ({ examined }: Report): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(examined.map(({ label, lines }) => [label, lines.map(({ text }) => text)]));
  const inTerminal = (report: Report): string =>
    terminalReport(report, { colours: createColors(false), width: 10_000 });

  const inHtml = (report: Report): string => [...htmlReport(report)].join('');

  it('is one sentence in every telling', async () => {
    const report = await reportOf({ 'one.ndjson': namespaced() });
    const sentence =
      'Of 12,857 bytes that left, the routes and exclusions claim 500, the transport 11,127, nobody 1,230.';
    expect(report.bytes).to.equal(sentence);
    expect(report.scenarios[0]?.bytes).to.equal(sentence);
    expect(rowsOf(report)['Bytes']).to.deep.equal([sentence]);
    expect(inTerminal(report)).to.contain(sentence);
    expect(markdownReport(report)).to.contain(sentence);
    expect(inHtml(report)).to.contain(sentence);
  });

  it('is the sum of all scenarios, and says in how many nobody counted', async () => {
    const silent = trace({ capture: 'proxy' }).install().sends('odd').ends();
    const report = await reportOf({ 'a.ndjson': namespaced(), 'b.ndjson': namespaced(), 'c.ndjson': silent });
    expect(report.bytes).to.equal(
      'Of 25,714 bytes that left, the routes and exclusions claim 1,000, the transport 22,254, nobody 2,460. In 1 scenario they were not counted.',
    );
    expect(report.scenarios[2]?.bytes).to.equal(undefined);
  });

  it('is nothing where nobody counted', async () => {
    const report = await reportOf({
      'one.ndjson': trace({ capture: 'proxy' }).install().sends('odd').ends(),
    });
    expect(report.bytes).to.equal(undefined);
    expect(rowsOf(report)['Bytes']).to.equal(undefined);
  });

  it('counts one byte as one, and none as none', () => {
    expect(byteSentence({ left: 1, routes: 1, transport: 0, unclaimed: 0 })).to.equal(
      'Of 1 byte that left, the routes and exclusions claim 1, the transport 0, nobody none.',
    );
  });

  it('names the way of capturing and what it cannot see, in every telling', async () => {
    for (const [capture, says, blind] of [
      ['proxy', /proxy on the loopback interface/, /past its proxy settings is not seen/],
      ['namespace', /all that left was seen/, /leaves in a file for later, is not seen/],
      ['module', /product’s own process/, /another process sends for it is not seen/],
    ] as const) {
      const report = await reportOf({ 'one.ndjson': trace({ capture }).install().sends('odd').ends() });
      expect(rowsOf(report)['Capture']?.[0]).to.match(says);
      expect(report.limits.join(' ')).to.match(blind);
      for (const told of [inTerminal(report), markdownReport(report), inHtml(report)])
        expect(told).to.match(blind);
    }
  });

  it('says how fast the clock ran and how well it is known', async () => {
    const report = await reportOf({ 'one.ndjson': namespaced() });
    expect(rowsOf(report)['Clock']).to.deep.equal([
      'The product’s own, made to run 20,000 times as fast as the machine’s: an instant is known to 2.5 s at the worst.',
    ]);
    expect(inTerminal(report)).to.contain('20,000 times as fast');
    const unmeasured = trace({ clock: { kind: 'faketime', factor: 2 } })
      .install()
      .ends();
    expect(rowsOf(await reportOf({ 'one.ndjson': unmeasured }))['Clock']?.[0]).to.contain('was not measured');
    const real = trace({ clock: { kind: 'real' } })
      .install()
      .ends();
    const plain = await reportOf({ 'one.ndjson': real });
    expect(rowsOf(plain)['Clock']).to.deep.equal(['The product’s own, in real time.']);
    expect(plain.limits.join(' ')).not.to.contain('The clock was');
  });
});
