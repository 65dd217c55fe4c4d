import { expect } from 'chai';
import fc from 'fast-check';
import { visible } from '../../src/disclosure/visible.js';
import { githubAnnotations, githubSummary } from '../../src/report/github.js';
import type { FindingGroup, Report } from '../../src/report/report.js';
import { cells, elements, readByHosts, rendered, textOutsideCode } from './rendered-markdown.js';
import { brokenReport, cleanReport, hostileReport, hugeReport } from './sample-reports.js';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** A line of a job's log as the runner of GitHub Actions reads it; undefined where it is no command to it. */
function command(line: string): Command | undefined {
  const trimmed = line.trimStart();
  if (!trimmed.startsWith('::')) return undefined;
  const end = trimmed.indexOf('::', 2);
  if (end < 0) return undefined;
  const [name = '', ...rest] = trimmed.slice(2, end).split(' ');
  const pairs = rest
    .join(' ')
    .trim()
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  const data = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const property = (text: string) =>
    data(text).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
  return {
    name,
    properties: Object.fromEntries(pairs.map(([key, value]) => [key, property(value)])),
    message: data(trimmed.slice(end + 2)).replaceAll('%25', '%'),
  };
}

function commands(report: Report): readonly Command[] {
  const text = githubAnnotations(report);
  expect(text).to.match(/[^\n]\n$/);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const read = command(line);
      if (read === undefined) throw new Error(`the runner reads no command in ${line}`);
      return read;
    });
}

function count(all: readonly Command[], name: string): number {
  return all.filter((one) => one.name === name).length;
}

function withGroup(change: Partial<FindingGroup>): Report {
  const report = cleanReport();
  return { ...report, findings: [{ ...(brokenReport().findings[0] as FindingGroup), ...change }] };
}

const samples: readonly (readonly [string, () => Report])[] = [
  ['clean', cleanReport],
  ['broken', brokenReport],
  ['hostile', hostileReport],
  ['huge', () => hugeReport(20_000)],
];

describe('the annotations of GitHub', () => {
  for (const [name, report] of samples) {
    it(`are at most ten of a kind, and the same bytes twice, for the ${name} run`, () => {
      const all = commands(report());
      for (const kind of ['error', 'warning', 'notice']) expect(count(all, kind)).to.be.at.most(10);
      expect(count(all, 'error') + count(all, 'warning') + count(all, 'notice')).to.equal(all.length);
      expect(githubAnnotations(report())).to.equal(githubAnnotations(report()));
    });
  }

  it('say what can be said of the run, where nothing was wrong no more', () => {
    const all = commands(cleanReport());
    expect(all).to.deep.equal([
      {
        name: 'notice',
        properties: { title: 'Candor: upheld' },
        message: cleanReport().determination.sentence,
      },
    ]);
  });

  it('stand at the clause in the disclosure file, with what was sent and what is allowed', () => {
    const error = commands(brokenReport()).find(({ name }) => name === 'error');
    expect(error?.properties).to.deep.equal({
      file: 'disclosures/harbour-3/disclosure.yaml',
      line: '78',
      title: 'field/undocumented (excess) report.transmit',
    });
    expect(error?.message.split('\n').slice(0, 4)).to.deep.equal([
      'The report carries a field that the disclosure does not name: environment.hostName. (4 times)',
      'sent: environment.hostName: text of 14 characters · 52d0c1f6e8aa',
      'allowed: stationNumber, version, language, tideHeight and nothing else',
      'evidence: traces/accepted-then-failing.ndjson:12',
    ]);
  });

  it('are errors for what is violated, warnings for what is undecided, notices for what is waived', () => {
    const all = commands(brokenReport());
    const kind = (text: string) => all.find(({ properties }) => properties['title']?.includes(text))?.name;
    expect(kind('field/undocumented')).to.equal('error');
    expect(kind('capture/dead')).to.equal('warning');
    expect(kind('not decided: pulse.schedule-withdrawn')).to.equal('warning');
    expect(kind('kit/missing')).to.equal('notice');
  });

  it('count in a last notice what they leave out', () => {
    const report = brokenReport();
    const last = commands(report).at(-1);
    // Of 15 violated groups ten are shown; the inconclusive, the undecided and the waived one are too.
    expect(last?.message).to.match(/^5 more of 18 are not annotated/);
    expect(commands(withGroup({})).map(({ name }) => name)).to.deep.equal(['notice', 'error']);
  });

  it('tell new findings before known ones, and excess before shortfall', () => {
    const [group] = brokenReport().findings;
    if (group === undefined) throw new Error('the sample has changed');
    const made = (title: string, change: Partial<FindingGroup>): FindingGroup => ({
      ...group,
      id: title,
      title,
      ...change,
    });
    const report: Report = {
      ...cleanReport(),
      findings: [
        made('known shortfall', { isNew: false, kind: 'shortfall', count: 1 }),
        made('known excess', { isNew: false, count: 1 }),
        made('new shortfall', { isNew: true, kind: 'shortfall', count: 1 }),
        made('new excess', { isNew: true, count: 1 }),
      ],
    };
    const told = commands(report).filter(({ name }) => name === 'error');
    expect(told.map(({ message }) => message.split('\n')[0])).to.deep.equal([
      'new excess',
      'new shortfall',
      'known excess',
      'known shortfall',
    ]);
  });

  it('name no line where the disclosure file has none', () => {
    const report = withGroup({});
    const clauses = report.clauses.map((clause) => ({ ...clause, line: 0 }));
    expect(commands({ ...report, clauses })[1]?.properties).to.not.have.property('line');
  });

  it('give back every text to the runner, whatever it holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          ':',
          '::',
          ',',
          '=',
          '%',
          '25',
          '0A',
          '%0A',
          '3A',
          ' ',
          '\n',
          '\r',
          ']',
          '##[',
          'error',
          'a',
        ),
      }),
    );
    fc.assert(
      fc.property(text, (captured) => {
        const report = withGroup({ title: `t${captured}`, rule: `r${captured}`, count: 1 });
        const clauses = report.clauses.map((clause) => ({ ...clause, file: `f${captured}` }));
        const all = commands({ ...report, clauses });
        expect(all).to.have.length(2);
        expect(all[1]?.message.split('\n')[0]).to.equal(visible(`t${captured}`, 2000));
        expect(all[1]?.properties['title']).to.equal(visible(`r${captured} (excess) report.transmit`, 200));
        expect(all[1]?.properties['file']).to.equal(visible(`f${captured}`, 2000));
      }),
    );
  });
});

