import { readdirSync, readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Replay } from '../../src/contract/replay/replay.js';
import { changed, like } from '../contract/replay/acme-contract.js';
import { trace } from '../judge/judging.js';
import { hostileTrace } from '../report/hostile-trace.js';
import { writeAgreeingTrace, writeTrace } from './contract-work.js';
import { type Outcome, openWorkplace, root, type Surroundings, type Workplace } from './workplace.js';

const acme = join(root, 'test', 'fixtures', 'projects', 'acme');

describe('candor contract replay', () => {
  let workplace: Workplace;
  let project: string;
  let agreeing: string;

  before(async () => {
    workplace = await openWorkplace();
    project = await workplace.copy(acme, 'acme');
    const { status } = await workplace.candor(['contract', 'generate', '--project', project]);
    expect(status).to.equal(0);
    agreeing = await writeAgreeingTrace(workplace.at('agreeing.ndjson'));
  });
  afterEach(async () => {
    expect(await workplace.leftovers()).to.deep.equal([]);
  });
  after(() => workplace.close());

  const replay = (traces: readonly string[], more: readonly string[] = [], surroundings?: Surroundings) =>
    workplace.candor(['contract', 'replay', ...traces, '--project', project, ...more], surroundings);
  const told = ({ stdout }: Outcome): Replay => JSON.parse(stdout) as Replay;
  /** The folder of a contract that was changed by hand. */
  const folderWith = async (name: string, contract: object): Promise<string> => {
    const folder = await workplace.copy(join(project, 'contracts', 'acme-1'), name);
    await writeFile(join(folder, 'acme.test.json'), JSON.stringify(contract));
    return folder;
  };

  it('ends with 0 where Pact and the judge agree, and tells it as a table', async () => {
    const { status, stderr, stdout } = await replay([agreeing]);
    expect(stderr).to.equal('');
    expect(stdout.replaceAll(workplace.folder, '<folder>')).to.equal(`AGREEMENT
4 transmissions of 1 trace: the judge and Pact agree on 4 and disagree on 0. Known limits of Pact's:
0. Not compared: 0.

          disagree  both accept  both reject  known limit  not compared
  lookup         0            1            0            0             0
  odd            0            1            0            0             0
  report         0            1            0            0             0
  survey         0            1            0            0             0
  all            0            4            0            0             0
`);
    expect(status).to.equal(0);
  });

  it('prints the same bytes twice, for a machine', async () => {
    const [one, other] = [await replay([agreeing], ['--json']), await replay([agreeing], ['--json'])];
    expect(one.stdout).to.equal(other.stdout);
    expect(told(one)).to.include({ format: 'candor-replay/1', outcome: 'agreement' });
  });

  it('ends with 1 where they disagree, and tells line, rules and Pact’s words before all else', async () => {
    const contract = changed('odd', (request) => ({
      ...request,
      matchingRules: {
        body: { '$.constructor': like('[xyz]') },
      },
    }));
    const built = trace()
      .install()
      .sends('odd')
      .sends('odd', { json: { constructor: 'too long a text' } });
    const file = await writeTrace(workplace.at('odd.ndjson'), built.ends());
    const folder = await folderWith('changed', contract);
    const { status, stdout } = await replay([file], ['--contracts', folder]);
    expect(status).to.equal(1);
    const [, , , , title, place, what, words] = stdout.split('\n');
    expect(title).to.equal('Disagreements');
    expect(place).to.equal(`  ${file}:3  odd`);
    expect(what).to.equal('    Pact rejects what the judge accepts');
    expect(words).to.contain('Pact: BodyMismatch $.constructor: Expected');
  });

  it('ends with 0 where all else agrees, and lists the known limits that were met as no agreement', async () => {
    const events = (await readFile(agreeing, 'utf8')).replace('"headers":[', '"headers":[["x-more","1"],');
    const { status, stdout } = await replay([await workplace.write('header.ndjson', events)]);
    expect(status).to.equal(0);
    expect(stdout).to.contain('agree on 3 and disagree on 0. Known limits');
    expect(stdout).to.contain('channel/undocumented:header  1, first in');
  });

  describe('ends with 2', () => {
    it('where nothing was sent', async () => {
      const file = await writeTrace(workplace.at('silent.ndjson'), trace().install().beats().ends());
      const { status, stdout } = await replay([file]);
      expect(status).to.equal(2);
      expect(stdout).to.contain('Not decided: nothing was compared.');
    });

    it('where the trace is empty', async () => {
      expect((await replay([await workplace.write('empty.ndjson', '')])).status).to.equal(2);
    });

    it('where the trace was cut off, though all before that agrees', async () => {
      const lines = (await readFile(agreeing, 'utf8')).trim().split('\n');
      const cut = await workplace.write('cut.ndjson', `${lines.slice(0, -1).join('\n')}\n`);
      const { status, stdout } = await replay([cut]);
      expect(status).to.equal(2);
      expect(stdout).to.contain('it was cut off');
    });

    it('where only what Pact cannot see could be compared', async () => {
      const file = await writeTrace(
        workplace.at('header.ndjson'),
        trace()
          .install()
          .sends('lookup', {
            headers: [['x-more', '1']],
            url: 'https://acme.test/v1/lookup/help?v=1&k=a&count=1&verbose=true&ratio=0.5',
          })
          .ends(),
      );
      const { status, stdout } = await replay([file]);
      expect(status).to.equal(2);
      expect(stdout).to.contain('nothing was compared that Pact can see');
    });
  });

  describe('ends with 3', () => {
    const cases: Readonly<Record<string, readonly [string[], string]>> = {
      'where there is no such trace': [['missing.ndjson'], 'missing.ndjson'],
      'where the trace is of another disclosure': [
        ['agreeing.ndjson', '--disclosure', 'other'],
        'not of other',
      ],
      'where there is no such folder of contracts': [
        ['agreeing.ndjson', '--contracts', 'nowhere'],
        'nowhere: there is no such folder',
      ],
    };
    for (const [what, [parameters, message]] of Object.entries(cases)) {
      it(what, async () => {
        const { status, stderr, stdout } = await replay(parameters);
        expect(status).to.equal(3);
        expect(stdout).to.equal('');
        expect(stderr).to.contain(message);
      });
    }

    it('where a trace is no trace', async () => {
      const { status, stderr } = await replay([await workplace.write('none.ndjson', 'hello\n')]);
      expect(status).to.equal(3);
      expect(stderr).to.contain('none.ndjson:1');
    });

    it('where a contract is not of its format', async () => {
      const folder = await folderWith(
        'odd',
        changed('odd', (request) => ({ ...request, surprise: 1 })),
      );
      expect((await replay([agreeing], ['--contracts', folder])).status).to.equal(3);
    });

    it('where Pact’s process dies, and says so', async function () {
      if (process.platform !== 'linux') this.skip();
      const built = trace().install();
      for (let index = 0; index < 5000; index += 1) built.sends('lookup');
      const file = await writeTrace(workplace.at('long.ndjson'), built.ends());
      const started = workplace.start(['contract', 'replay', file, '--project', project]);
      const mock = await until(() => childNamed(started.child.pid ?? 0, 'pact'));
      process.kill(mock, 'SIGKILL');
      const { status, stderr, stdout } = await started.outcome;
      expect(stderr).to.match(/Pact's mock server (?:died|did not start)/);
      expect([status, stdout]).to.deep.equal([3, '']);
      await rm(file);
    });
  });

  it('gives Pact’s process nothing of the environment, and no tracking', async function () {
    if (process.platform !== 'linux') this.skip();
    const built = trace().install();
    for (let index = 0; index < 5000; index += 1) built.sends('lookup');
    const file = await writeTrace(workplace.at('long.ndjson'), built.ends());
    const started = workplace.start(['contract', 'replay', file, '--project', project], {
      env: {
        PACT_DO_NOT_TRACK: 'false',
        HTTP_PROXY: 'http://192.0.2.1:1',
        PACT_BROKER_BASE_URL: 'http://192.0.2.1',
      },
    });
    const mock = await until(() => childNamed(started.child.pid ?? 0, 'pact'));
    expect(readFileSync(`/proc/${mock}/environ`, 'utf8')).to.equal('PACT_DO_NOT_TRACK=true\0');
    started.child.kill('SIGINT');
    expect((await started.outcome).status).to.equal(3);
    await rm(file);
  });

  it('survives whatever a trace may hold, and shows none of it unescaped', async () => {
    const file = await writeTrace(workplace.at('hostile.ndjson'), hostileTrace());
    const person = await replay([file]);
    const machine = await replay([file], ['--json']);
    expect([person.stderr, machine.stderr]).to.deep.equal(['', '']);
    expect(told(machine).traces[0]?.transmissions).to.be.greaterThan(100);
    expect(person.status).to.equal(machine.status);
    // What a terminal would obey, but for the end of a line.
    expect(`${person.stdout}${machine.stdout}`).to.not.match(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(person.stdout.length).to.be.lessThan(200_000);
  });

  it('takes memory that does not grow with the trace', async function () {
    if (process.platform !== 'linux') this.skip();
    const built = trace().install();
    const body = JSON.stringify({ constructor: 'c', more: 'x'.repeat(100_000) });
    for (let index = 0; index < 1000; index += 1) built.after('PT1S').sends('odd', { body });
    const file = await writeTrace(workplace.at('large.ndjson'), built.ends());
    const outcome = await workplace.program(process.execPath, [
      '--max-old-space-size=90',
      join(root, 'bin', 'candor.js'),
      ...['contract', 'replay', file, '--project', project, '--json'],
    ]);
    expect(outcome.stderr).to.equal('');
    expect(told(outcome).total).to.include({ bothReject: 1000 });
    await rm(file);
  });
});

/** The process of a name that another one started. */
function childNamed(parent: number, name: string): number | undefined {
  for (const id of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(after[1]) === parent && stat.includes(`(${name})`)) return Number(id);
    } catch {
      // It is gone meanwhile.
    }
  }
  return undefined;
}

async function until<Value>(find: () => Value | undefined): Promise<Value> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
