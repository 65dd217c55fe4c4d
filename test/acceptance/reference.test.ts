import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import { asResult, readLines, readResult } from './evidence.js';
import { type Outcome, openWorkplace, root, type Surroundings, type Workplace } from './workplace.js';

const reference = join(root, 'systems', 'reference');

describe('candor run, on the reference system', () => {
  let workplace: Workplace;
  let ran: Outcome;
  let out: string;
  let scenarios: readonly string[];

  before(async () => {
    workplace = await openWorkplace();
    out = workplace.at('run');
    ran = await workplace.candor([
      'run',
      '--system',
      join(reference, 'system.yaml'),
      '--require-all',
      '--out',
      out,
    ]);
    const files = await readdir(join(root, 'scenarios', 'kes-11.0.0'));
    scenarios = files.map((file) => file.replace('.yaml', '')).sort();
  });

  after(() => workplace.close());

  it('is upheld, and says so', () => {
    expect(ran.stderr).to.equal('');
    expect(ran.stdout).to.match(/^UPHELD {2}kes-11\.0\.0 · reference\n/);
    expect(ran.stdout).to.include(join(out, 'result.json'));
    expect(ran.status).to.equal(0);
  });

  it('upholds every clause that can be verified, in every scenario, and finds nothing', async () => {
    const result = await readResult(out);
    expect(result.verdict).to.equal('upheld');
    expect(result.findings).to.deep.equal([]);
    expect(result.scenarios.map(({ id }) => id)).to.have.members(scenarios);
    const automated = result.clauses.filter(({ modality }) => modality !== 'statement');
    expect(automated).not.to.deep.equal([]);
    expect(automated.filter(({ verdict }) => verdict !== 'upheld')).to.deep.equal([]);
    expect(result.scenarios.filter(({ verdict }) => verdict !== 'upheld')).to.deep.equal([]);
  });

  it('keeps the trace and the standard error of every scenario, and the system file', async () => {
    expect(await readdir(join(out, 'traces'))).to.have.members(scenarios.map((id) => `${id}.ndjson`));
    expect(await readdir(join(out, 'stderr'))).to.have.members(scenarios.map((id) => `${id}.txt`));
    const offline = await readFile(join(out, 'stderr', 'ksn-offline-over-slot.txt'), 'utf8');
    expect(offline, 'what the product said when it could not connect').not.to.equal('');
    const kept = await readFile(join(out, 'inputs', 'system.yaml'), 'utf8');
    expect(kept).to.equal(await readFile(join(reference, 'system.yaml'), 'utf8'));
  });

  it('lets nobody but their owner read what it leaves', async function () {
    if (process.platform === 'win32') {
      process.stdout.write('      skipped: Windows has no file modes\n');
      return this.skip();
    }
    expect((await stat(out)).mode & 0o777).to.equal(0o700);
    for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      expect((await stat(path)).mode & 0o777, path).to.equal(entry.isDirectory() ? 0o700 : 0o600);
    }
  });

  it('leaves no process and no temporary folder behind', async () => {
    expect(await workplace.leftovers()).to.deep.equal([]);
  });

  it('is refused where the folder already holds a run, which stays as it is', async () => {
    const before = await readFile(join(out, 'result.json'));
    const again = await workplace.candor([
      'run',
      'upgrade',
      '--system',
      join(reference, 'system.yaml'),
      '--out',
      out,
    ]);
    expect(again.status).to.equal(3);
    expect(again.stdout).to.equal('');
    expect(again.stderr).to.equal(
      `candor: ${out}: already holds the traces of a run; name another folder with --out\n`,
    );
    expect(await readFile(join(out, 'result.json'))).to.deep.equal(before);
    expect(await readdir(join(out, 'traces'))).to.have.length(scenarios.length);
  });

  describe('candor verify, on what the run left', () => {
    let number = 0;

    async function verified(traces: readonly string[], surroundings: Surroundings = {}): Promise<string> {
      number += 1;
      const folder = workplace.at(`verified-${number}`);
      const { status, stderr } = await workplace.candor(
        ['verify', ...traces, '--require-all', '--out', folder],
        surroundings,
      );
      expect(stderr).to.equal('');
      expect(status).to.equal(0);
      return readFile(join(folder, 'result.json'), 'utf8');
    }

    const traces = (): readonly string[] => scenarios.map((id) => join(out, 'traces', `${id}.ndjson`));

    it('gives the bytes that the run gave, and gives them twice', async () => {
      const own = await readFile(join(out, 'result.json'), 'utf8');
      const [one, other] = await Promise.all([verified(traces()), verified(traces())]);
      expect(one).to.equal(own);
      expect(other).to.equal(own);
    });

    it('gives them in any order of the traces, from any folder, in any time zone and language', async () => {
      const own = await readFile(join(out, 'result.json'), 'utf8');
      const elsewhere = workplace.at('else', 'where');
      await mkdir(elsewhere, { recursive: true });
      const [reversed, within] = await Promise.all([
        verified([...traces()].reverse(), { cwd: elsewhere }),
        verified(
          scenarios.map((id) => join('traces', `${id}.ndjson`)),
          { cwd: out, env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
        ),
      ]);
      expect(reversed).to.equal(own);
      expect(within).to.equal(own);
    });

    it('gives them in the folder of the run itself, and leaves its traces as they are', async () => {
      const before = await readFile(join(out, 'result.json'), 'utf8');
      const evidence = await Promise.all(traces().map((trace) => readFile(trace, 'utf8')));
      const { status } = await workplace.candor(['verify', ...traces(), '--require-all', '--out', out]);
      expect(status).to.equal(0);
      expect(await readFile(join(out, 'result.json'), 'utf8')).to.equal(before);
      expect(await Promise.all(traces().map((trace) => readFile(trace, 'utf8')))).to.deep.equal(evidence);
    });

    it('does not put another trace in the place of one that was kept', async () => {
      const [, other = ''] = traces();
      await mkdir(workplace.at('intruder'));
      const intruder = await workplace.write(
        join('intruder', `${scenarios[0]}.ndjson`),
        await readFile(other, 'utf8'),
      );
      const evidence = join(out, 'traces', `${scenarios[0]}.ndjson`);
      const before = await readFile(evidence, 'utf8');
      const system = ['--system', join(reference, 'system.yaml')];
      const { status, stderr } = await workplace.candor(['verify', intruder, ...system, '--out', out]);
      expect(stderr).to.equal(`candor: ${evidence}: is another trace; name another folder with --out\n`);
      expect(status).to.equal(3);
      expect(await readFile(evidence, 'utf8')).to.equal(before);
    });

    it('prints the result, and nothing else, with --json', async () => {
      const folder = workplace.at('as-json');
      const { stdout } = await workplace.candor(['verify', ...traces(), '--json', '--out', folder]);
      expect(asResult(stdout)).to.deep.equal(await readResult(folder));
    });

    it('numbers traces of one name alike, in whatever order they are given', async () => {
      const [one = '', other = ''] = traces();
      await mkdir(workplace.at('twin'));
      const twin = await workplace.write(join('twin', 'upgrade.ndjson'), await readFile(one, 'utf8'));
      await mkdir(workplace.at('zwilling'));
      const zwilling = await workplace.write(
        join('zwilling', 'upgrade.ndjson'),
        await readFile(other, 'utf8'),
      );
      const parameters = ['--system', join(reference, 'system.yaml')];
      const results = await Promise.all(
        [
          [twin, zwilling],
          [zwilling, twin],
        ].map(async (pair, index) => {
          const folder = workplace.at(`twins-${index}`);
          await workplace.candor(['verify', ...pair, ...parameters, '--out', folder]);
          return readFile(join(folder, 'result.json'), 'utf8');
        }),
      );
      expect(asResult(results[0] ?? '').scenarios).to.have.length(2);
      expect(results[1]).to.equal(results[0]);
    });
  });

  describe('with a system file of a folder of its own', () => {
    it('is judged again with the copy that the run kept', async () => {
      const folder = workplace.at('product');
      await mkdir(folder);
      await workplace.copy(join(reference, 'kit'), join('product', 'kit'));
      const system = parse(await readFile(join(reference, 'system.yaml'), 'utf8')) as Record<string, unknown>;
      system['system'] = 'of-its-own';
      const main = join(root, 'build', 'systems', 'reference', 'main.js');
      system['driver'] = { kind: 'stdio', command: [process.execPath, main], step: 'PT5M' };
      const file = await workplace.write(join('product', 'system.yaml'), stringify(system));
      const first = workplace.at('own-run');
      const { status } = await workplace.candor(['run', 'upgrade', '--system', file, '--out', first]);
      expect(status).to.equal(0);

      const trace = join(first, 'traces', 'upgrade.ndjson');
      const again = await workplace.candor(['verify', trace, '--out', workplace.at('own-again')]);
      expect(again.status).to.equal(0);
      expect(await readFile(workplace.at('own-again', 'result.json'), 'utf8')).to.equal(
        await readFile(join(first, 'result.json'), 'utf8'),
      );

      const lines = await readLines(trace);
      const alone = await workplace.write('alone.ndjson', `${lines.join('\n')}\n`);
      const lost = await workplace.candor(['verify', alone, '--out', workplace.at('own-lost')]);
      expect(lost.status).to.equal(3);
      expect(lost.stderr).to.equal(
        `candor: ${alone}:1: there is no system "of-its-own" here; name its file with --system FILE\n`,
      );
    });
  });
});
