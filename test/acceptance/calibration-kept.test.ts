import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { harbour, openWorkplace, root, type Workplace } from './workplace.js';

const disclosure = 'kes-11.0.0';
const reference = join(root, 'systems', 'reference', 'system.yaml');

describe('a run keeps the calibration of its disclosure', () => {
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
  });

  after(() => workplace.close());

  /** A copy of what the reference system is judged with. */
  const project = async (name: string): Promise<string> => {
    for (const kind of ['disclosures', 'schemas', 'scenarios'])
      await workplace.copy(join(root, kind, disclosure), join(name, kind, disclosure));
    return workplace.at(name);
  };

  it('and is not begun where that cannot be read', async () => {
    const folder = await project('broken');
    const file = join(folder, 'disclosures', disclosure, 'calibration.json');
    await writeFile(file, '{"format":"candor-calibration/1"}\n');
    const out = workplace.at('never');
    const run = ['run', 'upgrade', '--system', reference, '--project', folder, '--out', out];
    const { status, stdout, stderr } = await workplace.candor(run);
    expect(stderr).to.contain(`${file}:1:`).and.to.contain('the key "instrument" is missing');
    expect(stdout).to.equal('');
    expect(status).to.equal(3);
    expect(await readdir(workplace.folder)).not.to.include('never');

    const named = await workplace.candor([...run, '--calibration', workplace.at('nowhere.json')]);
    expect(named.stderr).to.contain('nowhere.json: there is no such file');
    expect(named.status).to.equal(3);
  });

  it('or the one that is named, and tells its figure wherever it is told', async () => {
    const folder = await workplace.copy(harbour, 'harbour');
    const measured = workplace.at('measured.json');
    const system = join(folder, 'systems', 'tidewatch', 'system.yaml');
    const calibrated = await workplace.candor(['calibrate', '--project', folder, '--json', measured]);
    expect(calibrated.status, calibrated.stderr).to.equal(0);

    const events = [
      {
        type: 'start',
        format: 'candor-trace/1',
        at: '2026-01-01T00:00:00.000Z',
        disclosure: 'harbour-2',
        system: 'tidewatch',
      },
      { type: 'end', at: '2026-01-01T01:00:00.000Z' },
    ];
    const trace = await workplace.write(
      'one.ndjson',
      events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    );
    const out = workplace.at('run');
    const judge = ['verify', trace, '--project', folder, '--system', system, '--out', out];
    const { stdout } = await workplace.candor([...judge, '--calibration', measured]);
    expect(stdout.replaceAll(/\s+/g, ' ')).to.match(
      /Calibrated for harbour-2 \(sha256:[0-9a-f]{12}…\) with the routes of tidewatch: ([\d,]+) of \1 violations, /,
    );
    const kept = join(out, 'inputs', 'disclosures', 'harbour-2', 'calibration.json');
    expect(await readFile(kept, 'utf8')).to.equal(await readFile(measured, 'utf8'));

    const otherwise = await workplace.candor([...judge, '--calibration', workplace.at('run', 'result.json')]);
    expect(otherwise.status).to.equal(3);
    expect(await readFile(kept, 'utf8')).to.equal(await readFile(measured, 'utf8'));

    const again = await workplace.candor(['report', out]);
    expect(stdout.startsWith(again.stdout)).to.equal(true);
    await workplace.candor(judge);
    expect((await workplace.candor(['report', out])).stdout).to.contain(
      'How many violations Candor itself would miss was not measured for this run.',
    );
  });
});