describe('the summary of a job of GitHub', () => {
  const LIMIT = 1024 * 1024;
  const OURS = ['h2', 'h3', 'p', 'strong', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code'];

  for (const [name, report] of samples) {
    it(`is below a million bytes, and the same bytes twice, for the ${name} run`, () => {
      const text = githubSummary(report());
      expect(Buffer.byteLength(text)).to.be.below(LIMIT);
      expect(text).to.match(/[^\n]\n$/);
      expect(githubSummary(report())).to.equal(text);
    });
  }

  it('says in this order what can be said, the counts, the gate, the open clauses, the findings, the limits', () => {
    const text = githubSummary(brokenReport());
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).to.deep.equal([
      'Candor: violated',
      'The gate failed',
      'Open clauses',
      'Findings, by cause',
      'Limits',
    ]);
    expect(text.indexOf('24 breaches of 12 clauses')).to.be.below(text.indexOf('| violated | 11 |'));
    expect(text.indexOf('| violated | 11 |')).to.be.below(text.indexOf('The gate failed'));
    for (const limit of brokenReport().limits) expect(text).to.contain(`\n- ${limit}\n`);
  });

  it('lists the open clauses, the violated first, and none where all are upheld', () => {
    const text = githubSummary(brokenReport());
    expect(text.indexOf('| `links.follow` | line 26 | violated |')).to.be.above(0);
    expect(text.indexOf('| `pulse.schedule-withdrawn`')).to.be.above(text.indexOf('| `links.follow`'));
    const clean = cleanReport();
    const clauses = clean.clauses.filter(({ verdict }) => verdict === 'upheld');
    expect(githubSummary({ ...clean, clauses })).to.not.contain('Open clauses');
  });

  it('holds nothing of a hostile run but text and code', () => {
    const report = hostileReport();
    const html = rendered(githubSummary(report));
    expect([...elements(html)]).to.have.members(OURS);
    expect(textOutsideCode(html)).to.not.match(readByHosts);
    const groups = cells(html).filter((row) => row.length === 8);
    expect(groups).to.have.length(report.findings.length + 1);
  });

  it('is cut by whole rows where there is too much, and says by how many', () => {
    const report = brokenReport();
    const [group] = report.findings;
    const [clause] = report.clauses;
    if (group === undefined || clause === undefined) throw new Error('the sample has changed');
    const long = '漢字`|*'.repeat(900);
    const text = githubSummary({
      ...report,
      findings: Array.from({ length: 3000 }, (_, index) => ({
        ...group,
        id: `g-${index}`,
        title: long,
        sent: long,
      })),
      clauses: Array.from({ length: 3000 }, (_, index) => ({
        ...clause,
        id: `c-${index}`,
        says: long,
        verdict: 'violated' as const,
      })),
      // With the calibration they are as many as the others.
      limits: Array.from({ length: 2999 }, () => long),
      gate: {
        passed: false,
        on: '2026-01-05',
        reasons: Array.from({ length: 3000 }, () => long),
        waivers: [],
        attestations: [],
        baseline: undefined,
      },
    });
    expect(Buffer.byteLength(text)).to.be.below(LIMIT);
    for (const rows of ['reasons', 'clauses', 'causes', 'limits']) {
      expect(text).to.match(new RegExp(`^The first \\d+ of 3000 ${rows} are shown here`, 'm'));
    }
    expect(text).to.contain('\n- Candor’s own error was measured ');
    const all = cells(rendered(text));
    const [, causes] = /^The first (\d+) of 3000 causes/m.exec(text) ?? [];
    expect(all.filter((row) => row.length === 8)).to.have.length(Number(causes) + 1);
  });

  it('says how many findings the result did not keep', () => {
    expect(githubSummary(hugeReport(50))).to.contain('120 findings were counted and not kept.');
  });
});
