import { join } from 'node:path';
import { expect } from 'chai';
import { readLines, readResult } from './evidence.js';
import { createQueue, type Outcome, openWorkplace, root, type Workplace } from './workplace.js';

const system = join(root, 'systems', 'reference', 'system.yaml');

type Line = Record<string, unknown>;
type Change = (lines: readonly Line[]) => readonly Line[];

/** A trace of a run that is upheld, and what is taken from it. Nothing that is left may prove anything. */
interface Hollow {
  readonly what: string;
  readonly scenario: string;
  readonly change: Change;
}

const bothEnds: Change = (lines) => lines.filter(({ type }) => type === 'start' || type === 'end');
const withoutBeats: Change = (lines) => lines.filter(({ type }) => type !== 'heartbeat');
const unpromised: Change = (lines) =>
  lines.map((line) => {
    const { heartbeats: _, ...rest } = line;
    return rest;
  });
const withoutKit: Change = (lines) =>
  lines.map((line) => {
    const { kit: _, ...rest } = line;
    return rest;
  });
const blind: Change = (lines) =>
  lines.map((line) => (line['type'] === 'gap' ? { ...line, cause: 'capture-down' } : line));
const downThroughout: Change = ([start, ...lines]) => {
  const down = { type: 'gap', at: start?.['at'], until: lines.at(-1)?.['at'], cause: 'capture-down' };
  return [start ?? {}, down, ...lines.filter(({ type }) => type !== 'transmission')];
};

const hollows: readonly Hollow[] = [
  { what: 'an empty file', scenario: 'ksn-declined-at-install', change: () => [] },
  { what: 'nothing but a start', scenario: 'ksn-declined-at-install', change: (lines) => lines.slice(0, 1) },
  { what: 'nothing but a start and an end', scenario: 'ksn-never-disabled', change: bothEnds },
  {
    what: 'a start and an end, with no heartbeat promised',
    scenario: 'ksn-never-disabled',
    change: (lines) => withoutKit(unpromised(bothEnds(lines))),
  },
  {
    what: 'a start with a whole kit and an end, with no heartbeat promised',
    scenario: 'ksn-never-disabled',
    change: (lines) => unpromised(bothEnds(lines)),
  },
  { what: 'no end', scenario: 'ksn-declined-at-install', change: (lines) => lines.slice(0, -1) },
  {
    what: 'a capture that was down while the host was offline',
    scenario: 'ksn-offline-over-slot',
    change: blind,
  },
  { what: 'a capture that was down throughout', scenario: 'ksn-never-disabled', change: downThroughout },
  { what: 'no heartbeats, which were promised', scenario: 'ksn-declined-at-install', change: withoutBeats },
  {
    what: 'no heartbeats, which nobody promised, where all is silence',
    scenario: 'activation-key-file',
    change: (lines) => withoutKit(unpromised(withoutBeats(lines))),
  },
];

describe('candor verify, on a trace that proves nothing', () => {
  const queue = createQueue();
  const outcomes = new Map<string, Promise<Outcome>>();
  const traces = new Map<string, readonly Line[]>();
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
    const scenarios = [...new Set(hollows.map(({ scenario }) => scenario))];
    const ran = await workplace.candor([
      'run',
      ...scenarios,
      '--system',
      system,
      '--out',
      workplace.at('run'),
    ]);
    expect(ran.status, ran.stderr).to.equal(0);
    for (const scenario of scenarios) {
      const lines = await readLines(workplace.at('run', 'traces', `${scenario}.ndjson`));
      traces.set(
        scenario,
        lines.map((line) => JSON.parse(line) as Line),
      );
    }
    for (const [index, { what, scenario, change }] of hollows.entries()) {
      const file = await keep(`hollow-${index}.ndjson`, change(traces.get(scenario) ?? []));
      outcomes.set(
        what,
        queue(() => workplace.candor(['verify', file, '--out', workplace.at(`hollow-${index}`)])),
      );
    }
  });

  after(async () => {
    await Promise.allSettled(outcomes.values());
    await workplace.close();
  });

  function keep(name: string, lines: readonly Line[]): Promise<string> {
    return workplace.write(name, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  for (const { what } of hollows) {
    it(`does not decide: ${what}`, async () => {
      const outcome = await outcomes.get(what);
      expect(outcome?.stderr).to.equal('');
      expect(outcome?.stdout).to.match(/^(INCONCLUSIVE|NOT EXERCISED) /);
      expect(outcome?.status).to.equal(2);
    });
  }

  it('does not uphold what was cut off, wherever it was cut', async () => {
    const lines = traces.get('ksn-declined-at-install') ?? [];
    const cuts = await Promise.all(
      lines.slice(1).map((_, index) => keep(`cut-${index + 1}.ndjson`, lines.slice(0, index + 1))),
    );
    const outcome = await workplace.candor(['verify', ...cuts, '--out', workplace.at('cuts')]);
    expect(outcome.status).to.equal(2);
    const { scenarios } = await readResult(workplace.at('cuts'));
    expect(scenarios).to.have.length(lines.length - 1);
    for (const { verdict, trace } of scenarios) expect(verdict, trace.file).to.equal('inconclusive');
  });
});
