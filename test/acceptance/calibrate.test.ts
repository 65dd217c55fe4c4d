import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CalibrationFile } from '../../src/calibration/calibration-file.generated.js';
import { loadDisclosure } from '../../src/disclosure/load.js';
import { rules } from '../../src/judge/rules.js';
import { loadScenarios } from '../../src/scenario/load.js';
import { composeSpecimen } from '../../src/specimen/specimen.js';
import { loadSystem } from '../../src/system/load.js';
import type { TraceEvent } from '../../src/trace/trace-event.generated.js';
import { harbour, type Outcome, openWorkplace, type Workplace } from './workplace.js';

describe('candor calibrate', () => {
  let workplace: Workplace;
  let number = 0;
  /** The whole of the project, measured once: elsewhere, and into a file. */
  let keeping: Promise<Outcome>;

  before(async () => {
    workplace = await openWorkplace();
    const elsewhere = { cwd: workplace.at(), env: { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8' } };
    keeping = workplace.candor(['calibrate', '--project', harbour, '--json', 'kept.json'], elsewhere);
  });

  after(async () => {
    await keeping;
    await workplace.close();
  });

  /** A copy of the project, to be changed. */
  const project = async (): Promise<string> => {
    number += 1;
    return workplace.copy(harbour, `harbour-${number}`);
  };

  const scenarioFolder = (folder: string): string => join(folder, 'scenarios', 'harbour-2');

  /** One in which little happens, for what is not about the figure. */
  const smallProject = async (): Promise<string> => {
    const folder = await project();
    for (const name of ['gauge-fails-at-sea.yaml', 'gauge-fails-in-port.yaml'])
      await rm(join(scenarioFolder(folder), name));
    return folder;
  };

  /** The composed traces of the project, as recordings. */
  const recordings = async (folder: string): Promise<readonly (readonly TraceEvent[])[]> => {
    const disclosure = await loadDisclosure(folder, 'harbour-2');
    const system = await loadSystem(join(folder, 'systems', 'tidewatch', 'system.yaml'));
    const scenarios = [...(await loadScenarios(folder, disclosure)).values()];
    return scenarios.map(
      ({ value: scenario }) => composeSpecimen({ disclosure, system: system.file.value, scenario }).events,
    );
  };

  const written = (name: string, events: readonly TraceEvent[]): Promise<string> =>
    workplace.write(name, events.map((event) => `${JSON.stringify(event)}\n`).join(''));

  it('tells by rule how many violations were found, and names what it does not measure', async () => {
    const { status, stdout, stderr } = await keeping;
    expect(stderr).to.equal('');
    expect(stdout).to.match(/^ALL FOUND {2}harbour-2 · tidewatch\n/);
    expect(stdout.replaceAll('\n', ' ')).to.match(
      /([\d,]+) of \1 violations that were put into 3 compliant traces composed from its scenarios were found by the right rule, 0 by another, 0 by none\. No false alarm in [\d,]+ changes that the disclosure permits\./,
    );
    for (const { id } of rules) expect(stdout).to.match(new RegExp(`^${id} +[\\d,]+ +[\\d,]+ +0 +0$`, 'm'));
    expect(stdout).to.include('\nNot measured\n');
    expect(stdout).to.include('\nLeft out (');
    for (const line of stdout.split('\n')) expect(line.length, line).to.be.at.most(100);
    expect(status).to.equal(0);
  });

  it('gives the same bytes anywhere, to standard output or into a file', async () => {
    const [printed, kept] = await Promise.all([
      workplace.candor(['calibrate', '--project', harbour, '--json']),
      keeping,
    ]);
    expect(kept.stdout).to.match(/^ALL FOUND/);
    expect(await readFile(workplace.at('kept.json'), 'utf8')).to.equal(printed.stdout);
    const file = JSON.parse(printed.stdout) as CalibrationFile;
    expect(file.format).to.equal('candor-calibration/1');
    expect(file.mutants.total).to.be.greaterThan(500);
    expect(file.mutants).to.deep.include({ found: file.mutants.total, byAnother: 0, missed: 0 });
    expect(file.equivalents.total).to.be.greaterThan(100);
    expect(file.equivalents.falseAlarms).to.equal(0);
    expect(file.rules.map(({ rule }) => rule)).to.deep.equal(rules.map(({ id }) => id));
  });

  it('keeps it beside the disclosure, and says when that is stale', async () => {
    const folder = await smallProject();
    const place = join(folder, 'disclosures', 'harbour-2', 'calibration.json');
    await rm(place, { force: true });
    const check = (): ReturnType<Workplace['candor']> =>
      workplace.candor(['calibrate', '--project', folder, '--check']);
    const before = await check();
    expect(before.status).to.equal(1);
    expect(before.stderr).to.equal(`candor: stale: ${place}; run "candor calibrate --write"\n`);
    expect((await workplace.candor(['calibrate', '--project', folder, '--write'])).status).to.equal(0);
    expect((await check()).status).to.equal(0);
    const scenario = join(scenarioFolder(folder), 'closed.yaml');
    await writeFile(scenario, (await readFile(scenario, 'utf8')).replace('wait: PT10M', 'wait: PT20M'));
    expect((await check()).status).to.equal(1);
  });

  it('measures by recorded traces, too', async () => {
    const traces = await Promise.all(
      (await recordings(harbour)).map((events, index) => written(`good-${index}.ndjson`, events)),
    );
    const { status, stdout } = await workplace.candor(['calibrate', ...traces, '--project', harbour]);
    expect(stdout.replaceAll('\n', ' ')).to.include(`${traces.length} compliant traces that were given`);
    expect(status).to.equal(0);
  });

  it('refuses a trace in which something is wrong or undecided', async () => {
    const [events = []] = (await recordings(harbour)).filter((one) =>
      one.some(({ type }) => type === 'transmission'),
    );
    const insecure = events.map(
      (event): TraceEvent => (event.type === 'transmission' ? { ...event, tls: null } : event),
    );
    const plain = await written('plaintext.ndjson', insecure);
    const broken = await workplace.candor(['calibrate', plain, '--project', harbour]);
    expect(broken.stderr).to.equal(
      `candor: ${plain}: is not compliant, so that nothing can be measured by it: it breaks transport/plaintext; "candor verify" tells more\n`,
    );
    expect(broken.status).to.equal(3);
    const cut = await written('cut.ndjson', events.slice(0, -1));
    const short = await workplace.candor(['calibrate', cut, '--project', harbour]);
    expect(short.stderr).to.include('it is inconclusive');
    expect(short.status).to.equal(3);
  });

  it('does not write over a trace', async () => {
    const trace = await workplace.write('precious.ndjson', 'kept');
    const { status, stderr } = await workplace.candor(['calibrate', '--json', trace, '--project', harbour]);
    expect(stderr).to.include('would write over a trace');
    expect(status).to.equal(3);
    expect(await readFile(trace, 'utf8')).to.equal('kept');
  });

  it('says before it measures where a file cannot be written', async () => {
    await mkdir(workplace.at('folder'));
    const folder = await project();
    const place = join(folder, 'disclosures', 'harbour-2', 'calibration.json');
    const [into, beside, kept] = await Promise.all([
      workplace.candor(['calibrate', '--project', harbour, '--json', workplace.at('folder')]),
      workplace.candor(['calibrate', '--project', harbour, '--json', join('nowhere', 'kept.json')]),
      rm(place, { force: true })
        .then(() => mkdir(place))
        .then(() => workplace.candor(['calibrate', '--project', folder, '--write'])),
    ]);
    expect(into.stderr).to.equal(`candor: ${workplace.at('folder')}: is a folder; a file is wanted\n`);
    expect(beside.stderr).to.equal('candor: nowhere/kept.json: there is no folder nowhere\n');
    expect(kept.stderr).to.equal(`candor: ${place}: is a folder; a file is wanted\n`);
    for (const { status, stdout } of [into, beside, kept]) expect([status, stdout]).to.deep.equal([3, '']);
  });

  it('does not tell that all was found where that could not be written', async () => {
    // Where the file is prepared something else stands.
    await mkdir(workplace.at('taken.json.part'));
    const { status, stdout, stderr } = await workplace.candor(
      ['calibrate', '--project', await smallProject(), '--json', 'taken.json'],
      { cwd: workplace.at() },
    );
    expect(stderr).to.match(/^candor: taken\.json: cannot be written \(/);
    expect([status, stdout]).to.deep.equal([3, '']);
  });

  it('says that nothing was measured where there is nothing to measure by', async () => {
    const folder = await project();
    await rm(scenarioFolder(folder), { recursive: true });
    await mkdir(scenarioFolder(folder));
    const { status, stdout } = await workplace.candor(['calibrate', '--project', folder]);
    expect(stdout).to.match(/^NOTHING MEASURED/);
    expect(status).to.equal(2);
  });

  it('names the systems there are where it cannot choose', async () => {
    const folder = await project();
    const other = join(folder, 'systems', 'other');
    await mkdir(other);
    const known = await readFile(join(folder, 'systems', 'tidewatch', 'system.yaml'), 'utf8');
    await writeFile(join(other, 'system.yaml'), known.replace('system: tidewatch', 'system: other'));
    const { status, stderr } = await workplace.candor(['calibrate', '--project', folder]);
    expect(stderr).to.include('there are several systems; name one with --system: ');
    expect(status).to.equal(3);
  });
});
