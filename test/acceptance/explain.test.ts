import { expect } from 'chai';
import { createColors } from 'picocolors';
import { explain as explainTo } from '../../src/cli/explain.js';
import { rules } from '../../src/judge/rules.js';
import { createQueue, harbour, type Outcome, openWorkplace, root, type Workplace } from './workplace.js';

describe('candor explain', () => {
  const queue = createQueue();
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
  });

  after(() => workplace.close());

  function explain(...parameters: readonly string[]): Promise<Outcome> {
    return queue(() => workplace.candor(['explain', ...parameters]));
  }

  for (const { id, kind, fires, charged, remedy } of rules) {
    it(`tells what ${id} means`, async () => {
      const outcome = await explainHere(id);
      expect(outcome.stderr).to.equal('');
      expect(outcome.status).to.equal(0);
      const told = outcome.stdout.replaceAll('\n', ' ');
      expect(told.startsWith(`${id}  ${kind}, `), told).to.equal(true);
      for (const part of [fires, charged, remedy]) expect(told).to.include(part);
      for (const line of outcome.stdout.split('\n')) expect(line.length, line).to.be.at.most(100);
    });
  }

  it('tells the same as a process of its own', async () => {
    for (const { id } of [rules[0], rules.at(-1)].filter((rule) => rule !== undefined))
      expect(await explain(id)).to.deep.equal(await explainHere(id));
  });

  it('tells what a clause means, what verifies it and how it is read', async () => {
    const clause = await explain('report.transmit', '--project', harbour);
    expect(clause.stdout).to.include('report.transmit  obligation, harbour-2, line 5');
    expect(clause.stdout).to.include('Verified by station-report');
    expect(clause.stdout).to.include('How often is from time to time?');
    expect(clause.stdout).to.include('* any: As often as the product likes.');
    expect(clause.status).to.equal(0);
    const statement = await explain('data.keeping', '--project', harbour);
    expect(statement.stdout).to.include('Verified by nothing: a person attests to it');
  });

  it('tells it to a machine with --json', async () => {
    const [rule, clause] = await Promise.all([
      explain('field/missing', '--json'),
      explain('report.transmit', '--json', '--project', harbour),
    ]);
    expect(JSON.parse(rule.stdout)).to.deep.equal(rules.find(({ id }) => id === 'field/missing'));
    expect(JSON.parse(clause.stdout)).to.deep.include({ disclosure: 'harbour-2', id: 'report.transmit' });
  });

  it('names every rule and clause with --list, and where nothing is named', async () => {
    const [list, nothing, json] = await Promise.all([
      explain('--list', '--project', harbour),
      explain('--project', harbour),
      explain('--list', '--json', '--project', harbour),
    ]);
    expect(nothing.stdout).to.equal(list.stdout);
    const listed = JSON.parse(json.stdout) as Record<'rules' | 'clauses', readonly { id: string }[]>;
    expect(listed.rules).to.deep.equal(rules);
    expect(listed.clauses).to.have.length(17);
    for (const { id } of [...listed.rules, ...listed.clauses])
      expect(list.stdout).to.match(new RegExp(`^${id} {2}`, 'm'));
  });

  it('names the clauses of one disclosure only, where that is wanted', async () => {
    const one = await explain('--list', '--json', '--project', root, '--disclosure', 'kes-11.0.0');
    const { clauses } = JSON.parse(one.stdout) as { clauses: readonly { disclosure: string }[] };
    expect([...new Set(clauses.map(({ disclosure }) => disclosure))]).to.deep.equal(['kes-11.0.0']);
    const none = await explain('--list', '--project', harbour, '--disclosure', 'harbour-3');
    expect(none.stderr).to.equal('candor: there is no disclosure "harbour-3"; known here: harbour-2\n');
    expect(none.status).to.equal(3);
  });

  it('says so where nothing has the name', async () => {
    const names = ['schedule', 'constructor', '../disclosure', ''];
    const asked = names.map(async (name) => ({ name, ...(await explain(name, '--project', harbour)) }));
    for (const { name, status, stdout, stderr } of await Promise.all(asked)) {
      expect(stderr).to.equal(
        `candor: there is no rule and no clause ${JSON.stringify(name)}; "candor explain --list" names them all\n`,
      );
      expect(stdout).to.equal('');
      expect(status).to.equal(3);
    }
  });
});

/** The command without a process, for what is asked of each rule. */
async function explainHere(id: string): Promise<Outcome> {
  const said = { stdout: '', stderr: '' };
  const status = await explainTo(
    id,
    {},
    {
      out: (text) => {
        said.stdout += text;
      },
      err: (text) => {
        said.stderr += text;
      },
      progress: () => undefined,
      colours: createColors(false),
      interactive: false,
      width: 100,
    },
  );
  return { status, ...said };
}
